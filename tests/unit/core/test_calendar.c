#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"

/* Adds texts in turn and seals. */
static struct calendar *calendar_of(const char *first, const char *second)
{
	struct calendar *calendar = calendar_new();
	calendar_sample_add(calendar, first, "first.json");
	if (second != NULL)
		calendar_sample_add(calendar, second, "second.json");
	calendar_seal(calendar);
	return calendar;
}

static void assert_date(struct civil_date date, const char *expected)
{
	char text[CIVIL_DATE_TEXT];
	assert_string_equal(civil_date_print(date, text), expected);
}

static void days_are_what_the_notices_say(void **state)
{
	(void)state;
	static const struct {
		const char *date;
		bool working, listed;
		const char *name, *source;
	} cases[] = {
		{"2009-10-08", false, true, "国庆节、中秋节", "2009.json"},
		{"2009-09-27", true, true, "国庆节、中秋节", "2009.json"}, /* a Sunday worked */
		{"2009-10-09", true, false, "", ""},
		{"2009-10-11", false, false, "", ""},
		{"2018-12-29", true, true, "元旦", "2019.json"}, /* by the next year's notice */
		{"2018-12-31", false, true, "元旦", "2019.json"},
		{"2025-01-26", true, true, "春节", "2025.json"},
		{"2026-12-31", true, false, "", ""},
	};
	struct calendar *calendar = calendar_sample(2007, 2026);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct calendar_day day = calendar_day(calendar, date_sample(cases[i].date));
		assert_int_equal(day.working, cases[i].working);
		assert_int_equal(day.listed, cases[i].listed);
		assert_true(day.known);
		assert_string_equal(day.name, cases[i].name);
		assert_string_equal(day.source, cases[i].source);
		if (day.listed)
			assert_non_null(strstr(day.notice, "gov.cn/zhengce/zhengceku/"));
		else
			assert_string_equal(day.notice, "");
	}
	calendar_free(calendar);
}

static void an_unknown_year_keeps_the_decree(void **state)
{
	(void)state;
	struct calendar *calendar = calendar_sample(2026, 2026);
	struct calendar_day day = calendar_day(calendar, date_sample("2027-01-01"));
	assert_false(day.working || day.known);
	assert_true(day.listed);
	assert_string_equal(day.name, "元旦");
	assert_string_equal(day.notice, "国务院令第795号");
	assert_false(calendar_is_working(calendar, date_sample("2027-02-08")));
	assert_true(calendar_is_working(calendar, date_sample("2027-02-09")));
	/* The decree of the time: in 1998 two days of October, in 1940 none. */
	assert_false(calendar_is_working(calendar, date_sample("1998-10-02")));
	assert_true(calendar_is_working(calendar, date_sample("1940-10-02")));
	calendar_free(calendar);
}

static void provisional_days(void **state)
{
	(void)state;
	static const struct {
		const char *date;
		bool provisional;
	} cases[] = {
		{"2026-12-28", false}, {"2026-12-29", true},  {"2026-12-31", true},
		{"2027-01-01", true},  {"2025-12-31", true},  {"2024-12-29", true},
		{"2024-12-28", false}, {"2024-01-01", false}, {"2023-12-31", true},
		{"2006-12-31", true},  {"1900-01-01", true},  {"2100-12-31", true},
		{"1899-12-31", true},  {"2101-01-01", true},  {"9999-12-31", true},
	};
	struct calendar *calendar = calendar_new();
	calendar_sample_add_year(calendar, 2024);
	calendar_sample_add_year(calendar, 2026);
	calendar_seal(calendar);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(calendar_is_provisional(calendar, date_sample(cases[i].date)),
				 cases[i].provisional);
	calendar_free(calendar);
}

