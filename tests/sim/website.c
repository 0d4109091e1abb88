#include "website.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "invariant.h"
#include "sim.h"

#define TIMEOUT_US (30 * INSTANT_SECOND)

struct deed {
	struct errand *errand; /* whom the server answers; NULL: the client has given up */
	enum publish_operation operation;
	char key[64];
	int64_t document, remote_id;
	int revision;
	struct digest content;
	bool lost_on_the_way;
};

/* --- articles ----------------------------------------------------------------------------------- */

static struct article *article_of(struct website *website, int64_t id)
{
	if (id < 1 || (size_t)id > website->articles.len)
		return NULL;
	struct article *article = &website->articles.at[id - 1];
	return article->live ? article : NULL;
}

static struct article *article_by_key(struct website *website, const char *key)
{
	VEC_EACH(&website->articles, article)
		if (article->live && strcmp(article->key, key) == 0)
			return article;
	return NULL;
}

const struct article *website_article(const struct website *website, int64_t document)
{
	VEC_EACH(&website->articles, article)
		if (article->live && article->document == document)
			return article;
	return NULL;
}

static bool is_readable(const struct sim *sim, const struct article *article)
{
	return article->live && !article->hidden && !article->changed &&
	       !instant_before(sim->now, article->visible_at);
}

bool website_shows(const struct sim *sim, int64_t document, int revision)
{
	const struct article *article = website_article(&sim->website, document);
	return article != NULL && article->revision == revision && is_readable(sim, article);
}

const struct showing *website_showing(const struct website *website, int64_t document, int revision)
{
	VEC_EACH(&website->showings, showing)
		if (showing->document == document && showing->revision == revision)
			return showing;
	return NULL;
}

/* The text of a deed stands in the article from now on. */
static void write_text(struct sim *sim, struct article *article, const struct deed *deed)
{
	const struct website_faults *faults = &sim->website.faults;
	snprintf(article->key, sizeof(article->key), "%s", deed->key);
	article->revision = deed->revision;
	article->content = deed->content;
	article->changed = false;
	article->visible_at = sim->now;
	if (chance_permille(&sim->chance, faults->queued))
		article->visible_at = sim_after(
			sim, chance_spread(&sim->chance, INSTANT_SECOND, 2 * INSTANT_DAY));
	if (website_showing(&sim->website, deed->document, deed->revision) == NULL)
		*VEC_PUSH(&sim->website.showings) = (struct showing){
			deed->document, deed->revision, article->visible_at, article->hidden};
}

/* --- deeds of the server ---------------------------------------------------------------------------- */

static void answer(struct deed *deed, enum publish_end end, const struct article *article)
{
	struct errand *errand = deed->errand;
	if (errand == NULL)
		return;
	errand->end.end = end;
	if (article == NULL)
		return;
	snprintf(errand->remote_id, sizeof(errand->remote_id), "%lld", (long long)article->id);
	snprintf(errand->url, sizeof(errand->url), "https://www.example.gov.cn/%lld",
		 (long long)article->id);
	errand->end.remote_id = errand->remote_id;
	errand->end.url = errand->url;
}

static void create(struct sim *sim, struct deed *deed)
{
	struct website *website = &sim->website;
	struct article *article = VEC_PUSH(&website->articles);
	article->id = (int64_t)website->articles.len;
	article->document = deed->document;
	article->live = true;
	write_text(sim, article, deed);
	website->creates++;
	answer(deed, PUBLISH_ACCEPTED, article);
	invariant_once(sim, deed->document, deed->key);
}

static void update(struct sim *sim, struct deed *deed)
{
	struct article *article = article_of(&sim->website, deed->remote_id);
	if (article != NULL)
		write_text(sim, article, deed);
	sim->website.updates++;
	answer(deed, article != NULL ? PUBLISH_ACCEPTED : PUBLISH_NOT_FOUND, article);
}

static void withdraw(struct sim *sim, struct deed *deed)
{
	struct article *article = article_of(&sim->website, deed->remote_id);
	if (article != NULL)
		article->live = false;
	sim->website.withdrawals++;
	answer(deed, article != NULL ? PUBLISH_ACCEPTED : PUBLISH_NOT_FOUND, NULL);
}

