#include "dossier_sample.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/law_sample.h"
#include "base/json.h"
#include "base/text.h"
#include "core/ledger/ledger.h"
#include "core/view/view.h"

#define OFFSET_S (8 * 3600)
#define SETTLE_TURNS 100
#define NO_FIRST_LINE ((struct digest){{0}})

/* A helper has no test to fail: it says what is wrong and ends the program. */
static void give_up(const char *fmt, ...) PRINTF_LIKE(1, 2);
static void give_up(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	fputs("dossier_sample: ", stderr);
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
	va_end(args);
	abort();
}

struct instant moment(const char *text)
{
	char day[11] = {0};
	int hour = 0, minute = 0, second = 0;
	memcpy(day, text, 10);
	if (sscanf(text + 10, " %d:%d:%d", &hour, &minute, &second) < 2)
		give_up("no moment: %s", text);
	return instant_of(date_sample(day), hour * 3600 + minute * 60 + second, OFFSET_S);
}

const char *moment_text(struct instant at)
{
	static char ring[8][INSTANT_TEXT];
	static unsigned next;
	char *text = ring[next++ % 8];
	if (!instant_is_set(at))
		return "none";
	instant_print(at, OFFSET_S, false, text);
	if (strlen(text) > 19) {
		text[10] = ' ';
		text[19] = '\0';
	}
	return text;
}

/* --- one event ---------------------------------------------------------------------------------- */

static void write_fact(struct dossier_sample *s, struct fact *fact)
{
	fact->seq = ++s->seq;
	fact->document = s->dossier.id;
	ledger_line(fact, NO_FIRST_LINE, s->law->offset_s, &s->lines);
	buf_char(&s->lines, '\n');
	buf_print(&s->story, "%s%s", s->story.len > 0 ? " " : "", fact_name(fact->kind));
	dossier_apply(&s->dossier, fact);
}

static void take_outcome(struct dossier_sample *s, struct outcome *out)
{
	VEC_EACH(&out->facts, fact)
		write_fact(s, fact);
	VEC_EACH(&out->notes, note) {
		note->document = s->dossier.id;
		note->seq = s->dossier.last_seq;
		dossier_apply(&s->dossier, note);
	}
}

static void settle(struct dossier_sample *s)
{
	const struct event wake = {.kind = EVENT_WAKE, .at = s->now, .actor = "gongshi"};
	for (int i = 0; i < SETTLE_TURNS; i++) {
		if (instant_before(s->now, dossier_next_wake(&s->dossier, s->law, s->now)))
			return;
		struct outcome out = {0};
		if (dossier_decide(&s->dossier, s->law, &wake, &out) < 0)
			give_up("a wake-up was refused");
		size_t facts = out.facts.len;
		take_outcome(s, &out);
		outcome_finish(&out);
		if (facts == 0)
			give_up("wakes at %s with nothing to do", moment_text(s->now));
	}
	give_up("facts without end at %s", moment_text(s->now));
}

int dossier_sample_play(struct dossier_sample *s, struct event event)
{
	if (event.actor == NULL)
		event.actor = "gongshi";
	s->now = event.at;
	outcome_finish(&s->last);
	int rc = dossier_decide(&s->dossier, s->law, &event, &s->last);
	take_outcome(s, &s->last);
	settle(s);
	return rc;
}

const char *dossier_sample_story(struct dossier_sample *s)
{
	static char told[4096];
	snprintf(told, sizeof(told), "%s", buf_text(&s->story));
	buf_clear(&s->story);
	return told;
}

/* --- life ------------------------------------------------------------------------------------------ */

void dossier_sample_start(struct dossier_sample *s, struct law *law)
{
	*s = (struct dossier_sample){.law = law, .dossier.id = 7};
}

static void replay(const struct dossier_sample *s, struct dossier *out)
{
	struct pool pool = {0};
	const char *line = buf_text(&s->lines);
	for (const char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		struct error err = {0};
		struct fact fact;
		if (ledger_read(line, (size_t)(end - line), &pool, &fact, &err) < 0)
			give_up("%s", err.text);
		dossier_apply(out, &fact);
	}
	pool_finish(&pool);
	scoped(buf_finish) struct buf notes = {0};
	dossier_notes_print(&s->dossier, &notes);
	dossier_notes_read(out, buf_text(&notes));
}

static char *picture(const struct dossier *dossier, const struct law *law, struct instant now)
{
	struct buf text = {0};
	json_t *view = view_dossier(dossier, law, now);
	json_pretty(view, &text);
	json_decref(view);
	VEC_EACH(&dossier->publications, p)
		buf_print(&text, "%s unclear_at %s intended_at %s repeats %d\n", p->channel,
			  moment_text(p->unclear_at), moment_text(p->intended_at), p->repeats);
	return buf_take(&text);
}