static void workdays_are_added(void **state)
{
	(void)state;
	static const struct {
		const char *from;
		int workdays;
		const char *to;
		bool provisional;
	} cases[] = {
		{"2009-03-02", 0, "2009-03-02", false},
		{"2009-10-01", 0, "2009-10-09", false},
		{"2009-10-01", 1, "2009-10-09", false},
		{"2009-10-09", -1, "2009-09-30", false},
		{"2009-10-04", -1, "2009-09-30", false},
		{"2009-09-28", -1, "2009-09-27", false}, /* the make-up Sunday */
		{"2026-12-28", 1, "2026-12-29", true},
		{"2026-12-28", 0, "2026-12-28", false},
		{"2027-01-01", -1, "2026-12-31", true},
		{"2026-12-29", -1, "2026-12-28", false}, /* the starting day is not looked at */
		{"2006-12-29", 1, "2006-12-30", true},
		{"2100-12-31", 1, "2101-01-03", true}, /* out of the index */
		{"1900-01-02", -2, "1899-12-29", true},
		{"2101-01-01", 0, "2101-01-03", true},
		{"2101-01-03", 0, "2101-01-03", true},
		{"9999-12-30", 2000, "9999-12-31", true},
		{"2026-01-01", INT32_MAX, "9999-12-31", true},
		{"2026-01-01", INT32_MIN, "0001-01-01", true},
	};
	struct calendar *calendar = calendar_sample(2007, 2026);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		bool provisional = !cases[i].provisional;
		assert_date(calendar_add_workdays(calendar, date_sample(cases[i].from),
						  cases[i].workdays, &provisional),
			    cases[i].to);
		assert_int_equal(provisional, cases[i].provisional);
	}
	assert_date(calendar_add_workdays(calendar, date_sample("2009-10-01"), 1, NULL),
		    "2009-10-09");
	calendar_free(calendar);
}

static void days_off_are_rolled(void **state)
{
	(void)state;
	static const struct {
		const char *date;
		enum term_roll roll;
		const char *to;
		bool provisional;
	} cases[] = {
		{"2009-10-02", TERM_ROLL_FORWARD, "2009-10-09", false},
		{"2009-10-02", TERM_ROLL_BACKWARD, "2009-09-30", false},
		{"2009-10-02", TERM_ROLL_NONE, "2009-10-02", false},
		{"2009-10-09", TERM_ROLL_BACKWARD, "2009-10-09", false},
		{"2027-01-01", TERM_ROLL_NONE, "2027-01-01", false},
		{"2027-01-01", TERM_ROLL_FORWARD, "2027-01-04", true},
		{"2027-01-01", TERM_ROLL_BACKWARD, "2026-12-31", true},
		{"2026-12-29", TERM_ROLL_BACKWARD, "2026-12-29", true},
		{"2026-12-27", TERM_ROLL_FORWARD, "2026-12-28", false},
	};
	struct calendar *calendar = calendar_sample(2007, 2026);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		bool provisional = !cases[i].provisional;
		assert_date(calendar_roll(calendar, date_sample(cases[i].date), cases[i].roll,
					  &provisional),
			    cases[i].to);
		assert_int_equal(provisional, cases[i].provisional);
		assert_date(
			calendar_roll(calendar, date_sample(cases[i].date), cases[i].roll, NULL),
			cases[i].to);
	}
	calendar_free(calendar);
}

static void workdays_between_two_dates(void **state)
{
	(void)state;
	static const struct {
		const char *from, *to;
		int count;
	} cases[] = {
		{"2009-09-30", "2009-10-09", 1},  {"2009-10-09", "2009-09-30", -1},
		{"2009-09-30", "2009-09-30", 0},  {"2008-12-31", "2009-12-31", 250},
		{"2100-12-24", "2101-01-07", 10}, {"2101-01-03", "2101-01-10", 5},
	};
	struct calendar *calendar = calendar_sample(2007, 2026);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(calendar_workdays_between(calendar, date_sample(cases[i].from),
							   date_sample(cases[i].to)),
				 cases[i].count);
	calendar_free(calendar);
}

/* Every year that the type can hold answers, and adding undoes subtracting. */
static void two_centuries_are_consistent(void **state)
{
	(void)state;
	struct calendar *calendar = calendar_sample(2007, 2026);
	int32_t last = civil_date_number(date_sample("2100-11-30"));
	for (int32_t number = civil_date_number(date_sample("1900-02-01")); number < last;
	     number += 3) {
		struct civil_date date = civil_date_from_number(number);
		struct civil_date day = calendar_add_workdays(calendar, date, 0, NULL);
		assert_true(calendar_is_working(calendar, day));
		struct civil_date there = calendar_add_workdays(calendar, day, 7, NULL);
		assert_int_equal(calendar_workdays_between(calendar, day, there), 7);
		struct civil_date back = calendar_add_workdays(calendar, there, -7, NULL);
		assert_int_equal(civil_date_compare(back, day), 0);
	}
	calendar_free(calendar);
}

