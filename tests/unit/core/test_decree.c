#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "core/calendar/decree.h"

/* One name a line: which days each decree grants.
 * Source: 全国年节及纪念日放假办法, decrees 270/1999, 513/2007, 644/2013, 795/2024. */
static const struct {
	int year;
	const char *days;
} cases[] = {
	{1998, "01-01 05-01 10-01 10-02"},
	{2000, "01-01 02-05 02-06 02-07 05-01 05-02 05-03 10-01 10-02 10-03"},
	{2007, "01-01 02-18 02-19 02-20 05-01 05-02 05-03 10-01 10-02 10-03"},
	{2009, "01-01 01-25 01-26 01-27 04-04 05-01 05-28 10-03 10-01 10-02 10-03"},
	{2014, "01-01 01-31 02-01 02-02 04-05 05-01 06-02 09-08 10-01 10-02 10-03"},
	{2025, "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-06 10-01 10-02 10-03"},
	{2027, "01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03"},
	{2030, "01-01 02-02 02-03 02-04 02-05 04-05 05-01 05-02 06-05 09-12 10-01 10-02 10-03"},
	{2060, "01-01 05-01 05-02 10-01 10-02 10-03"},
	{1949, ""},
};

static void each_decree_grants_its_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf found = {0};
		struct decree_day days[DECREE_DAYS];
		int count = decree_days(cases[i].year, days);
		for (int day = 0; day < count; day++) {
			char text[CIVIL_DATE_TEXT];
			civil_date_print(days[day].date, text);
			assert_int_equal(days[day].date.year, cases[i].year);
			buf_print(&found, "%s%s", day > 0 ? " " : "", text + 5);
		}
		assert_string_equal(buf_text(&found), cases[i].days);
	}
}

/* Every holiday of the decree was off in the notice of its year: this confirms the table. */
static void the_notices_confirm_the_table(void **state)
{
	(void)state;
	struct calendar *calendar = calendar_sample(2007, 2026);
	for (int year = 2007; year <= 2026; year++) {
		struct decree_day days[DECREE_DAYS];
		int count = decree_days(year, days);
		assert_int_equal(count, year < 2008 ? 10 : year < 2025 ? 11 : 13);
		for (int i = 0; i < count; i++)
			assert_false(calendar_is_working(calendar, days[i].date));
	}
	calendar_free(calendar);
}

static int32_t number_of(int year, const char *name)
{
	struct decree_day days[DECREE_DAYS];
	int count = decree_days(year, days);
	for (int i = 0; i < count; i++)
		if (strcmp(days[i].name, name) == 0)
			return civil_date_number(days[i].date);
	fail_msg("no %s in %d", name, year);
	return 0;
}

/* Lunar months have 29 or 30 days and a leap year has 13 of them, so the distances between the
 * festivals are known but for a day or so. */
static void the_lunar_years_have_whole_months(void **state)
{
	(void)state;
	for (int year = 2008; year <= 2050; year++) {
		int eve = year < 2014 || year >= 2025;
		int32_t spring = number_of(year, "春节") + eve;
		int32_t dragon_boat = number_of(year, "端午节");
		int32_t mid_autumn = number_of(year, "中秋节");
		int four_months = dragon_boat - 4 - spring;
		int three_months = mid_autumn - 14 - (dragon_boat - 4);
		assert_true((four_months >= 117 && four_months <= 120) ||
			    (four_months >= 146 && four_months <= 149));
		assert_true((three_months >= 87 && three_months <= 90) ||
			    (three_months >= 117 && three_months <= 119));

		struct civil_date first = civil_date_from_number(spring);
		assert_true(first.month == 1 ? first.day >= 21
					     : first.month == 2 && first.day <= 20);
		if (year == 2050)
			break;
		int eve_next = year + 1 < 2014 || year + 1 >= 2025;
		int length = number_of(year + 1, "春节") + eve_next - spring;
		assert_true((length >= 353 && length <= 355) || (length >= 383 && length <= 385));
	}
}

/* The usual rule for the solar term in the 21st century. */
static void qingming_follows_its_formula(void **state)
{
	(void)state;
	for (int year = 2008; year <= 2050; year++) {
		int in_century = year - 2000;
		int day = (int)(in_century * 0.2422 + 4.81) - in_century / 4;
		struct civil_date date = civil_date_from_number(number_of(year, "清明节"));
		assert_int_equal(date.month, 4);
		assert_int_equal(date.day, day);
	}
}

static void names_and_bases(void **state)
{
	(void)state;
	assert_string_equal(decree_day_name(date_sample("2027-01-01")), "元旦");
	assert_null(decree_day_name(date_sample("2027-01-02")));
	assert_string_equal(decree_basis(2027), "国务院令第795号");
	assert_string_equal(decree_basis(2024), "国务院令第644号");
	assert_string_equal(decree_basis(1900), "");
	assert_true(decree_knows_name("国庆节、中秋节"));
	assert_true(decree_knows_name("“五一”国际劳动节"));
	assert_false(decree_knows_name("抗日战争暨世界反法西斯战争胜利70周年纪念日"));
	assert_true(decree_moving_known(1999) && decree_moving_known(2050));
	assert_false(decree_moving_known(1998) || decree_moving_known(2051));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_decree_grants_its_days),
		cmocka_unit_test(the_notices_confirm_the_table),
		cmocka_unit_test(the_lunar_years_have_whole_months),
		cmocka_unit_test(qingming_follows_its_formula),
		cmocka_unit_test(names_and_bases),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
