#include <stdarg.h>
#include <stdio.h>

#include "core/calendar/calendar.h"
#include "core/calendar/decree.h"
#include "core/calendar/state.h"

/* Who is told; keeps the functions below short. */
struct check {
	const struct calendar *calendar;
	calendar_finding *found;
	void *ctx;
};

PRINTF_LIKE(4, 5)
static void tell(const struct check *check, bool warning, const char *source, const char *fmt, ...)
{
	char sentence[ERROR_TEXT_BYTES];
	va_list args;
	va_start(args, fmt);
	vsnprintf(sentence, sizeof(sentence), fmt, args);
	va_end(args);
	check->found(check->ctx, warning, source, sentence);
}

/* Is there a day of the national decree in the run of days off around this one?  Bridge days and
 * moved weekends always touch the holiday that they serve. */
static bool touches_decree(const struct calendar *calendar, struct civil_date date)
{
	for (int step = -1; step <= 1; step += 2) {
		struct civil_date day = date;
		while (civil_date_is_set(day) && !calendar_is_working(calendar, day)) {
			if (decree_day_name(day) != NULL)
				return true;
			day = civil_date_add(day, step);
		}
	}
	return false;
}

static void check_day(const struct check *check, const struct notice *notice,
		      const struct holiday_day *day)
{
	char text[CIVIL_DATE_TEXT];
	civil_date_print(day->date, text);
	bool weekend = civil_date_weekday(day->date) >= 6;

	bool in_year = day->date.year == notice->file.year;
	bool december_before = day->date.year == notice->file.year - 1 && day->date.month == 12;
	if (!in_year && !december_before)
		tell(check, false, notice->source,
		     "%s lies outside the notice for %d: correct the date or the year", text,
		     notice->file.year);
	if (day->repeated)
		tell(check, true, notice->source, "%s stands twice: drop one", text);
	if (!day->off && !weekend)
		tell(check, true, notice->source,
		     "%s is a make-up working day, but no Saturday or Sunday", text);

	/* Other names are regional holidays and single occasions, whose dates we cannot know; nor
	 * do we know the lunar days outside the table. */
	const struct listed *in_force = calendar_listed(check->calendar, day->date);
	bool ours = in_force != NULL && in_force->day == day;
	if (day->off && !weekend && ours && decree_knows_name(day->name) &&
	    decree_moving_known(day->date.year) && !touches_decree(check->calendar, day->date))
		tell(check, false, notice->source,
		     "%s is off as %s, but far from that holiday: correct the date", text,
		     day->name);
}

static void check_notice(const struct check *check, const struct notice *notice)
{
	if (notice->refused != NULL) {
		tell(check, false, notice->source, "%s", notice->refused);
		return;
	}
	if (notice->file.day_count == 0) {
		tell(check, true, notice->source,
		     "%d has no days, so its notice counts as not loaded: dates that depend on "
		     "it are provisional",
		     notice->file.year);
		return;
	}
	if (notice->file.papers[0] == '\0')
		tell(check, true, notice->source, "names no notice in `papers`");
	for (int i = 0; i < notice->file.day_count; i++)
		check_day(check, notice, &notice->file.days[i]);
}

/* The file of the last notice for a year. */
static const char *source_of_year(const struct calendar *calendar, int year)
{
	const char *source = "";
	VEC_EACH(&calendar->notices, notice)
		if (notice->refused == NULL && notice->file.year == year &&
		    notice->file.day_count > 0)
			source = notice->source;
	return source;
}

/* A regional overlay alone, or half a notice, leaves a national holiday working. */
static void check_year(const struct check *check, int year)
{
	const char *source = source_of_year(check->calendar, year);
	struct decree_day days[DECREE_DAYS];
	int count = decree_days(year, days);
	for (int i = 0; i < count; i++) {
		char text[CIVIL_DATE_TEXT];
		if (calendar_is_working(check->calendar, days[i].date))
			tell(check, false, source,
			     "%s, %s by the national decree (%s), would be a working day: is the "
			     "national notice for %d complete?",
			     civil_date_print(days[i].date, text), days[i].name, decree_basis(year),
			     year);
	}
	if (!calendar_year_known(check->calendar, year + 1))
		tell(check, true, source,
		     "%d is known and %d is not: 29 to 31 December %d and all of %d stay "
		     "provisional until that notice is loaded",
		     year, year + 1, year, year + 1);
}

void calendar_check(const struct calendar *calendar, calendar_finding *found, void *ctx)
{
	struct check check = {.calendar = calendar, .found = found, .ctx = ctx};
	VEC_EACH(&calendar->notices, notice)
		check_notice(&check, notice);
	for (int year = CALENDAR_FIRST_YEAR; year <= CALENDAR_LAST_YEAR; year++)
		if (calendar_year_known(calendar, year))
			check_year(&check, year);
}
