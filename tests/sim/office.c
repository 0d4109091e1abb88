#include "office.h"

#include "base/json.h"
#include "base/mem.h"
#include "people.h"
#include "sim.h"
#include "source/source.h"

/* --- the model ------------------------------------------------------------------------------------ */

struct paper *office_paper(const struct office *office, int64_t id)
{
	VEC_EACH(&office->papers, paper)
		if ((*paper)->id == id)
			return *paper;
	return NULL;
}

bool office_may_show(const struct paper *paper, int revision, struct instant clock)
{
	return paper->disclosure == DISCLOSURE_ACTIVE && revision == paper->revision &&
	       paper->reviewed == revision && !paper->internal && !paper->held && !paper->privacy &&
	       !paper->exempt && !paper->withdrawn &&
	       (!civil_date_is_set(paper->not_before) ||
		!instant_before(clock, instant_of(paper->not_before, 0, SIM_OFFSET_S)));
}

bool office_must_show(const struct paper *paper, struct instant clock)
{
	static const struct civil_date statute = {2019, 5, 15};
	bool bound = paper->interest || paper->appointment ||
		     civil_date_compare(paper->issued_on, statute) >= 0;
	return paper->id != 0 && bound && office_may_show(paper, paper->revision, clock);
}

/* --- handing in ----------------------------------------------------------------------------------- */

struct handing { /* one revision on its way into the daemon */
	struct sim *sim;
	struct paper *paper;
	int revision;
	bool again; /* the same once more: must be recognised */
};

static bool is_private(const struct paper *paper, int revision)
{
	return paper->holds_number && revision == 1;
}

bool office_is_internal(const struct paper *paper, int revision)
{
	return paper->from_first_internal || (paper->turns_internal && revision == 2);
}

static bool comes_reviewed(const struct paper *paper, int revision)
{
	return revision == 1 ? paper->reviewed_at_once : paper->revised_reviewed;
}

static void write_manifest(const struct paper *paper, int revision, struct buf *out)
{
	char day[CIVIL_DATE_TEXT];
	buf_print(out, "{\"doc_number\":\"盐水政〔%d〕%d号\",\"title\":\"关于第%d号工程的通知\",",
		  paper->issued_on.year, paper->number, paper->number);
	buf_print(out, "\"issuer\":\"盐城市水利局\",\"department\":\"%s\",\"issued_on\":\"%s\",",
		  paper->department, civil_date_print(paper->issued_on, day));
	buf_print(out, "\"category\":\"%s\",\"disclosure\":\"%s\",\"public_interest\":%s,",
		  paper->appointment ? "appointment-notice" : "official-document",
		  disclosure_name(paper->disclosure), paper->interest ? "true" : "false");
	if (paper->disclosure == DISCLOSURE_NONE)
		buf_print(out, "\"exempt_reason\":\"内部管理信息\",");
	if (civil_date_is_set(paper->not_before))
		buf_print(out, "\"not_before\":\"%s\",", civil_date_print(paper->not_before, day));
	if (office_is_internal(paper, revision))
		buf_print(out, "\"audience\":\"internal\",");
	if (comes_reviewed(paper, revision))
		buf_print(out,
			  "\"review\":{\"result\":\"passed\",\"reviewer\":\"zhang\","
			  "\"signer\":\"li\",\"on\":\"%s\"},",
			  civil_date_print(paper->issued_on, day));
	if (paper->appointment)
		buf_print(out, "\"notice\":{\"people\":[{\"name\":\"王某\"}],"
			       "\"objections\":{\"phone\":\"0515-88888888\"}},");
	buf_print(out, "\"body\":\"各县（市、区）水利局：第%d号工程第%d稿。%s\"}", paper->number,
		  revision, is_private(paper, revision) ? "联系手机13812345678。" : "");
}

static void hand_in(struct sim *sim, void *what);

static void hand_in_later(struct handing *handing, int64_t most_us)
{
	agenda_add(&handing->sim->agenda,
		   sim_after(handing->sim,
			     chance_spread(&handing->sim->chance, INSTANT_SECOND, most_us)),
		   hand_in, handing);
}

static void handed_in(void *ctx, const struct job_result *result)
{
	struct handing *handing = ctx;
	struct sim *sim = handing->sim;
	struct paper *paper = handing->paper;
	if (result->rc < 0) {
		hand_in_later(handing, INSTANT_HOUR);
		return;
	}
	if (handing->again && result->received != RECEIVED_SAME)
		sim_fail(sim, "paper %d again: taken for a new one", paper->number);
	sim_say(sim, "paper %d revision %d is document %lld (%d)", paper->number, handing->revision,
		(long long)result->document, result->received);
	if (handing->revision > paper->revision) {
		paper->id = result->document;
		paper->revision = handing->revision;
		paper->internal = office_is_internal(paper, handing->revision);
		paper->privacy = is_private(paper, handing->revision);
		if (comes_reviewed(paper, handing->revision))
			paper->reviewed = handing->revision;
	} else if (paper->id != result->document) {
		sim_fail(sim, "paper %d is document %lld and %lld", paper->number,
			 (long long)paper->id, (long long)result->document);
	}
	if (sim->dies_in_run && chance_permille(&sim->chance, 500)) {
		handing->again = true; /* committed, but the answer never came through */
		hand_in_later(handing, INSTANT_HOUR);
	}
}

