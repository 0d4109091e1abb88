/* The duties of a run as its ledger tells them, followed fact by fact. */
#ifndef TESTS_SIM_DUTIES_H
#define TESTS_SIM_DUTIES_H

#include <stdbool.h>

#include "base/vec.h"
#include "core/model/fact.h"
#include "office.h"

struct told_rung {
	int rung;
	const char *person; /* NULL: nobody could be told */
};

struct duty {
	int64_t document;
	const struct paper *paper;
	const char *rule;
	int revision; /* of the document, as of the fact followed last */
	struct civil_date due_on;
	struct instant due_at;
	struct instant changed_at; /* opened or planned anew */
	struct instant closed_at;  /* met, exempt or withdrawn */
	bool open;
	bool missed;
	int rungs; /* recorded so far */
	struct vec_of(struct told_rung) told;
};

struct duties {
	struct vec_of(struct duty) list;
};

/* Returns the duty that the fact is about, after it; NULL: about none, or about several. */
struct duty *duties_follow(struct duties *duties, const struct office *office,
			   const struct fact *fact);
void duties_finish(struct duties *duties);

#endif
