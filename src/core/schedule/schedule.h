/* What wakes this dossier next, derived from its facts, and the list of what will follow. */
#ifndef CORE_SCHEDULE_SCHEDULE_H
#define CORE_SCHEDULE_SCHEDULE_H

#include "base/instant.h"
#include "core/model/dossier.h"
#include "core/model/event.h"
#include "core/model/law.h"

struct instant schedule_next_wake(const struct dossier *dossier, const struct law *law, bool open,
				  struct instant now);
int schedule_owed(const struct dossier *dossier, const struct law *law, bool open,
		  struct instant now, struct action *actions, int room);

/* One line of `gongshictl schedule`: what will happen if nothing else does. */
struct schedule_line {
	struct instant at;
	const char *what;   /* "rung", "due", "probe", "retry", "lookup", "not-before" */
	const char *rule;   /* NULL */
	const char *channel; /* NULL */
	int rung;	    /* 0 */
	const struct person *tell[16];
	int tell_count;
};
/* In order of time, at most `room` (a repeating rung is listed `repeats` times). */
int schedule_list(const struct dossier *dossier, const struct law *law, bool open,
		  struct instant now, int repeats, struct schedule_line *lines, int room);

#endif
