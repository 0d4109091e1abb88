/* Phases are right: met when, and only when, the world could read it; missed once, at the term. */
#include "base/text.h"
#include "duties.h"
#include "invariant.h"
#include "sim.h"

#define SLACK_US INSTANT_MINUTE
#define PROMPTLY_US (3 * INSTANT_DAY) /* from the first sight until we know, in a bad world */

static void check_missed(struct sim *sim, struct duty *duty, const struct fact *fact)
{
	if (!duty->open || duty->missed || instant_before(fact->at, duty->due_at))
		sim_fail(sim, "entry %llu: document %lld %s is not missed now",
			 (unsigned long long)fact->seq, (long long)duty->document, duty->rule);
	duty->missed = true;
}

/* What the world knows of a text that is said to have been read. */
static void check_sight(struct sim *sim, const struct duty *duty, const struct fact *fact)
{
	const struct showing *showing = website_showing(&sim->website, duty->document,
							duty->revision);
	int64_t slack = INSTANT_SECOND + 2 * sim->largest_skew_us;
	if (office_is_internal(duty->paper, duty->revision)) /* owed to the board alone */
		return;
	if (showing == NULL ||
	    instant_before(instant_add_us(fact->met_at, slack), showing->since)) {
		sim_fail(sim, "entry %llu: document %lld is met before anybody could read it",
			 (unsigned long long)fact->seq, (long long)duty->document);
		return;
	}
	struct instant known = instant_add_us(showing->since, PROMPTLY_US);
	if (!showing->damaged && instant_before(known, fact->met_at) &&
	    !text_equal(duty->rule, "appointment") &&
	    !sim_was_out(sim, showing->since, fact->met_at))
		sim_fail(sim, "entry %llu: document %lld was public for days before it was met",
			 (unsigned long long)fact->seq, (long long)duty->document);
}

static void check_met(struct sim *sim, const struct duty *duty, const struct fact *fact)
{
	bool late = !instant_before(fact->met_at, duty->due_at);
	if (late != duty->missed)
		sim_fail(sim, "entry %llu: document %lld %s is met %s, and was %smissed",
			 (unsigned long long)fact->seq, (long long)duty->document, duty->rule,
			 late ? "late" : "in time", duty->missed ? "" : "not ");
	check_sight(sim, duty, fact);
}

void invariant_phase(struct sim *sim, const struct history *history)
{
	struct duties duties = {0};
	VEC_EACH(&history->facts, fact) {
		struct duty *duty = duties_follow(&duties, &sim->office, fact);
		if (fact->kind == FACT_OBLIGATION_MISSED)
			check_missed(sim, duty, fact);
		else if (fact->kind == FACT_OBLIGATION_MET)
			check_met(sim, duty, fact);
	}
	struct instant over = instant_add_us(sim_clock(sim), -SLACK_US - 2 * sim->largest_skew_us);
	VEC_EACH(&duties.list, duty)
		if (duty->open && !duty->missed && instant_before(duty->due_at, over) &&
		    duty->paper->disclosure == DISCLOSURE_ACTIVE)
			sim_fail(sim, "document %lld %s is overdue, and nobody wrote it down",
				 (long long)duty->document, duty->rule);
	duties_finish(&duties);
}
