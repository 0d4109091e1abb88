/* A set of days that can be counted in no time.
 *
 * One bit a day and the count before each word: two centuries take 14 KB, membership and "how many
 * up to here" are a look-up, "the n-th" a binary search.  Put days in, seal, then ask. */
#ifndef CORE_CALENDAR_DAY_SET_H
#define CORE_CALENDAR_DAY_SET_H

#include <stdbool.h>
#include <stdint.h>

struct day_set {
	int32_t first, last; /* day numbers, both inclusive */
	int32_t count;       /* members, once sealed */
	uint64_t *bits;
	int32_t *before; /* members in all words before this one */
};

void day_set_init(struct day_set *set, int32_t first, int32_t last);
void day_set_finish(struct day_set *set);

void day_set_put(struct day_set *set, int32_t number, bool member);
void day_set_seal(struct day_set *set);

/* The questions; `number` lies in [first, last], `index` in [0, count). */
bool day_set_has(const struct day_set *set, int32_t number);
int32_t day_set_up_to(const struct day_set *set, int32_t number); /* members <= number */
int32_t day_set_at(const struct day_set *set, int32_t index);
bool day_set_any(const struct day_set *set, int32_t first, int32_t last); /* empty range: false */

#endif
