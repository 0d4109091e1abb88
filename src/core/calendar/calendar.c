#include "core/calendar/calendar.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "core/calendar/decree.h"
#include "core/calendar/state.h"

/* A year's notice may reach back into the last days of December before it.
 * Source: notices for 2007, 2008, 2012, 2019 and 2023. */
#define DECEMBER_REACH_DAYS 3
#define LAST_WEEKDAY 5 /* Friday; the five-day week, State Council decree 174 (1995) */

static const struct civil_date first_date = {.year = 1, .month = 1, .day = 1};
static const struct civil_date last_date = {.year = 9999, .month = 12, .day = 31};

struct calendar *calendar_new(void)
{
	return mem_alloc(sizeof(struct calendar));
}

void calendar_free(struct calendar *calendar)
{
	if (calendar == NULL)
		return;
	day_set_finish(&calendar->working);
	day_set_finish(&calendar->provisional);
	VEC_FINISH(&calendar->notices);
	VEC_FINISH(&calendar->listed);
	pool_finish(&calendar->pool);
	mem_free(calendar);
}

int calendar_add_notice(struct calendar *calendar, const char *json, size_t len, const char *source,
			struct error *err)
{
	assert(!calendar->sealed);
	struct error own = {0};
	struct holiday_file file = {0};
	int rc = holiday_file_read(&calendar->pool, json, len, &file, &own);

	struct notice *notice = VEC_PUSH(&calendar->notices);
	notice->source = pool_text(&calendar->pool, source);
	if (rc < 0) {
		notice->refused = pool_text(&calendar->pool, own.text);
		return error_set(err, E_INVALID, "%s", own.text);
	}

	notice->file = file;
	if (file.day_count > 0)
		calendar->known[file.year - CALENDAR_FIRST_YEAR] = true;
	for (int i = 0; i < file.day_count; i++) {
		struct listed *listed = VEC_PUSH(&calendar->listed);
		listed->number = civil_date_number(file.days[i].date);
		listed->order = (uint32_t)calendar->listed.len;
		listed->day = &file.days[i];
		listed->notice = calendar->notices.len - 1;
	}
	return 0;
}

bool calendar_year_known(const struct calendar *calendar, int year)
{
	return year >= CALENDAR_FIRST_YEAR && year <= CALENDAR_LAST_YEAR &&
	       calendar->known[year - CALENDAR_FIRST_YEAR];
}

static int compare_listed(const void *a, const void *b)
{
	const struct listed *left = a;
	const struct listed *right = b;
	if (left->number != right->number)
		return left->number < right->number ? -1 : 1;
	return left->order < right->order ? -1 : left->order > right->order;
}

/* Sort by date and keep of each date the notice that was added last. */
static void settle_listed(struct calendar *calendar)
{
	struct listed *at = calendar->listed.at;
	size_t len = calendar->listed.len;
	if (len > 0)
		qsort(at, len, sizeof(*at), compare_listed);
	size_t kept = 0;
	for (size_t i = 0; i < len; i++) {
		if (i + 1 < len && at[i + 1].number == at[i].number)
			continue;
		at[kept++] = at[i];
	}
	calendar->listed.len = kept;
}

/* Only what is in force counts: the same file from two folders is the same law. */
static void stamp_edition(struct calendar *calendar)
{
	scoped(buf_finish) struct buf text = {0};
	for (int i = 0; i < CALENDAR_YEARS; i++)
		if (calendar->known[i])
			buf_print(&text, "year %d\n", CALENDAR_FIRST_YEAR + i);
	VEC_EACH(&calendar->listed, listed)
		buf_print(&text, "day %d %d %s\t%s\n", (int)listed->number, listed->day->off,
			  listed->day->name, calendar->notices.at[listed->notice].file.papers);
	char hex[DIGEST_TEXT];
	digest_print(sha256_of(text.data, text.len), hex);
	memcpy(calendar->edition, hex, sizeof(calendar->edition) - 1);
}

static void mark_year(struct calendar *calendar, int year)
{
	int32_t first = civil_date_number((struct civil_date){(int16_t)year, 1, 1});
	int32_t last = civil_date_number((struct civil_date){(int16_t)year, 12, 31});
	bool known = calendar_year_known(calendar, year);
	bool next_known = calendar_year_known(calendar, year + 1);
	for (int32_t number = first; number <= last; number++) {
		struct civil_date date = civil_date_from_number(number);
		bool late = number > last - DECEMBER_REACH_DAYS;
		day_set_put(&calendar->working, number, civil_date_weekday(date) <= LAST_WEEKDAY);
		day_set_put(&calendar->provisional, number, !known || (late && !next_known));
	}
	if (known)
		return;
	struct decree_day days[DECREE_DAYS];
	int count = decree_days(year, days);
	for (int i = 0; i < count; i++)
		day_set_put(&calendar->working, civil_date_number(days[i].date), false);
}

void calendar_seal(struct calendar *calendar)
{
	if (calendar->sealed)
		return;
	settle_listed(calendar);
	stamp_edition(calendar);

	int32_t first = civil_date_number((struct civil_date){CALENDAR_FIRST_YEAR, 1, 1});
	int32_t last = civil_date_number((struct civil_date){CALENDAR_LAST_YEAR, 12, 31});
	day_set_init(&calendar->working, first, last);
	day_set_init(&calendar->provisional, first, last);
	for (int year = CALENDAR_FIRST_YEAR; year <= CALENDAR_LAST_YEAR; year++)
		mark_year(calendar, year);
	VEC_EACH(&calendar->listed, listed)
		day_set_put(&calendar->working, listed->number, !listed->day->off);
	day_set_seal(&calendar->working);
	day_set_seal(&calendar->provisional);
	calendar->sealed = true;
}