static void do_deed(struct sim *sim, void *what)
{
	struct deed *deed = what;
	if (deed->errand != NULL)
		deed->errand->deed = NULL;
	if (deed->lost_on_the_way)
		return;
	sim_say(sim, "website: %s %s%s", publish_operation_name(deed->operation), deed->key,
		deed->errand == NULL ? " (nobody waits for the answer)" : "");
	if (deed->operation == PUBLISH_CREATE)
		create(sim, deed);
	else if (deed->operation == PUBLISH_UPDATE)
		update(sim, deed);
	else if (deed->operation == PUBLISH_WITHDRAW)
		withdraw(sim, deed);
	else {
		const struct article *found = article_by_key(&sim->website, deed->key);
		sim->website.finds++;
		answer(deed, found != NULL ? PUBLISH_FOUND : PUBLISH_NOT_FOUND, found);
	}
}

/* --- requests ---------------------------------------------------------------------------------------- */

static void publication_ended(struct sim *sim, void *what)
{
	struct errand *errand = what;
	struct job *job = NULL;
	if (errand->task != NULL) {
		if (errand->lost) {
			bool find = errand->task->operation == PUBLISH_FIND;
			errand->end.end = find ? PUBLISH_FAILED : PUBLISH_UNCLEAR;
			errand->end.remote_id = errand->end.url = NULL;
		}
		sim->website.unclear += errand->end.end == PUBLISH_UNCLEAR;
		sim_say(sim, "answer: %s of document %lld: %d %s",
			publish_operation_name(errand->task->operation),
			(long long)errand->task->document_id, errand->end.end, errand->end.reason);
		job = job_published(errand->task, &errand->end, sim_clock(sim));
	}
	errand_end(sim, errand, job);
}

static struct deed *send(struct sim *sim, struct errand *errand, int64_t after_us)
{
	const struct task *task = errand->task;
	struct deed *deed = pool_alloc(&sim->pool, sizeof(*deed));
	*deed = (struct deed){
		.errand = errand,
		.operation = task->operation,
		.document = task->document_id,
		.revision = task->revision,
		.remote_id = task->remote_id != NULL ? strtoll(task->remote_id, NULL, 10) : 0,
	};
	snprintf(deed->key, sizeof(deed->key), "%s", task->key);
	if (task->document != NULL)
		deed->content = task->document->content;
	errand->deed = deed;
	agenda_add(&sim->agenda, sim_after(sim, after_us), do_deed, deed);
	return deed;
}

static void fail(struct sim *sim, struct errand *errand, bool permanent, const char *reason)
{
	errand->end.end = PUBLISH_FAILED;
	errand->end.permanent = permanent;
	errand->end.reason = reason;
	if (!sim->quiet && chance_permille(&sim->chance, 300))
		errand->end.retry_after_s = (long)chance_spread(&sim->chance, 1, 7200);
}

/* Which fault, if any, befalls a request; the numbers add up in thousandths. */
static bool befalls(int *drawn, int permille)
{
	*drawn -= permille;
	return *drawn < 0;
}

void website_publish(struct sim *sim, struct errand *errand)
{
	const struct website_faults *faults = &sim->website.faults;
	struct chance *chance = &sim->chance;
	int drawn = (int)chance_below(chance, 1000);
	int64_t took = sim_takes(sim, 20000, 3 * INSTANT_SECOND);
	errand->end = (struct event_published){.reason = "ok", .retry_after_s = -1};
	if (befalls(&drawn, faults->lost)) {
		took = sim->quiet || chance_permille(chance, 500) ? TIMEOUT_US : took;
		send(sim, errand, chance_between(chance, 1, took - 1));
		errand->lost = true;
		errand->end.reason = "no answer after it was done";
	} else if (befalls(&drawn, faults->late)) {
		send(sim, errand,
		     TIMEOUT_US + sim_takes(sim, 1, (SIM_SETTLE_S - 1) * INSTANT_SECOND))
			->errand = NULL;
		errand->lost = true;
		took = TIMEOUT_US;
		errand->end.reason = "time-out before it was done";
		trouble_at_the_worst_moment(sim, TIMEOUT_US);
	} else if (befalls(&drawn, faults->cut)) {
		errand->lost = true;
		errand->end.reason = "connection cut";
	} else if (befalls(&drawn, faults->error)) {
		send(sim, errand, took - 1000)->lost_on_the_way = chance_permille(chance, 700);
		errand->lost = true;
		errand->end.reason = "500";
	} else if (befalls(&drawn, faults->later)) {
		fail(sim, errand, false, "503");
	} else if (befalls(&drawn, faults->never)) {
		fail(sim, errand, true, "400");
	} else {
		if (befalls(&drawn, faults->slow))
			took = chance_between(chance, 3 * INSTANT_SECOND, TIMEOUT_US - 1);
		send(sim, errand, chance_between(chance, 1, took));
	}
	agenda_add(&sim->agenda, sim_after(sim, took), publication_ended, errand);
}

