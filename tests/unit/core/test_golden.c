/* Due dates that are known from outside: worked by hand from the notices, or recomputed here day
 * by day from the bare files by a second, simple-minded count that shares no code with the first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "base/json.h"
#include "base/mem.h"
#include "core/rule/rule.h"

static struct due due_of(const struct law *law, int count, enum term_unit unit, enum term_roll roll,
			 const char *trigger)
{
	struct rule rule = {.term = {count, unit}, .roll = roll};
	return rule_due(&rule, law, date_sample(trigger), (struct instant){0});
}

/* `expected` is a date, or a date with "?" behind it when it is provisional. */
static void assert_due(const struct law *law, int count, enum term_unit unit, enum term_roll roll,
		       const char *trigger, const char *expected)
{
	struct due due = due_of(law, count, unit, roll, trigger);
	char text[CIVIL_DATE_TEXT + 1];
	civil_date_print(due.due_on, text);
	if (due.provisional)
		strcat(text, "?");
	if (strcmp(text, expected) != 0)
		fail_msg("%s + %d %s, roll %s: %s, not %s", trigger, count, term_unit_name(unit),
			 term_roll_name(roll), text, expected);
}

static void issued_documents(void **state)
{
	(void)state;
	static const struct {
		const char *issued, *ten_days, *rolled, *ten, *twenty, *five;
	} cases[] = {
		{"2009-09-25", "2009-10-05", "2009-10-09", "2009-10-15", "2009-10-29",
		 "2009-10-09"},
		{"2009-12-28", "2010-01-07", "2010-01-07", "2010-01-12", "2010-01-26",
		 "2010-01-05"},
		{"2012-12-24", "2013-01-03", "2013-01-04", "2013-01-08", "2013-01-22",
		 "2012-12-31"},
		{"2019-04-25", "2019-05-05", "2019-05-05", "2019-05-10", "2019-05-24",
		 "2019-05-05"},
		{"2020-01-17", "2020-01-27", "2020-02-03", "2020-02-07", "2020-02-21",
		 "2020-01-23"},
		{"2024-02-01", "2024-02-11", "2024-02-18", "2024-02-20", "2024-03-05",
		 "2024-02-07"},
		{"2024-09-27", "2024-10-07", "2024-10-08", "2024-10-16", "2024-10-30",
		 "2024-10-10"},
		{"2026-02-06", "2026-02-16", "2026-02-24", "2026-02-27", "2026-03-12",
		 "2026-02-13"},
		{"2026-09-18", "2026-09-28", "2026-09-28", "2026-10-09", "2026-10-22",
		 "2026-09-24"},
		{"2026-12-18", "2026-12-28", "2026-12-28", "2027-01-04?", "2027-01-18?",
		 "2026-12-25"},
	};
	struct law *law = law_sample();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *issued = cases[i].issued;
		assert_due(law, 10, TERM_DAYS, TERM_ROLL_NONE, issued, cases[i].ten_days);
		assert_due(law, 10, TERM_DAYS, TERM_ROLL_FORWARD, issued, cases[i].rolled);
		assert_due(law, 10, TERM_WORKDAYS, TERM_ROLL_NONE, issued, cases[i].ten);
		assert_due(law, 20, TERM_WORKDAYS, TERM_ROLL_NONE, issued, cases[i].twenty);
		assert_due(law, 5, TERM_WORKDAYS, TERM_ROLL_NONE, issued, cases[i].five);
	}
	law_free(law);
}

