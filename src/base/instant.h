/* A moment: microseconds since 1970-01-01T00:00:00Z.
 *
 * Civil dates and times of day come in only with an offset from UTC that the caller names (the
 * bureau's, +08:00 by default); the process's own time zone is never asked.  0 means "none". */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/macros.h"

struct instant {
	int64_t us;
};

#define INSTANT_NEVER ((struct instant){INT64_MAX})
#define INSTANT_SECOND INT64_C(1000000)
#define INSTANT_MINUTE (60 * INSTANT_SECOND)
#define INSTANT_HOUR (60 * INSTANT_MINUTE)
#define INSTANT_DAY (24 * INSTANT_HOUR)
#define INSTANT_TEXT 40

bool instant_is_set(struct instant at); /* not 0 */
int instant_compare(struct instant a, struct instant b);
bool instant_before(struct instant a, struct instant b); /* strictly */
struct instant instant_min(struct instant a, struct instant b);
struct instant instant_max(struct instant a, struct instant b);
struct instant instant_add_us(struct instant at, int64_t us); /* saturates at NEVER */

struct civil_date civil_date_at(struct instant at, int offset_s); /* NEVER has no date: none */
/* Seconds since the local midnight of civil_date_at. */
int32_t instant_second_of_day(struct instant at, int offset_s);
/* second_of_day may be 86400: the end of that day. */
struct instant instant_of(struct civil_date date, int32_t second_of_day, int offset_s);

/* RFC 3339 with offset.  Milliseconds are printed (three digits) when asked for, else only whole
 * seconds; parse takes up to nine fraction digits and keeps six.  The offset is in whole minutes;
 * 0 prints as "Z".  "None" prints as "", INSTANT_NEVER and all that has no year as "never". */
const char *instant_print(struct instant at, int offset_s, bool milliseconds,
			  char out[INSTANT_TEXT]);
MUST_CHECK int instant_parse(const char *text, struct instant *out);

#endif