static void hand_in(struct sim *sim, void *what)
{
	struct handing *handing = what;
	struct paper *paper = handing->paper;
	if (sim->engine == NULL || (!handing->again && paper->revision != handing->revision - 1)) {
		hand_in_later(handing, INSTANT_DAY); /* stopped, or the one before is not in yet */
		return;
	}
	if (handing->again)
		handing->revision = paper->revision;
	if (handing->revision == 0)
		return;
	scoped(buf_finish) struct buf manifest = {0};
	struct document *document = mem_alloc(sizeof(*document));
	struct refusal refusal;
	struct error err;
	write_manifest(paper, handing->revision, &manifest);
	if (manifest_read(manifest.data, manifest.len, NULL, sim->law, 0, document, &refusal,
			  &err) < 0) {
		sim_fail(sim, "the manifest of paper %d is refused: %s", paper->number,
			 refusal.sentence_en);
		mem_free(document);
		return;
	}
	struct job *job = job_document(document, "spool", "gongshi", sim_clock(sim));
	job->done = handed_in;
	job->ctx = handing;
	sim_submit(sim, job);
}

/* --- the plan --------------------------------------------------------------------------------------- */

void office_hand_in(struct sim *sim, struct paper *paper, int revision, bool again,
		    struct instant at)
{
	struct handing *handing = pool_alloc(&sim->pool, sizeof(*handing));
	*handing = (struct handing){sim, paper, revision, again};
	agenda_add(&sim->agenda, at, hand_in, handing);
}

static struct instant some_time_after(struct sim *sim, struct instant at, int64_t least_us,
				      int64_t most_us)
{
	struct instant then = instant_add_us(at, chance_spread(&sim->chance, least_us, most_us));
	return instant_min(then, instant_add_us(sim->calm, -INSTANT_DAY));
}

static struct paper *draw_paper(struct sim *sim, int number, struct instant arrives)
{
	static const char *const departments[] = {"hydrology", "planning", "office-affairs"};
	struct chance *chance = &sim->chance;
	struct civil_date today = civil_date_at(arrives, SIM_OFFSET_S);
	struct paper *paper = pool_alloc(&sim->pool, sizeof(*paper));
	paper->number = number;
	paper->department = departments[chance_below(chance, 3)];
	paper->appointment = chance_permille(chance, 150);
	paper->interest = chance_permille(chance, 700);
	paper->disclosure = chance_permille(chance, 70)   ? DISCLOSURE_NONE
			    : chance_permille(chance, 80) ? DISCLOSURE_ON_REQUEST
							  : DISCLOSURE_ACTIVE;
	paper->holds_number = chance_permille(chance, 80);
	paper->reviewed_at_once = chance_permille(chance, 600);
	paper->revised_reviewed = chance_permille(chance, 600);
	paper->turns_internal = chance_permille(chance, 200);
	paper->issued_on = civil_date_add(today, -(int32_t)(chance_spread(chance, 1, 40) - 1));
	if (chance_permille(chance, 120)) {
		int32_t days = (int32_t)chance_spread(chance, 1, 60);
		bool never = chance_permille(chance, 100);
		paper->not_before = never ? (struct civil_date){2030, 1, 1}
					  : civil_date_add(today, days);
		struct civil_date calm = civil_date_at(sim->calm, SIM_OFFSET_S);
		if (!never && civil_date_compare(paper->not_before, calm) > 0)
			paper->not_before = calm;
	}
	return paper;
}

static void plan_paper(struct sim *sim, int number)
{
	struct chance *chance = &sim->chance;
	int64_t span = sim->calm.us - sim->start.us - 20 * INSTANT_DAY;
	struct instant at = instant_add_us(sim->start, chance_below(chance, span));
	struct paper *paper = draw_paper(sim, number, at);
	*VEC_PUSH(&sim->office.papers) = paper;
	office_hand_in(sim, paper, 1, false, at);
	while (chance_permille(chance, 120))
		office_hand_in(sim, paper, 1, true,
			       some_time_after(sim, at, INSTANT_MINUTE, 200 * INSTANT_DAY));
	int revisions = chance_permille(chance, 250) + chance_permille(chance, 60);
	struct instant revised = at;
	for (int i = 0; i < revisions; i++) {
		revised = some_time_after(sim, revised, INSTANT_SECOND, 200 * INSTANT_DAY);
		office_hand_in(sim, paper, i + 2, false, revised);
	}
	people_plan(sim, paper, at);
}

void office_plan(struct sim *sim)
{
	int papers = (int)chance_spread(&sim->chance, 4, 24);
	for (int i = 1; i <= papers; i++)
		plan_paper(sim, i);
	people_plan_rounds(sim);
}

void office_finish(struct office *office)
{
	VEC_FINISH(&office->papers);
}