static void counting_by_the_civil_code(void **state)
{
	(void)state;
	static const struct {
		int count;
		enum term_unit unit;
		enum term_roll roll;
		const char *trigger, *due;
	} cases[] = {
		{10, TERM_DAYS, TERM_ROLL_FORWARD, "2009-03-02", "2009-03-12"},
		{10, TERM_DAYS, TERM_ROLL_FORWARD, "2009-09-22", "2009-10-09"},
		{10, TERM_DAYS, TERM_ROLL_BACKWARD, "2009-09-22", "2009-09-30"},
		{10, TERM_DAYS, TERM_ROLL_NONE, "2009-09-22", "2009-10-02"},
		{10, TERM_DAYS, TERM_ROLL_FORWARD, "2009-01-15", "2009-02-01"}, /* a Sunday */
		{10, TERM_DAYS, TERM_ROLL_FORWARD, "2010-02-03", "2010-02-20"}, /* a Saturday */
		{10, TERM_DAYS, TERM_ROLL_FORWARD, "2026-02-09", "2026-02-24"},
		{20, TERM_WORKDAYS, TERM_ROLL_NONE, "2009-09-22", "2009-10-26"},
		{20, TERM_WORKDAYS, TERM_ROLL_NONE, "2025-01-20", "2025-02-21"},
		{20, TERM_WORKDAYS, TERM_ROLL_NONE, "2025-10-04", "2025-11-04"},
		{5, TERM_WORKDAYS, TERM_ROLL_NONE, "2023-03-17", "2023-03-24"},
		{5, TERM_WORKDAYS, TERM_ROLL_NONE, "2025-09-26", "2025-10-10"},
		{5, TERM_WORKDAYS, TERM_ROLL_NONE, "2018-12-24", "2018-12-29"},
		{5, TERM_WORKDAYS, TERM_ROLL_NONE, "2011-12-26", "2011-12-31"},
		{5, TERM_WORKDAYS, TERM_ROLL_NONE, "2015-08-27", "2015-09-06"},
		{5, TERM_WORKDAYS, TERM_ROLL_NONE, "2017-03-29", "2017-04-06"},
		{20, TERM_WORKDAYS, TERM_ROLL_NONE, "2026-12-10", "2027-01-08?"},
	};
	struct law *law = law_sample();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_due(law, cases[i].count, cases[i].unit, cases[i].roll, cases[i].trigger,
			   cases[i].due);
	law_free(law);
}

/* The end of December depends on the next year's notice. */
static void without_the_next_notice(void **state)
{
	(void)state;
	struct law *law = law_sample_with(calendar_sample(2007, 2018));
	assert_due(law, 5, TERM_WORKDAYS, TERM_ROLL_NONE, "2018-12-24", "2018-12-31?");
	assert_due(law, 4, TERM_WORKDAYS, TERM_ROLL_NONE, "2018-12-24", "2018-12-28");
	law_free(law);
	law = law_sample_with(calendar_sample(2007, 2011));
	assert_due(law, 5, TERM_WORKDAYS, TERM_ROLL_NONE, "2011-12-26", "2012-01-02?");
	law_free(law);
}

static bool is_in(const char *const *list, const char *text)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, text) == 0)
			return true;
	return false;
}

/* A year's notice as it was before its amendment: other days for some dates, of the same file. */
static struct law *law_before(int year, const char *const *dropped, const char *added)
{
	scoped(json_drop) json_t *file = NULL;
	char *text = holiday_sample(year);
	assert_int_equal(json_read(text, strlen(text), &file, NULL), 0);
	mem_free(text);
	json_t *days = json_object_get(file, "days");
	for (size_t i = json_array_size(days); i-- > 0;)
		if (is_in(dropped, json_member_text(json_array_get(days, i), "date")))
			json_array_remove(days, i);
	if (added != NULL)
		json_array_append_new(days, json_pack("{s:s,s:s,s:b}", "date", added, "name",
						      "春节", "isOffDay", 0));
	scoped(buf_finish) struct buf before = {0};
	json_line(file, &before);

	struct calendar *calendar = calendar_new();
	calendar_sample_add_year(calendar, year - 1);
	calendar_sample_add(calendar, buf_text(&before), "before.json");
	calendar_sample_add_year(calendar, year + 1);
	calendar_seal(calendar);
	return law_sample_with(calendar);
}

static void amended_notices(void **state)
{
	(void)state;
	static const char *const in_2019[] = {"2019-04-28", "2019-05-02", "2019-05-03",
					      "2019-05-04", "2019-05-05", NULL};
	static const char *const in_2020[] = {"2020-01-31", "2020-02-01", "2020-02-02",
					      "2020-02-03", NULL};
	static const char *const in_2015[] = {"2015-09-03", "2015-09-04", "2015-09-05",
					      "2015-09-06", NULL};
	static const struct {
		int year, count;
		const char *issued, *before, *after;
	} cases[] = {
		/* notice of 2019-03-22 */
		{2019, 10, "2019-04-25", "2019-05-10", "2019-05-10"},
		{2019, 10, "2019-04-30", "2019-05-15", "2019-05-16"},
		/* notice of 2020-01-27 */
		{2020, 10, "2020-01-10", "2020-01-23", "2020-01-23"},
		{2020, 20, "2020-01-10", "2020-02-12", "2020-02-14"},
		{2020, 10, "2020-01-20", "2020-02-07", "2020-02-11"},
		{2020, 20, "2020-01-20", "2020-02-21", "2020-02-25"},
		{2020, 10, "2020-01-23", "2020-02-12", "2020-02-14"},
		{2020, 20, "2020-01-23", "2020-02-26", "2020-02-28"},
		/* notice of 2015-05-13 */
		{2015, 5, "2015-08-27", "2015-09-03", "2015-09-06"},
	};
	struct law *after = law_sample();
	struct law *before_2019 = law_before(2019, in_2019, NULL);
	struct law *before_2020 = law_before(2020, in_2020, "2020-02-01");
	struct law *before_2015 = law_before(2015, in_2015, NULL);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct law *before = cases[i].year == 2019   ? before_2019
				     : cases[i].year == 2020 ? before_2020
							     : before_2015;
		assert_due(before, cases[i].count, TERM_WORKDAYS, TERM_ROLL_NONE, cases[i].issued,
			   cases[i].before);
		assert_due(after, cases[i].count, TERM_WORKDAYS, TERM_ROLL_NONE, cases[i].issued,
			   cases[i].after);
		assert_string_not_equal(calendar_edition(before->calendar),
					calendar_edition(after->calendar));
	}
	law_free(before_2019);
	law_free(before_2020);
	law_free(before_2015);
	law_free(after);
}

