#include "core/alert/alert.h"

#include <string.h>

#include "base/text.h"
#include "core/calendar/calendar.h"

const struct ladder *alert_ladder(const struct law *law, const struct obligation *obligation)
{
	const struct rule *rule = law_rule(law, obligation->rule);
	if (rule != NULL)
		return rule->ladder == NULL ? NULL : law_ladder(law, rule->ladder);
	/* The rule has gone from the configuration while its duty is open: silence would be wrong. */
	return law->ladder_count > 0 ? &law->ladders[0] : NULL;
}

const struct rung *alert_rung(const struct ladder *ladder, int number)
{
	if (ladder == NULL || number < 1 || ladder->rung_count == 0)
		return NULL;
	if (number <= ladder->rung_count)
		return &ladder->rungs[number - 1];
	const struct rung *last = &ladder->rungs[ladder->rung_count - 1];
	return last->repeats ? last : NULL;
}

/* The day that lies `term` from a day; rungs fall on working days. */
static struct civil_date rung_day(const struct law *law, struct civil_date from, struct term term)
{
	bool provisional = false;
	switch (term.unit) {
	case TERM_DAYS:
	case TERM_HOURS:
		return calendar_roll(law->calendar, civil_date_add(from, term.count),
				     TERM_ROLL_FORWARD, &provisional);
	case TERM_MONTHS:
		return calendar_roll(law->calendar, civil_date_add_months(from, term.count),
				     TERM_ROLL_FORWARD, &provisional);
	case TERM_WORKDAYS:
	default:
		return calendar_add_workdays(law->calendar, from, term.count, &provisional);
	}
}

/* A positive offset counts from the due date as it stands, also when that is a day off. */
static struct instant rung_on(const struct law *law, const struct ladder *ladder,
			      struct civil_date day)
{
	return instant_of(day, ladder->always ? 0 : ladder->opens_s, law->offset_s);
}

struct instant alert_rung_at(const struct law *law, const struct ladder *ladder,
			     const struct obligation *obligation, int number)
{
	const struct rung *rung = alert_rung(ladder, number);
	if (rung == NULL)
		return INSTANT_NEVER;
	if (!rung->repeats)
		return rung_on(law, ladder, rung_day(law, obligation->due_on, rung->at));

	/* The repeating rung counts from the one before it, or from the due date if it is alone. */
	int before = ladder->rung_count - 1;
	struct civil_date day = obligation->due_on;
	if (before > 0)
		day = rung_day(law, day, ladder->rungs[before - 1].at);
	for (int i = before; i < number; i++)
		day = rung_day(law, day, rung->at);
	return rung_on(law, ladder, day);
}

struct instant alert_first_rung(const struct law *law, const struct obligation *obligation)
{
	return alert_rung_at(law, alert_ladder(law, obligation), obligation, 1);
}

int alert_next_rung(const struct dossier *dossier, const struct law *law, int obligation)
{
	const struct obligation *duty = &dossier->obligations.at[obligation];
	int ever = 0, recorded = 0;
	VEC_EACH(&dossier->alerts, alert) {
		if (alert->obligation != obligation)
			continue;
		ever = alert->rung > ever ? alert->rung : ever;
		if (civil_date_compare(alert->due_on, duty->due_on) == 0 && alert->rung > recorded)
			recorded = alert->rung;
	}
	const struct ladder *ladder = recorded < ever ? alert_ladder(law, duty) : NULL;
	while (ladder != NULL && recorded < ever &&
	       !instant_before(duty->planned_at,
			       alert_rung_at(law, ladder, duty, recorded + 1)))
		recorded++;
	return recorded + 1;
}

struct instant alert_climb_at(const struct dossier *dossier, const struct law *law, int obligation)
{
	const struct obligation *duty = &dossier->obligations.at[obligation];
	struct instant at = alert_rung_at(law, alert_ladder(law, duty), duty,
					  alert_next_rung(dossier, law, obligation));
	if (!dossier->review.passed || dossier->holds.len > 0)
		return at;
	return instant_max(at, instant_add_us(dossier->received_at, INSTANT_MINUTE));
}

