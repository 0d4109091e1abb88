/* The arithmetic of a due date, day by day, for people. */
#ifndef CTL_EXPLAIN_H
#define CTL_EXPLAIN_H

#include <jansson.h>
#include <stdio.h>

/* One object of `explain` (contract, section 5). */
void explain_print(const json_t *explained, FILE *out);

#endif
