/* The law of the made-up world: three rules, a patient and an urgent ladder, people with gaps (an
 * empty post, a person without an address, absences), over the real holiday files. */
#ifndef TESTS_SIM_SIM_LAW_H
#define TESTS_SIM_SIM_LAW_H

#include "core/model/law.h"

#define SIM_LAWS 3
#define SIM_SETTLE_S 60
#define SIM_OFFSET_S (8 * 3600)

/* Two editions each: before and after the notice for 2020 is loaded.  Shared by all runs. */
struct sim_laws {
	struct law *before[SIM_LAWS],
		*after[SIM_LAWS]; /* they differ in how often pages are read */
};

void sim_laws_make(struct sim_laws *laws);
void sim_laws_free(struct sim_laws *laws);

#endif
