/* Working-day arithmetic.
 *
 * A calendar answers one question: does this date count?  It starts from the five-day week and is
 * corrected by the yearly notices on holidays: days off, and weekend days worked in exchange
 * (调休上班).  Notices are keyed by date, never by the year of their file: the notice of 2019 moved
 * days of December 2018.  What is added later wins over what came before, so a regional overlay or
 * an amendment is simply added last.
 *
 * A year is known when a notice with its `year` and at least one day was added.  In an unknown year
 * the days that the national decree itself fixes are off all the same (today 1 January, New Year's
 * Eve and 1st to 3rd of the first lunar month, Qingming, 1-2 May, Dragon Boat, Mid-Autumn, 1-3
 * October; each year by the decree then in force: see decree.h.  The lunar days and Qingming come
 * from a table of 1999 to 2050).
 * Source: 全国年节及纪念日放假办法 (decrees 270/1999, 513/2007, 644/2013, 795/2024).
 *
 * Years 1900 to 2100 are indexed; days outside are the plain five-day week, and provisional.
 *
 * Dates are civil dates in the legal time zone.  A calendar never changes once sealed: share it. */
#ifndef CORE_CALENDAR_CALENDAR_H
#define CORE_CALENDAR_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/civil_date.h"
#include "base/error.h"
#include "core/model/term.h"

struct calendar;

struct calendar *calendar_new(void);

/* Add one holiday file (shape of data/holidays).  `source` names it in findings and explanations.
 * Returns -E_INVALID with a sentence naming the faulty day; then nothing was added, but
 * calendar_check will tell of the file.  An empty `days` leaves the year unknown. */
MUST_CHECK int calendar_add_notice(struct calendar *calendar, const char *json, size_t len,
				   const char *source, struct error *err);
void calendar_seal(struct calendar *calendar); /* before the first question */
void calendar_free(struct calendar *calendar);

/* 16 hex digits that change when any day in force, its name or its notice changes; the same file
 * loaded twice is the same edition. */
const char *calendar_edition(const struct calendar *calendar);

struct calendar_day {
	bool working;
	bool known;	    /* a notice for the year decides about it */
	bool listed;	    /* a notice or the decree names this very day */
	const char *name;   /* 国庆节; "" for plain days */
	const char *notice; /* address of the notice, or the decree; "" for plain days */
	const char *source; /* the file; "" */
};
struct calendar_day calendar_day(const struct calendar *calendar, struct civil_date date);
bool calendar_is_working(const struct calendar *calendar, struct civil_date date);

/* May a later notice still move this date?  True for any day of a year whose notice is not
 * loaded, and for 29 to 31 December before such a year (contract, "provisional"). */
bool calendar_is_provisional(const struct calendar *calendar, struct civil_date date);

/* The last day of a term of `workdays`, counted from the day after `from`; negative counts go
 * back.  0 gives `from` itself if it works, else the next working day.  *provisional tells whether
 * any day passed over or reached is provisional; it may be NULL, here and below.  A term that
 * leaves the years 1 to 9999 ends at their first or last day.
 * Source: Civil Code (2021) art. 201 (the starting day is not counted). */
struct civil_date calendar_add_workdays(const struct calendar *calendar, struct civil_date from,
					int workdays, bool *provisional);

/* `date` itself when it works, else the next or the previous working day, or itself (none, never
 * provisional). */
struct civil_date calendar_roll(const struct calendar *calendar, struct civil_date date,
				enum term_roll roll, bool *provisional);

/* Working days in (from, to]; negative when to is before from. */
int calendar_workdays_between(const struct calendar *calendar, struct civil_date from,
			      struct civil_date to);

/* Faults in what was added (`gongshictl calendar check`): called once per finding, file by file as
 * they were added (refused ones with their sentence), then year by year.  `warning`: true for a
 * make-up day on a weekday, an empty file, a known year before an unknown one and the like, false
 * for a fault: a refused file, a date outside the notice's year, a day off far from the holiday it
 * is named after, a holiday of the decree that would be a working day. */
typedef void calendar_finding(void *ctx, bool warning, const char *source, const char *sentence);
void calendar_check(const struct calendar *calendar, calendar_finding *found, void *ctx);

#endif
