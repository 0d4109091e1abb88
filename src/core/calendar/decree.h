/* The days off that the national decree itself names, before any yearly notice moves them.
 *
 * Source: 全国年节及纪念日放假办法 (1949; decrees 270/1999, 513/2007, 644/2013, 795/2024).  The
 * decree grants a day in lieu when such a day falls on a weekend; which day that is only the
 * notice tells, so it is not listed here. */
#ifndef CORE_CALENDAR_DECREE_H
#define CORE_CALENDAR_DECREE_H

#include <stdbool.h>

#include "base/civil_date.h"

#define DECREE_DAYS 16 /* at most in a year */

struct decree_day {
	struct civil_date date;
	const char *name; /* 国庆节 */
};

/* The decree's days of a year, by festival; returns how many.  None before 1950.  Festivals of the
 * lunar calendar and Qingming are known from 1999 to 2050 only. */
int decree_days(int year, struct decree_day out[DECREE_DAYS]);

/* Are the lunar days and Qingming of this year in the table? */
bool decree_moving_known(int year);

/* The festival's name when the decree names this very day, else NULL. */
const char *decree_day_name(struct civil_date date);

/* The decree in force in that year, as cited: 国务院令第795号. */
const char *decree_basis(int year);

/* Does a holiday's name in a notice mean one of the decree's festivals? */
bool decree_knows_name(const char *name);

#endif