void dossier_sample_finish(struct dossier_sample *s)
{
	struct dossier again = {.id = s->dossier.id};
	replay(s, &again);
	scoped(mem_free_at) char *live = picture(&s->dossier, s->law, s->now);
	scoped(mem_free_at) char *replayed = picture(&again, s->law, s->now);
	size_t same = 0; /* to the beginning of the line that differs */
	for (size_t i = 0; live[i] != '\0' && live[i] == replayed[i]; i++)
		same = live[i] == '\n' ? i + 1 : same;
	if (strcmp(replayed, live) != 0)
		give_up("replayed:\n%s\nlive:\n%s", replayed + same, live + same);
	dossier_finish(&again);
	dossier_finish(&s->dossier);
	outcome_finish(&s->last);
	buf_finish(&s->lines);
	buf_finish(&s->story);
}

/* --- events ---------------------------------------------------------------------------------------- */

struct document document_sample(const char *issued_on)
{
	return (struct document){
		.key = "盐城市水利局|盐水政〔2009〕9号",
		.content = sha256_of("r1", 2),
		.number = {.original = "盐水政〔2009〕9号", .normal = "盐水政〔2009〕9号"},
		.title = "关于公开水文资料的通知",
		.issuer = "盐城市水利局",
		.department = "hydrology",
		.category = "official-document",
		.issued_on = date_sample(issued_on),
		.disclosure = DISCLOSURE_ACTIVE,
		.public_interest = true,
		.review = {.passed = true, .reviewer = "zhang", .signer = "li"},
		.body = "正文",
	};
}

int sample_receive(struct dossier_sample *s, const char *at, const struct document *document)
{
	return dossier_sample_play(s,
				   (struct event){.kind = EVENT_DOCUMENT,
						  .at = moment(at),
						  .document = {document, "spool", false, NULL, 0}});
}

int sample_wake(struct dossier_sample *s, const char *at)
{
	return dossier_sample_play(s, (struct event){.kind = EVENT_WAKE, .at = moment(at)});
}

int sample_slot(struct dossier_sample *s, const char *at)
{
	return dossier_sample_play(
		s, (struct event){.kind = EVENT_SLOT, .at = moment(at), .slot = "website"});
}

int sample_ended(struct dossier_sample *s, const char *at, const char *started,
		 enum publish_operation operation, enum publish_end end)
{
	bool there = end == PUBLISH_ACCEPTED || end == PUBLISH_FOUND;
	const struct event_published published = {
		.channel = "website",
		.operation = operation,
		.end = end,
		.remote_id = there ? "5" : NULL,
		.url = there ? "https://www.example.gov.cn/5" : NULL,
		.reason = "said the website",
		.retry_after_s = -1,
		.started_at = moment(started),
	};
	return dossier_sample_play(
		s,
		(struct event){.kind = EVENT_PUBLISHED, .at = moment(at), .published = published});
}

int sample_probed(struct dossier_sample *s, const char *at, const char *verdict)
{
	const struct publication *p = sample_publication(s, "website");
	const struct event_probed probed = {
		.channel = "website",
		.url = p->url,
		.verdict = verdict,
		.reason = "as read",
		.seen_at = moment(at),
		.accepted_at = p->accepted_at,
	};
	return dossier_sample_play(
		s, (struct event){.kind = EVENT_PROBED, .at = moment(at), .probed = probed});
}

int sample_told(struct dossier_sample *s, const char *at, uint64_t alert, enum told_end end)
{
	const struct event_told told = {.alert = alert,
					.notifier = "mail",
					.reason = "as said",
					.end = end,
					.retry_after_s = -1};
	return dossier_sample_play(
		s, (struct event){.kind = EVENT_TOLD, .at = moment(at), .told = told});
}

int sample_decide(struct dossier_sample *s, const char *at, struct event_decision decision)
{
	return dossier_sample_play(s, (struct event){.kind = EVENT_DECISION,
						     .at = moment(at),
						     .actor = decision.by,
						     .decision = decision});
}

void sample_prove(struct dossier_sample *s, const char *at)
{
	const struct document document = document_sample("2009-03-02");
	sample_receive(s, at, &document);
	sample_slot(s, at);
	sample_ended(s, at, at, PUBLISH_CREATE, PUBLISH_ACCEPTED);
	sample_probed(s, at, "present");
	dossier_sample_story(s);
}

/* --- questions ------------------------------------------------------------------------------------- */

const char *sample_owed(const struct dossier_sample *s, const char *at, const char *channel)
{
	struct action actions[DOSSIER_ACTIONS];
	int count = dossier_owed(&s->dossier, s->law, moment(at), actions);
	for (int i = 0; i < count; i++) {
		if (!text_equal(actions[i].channel, channel) || actions[i].kind == ACTION_TELL)
			continue;
		return actions[i].kind == ACTION_PROBE
			       ? "probe"
			       : publish_operation_name(actions[i].operation);
	}
	return "";
}

const struct publication *sample_publication(const struct dossier_sample *s, const char *channel)
{
	VEC_EACH(&s->dossier.publications, publication)
		if (text_equal(publication->channel, channel))
			return publication;
	give_up("no publication on %s", channel);
	return NULL;
}

struct instant sample_wake_at(const struct dossier_sample *s)
{
	return dossier_next_wake(&s->dossier, s->law, s->now);
}
