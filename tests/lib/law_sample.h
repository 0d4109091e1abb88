/* A sample law for tests: the rules of the manual over the holiday files of data/holidays.
 *
 * Rules: ten-day (10 days forward, documents that touch the public), statutory (20 workdays, active
 * disclosure, from 2019-05-15), appointment (1 workday, shown 5 workdays; website and board).  Ladder
 * `standard`; departments hydrology, planning, office-affairs; people zhang, li, wang, zhou, chen,
 * zhao (deputy of zhang); channels website and board; notifier mail.  +08:00, closes at 24:00. */
#ifndef TESTS_LIB_LAW_SAMPLE_H
#define TESTS_LIB_LAW_SAMPLE_H

#include "core/calendar/calendar.h"
#include "core/model/law.h"

/* With every year from 2007 to 2026; ends the test when the files are not found.  law_free. */
struct law *law_sample(void);

/* The same over a calendar of the caller's, which the law owns from now on. */
struct law *law_sample_with(struct calendar *calendar);

/* Sealed, with the holiday files of the years first to last.  calendar_free, unless a law has it. */
struct calendar *calendar_sample(int first, int last);

/* One file's text, as data/holidays has it; mem_free. */
char *holiday_sample(int year);

/* Add a text that must be accepted. */
void calendar_sample_add(struct calendar *calendar, const char *json, const char *source);
void calendar_sample_add_year(struct calendar *calendar, int year);

/* "2009-03-02", or "" for none; ends the test on anything else. */
struct civil_date date_sample(const char *text);

#endif
