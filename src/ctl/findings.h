/* Faults in holiday files, gathered from reading them and from the calendar's own check. */
#ifndef CTL_FINDINGS_H
#define CTL_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "base/vec.h"
#include "ctl/places.h"

struct finding {
	bool warning; /* else a fault */
	const char *file, *sentence;
};

struct findings {
	struct pool pool;
	struct vec_of(struct finding) found;
};

/* The calendar of these folders and of `state`/holidays, read and checked. */
void findings_gather(const struct places *places, struct findings *out);
size_t findings_faults(const struct findings *findings);
void findings_finish(struct findings *findings);

#endif