/* Source: the Guangxi notice for 2017 (三月三, regional decree 98). */
static void a_region_overrides_the_nation(void **state)
{
	(void)state;
	static const char guangxi[] =
		"{\"year\":2017,\"papers\":[\"广西三月三2017\"],\"days\":["
		"{\"date\":\"2017-03-30\",\"name\":\"广西三月三\",\"isOffDay\":true},"
		"{\"date\":\"2017-03-31\",\"name\":\"广西三月三\",\"isOffDay\":true},"
		"{\"date\":\"2017-04-01\",\"name\":\"广西三月三\",\"isOffDay\":true},"
		"{\"date\":\"2017-04-08\",\"name\":\"广西三月三\",\"isOffDay\":false}]}";
	struct calendar *calendar = calendar_new();
	for (int year = 2016; year <= 2018; year++)
		calendar_sample_add_year(calendar, year);
	calendar_sample_add(calendar, guangxi, "guangxi/2017.json");
	calendar_seal(calendar);
	struct law *law = law_sample_with(calendar);
	assert_due(law, 5, TERM_WORKDAYS, TERM_ROLL_NONE, "2017-03-29", "2017-04-10");
	assert_string_equal(calendar_day(calendar, date_sample("2017-04-01")).source,
			    "guangxi/2017.json");
	law_free(law);
}

/* The second count: a byte a day from 2006-12-01 to the end of 2027, filled from the bare files,
 * and from the decree's days of 2027. */
#define BARE_FROM "2006-12-01"
#define BARE_DAYS 7701
static struct {
	bool works, moved;
} bare[BARE_DAYS];
static int32_t bare_first;

static void bare_put(const char *date, bool works)
{
	bare[civil_date_number(date_sample(date)) - bare_first].works = works;
}

static void bare_fill(void)
{
	static const char *const decree_2027[] = {
		"2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08",
		"2027-04-05", "2027-05-01", "2027-05-02", "2027-06-09", "2027-09-15",
		"2027-10-01", "2027-10-02", "2027-10-03"};
	bare_first = civil_date_number(date_sample(BARE_FROM));
	int32_t unknown = civil_date_number(date_sample("2026-12-29"));
	int32_t known = civil_date_number(date_sample("2007-01-01"));
	for (int32_t i = 0; i < BARE_DAYS; i++) {
		/* 1970-01-01 was a Thursday. */
		bare[i].works = (bare_first + i + 3) % 7 < 5;
		bare[i].moved = bare_first + i >= unknown || bare_first + i < known;
	}
	for (int year = 2007; year <= 2026; year++) {
		scoped(json_drop) json_t *file = NULL;
		char *text = holiday_sample(year);
		assert_int_equal(json_read(text, strlen(text), &file, NULL), 0);
		mem_free(text);
		json_t *days = json_object_get(file, "days");
		for (size_t i = 0; i < json_array_size(days); i++) {
			json_t *day = json_array_get(days, i);
			bare_put(json_member_text(day, "date"),
				 !json_member_bool(day, "isOffDay", false));
		}
	}
	for (size_t i = 0; i < ARRAY_LEN(decree_2027); i++)
		bare_put(decree_2027[i], false);
}

static int32_t bare_workdays(int32_t at, int count, bool *moved)
{
	int step = count < 0 ? -1 : 1;
	int left = count * step;
	if (count == 0) {
		*moved |= bare[at].moved;
		left = !bare[at].works;
	}
	while (left > 0) {
		at += step;
		*moved |= bare[at].moved;
		left -= bare[at].works;
	}
	return at;
}

