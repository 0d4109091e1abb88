/* Every rung that is owed is recorded: in its turn, at its own time, once a person, and none for a
 * duty that is over.  The timetable is computed here anew, day by day, with the calendar in force at
 * the end: what the notice for 2020 changed lay ahead when it came. */
#include "base/text.h"
#include "core/calendar/calendar.h"
#include "duties.h"
#include "invariant.h"
#include "sim.h"

#define SLACK_US (3 * INSTANT_MINUTE) /* a late document has a minute to be published */
#define OPENS_S (8 * 3600 + 1800)

static struct civil_date walk(const struct calendar *calendar, struct civil_date day, int workdays)
{
	int step = workdays < 0 ? -1 : 1;
	if (workdays == 0)
		while (!calendar_is_working(calendar, day))
			day = civil_date_add(day, 1);
	for (int left = workdays * step; left > 0;) {
		day = civil_date_add(day, step);
		left -= calendar_is_working(calendar, day);
	}
	return day;
}

/* standard: -3, -1, 0, +3, then every 10 workdays, at opening.  urgent: 0, the next day, then every
 * 20 workdays, at midnight. */
static struct instant rung_at(const struct law *law, const struct duty *duty, int rung)
{
	static const int standard[] = {-3, -1, 0, 3};
	const struct calendar *calendar = law->calendar;
	if (text_equal(duty->rule, "appointment")) {
		struct civil_date day = rung == 1 ? walk(calendar, duty->due_on, 0)
						  : walk(calendar, civil_date_add(duty->due_on, 1),
							 0);
		for (int i = 3; i <= rung; i++)
			day = walk(calendar, day, 20);
		return instant_of(day, 0, SIM_OFFSET_S);
	}
	struct civil_date day = walk(calendar, duty->due_on, standard[rung < 4 ? rung - 1 : 3]);
	for (int i = 5; i <= rung; i++)
		day = walk(calendar, day, 10);
	return instant_of(day, OPENS_S, SIM_OFFSET_S);
}

/* Another due date: what had been told and had passed by then stays told, the rest comes again. */
static void begin_anew(const struct sim *sim, struct duty *duty)
{
	int before = duty->rungs;
	duty->rungs = 0;
	while (duty->rungs < before &&
	       !instant_before(duty->changed_at, rung_at(sim->law, duty, duty->rungs + 1)))
		duty->rungs++;
	duty->told.len = 0;
}

static void check_order(struct sim *sim, struct duty *duty, const struct fact *fact)
{
	if (!duty->open || duty->paper->disclosure != DISCLOSURE_ACTIVE)
		sim_fail(sim, "entry %llu: rung %d of a duty that is over (document %lld %s)",
			 (unsigned long long)fact->seq, fact->rung, (long long)duty->document,
			 duty->rule);
	VEC_EACH(&duty->told, told)
		if (told->rung == fact->rung && text_equal(told->person, fact->person))
			sim_fail(sim, "entry %llu: rung %d is owed to %s twice",
				 (unsigned long long)fact->seq, fact->rung,
				 fact->person != NULL ? fact->person : "nobody");
	*VEC_PUSH(&duty->told) = (struct told_rung){fact->rung, fact->person};
}

static void check_rung(struct sim *sim, struct duty *duty, const struct fact *fact)
{
	int64_t slack = SLACK_US + 2 * sim->largest_skew_us;
	check_order(sim, duty, fact);
	struct instant own = rung_at(sim->law, duty, fact->rung);
	bool passed_on = text_starts(fact->reason, "前一级通知不到");
	if (passed_on && fact->rung <= duty->rungs)
		return;
	if (passed_on || instant_compare(own, fact->owed_at) != 0 ||
	    instant_before(fact->at, fact->owed_at))
		sim_fail(sim, "entry %llu: rung %d is not at its time",
			 (unsigned long long)fact->seq, fact->rung);
	if (fact->rung != duty->rungs && fact->rung != duty->rungs + 1)
		sim_fail(sim, "entry %llu: rung %d after rung %d", (unsigned long long)fact->seq,
			 fact->rung, duty->rungs);
	duty->rungs = fact->rung;
	struct instant from = instant_max(fact->owed_at, duty->changed_at);
	if (instant_before(instant_add_us(from, slack), fact->at) &&
	    !sim_was_out(sim, instant_add_us(from, -slack), fact->at))
		sim_fail(sim, "entry %llu: rung %d comes late", (unsigned long long)fact->seq,
			 fact->rung);
}

/* When a duty ends, or the run: the next rung must not have been due for longer than a moment. */
static void check_complete(struct sim *sim, const struct duty *duty, struct instant end)
{
	int64_t slack = SLACK_US + 2 * sim->largest_skew_us;
	if (duty->paper->disclosure != DISCLOSURE_ACTIVE)
		return;
	struct instant next = instant_max(rung_at(sim->law, duty, duty->rungs + 1),
					  duty->changed_at);
	if (instant_before(instant_add_us(next, slack), end) &&
	    !sim_was_out(sim, instant_add_us(next, -slack), end))
		sim_fail(sim, "document %lld %s: rung %d is missing", (long long)duty->document,
			 duty->rule, duty->rungs + 1);
}

void invariant_rungs(struct sim *sim, const struct history *history)
{
	struct duties duties = {0};
	VEC_EACH(&history->facts, fact) {
		struct duty *duty = duties_follow(&duties, &sim->office, fact);
		bool moved = fact->kind == FACT_OBLIGATION_REPLANNED ||
			     fact->kind == FACT_DECISION_EXTEND;
		if (duty != NULL && moved)
			begin_anew(sim, duty);
		if (duty != NULL && fact->kind == FACT_ALERT_OWED && fact->rung > 0)
			check_rung(sim, duty, fact);
	}
	VEC_EACH(&duties.list, duty)
		check_complete(sim, duty, duty->open ? sim_clock(sim) : duty->closed_at);
	duties_finish(&duties);
}