struct instant alert_office_time(const struct law *law, const struct ladder *ladder,
				 struct instant now)
{
	if (ladder == NULL || ladder->always)
		return now;
	struct civil_date day = civil_date_at(now, law->offset_s);
	int32_t second = instant_second_of_day(now, law->offset_s);
	if (calendar_is_working(law->calendar, day) && second < ladder->closes_s)
		return second >= ladder->opens_s ? now : rung_on(law, ladder, day);
	bool provisional = false;
	day = calendar_add_workdays(law->calendar, day, 1, &provisional);
	return rung_on(law, ladder, day);
}

static bool can_be_told(const struct law *law, const struct rung *rung, const struct person *person)
{
	return alert_notifier(law, rung, person, 0) != NULL;
}

static int rung_people(const struct law *law, const struct rung *rung, const char *department,
		       struct civil_date on, const struct person *people[ALERT_PEOPLE],
		       bool *fell_through)
{
	int count = 0;
	for (const char *const *post = rung->tell; post != NULL && *post != NULL; post++) {
		const struct person *person = law_post_holder(law, department, *post, on);
		if (person == NULL || !can_be_told(law, rung, person)) {
			*fell_through = true;
			continue;
		}
		bool known = false;
		for (int i = 0; i < count; i++)
			known = known || people[i] == person;
		if (!known && count < ALERT_PEOPLE)
			people[count++] = person;
	}
	return count;
}

int alert_people(const struct law *law, const struct ladder *ladder, int number,
		 const char *department, struct civil_date on,
		 const struct person *people[ALERT_PEOPLE], bool *fell_through)
{
	*fell_through = false;
	for (int up = number; up <= ladder->rung_count || up == number; up++) {
		const struct rung *rung = alert_rung(ladder, up);
		if (rung == NULL)
			break;
		int count = rung_people(law, rung, department, on, people, fell_through);
		if (count > 0)
			return count;
		*fell_through = true;
	}
	return 0;
}

static bool listed(const char *const *names, const char *name)
{
	if (names == NULL)
		return true;
	for (; *names != NULL; names++)
		if (text_equal(*names, name))
			return true;
	return false;
}

const struct notifier_terms *alert_notifier(const struct law *law, const struct rung *rung,
					    const struct person *person, int refusals)
{
	const char *const *via = rung != NULL ? rung->via : NULL;
	for (int i = 0; i < law->notifier_count; i++) {
		const struct notifier_terms *notifier = &law->notifiers[i];
		if (!listed(via, notifier->name) || !law_reaches(notifier, person))
			continue;
		if (refusals-- == 0)
			return notifier;
	}
	return NULL;
}

const struct notifier_terms *alert_way(const struct law *law, const struct ladder *ladder,
				       int number, const struct person *person, int refusals)
{
	const struct rung *rung = alert_rung(ladder, number > 0 ? number : 1);
	if (alert_notifier(law, rung, person, 0) == NULL)
		rung = NULL;
	return alert_notifier(law, rung, person, refusals);
}

struct instant alert_send_at(const struct dossier *dossier, const struct alert *alert,
			     const struct law *law, struct instant now)
{
	if (alert->state != ALERT_OWED || (size_t)alert->obligation >= dossier->obligations.len)
		return INSTANT_NEVER;
	const struct obligation *obligation = &dossier->obligations.at[alert->obligation];
	/* Rung 0 tells of a page that has gone: it is owed though the duty was met. */
	if (alert->rung > 0 && (obligation->state != OBL_OPEN || dossier->withdrawn))
		return INSTANT_NEVER;
	const struct person *person = law_person(law, alert->person);
	const struct ladder *ladder = alert_ladder(law, obligation);
	if (person == NULL ||
	    alert_way(law, ladder, alert->rung, person, alert->refusals) == NULL)
		return INSTANT_NEVER;
	struct instant at = instant_max(alert->owed_at, alert->retry_at);
	return alert_office_time(law, ladder, instant_max(at, now));
}
