/* A day of the civil (proleptic Gregorian) calendar, without time or zone.
 *
 * The legal questions of this project are asked in days; instants are a different type on
 * purpose.  A zeroed date means "none". */
#ifndef BASE_CIVIL_DATE_H
#define BASE_CIVIL_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"

struct civil_date {
	int16_t year;  /* 1 to 9999; 0: none */
	uint8_t month; /* 1 to 12 */
	uint8_t day;   /* 1 to 31 */
};

#define CIVIL_DATE_TEXT 11 /* "2009-03-05" and its NUL */

bool civil_date_is_set(struct civil_date date);
bool civil_date_is_valid(struct civil_date date); /* exists in the calendar */
int civil_date_compare(struct civil_date a, struct civil_date b);

/* Days since 1970-01-01 (day 0), and back.  Arithmetic asserts that its date exists; a result out
 * of the years 1 to 9999 is "none". */
int32_t civil_date_number(struct civil_date date);
struct civil_date civil_date_from_number(int32_t number);

struct civil_date civil_date_add(struct civil_date date, int32_t days);

/* The corresponding day `months` later, or that month's last day.
 * Source: Civil Code (2021) art. 202. */
struct civil_date civil_date_add_months(struct civil_date date, int months);

int civil_date_weekday(struct civil_date date); /* 1 Monday to 7 Sunday */

/* ISO 8601, exactly "YYYY-MM-DD".  Returns -E_INVALID for anything else.  "None" prints as "". */
MUST_CHECK int civil_date_parse(const char *text, struct civil_date *out);
const char *civil_date_print(struct civil_date date, char out[CIVIL_DATE_TEXT]);

#endif
