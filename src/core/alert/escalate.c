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

static void owe(const struct owing *owing, const struct event *event, struct outcome *out)
{
	const struct person *people[ALERT_PEOPLE];
	const struct law *law = owing->law;
	bool fell_through = false;
	const struct rung *rung = alert_rung(owing->ladder, owing->asked);
	int count = alert_people(law, owing->ladder, owing->asked, owing->dossier->department,
				 civil_date_at(event->at, law->offset_s), people, &fell_through);
	for (int i = 0; i < count || i == 0; i++) {
		struct fact *fact = outcome_add(out, FACT_ALERT_OWED, event);
		fact->rule = outcome_text(out, owing->obligation->rule);
		fact->rung = owing->number;
		fact->owed_at = owing->owed_at;
		fact->order = rung != NULL && rung->order;
		fact->reason = outcome_text(out, owing->reason);
		if (count == 0) {
			fact->reason = "阶梯各级均无人可通知 nobody on this rung or above can be told";
			break;
		}
		fact->person = outcome_text(out, people[i]->id);
		const struct notifier_terms *notifier = alert_notifier(law, rung, people[i], 0);
		if (notifier == NULL) /* a person of a higher rung: its own way is asked for */
			notifier = alert_notifier(law, NULL, people[i], 0);
		fact->notifier = notifier == NULL ? NULL : outcome_text(out, notifier->name);
		if (fell_through && owing->reason == NULL)
			fact->reason = "本级有岗位无人可通知，已转上一级 a post of this rung cannot "
				       "be told: passed on";
	}
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
		int number = alert_rungs_recorded(dossier, (int)i) + 1;
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
		fact->reason = delivered ? NULL : outcome_text(out, told->reason);
		if (delivered)
			return;

		const struct person *person = law_person(law, alert->person);
		const struct obligation *obligation = &dossier->obligations.at[alert->obligation];
		const struct ladder *ladder = alert_ladder(law, obligation);
		const struct rung *rung = alert_rung(ladder, alert->rung > 0 ? alert->rung : 1);
		bool refused = told->end == TOLD_REFUSED;
		bool next = person != NULL && alert_notifier(law, rung, person,
							     alert->refusals + 1) != NULL;
		fact->permanent = refused;
		if (refused && next)
			fact->retry_at = event->at; /* by the next notifier, at once */
		else if (!refused)
			fact->retry_at = instant_add_us(
				event->at, publish_backoff_us(alert->person, alert->failures + 1));
		/* Refused by the last one: failed for good, and the next rung's people are asked. */
		if (refused && !next && alert->rung > 0)
			owe(&(struct owing){dossier, law, obligation, ladder, alert->rung,
					    alert->rung + 1, event->at,
					    "前一级通知不到，提前上报 the rung below could not be "
					    "told"},
			    event, out);
		return;
	}
}
