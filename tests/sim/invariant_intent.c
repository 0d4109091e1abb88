/* Write, then act: every operation that reached the website has its intention in the ledger. */
#include "invariant.h"
#include "sim.h"

void invariant_intent(struct sim *sim, const struct history *history)
{
	VEC_EACH(&sim->office.papers, place) {
		const struct paper *paper = *place;
		int intended = 0;
		VEC_EACH(&history->facts, fact)
			intended += fact->kind == FACT_PUBLICATION_INTENDED &&
				    fact->document == paper->id;
		if (intended < paper->operations)
			sim_fail(sim, "document %lld: %d operations, %d intentions",
				 (long long)paper->id, paper->operations, intended);
	}
}