static int32_t bare_roll(int32_t at, enum term_roll roll, bool *moved)
{
	if (roll == TERM_ROLL_NONE)
		return at;
	for (;; at += roll == TERM_ROLL_FORWARD ? 1 : -1) {
		*moved |= bare[at].moved;
		if (bare[at].works)
			return at;
	}
}

static int32_t bare_months(int32_t at, int months)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	struct civil_date date = civil_date_from_number(bare_first + at);
	int year = date.year;
	int month = date.month - 1;
	for (int i = 0; i < months; i++)
		if (++month == 12) {
			month = 0;
			year++;
		}
	int length = lengths[month] + (month == 1 && year % 4 == 0);
	struct civil_date last = {(int16_t)year, (uint8_t)(month + 1),
				  (uint8_t)(date.day < length ? date.day : length)};
	return civil_date_number(last) - bare_first;
}

static void assert_same(const struct law *law, int32_t at, struct term term, enum term_roll roll)
{
	bool moved = false;
	int32_t last = term.unit == TERM_WORKDAYS ? bare_workdays(at, term.count, &moved)
		       : term.unit == TERM_MONTHS ? bare_months(at, term.count)
						  : at + term.count;
	if (term.unit != TERM_WORKDAYS)
		last = bare_roll(last, roll, &moved);

	struct rule rule = {.term = term, .roll = roll};
	struct civil_date trigger = civil_date_from_number(bare_first + at);
	struct due due = rule_due(&rule, law, trigger, (struct instant){0});
	struct instant end = {((int64_t)(bare_first + last + 1) * 24 - 8) * INSTANT_HOUR};
	if (civil_date_number(due.due_on) != bare_first + last || due.provisional != moved ||
	    due.due_at.us != end.us) {
		char text[CIVIL_DATE_TEXT];
		fail_msg("%s + %d %s, roll %s", civil_date_print(trigger, text), term.count,
			 term_unit_name(term.unit), term_roll_name(roll));
	}
}

static void count_days(void *ctx, const struct due_day *day)
{
	*(int *)ctx += day->counted;
}

static void every_day_of_twenty_years(void **state)
{
	(void)state;
	static const struct term terms[] = {
		{1, TERM_WORKDAYS},  {5, TERM_WORKDAYS},  {7, TERM_WORKDAYS}, {10, TERM_WORKDAYS},
		{20, TERM_WORKDAYS}, {40, TERM_WORKDAYS}, {0, TERM_WORKDAYS}, {-3, TERM_WORKDAYS},
		{3, TERM_DAYS},      {10, TERM_DAYS},     {15, TERM_DAYS},    {20, TERM_DAYS},
		{60, TERM_DAYS},     {1, TERM_MONTHS},    {3, TERM_MONTHS},   {6, TERM_MONTHS},
	};
	static const enum term_roll rolls[] = {TERM_ROLL_FORWARD, TERM_ROLL_NONE,
					       TERM_ROLL_BACKWARD};
	bare_fill();
	struct law *law = law_sample();
	int32_t first = civil_date_number(date_sample("2007-01-01")) - bare_first;
	int32_t last = civil_date_number(date_sample("2026-12-31")) - bare_first;
	assert_int_equal(last - first + 1, 7305);
	for (int32_t at = first; at <= last; at++) {
		for (size_t i = 0; i < ARRAY_LEN(terms); i++)
			for (size_t roll = 0; roll < ARRAY_LEN(rolls); roll++)
				assert_same(law, at, terms[i], rolls[roll]);
		struct rule rule = {.term = {20, TERM_WORKDAYS}, .roll = TERM_ROLL_NONE};
		struct civil_date trigger = civil_date_from_number(bare_first + at);
		int counted = 0;
		rule_explain(&rule, law, trigger, count_days, &counted);
		assert_int_equal(counted, 20);
		rule = (struct rule){.term = {10, TERM_DAYS}, .roll = rolls[at % 3]};
		counted = 0;
		rule_explain(&rule, law, trigger, count_days, &counted);
		assert_int_equal(counted, 10);
	}
	law_free(law);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(issued_documents),
		cmocka_unit_test(counting_by_the_civil_code),
		cmocka_unit_test(without_the_next_notice),
		cmocka_unit_test(amended_notices),
		cmocka_unit_test(a_region_overrides_the_nation),
		cmocka_unit_test(every_day_of_twenty_years),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
