/* The people of the office: decisions on papers, rounds through the website and the notice board. */
#ifndef TESTS_SIM_PEOPLE_H
#define TESTS_SIM_PEOPLE_H

#include <stdbool.h>

#include "base/civil_date.h"
#include "base/instant.h"

struct sim;
struct paper;

/* What will be decided about a paper that arrives at `at`. */
void people_plan(struct sim *sim, struct paper *paper, struct instant at);
/* Ask for a decision by its name, now; `to` is for "extend".  False: there is no such decision. */
bool people_ask(struct sim *sim, struct paper *paper, const char *decision, struct civil_date to);
/* Weekly: who misses a page asks for a retry, who sees the board attests. */
void people_plan_rounds(struct sim *sim);

#endif
