/* The office: papers that are handed in, people who decide, and what both together allow.
 *
 * The model of a paper is kept from what was answered, not from what the daemon believes. */
#ifndef TESTS_SIM_OFFICE_H
#define TESTS_SIM_OFFICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/instant.h"
#include "base/vec.h"
#include "core/model/document.h"

struct sim;

struct paper {
	int number; /* its 文号 */
	int64_t id; /* of its dossier; 0: not accepted yet */
	const char *department;
	bool appointment, interest;
	enum disclosure disclosure;
	bool holds_number; /* its first text holds a telephone number */
	bool turns_internal, from_first_internal;
	bool reviewed_at_once, revised_reviewed;
	struct civil_date issued_on, not_before;

	/* as answered */
	int revision; /* newest that was accepted, from 1 */
	int reviewed; /* newest that was reviewed */
	int attested;
	bool internal;
	bool held, privacy; /* by a person, by the scan */
	bool exempt, withdrawn;
	int operations;               /* that were handed to the website, look-ups not counted */
	struct instant missing_since; /* an office round did not find it on the site; true time */
};

struct office {
	struct vec_of(struct paper *) papers;
	uint64_t decisions, refusals;
};

/* Papers and decisions of the whole run. */
void office_plan(struct sim *sim);
/* Hand a revision in (again: the newest once more). */
void office_hand_in(struct sim *sim, struct paper *paper, int revision, bool again,
		    struct instant at);

bool office_is_internal(const struct paper *paper, int revision);
/* May this revision be on the website at this moment of the daemon's clock? */
bool office_may_show(const struct paper *paper, int revision, struct instant clock);
/* Must it be there in the end?  (And is a duty to be fulfilled?) */
bool office_must_show(const struct paper *paper, struct instant clock);
/* Whoever got a letter may say so. */
void office_acknowledge(struct sim *sim, int64_t document, uint64_t alert, const char *person);
struct paper *office_paper(const struct office *office, int64_t id);
void office_finish(struct office *office);

#endif