#define DAY(date, off) "{\"date\":\"" date "\",\"name\":\"春节\",\"isOffDay\":" off "}"
#define YEAR(year, days) "{\"year\":" year ",\"papers\":[\"https://a\"],\"days\":[" days "]}"

static void the_later_notice_wins(void **state)
{
	(void)state;
	struct calendar *calendar = calendar_of(YEAR("2030", DAY("2030-02-05", "true")),
						YEAR("2030", DAY("2030-02-05", "false")));
	assert_true(calendar_is_working(calendar, date_sample("2030-02-05")));
	assert_string_equal(calendar_day(calendar, date_sample("2030-02-05")).source,
			    "second.json");
	calendar_free(calendar);
}

/* Source: the upstream folder held a 2027 file without papers and days in August 2026. */
static void an_empty_file_leaves_the_year_unknown(void **state)
{
	(void)state;
	struct calendar *calendar =
		calendar_of("\xef\xbb\xbf{\"year\":2027,\"papers\":[],\"days\":[]}", NULL);
	struct calendar_day day = calendar_day(calendar, date_sample("2027-01-01"));
	assert_false(day.known || day.working);
	assert_true(calendar_is_provisional(calendar, date_sample("2027-03-01")));
	calendar_free(calendar);
}

static void a_broken_file_adds_nothing(void **state)
{
	(void)state;
	struct calendar *calendar = calendar_new();
	struct error err = {0};
	static const char bad[] = YEAR("2030",
				       DAY("2030-02-05", "true") "," DAY("2030-02-30", "true"));
	assert_int_equal(calendar_add_notice(calendar, bad, strlen(bad), "bad.json", &err),
			 -E_INVALID);
	assert_int_equal(err.code, E_INVALID);
	assert_non_null(strstr(err.text, "2030-02-30"));
	assert_int_equal(calendar_add_notice(calendar, "[[", 2, "no.json", NULL), -E_INVALID);
	calendar_seal(calendar);
	assert_false(calendar_day(calendar, date_sample("2030-01-01")).known);
	assert_true(calendar_is_working(calendar, date_sample("2030-01-31")));
	calendar_free(calendar);
	calendar_free(NULL);
}

static void the_edition_follows_the_days_in_force(void **state)
{
	(void)state;
	struct calendar *once = calendar_of(YEAR("2030", DAY("2030-02-05", "true")), NULL);
	struct calendar *twice = calendar_of(YEAR("2030", DAY("2030-02-05", "true")),
					     YEAR("2030", DAY("2030-02-05", "true")));
	struct calendar *other = calendar_of(YEAR("2030", DAY("2030-02-06", "true")), NULL);
	struct calendar *works = calendar_of(YEAR("2030", DAY("2030-02-05", "false")), NULL);
	struct calendar *year = calendar_of(YEAR("2031", DAY("2030-02-05", "true")), NULL);
	assert_int_equal(strlen(calendar_edition(once)), 16);
	assert_int_equal(strspn(calendar_edition(once), "0123456789abcdef"), 16);
	assert_string_equal(calendar_edition(once), calendar_edition(twice));
	assert_string_not_equal(calendar_edition(once), calendar_edition(other));
	assert_string_not_equal(calendar_edition(once), calendar_edition(works));
	assert_string_not_equal(calendar_edition(once), calendar_edition(year));
	calendar_free(once);
	calendar_free(twice);
	calendar_free(other);
	calendar_free(works);
	calendar_free(year);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_what_the_notices_say),
		cmocka_unit_test(an_unknown_year_keeps_the_decree),
		cmocka_unit_test(provisional_days),
		cmocka_unit_test(workdays_are_added),
		cmocka_unit_test(days_off_are_rolled),
		cmocka_unit_test(workdays_between_two_dates),
		cmocka_unit_test(two_centuries_are_consistent),
		cmocka_unit_test(the_later_notice_wins),
		cmocka_unit_test(an_empty_file_leaves_the_year_unknown),
		cmocka_unit_test(a_broken_file_adds_nothing),
		cmocka_unit_test(the_edition_follows_the_days_in_force),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
