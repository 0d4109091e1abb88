/* What a calendar is made of; seen by this room alone. */
#ifndef CORE_CALENDAR_STATE_H
#define CORE_CALENDAR_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pool.h"
#include "base/vec.h"
#include "core/calendar/calendar.h"
#include "core/calendar/day_set.h"
#include "core/calendar/holiday_file.h"

#define CALENDAR_FIRST_YEAR HOLIDAY_FIRST_YEAR
#define CALENDAR_LAST_YEAR HOLIDAY_LAST_YEAR
#define CALENDAR_YEARS (CALENDAR_LAST_YEAR - CALENDAR_FIRST_YEAR + 1)

/* A file as it was added, or as it was refused. */
struct notice {
	struct holiday_file file;
	const char *source;
	const char *refused; /* the sentence that was returned; NULL when accepted */
};

/* A day as it is in force: of all notices that name it, the last one's word. */
struct listed {
	int32_t number;
	uint32_t order; /* of adding, over all files */
	const struct holiday_day *day;
	size_t notice; /* index of its file */
};

struct calendar {
	struct pool pool;
	struct vec_of(struct notice) notices;
	struct vec_of(struct listed) listed; /* sealed: by date, one a date */
	bool known[CALENDAR_YEARS];
	bool sealed;
	struct day_set working;
	struct day_set provisional;
	char edition[17];
};

/* NULL when no notice names the date. */
const struct listed *calendar_listed(const struct calendar *calendar, struct civil_date date);
bool calendar_year_known(const struct calendar *calendar, int year);

#endif
