#include "core/alert/escalate.h"

#include "base/text.h"
#include "core/alert/alert.h"
#include "core/obligation/obligation.h"
#include "core/publish/publish.h"

/* Repeating rungs after a long stop: each owed rung is recorded, but not without end. */
#define RUNGS_A_TURN 64

/* `number` is the rung that is recorded, `asked` the one whose people are told: they differ when a
 * page has gone (rung 0 tells the people of rung 1) and when a rung could not be told. */
struct owing {
	const struct dossier *dossier;
	const struct law *law;
	const struct obligation *obligation;
	const struct ladder *ladder;
	int number, asked;
	struct instant owed_at;
	const char *reason; /* NULL: the rung's own time has come */
};

static void owe_one(const struct owing *owing, const struct person *person, bool fell_through,
		    const struct event *event, struct outcome *out)
{
	const struct law *law = owing->law;
	const struct rung *rung = alert_rung(owing->ladder, owing->asked);
	struct fact *fact = outcome_add(out, FACT_ALERT_OWED, event);
	fact->rule = outcome_text(out, owing->obligation->rule);
	fact->rung = owing->number;
	fact->due_on = owing->obligation->due_on;
	fact->due_at = owing->obligation->due_at;
	fact->owed_at = owing->owed_at;
	fact->order = rung != NULL && rung->order;
	fact->reason = outcome_text(out, owing->reason);
	if (person == NULL) {
		fact->reason = "阶梯各级均无人可通知 nobody on this rung or above can be told";
		return;
	}
	fact->person = outcome_text(out, person->id);
	const struct notifier_terms *notifier =
		alert_way(law, owing->ladder, owing->number, person, 0);
	fact->notifier = notifier == NULL ? NULL : outcome_text(out, notifier->name);
	if (fell_through && owing->reason == NULL)
		fact->reason = "本级有岗位无人可通知，已转上一级 a post of this rung cannot be told: "
			       "passed on";
}

static void owe(const struct owing *owing, const struct event *event, struct outcome *out)
{
	const struct person *people[ALERT_PEOPLE];
	bool fell_through = false;
	int count = alert_people(owing->law, owing->ladder, owing->asked,
				 owing->dossier->department,
				 civil_date_at(event->at, owing->law->offset_s), people,
				 &fell_through);
	if (count == 0)
		owe_one(owing, NULL, fell_through, event, out);
	for (int i = 0; i < count; i++)
		owe_one(owing, people[i], fell_through, event, out);
}

void alerts_climb(const struct dossier *dossier, const struct law *law,
		  const struct event *event, struct outcome *out)
{
	for (size_t i = 0; i < dossier->obligations.len; i++) {
		const struct obligation *obligation = &dossier->obligations.at[i];
		struct instant met_at;
		if (!obligation_is_owed(dossier, obligation) ||
		    obligation_is_fulfilled(dossier, obligation, &met_at))
			continue;
		const struct ladder *ladder = alert_ladder(law, obligation);
		int number = alert_next_rung(dossier, law, (int)i);
		if (instant_before(event->at, alert_climb_at(dossier, law, (int)i)))
			continue;
		for (int n = 0; n < RUNGS_A_TURN; n++, number++) {
			struct instant at = alert_rung_at(law, ladder, obligation, number);
			if (instant_before(event->at, at))
				break;
			owe(&(struct owing){dossier, law, obligation, ladder, number, number, at, NULL},
			    event, out);
		}
	}
}

void alerts_gone(const struct dossier *dossier, const struct law *law, const struct event *event,
		 struct outcome *out)
{
	const struct event_probed *seen = &event->probed;
	bool bad = text_equal(seen->verdict, "absent") || text_equal(seen->verdict, "differs");
	VEC_EACH(&dossier->publications, publication) {
		if (!bad || publication->state != PUB_PROVEN ||
		    !text_equal(publication->channel, seen->channel))
			continue;
		VEC_EACH(&dossier->obligations, obligation) {
			const struct ladder *ladder = alert_ladder(law, obligation);
			if (ladder == NULL)
				continue;
			owe(&(struct owing){dossier, law, obligation, ladder, 0, 1, event->at,
					    seen->reason},
			    event, out);
			return; /* once, not once a rule */
		}
	}
}