const char *calendar_edition(const struct calendar *calendar)
{
	assert(calendar->sealed);
	return calendar->edition;
}

const struct listed *calendar_listed(const struct calendar *calendar, struct civil_date date)
{
	if (calendar->listed.len == 0)
		return NULL;
	int32_t number = civil_date_number(date);
	const struct listed *at = calendar->listed.at;
	size_t low = 0;
	size_t high = calendar->listed.len;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (at[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < calendar->listed.len && at[low].number == number ? &at[low] : NULL;
}

static bool in_window(const struct calendar *calendar, int32_t number)
{
	return number >= calendar->working.first && number <= calendar->working.last;
}

bool calendar_is_working(const struct calendar *calendar, struct civil_date date)
{
	assert(calendar->sealed);
	int32_t number = civil_date_number(date);
	if (in_window(calendar, number))
		return day_set_has(&calendar->working, number);
	return civil_date_weekday(date) <= LAST_WEEKDAY && decree_day_name(date) == NULL;
}

bool calendar_is_provisional(const struct calendar *calendar, struct civil_date date)
{
	assert(calendar->sealed);
	int32_t number = civil_date_number(date);
	return !in_window(calendar, number) || day_set_has(&calendar->provisional, number);
}

struct calendar_day calendar_day(const struct calendar *calendar, struct civil_date date)
{
	struct calendar_day day = {
		.working = calendar_is_working(calendar, date),
		.known = calendar_year_known(calendar, date.year),
		.name = "",
		.notice = "",
		.source = "",
	};
	const struct listed *listed = calendar_listed(calendar, date);
	if (listed != NULL) {
		day.listed = true;
		day.name = listed->day->name;
		day.notice = calendar->notices.at[listed->notice].file.papers;
		day.source = calendar->notices.at[listed->notice].source;
		return day;
	}
	const char *name = day.known ? NULL : decree_day_name(date);
	if (name != NULL) {
		day.listed = true;
		day.name = name;
		day.notice = decree_basis(date.year);
	}
	return day;
}

/* Outside the indexed years: day by day, up to the end of the calendar itself. */
static struct civil_date walk(const struct calendar *calendar, struct civil_date from,
			      int32_t count, int step)
{
	struct civil_date end = step > 0 ? last_date : first_date;
	struct civil_date date = from;
	while (count > 0 && civil_date_compare(date, end) != 0) {
		date = civil_date_add(date, step);
		count -= calendar_is_working(calendar, date);
	}
	return date;
}

/* Where a term ends, and the days that were looked at on the way. */
struct span {
	int32_t end;
	int32_t first, last;
};

/* The indexed answer; false when the term leaves the indexed years. */
static bool add_indexed(const struct calendar *calendar, int32_t from, int workdays,
			struct span *out)
{
	const struct day_set *working = &calendar->working;
	if (!in_window(calendar, from))
		return false;
	bool works = day_set_has(working, from);
	int64_t up_to = day_set_up_to(working, from);
	int64_t index; /* of the last day among the working days */
	if (workdays > 0)
		index = up_to - 1 + workdays;
	else if (workdays < 0)
		index = up_to - works + workdays;
	else
		index = up_to - works;
	if (index < 0 || index >= working->count)
		return false;

	int32_t end = day_set_at(working, (int32_t)index);
	if (workdays < 0)
		*out = (struct span){.end = end, .first = end, .last = from - 1};
	else
		*out = (struct span){.end = end, .first = from + (workdays > 0), .last = end};
	return true;
}

struct civil_date calendar_add_workdays(const struct calendar *calendar, struct civil_date from,
					int workdays, bool *provisional)
{
	assert(calendar->sealed);
	struct span span;
	if (add_indexed(calendar, civil_date_number(from), workdays, &span)) {
		if (provisional != NULL)
			*provisional = day_set_any(&calendar->provisional, span.first, span.last);
		return civil_date_from_number(span.end);
	}

	if (provisional != NULL)
		*provisional = true;
	if (workdays < 0)
		return walk(calendar, from, workdays == INT32_MIN ? INT32_MAX : -workdays, -1);
	if (workdays == 0 && calendar_is_working(calendar, from))
		return from;
	return walk(calendar, from, workdays > 0 ? workdays : 1, 1);
}

struct civil_date calendar_roll(const struct calendar *calendar, struct civil_date date,
				enum term_roll roll, bool *provisional)
{
	if (roll == TERM_ROLL_NONE) {
		if (provisional != NULL)
			*provisional = false;
		return date;
	}
	if (roll == TERM_ROLL_FORWARD || calendar_is_working(calendar, date))
		return calendar_add_workdays(calendar, date, 0, provisional);

	bool passed = false;
	struct civil_date before = calendar_add_workdays(calendar, date, -1, &passed);
	if (provisional != NULL)
		*provisional = passed || calendar_is_provisional(calendar, date);
	return before;
}

int calendar_workdays_between(const struct calendar *calendar, struct civil_date from,
			      struct civil_date to)
{
	assert(calendar->sealed);
	if (civil_date_compare(to, from) < 0)
		return -calendar_workdays_between(calendar, to, from);
	int32_t first = civil_date_number(from);
	int32_t last = civil_date_number(to);
	if (in_window(calendar, first) && in_window(calendar, last))
		return day_set_up_to(&calendar->working, last) -
		       day_set_up_to(&calendar->working, first);
	int count = 0;
	for (int32_t number = first + 1; number <= last; number++)
		count += calendar_is_working(calendar, civil_date_from_number(number));
	return count;
}
