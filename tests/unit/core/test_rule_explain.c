#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "core/rule/rule.h"

static void write_day(void *ctx, const struct due_day *day)
{
	char text[CIVIL_DATE_TEXT];
	buf_print(ctx, "%s%s %s %s%s\n", day->counted ? "+" : "-",
		  civil_date_print(day->date, text) + 5, day->why, day->name,
		  day->notice[0] != '\0' ? " *" : "");
}

static void assert_explained(const struct law *law, struct term term, enum term_roll roll,
			     const char *trigger, const char *expected)
{
	struct rule rule = {.term = term, .roll = roll};
	scoped(buf_finish) struct buf text = {0};
	struct due due = rule_explain(&rule, law, date_sample(trigger), write_day, &text);
	assert_string_equal(buf_text(&text), expected);
	struct due same = rule_due(&rule, law, date_sample(trigger), (struct instant){0});
	assert_int_equal(civil_date_compare(due.due_on, same.due_on), 0);
	assert_int_equal(due.due_at.us, same.due_at.us);
	assert_int_equal(due.provisional, same.provisional);
}

static int make_law(void **state)
{
	*state = law_sample();
	return 0;
}

static int drop_law(void **state)
{
	law_free(*state);
	return 0;
}

static void workdays_are_counted_one_by_one(void **state)
{
	assert_explained(*state, (struct term){3, TERM_WORKDAYS}, TERM_ROLL_NONE, "2009-09-25",
			 "-09-26 weekend \n"
			 "+09-27 make-up workday 国庆节、中秋节 *\n"
			 "+09-28 workday \n"
			 "+09-29 workday \n");
	assert_explained(*state, (struct term){1, TERM_WORKDAYS}, TERM_ROLL_NONE, "2020-02-01",
			 "-02-02 holiday 春节 *\n"
			 "+02-03 workday 春节 *\n"); /* a Monday: listed, yet nothing is made up */
	assert_explained(*state, (struct term){0, TERM_WORKDAYS}, TERM_ROLL_NONE, "2026-12-30", "");
}

static void rolling_adds_or_gives_up_days(void **state)
{
	assert_explained(*state, (struct term){2, TERM_DAYS}, TERM_ROLL_FORWARD, "2025-04-03",
			 "+04-04 calendar day 清明节 *\n"
			 "+04-05 calendar day 清明节 *\n"
			 "-04-06 holiday 清明节 *\n"
			 "-04-07 rolled \n");
	assert_explained(*state, (struct term){2, TERM_DAYS}, TERM_ROLL_BACKWARD, "2025-04-03",
			 "+04-04 rolled 清明节 *\n"
			 "+04-05 rolled 清明节 *\n");
	assert_explained(*state, (struct term){2, TERM_DAYS}, TERM_ROLL_NONE, "2025-04-03",
			 "+04-04 calendar day 清明节 *\n"
			 "+04-05 calendar day 清明节 *\n");
}

static void a_year_without_notice_is_told(void **state)
{
	assert_explained(*state, (struct term){2, TERM_WORKDAYS}, TERM_ROLL_NONE, "2026-12-30",
			 "+12-31 workday \n"
			 "-01-01 provisional holiday 元旦 *\n"
			 "-01-02 weekend \n"
			 "-01-03 weekend \n"
			 "+01-04 workday \n");
}

static void hours_fill_days(void **state)
{
	assert_explained(*state, (struct term){25, TERM_HOURS}, TERM_ROLL_NONE, "2026-12-30",
			 "+12-31 calendar day \n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(workdays_are_counted_one_by_one),
		cmocka_unit_test(rolling_adds_or_gives_up_days),
		cmocka_unit_test(a_year_without_notice_is_told),
		cmocka_unit_test(hours_fill_days),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
