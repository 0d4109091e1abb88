/* What will happen when: a heap of things, earliest first; of the same moment, first come first. */
#ifndef TESTS_SIM_AGENDA_H
#define TESTS_SIM_AGENDA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/vec.h"

struct sim;
typedef void happening(struct sim *sim, void *what);

struct thing {
	struct instant at;
	uint64_t order;
	happening *happen;
	void *what; /* borrowed */
};

struct agenda {
	struct vec_of(struct thing) heap;
	uint64_t next_order;
};

void agenda_add(struct agenda *agenda, struct instant at, happening *happen, void *what);
struct instant agenda_next(const struct agenda *agenda); /* NEVER */
/* Take the first thing if it is at or before `now`. */
bool agenda_take(struct agenda *agenda, struct instant now, struct thing *out);
void agenda_finish(struct agenda *agenda);

#endif
