/* A term: how much time a rule gives, and where its last day goes when that is a day off. */
#ifndef CORE_MODEL_TERM_H
#define CORE_MODEL_TERM_H

#include "base/error.h"

enum term_unit { TERM_DAYS, TERM_WORKDAYS, TERM_HOURS, TERM_MONTHS };

struct term {
	int count; /* may be negative for rungs before a due date */
	enum term_unit unit;
};

/* Source of the default: Civil Code (2021) art. 203, the day after the holiday. */
enum term_roll { TERM_ROLL_FORWARD, TERM_ROLL_NONE, TERM_ROLL_BACKWARD };

/* "10 days", "-3 workdays", "5 hours", "1 months", "0" (0 workdays).  Singular words are taken.
 * Returns -E_INVALID with a sentence. */
MUST_CHECK int term_parse(const char *text, struct term *out, struct error *err);
MUST_CHECK int term_roll_parse(const char *text, enum term_roll *out, struct error *err);
const char *term_unit_name(enum term_unit unit);
const char *term_roll_name(enum term_roll roll);

#endif