/* What this person has already been owed for a rung of this due date; NULL: nothing. */
static const struct alert *owed_already(const struct dossier *dossier, const struct alert *like,
					const struct person *person)
{
	VEC_EACH(&dossier->alerts, alert)
		if (alert->obligation == like->obligation && alert->rung == like->rung &&
		    civil_date_compare(alert->due_on, like->due_on) == 0 &&
		    text_equal(alert->person, person->id))
			return alert;
	return NULL;
}

/* Refused by the last notifier: the people of the rungs above are asked, lowest first, each once.
 * Nobody is asked above those who have heard of it or are about to. */
static void pass_on(const struct dossier *dossier, const struct law *law,
		    const struct alert *refused, const struct event *event, struct outcome *out)
{
	const struct obligation *obligation = &dossier->obligations.at[refused->obligation];
	struct owing owing = {
		dossier, law, obligation, alert_ladder(law, obligation), refused->rung, 0, event->at,
		"前一级通知不到，提前上报 the rung below could not be told"};
	int top = owing.ladder == NULL ? 0 : owing.ladder->rung_count;
	struct civil_date on = civil_date_at(event->at, law->offset_s);
	bool reached = false;
	for (int up = refused->rung + 1; !reached && (up <= top || up == refused->rung + 1); up++) {
		const struct person *people[ALERT_PEOPLE];
		bool fell_through;
		owing.asked = up;
		int count = alert_people(law, owing.ladder, up, dossier->department, on, people,
					 &fell_through);
		for (int i = 0; i < count; i++) {
			const struct alert *before = owed_already(dossier, refused, people[i]);
			if (before == NULL)
				owe_one(&owing, people[i], false, event, out);
			reached = reached || before == NULL ||
				  (before != refused && before->state != ALERT_FAILED);
		}
	}
}

static struct instant later(const struct alert *alert, const struct law *law,
			    const struct event *event)
{
	int64_t wait = publish_backoff_us(alert->person, alert->failures + 1);
	int64_t asked = event->told.retry_after_s < 0
				? 0
				: publish_real_us(law, event->told.retry_after_s * INSTANT_SECOND);
	return instant_add_us(event->at, asked > wait ? asked : wait);
}

static void told_in_vain(const struct dossier *dossier, const struct law *law,
			 const struct alert *alert, const struct event *event, struct fact *fact,
			 struct outcome *out)
{
	const struct event_told *told = &event->told;
	fact->reason = outcome_text(out, told->reason);
	fact->permanent = told->end == TOLD_REFUSED;
	if (!fact->permanent) {
		fact->retry_at = later(alert, law, event);
		return;
	}
	const struct person *person = law_person(law, alert->person);
	const struct obligation *duty = &dossier->obligations.at[alert->obligation];
	const struct ladder *ladder = alert_ladder(law, duty);
	/* A duty that is over, or has got another date, troubles nobody further up. */
	bool matters = alert->rung > 0 && obligation_is_owed(dossier, duty) &&
		       civil_date_compare(alert->due_on, duty->due_on) == 0;
	if (person != NULL &&
	    alert_way(law, ladder, alert->rung, person, alert->refusals + 1) != NULL)
		fact->retry_at = event->at; /* by the next notifier, at once */
	else if (matters)
		pass_on(dossier, law, alert, event, out);
}

void alerts_told(const struct dossier *dossier, const struct law *law, const struct event *event,
		 struct outcome *out)
{
	const struct event_told *told = &event->told;
	VEC_EACH(&dossier->alerts, alert) {
		if (alert->id != told->alert || alert->state != ALERT_OWED)
			continue;
		bool delivered = told->end == TOLD_DELIVERED;
		struct fact *fact = outcome_add(
			out, delivered ? FACT_ALERT_DELIVERED : FACT_ALERT_FAILED, event);
		fact->alert = alert->id;
		fact->rung = alert->rung;
		fact->person = outcome_text(out, alert->person);
		fact->notifier = outcome_text(out, told->notifier);
		if (!delivered)
			told_in_vain(dossier, law, alert, event, fact, out);
		return;
	}
}
