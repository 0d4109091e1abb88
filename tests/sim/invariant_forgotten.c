/* Nothing owed is forgotten: once the world is calm, what must be public is public, seen, and its
 * duties are met; what was withdrawn, or is internal by now, is gone. */
#include <string.h>

#include "base/text.h"
#include "invariant.h"
#include "sim.h"

struct judged {
	struct sim *sim;
	const struct paper *paper;
};

static int judge(void *ctx, const struct store_row *row)
{
	const struct judged *judged = ctx;
	struct sim *sim = judged->sim;
	const struct paper *paper = judged->paper;
	if (!office_must_show(paper, sim_clock(sim)))
		return 0;
	if (!website_shows(sim, paper->id, paper->revision))
		sim_fail(sim, "document %lld revision %d must be public and is not",
			 (long long)paper->id, paper->revision);
	else if (row->open > 0 || !text_equal(row->state, "closed"))
		sim_fail(sim, "document %lld is public, and %d of its duties are open (%s)",
			 (long long)paper->id, row->open, row->state);
	return 0;
}

void invariant_forgotten(struct sim *sim, const struct history *history)
{
	(void)history;
	VEC_EACH(&sim->office.papers, place) {
		const struct paper *paper = *place;
		struct judged judged = {sim, paper};
		struct error err;
		if (paper->id == 0)
			sim_fail(sim, "paper %d never came in", paper->number);
		else if (store_get_row(sim->store, paper->id, judge, &judged, &err) < 0)
			sim_fail(sim, "document %lld has no row: %s", (long long)paper->id,
				 err.text);
		bool gone = paper->withdrawn || paper->internal;
		if (gone && website_article(&sim->website, paper->id) != NULL)
			sim_fail(sim, "document %lld is %s and still on the website",
				 (long long)paper->id, paper->withdrawn ? "withdrawn" : "internal");
	}
}
