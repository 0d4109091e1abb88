/* The people of the office: decisions on papers, rounds through the website and the notice board. */
#ifndef TESTS_SIM_PEOPLE_H
#define TESTS_SIM_PEOPLE_H

#include "base/instant.h"

struct sim;
struct paper;

/* What will be decided about a paper that arrives at `at`. */
void people_plan(struct sim *sim, struct paper *paper, struct instant at);
/* Weekly: who misses a page asks for a retry, who sees the board attests. */
void people_plan_rounds(struct sim *sim);

#endif
