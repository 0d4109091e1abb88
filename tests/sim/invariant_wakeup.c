/* No dossier with an open duty sleeps for ever; none that could be tried is left untried. */
#include "invariant.h"
#include "sim.h"

void invariant_wakeup(struct sim *sim)
{
	struct store_counts counts;
	struct error err;
	if (store_count(sim->store, sim_clock(sim), &counts, &err) < 0) {
		sim_fail(sim, "count: %s", err.text);
		return;
	}
	if (counts.without_wake > 0)
		sim_fail(sim, "%lld dossiers will never wake", (long long)counts.without_wake);
	/* While the world is bad a slot may be waited for, or the disk be full. */
	bool calm = instant_before(instant_add_us(sim->calm, INSTANT_DAY), sim->now);
	if (calm && counts.overdue_unattempted > 0)
		sim_fail(sim, "%lld overdue dossiers were never attempted",
			 (long long)counts.overdue_unattempted);
}
