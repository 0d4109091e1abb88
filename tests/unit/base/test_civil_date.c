#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/civil_date.h"
#include "base/error.h"

static struct civil_date date(const char *text)
{
	struct civil_date parsed = {0};
	if (text[0] != '\0')
		assert_int_equal(civil_date_parse(text, &parsed), 0);
	return parsed;
}

static void assert_date(struct civil_date actual, const char *expected)
{
	char text[CIVIL_DATE_TEXT];
	assert_string_equal(civil_date_print(actual, text), expected);
}

static int days_in(int year, int month)
{
	if (month == 2)
		return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* Against a count by hand: every date there is. */
static void every_day_has_its_number(void **state)
{
	(void)state;
	int32_t number = civil_date_number(date("0001-01-01"));
	int weekday = 1;
	for (int year = 1; year <= 9999; year++) {
		for (int month = 1; month <= 12; month++) {
			for (int day = 1; day <= days_in(year, month); day++) {
				struct civil_date today = {(int16_t)year, (uint8_t)month,
							   (uint8_t)day};
				struct civil_date back = civil_date_from_number(number);
				if (civil_date_number(today) != number ||
				    civil_date_compare(today, back) != 0 ||
				    civil_date_weekday(today) != weekday)
					fail_msg("%04d-%02d-%02d", year, month, day);
				number++;
				weekday = weekday % 7 + 1;
			}
		}
	}
	assert_int_equal(number, civil_date_number(date("9999-12-31")) + 1);
	assert_int_equal(civil_date_number(date("1970-01-01")), 0);
}

static void weekdays_of_known_days(void **state)
{
	(void)state;
	assert_int_equal(civil_date_weekday(date("1970-01-01")), 4);
	assert_int_equal(civil_date_weekday(date("2000-02-29")), 2);
	assert_int_equal(civil_date_weekday(date("2009-03-02")), 1);
	assert_int_equal(civil_date_weekday(date("2026-11-22")), 7);
}

static void only_exact_iso_dates_are_read(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		"2009-3-02",
		"2009-03-2",
		"20090302",
		"2009-03-02 ",
		" 2009-03-02",
		"2009/03/02",
		"2009-13-01",
		"2009-00-10",
		"2009-01-00",
		"2009-02-29",
		"1900-02-29",
		"0000-01-01",
		"2009-04-31",
		"2009-03-0a",
		"+009-03-02",
		"2009-03-02T",
		"10000-01-01",
		"２009-03-02",
	};
	struct civil_date out = {1, 2, 3};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_int_equal(civil_date_parse(bad[i], &out), -E_INVALID);
	assert_int_equal(civil_date_parse(NULL, &out), -E_INVALID);
	assert_int_equal(out.year, 1); /* written only on success */
	assert_date(date("2008-02-29"), "2008-02-29");
	assert_date(date("0001-01-01"), "0001-01-01");
	assert_date(date("9999-12-31"), "9999-12-31");
	assert_date((struct civil_date){0}, "");
}

static void dates_compare_in_order(void **state)
{
	(void)state;
	static const char *const rising[] = {"",           "0001-01-01", "2008-12-31", "2009-01-01",
					     "2009-01-31", "2009-02-01", "9999-12-31"};
	for (size_t a = 0; a < ARRAY_LEN(rising); a++)
		for (size_t b = 0; b < ARRAY_LEN(rising); b++)
			assert_int_equal(civil_date_compare(date(rising[a]), date(rising[b])),
					 (a > b) - (a < b));
}

static void days_are_added(void **state)
{
	(void)state;
	static const struct {
		const char *from;
		int32_t days;
		const char *to;
	} cases[] = {
		{"2009-03-02", 0, "2009-03-02"},
		{"2008-02-28", 1, "2008-02-29"},
		{"2009-02-28", 1, "2009-03-01"},
		{"2009-01-01", -1, "2008-12-31"},
		{"2009-01-01", 365, "2010-01-01"},
		{"9999-12-31", 1, ""},
		{"0001-01-01", -1, ""},
		{"2009-01-01", INT32_MAX, ""},
		{"2009-01-01", INT32_MIN, ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_date(civil_date_add(date(cases[i].from), cases[i].days), cases[i].to);
}

/* Source: Civil Code (2021) art. 202: no corresponding day means the last day of the month. */
static void months_end_at_the_corresponding_day(void **state)
{
	(void)state;
	static const struct {
		const char *from;
		int months;
		const char *to;
	} cases[] = {
		{"2009-01-15", 1, "2009-02-15"},  {"2009-01-31", 1, "2009-02-28"},
		{"2008-01-31", 1, "2008-02-29"},  {"2009-03-31", 1, "2009-04-30"},
		{"2009-11-30", 3, "2010-02-28"},  {"2008-02-29", 12, "2009-02-28"},
		{"2009-01-01", -1, "2008-12-01"}, {"2009-03-31", -1, "2009-02-28"},
		{"2009-12-31", 0, "2009-12-31"},  {"9999-12-01", 1, ""},
		{"0001-01-01", -1, ""},           {"2009-01-01", INT32_MAX, ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_date(civil_date_add_months(date(cases[i].from), cases[i].months),
			    cases[i].to);
}

static void none_is_neither_set_nor_valid(void **state)
{
	(void)state;
	assert_false(civil_date_is_set((struct civil_date){0}));
	assert_false(civil_date_is_valid((struct civil_date){0}));
	assert_true(civil_date_is_set(date("2009-03-02")));
	assert_false(civil_date_is_valid((struct civil_date){2009, 2, 29}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_has_its_number),
		cmocka_unit_test(weekdays_of_known_days),
		cmocka_unit_test(only_exact_iso_dates_are_read),
		cmocka_unit_test(dates_compare_in_order),
		cmocka_unit_test(days_are_added),
		cmocka_unit_test(months_end_at_the_corresponding_day),
		cmocka_unit_test(none_is_neither_set_nor_valid),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
