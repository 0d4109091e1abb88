/* One holiday file: the days that a yearly notice of the State Council, or a regional one, moves.
 *
 * The shape is that of data/holidays/README.md; members that it does not name are ignored, so the
 * source's own files can be dropped in as they are. */
#ifndef CORE_CALENDAR_HOLIDAY_FILE_H
#define CORE_CALENDAR_HOLIDAY_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/civil_date.h"
#include "base/error.h"
#include "base/pool.h"

#define HOLIDAY_FIRST_YEAR 1900
#define HOLIDAY_LAST_YEAR 2100
#define LIMIT_HOLIDAY_DAYS 800 /* a file: every day of two years, and some */

struct holiday_day {
	struct civil_date date;
	const char *name; /* 国庆节, "" */
	bool off;         /* false: a make-up working day */
	bool repeated;    /* the file says the same of this date before */
};

struct holiday_file {
	int year;           /* of the notice's title */
	const char *papers; /* addresses, with blanks between; "" */
	const struct holiday_day *days;
	int day_count;
};

/* Texts and days live in the pool.  Returns -E_INVALID with a sentence that names the day, -E_LIMIT
 * when it is nested too deep. */
MUST_CHECK int holiday_file_read(struct pool *pool, const char *json, size_t len,
				 struct holiday_file *out, struct error *err);

#endif