void website_client_died(struct sim *sim, struct errand *errand)
{
	struct deed *deed = errand->deed;
	if (deed == NULL)
		return;
	/* The server works on for at most the settling time, counted from now. */
	bool too_late = deed->errand == NULL;
	if (too_late || chance_permille(&sim->chance, 500))
		deed->lost_on_the_way = true;
}

/* --- pages -------------------------------------------------------------------------------------------- */

static const char *look(struct sim *sim, const struct task *task)
{
	const char *number = strrchr(task->url, '/');
	struct article *article = article_of(&sim->website,
					     number != NULL ? strtoll(number + 1, NULL, 10) : 0);
	if (chance_permille(&sim->chance, sim->website.faults.unknown))
		return "unknown";
	if (article == NULL || article->hidden || instant_before(sim->now, article->visible_at))
		return "absent";
	if (article->changed || !digest_equal(article->content, task->document->content))
		return "differs";
	return "present";
}

static void read_page(struct sim *sim, void *what)
{
	struct errand *errand = what;
	if (errand->task == NULL)
		return;
	errand->seen.verdict = look(sim, errand->task);
	errand->seen.reason = "as read";
	errand->seen.seen_at = sim_clock(sim);
	errand->seen.seen_at.us -= errand->seen.seen_at.us % 1000;
}

static void probe_ended(struct sim *sim, void *what)
{
	struct errand *errand = what;
	struct job *job = NULL;
	if (errand->task != NULL) {
		sim_say(sim, "probe: document %lld: %s", (long long)errand->task->document_id,
			errand->seen.verdict);
		job = job_probed(errand->task, &errand->seen, sim_clock(sim));
	}
	errand_end(sim, errand, job);
}

void website_probe(struct sim *sim, struct errand *errand)
{
	int64_t took = sim_takes(sim, 20000, 25 * INSTANT_SECOND);
	sim->website.probes++;
	agenda_add(&sim->agenda, sim_after(sim, chance_between(&sim->chance, 1, took)), read_page,
		   errand);
	agenda_add(&sim->agenda, sim_after(sim, took), probe_ended, errand);
}

/* --- what others do to the site ------------------------------------------------------------------------ */

static void put_right(struct sim *sim, void *what)
{
	struct article *article = article_of(&sim->website, *(const int64_t *)what);
	if (article == NULL)
		return;
	sim_say(sim, "website: article %lld is put right", (long long)article->id);
	article->changed = article->hidden = false;
}

void website_damage(struct sim *sim)
{
	struct website *website = &sim->website;
	if (website->articles.len == 0)
		return;
	struct article *article =
		&website->articles.at[chance_below(&sim->chance, (int64_t)website->articles.len)];
	if (!article->live)
		return;
	/* What is removed for good is missed only where people look for it. */
	const struct paper *paper = office_paper(&sim->office, article->document);
	bool missed = office_must_show(paper, sim_clock(sim)) &&
		      article->revision == paper->revision;
	int kind = (int)chance_below(&sim->chance, missed ? 3 : 2);
	article->changed = kind == 0;
	article->hidden = kind == 1;
	article->live = kind != 2;
	VEC_EACH(&website->showings, showing)
		if (showing->document == article->document &&
		    showing->revision == article->revision)
			showing->damaged = true;
	sim_say(sim, "website: article %lld of document %lld is %s", (long long)article->id,
		(long long)article->document,
		kind == 0   ? "changed"
		: kind == 1 ? "hidden"
			    : "removed");
	int64_t *id = pool_alloc(&sim->pool, sizeof(*id));
	*id = article->id;
	/* A hidden page only the webmaster can show again; the others a "retry" can mend as well. */
	if (!missed || kind == 1 || chance_permille(&sim->chance, 500))
		agenda_add(&sim->agenda,
			   sim_after(sim,
				     chance_spread(&sim->chance, INSTANT_MINUTE, 10 * INSTANT_DAY)),
			   put_right, id);
}

void website_repair(struct sim *sim)
{
	VEC_EACH(&sim->website.articles, article) {
		article->hidden = article->changed = false;
		article->visible_at = instant_min(article->visible_at, sim->now);
	}
	VEC_EACH(&sim->website.showings, showing)
		showing->since = instant_min(showing->since, sim->now);
}

void website_finish(struct website *website)
{
	VEC_FINISH(&website->articles);
	VEC_FINISH(&website->showings);
}
