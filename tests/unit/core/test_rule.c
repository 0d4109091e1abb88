#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "core/rule/rule.h"

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

static struct due due_of(const struct law *law, struct term term, enum term_roll roll,
			 const char *trigger)
{
	struct rule rule = {.term = term, .roll = roll};
	return rule_due(&rule, law, date_sample(trigger), (struct instant){0});
}

static void assert_due(struct due due, const char *on, const char *at, bool provisional)
{
	char day[CIVIL_DATE_TEXT];
	char moment[INSTANT_TEXT];
	assert_string_equal(civil_date_print(due.due_on, day), on);
	assert_string_equal(instant_print(due.due_at, 8 * 3600, false, moment), at);
	assert_int_equal(due.provisional, provisional);
}

static void a_day_ends_with_the_close_of_business(void **state)
{
	struct law *law = *state;
	struct due due = due_of(law, (struct term){10, TERM_DAYS}, TERM_ROLL_FORWARD, "2009-03-02");
	assert_due(due, "2009-03-12", "2009-03-13T00:00:00+08:00", false);
	assert_int_equal(civil_date_compare(due.trigger_on, date_sample("2009-03-02")), 0);

	struct law early = *law;
	early.close_of_business_s = 17 * 3600 + 1800;
	due = due_of(&early, (struct term){10, TERM_DAYS}, TERM_ROLL_FORWARD, "2009-03-02");
	assert_due(due, "2009-03-12", "2009-03-12T17:30:00+08:00", false);
}

/* Source: Civil Code (2021) art. 202 and 203. */
static void terms_of_every_unit(void **state)
{
	static const struct {
		int count;
		enum term_unit unit;
		enum term_roll roll;
		const char *trigger, *due;
		bool provisional;
	} cases[] = {
		{1, TERM_MONTHS, TERM_ROLL_NONE, "2009-01-31", "2009-02-28", false},
		{1, TERM_MONTHS, TERM_ROLL_FORWARD, "2009-01-31", "2009-03-02", false},
		{1, TERM_MONTHS, TERM_ROLL_BACKWARD, "2009-01-31", "2009-02-27", false},
		{6, TERM_MONTHS, TERM_ROLL_NONE, "2026-12-18", "2027-06-18", false},
		{6, TERM_MONTHS, TERM_ROLL_FORWARD, "2026-12-18", "2027-06-18", true},
		{0, TERM_DAYS, TERM_ROLL_FORWARD, "2009-10-01", "2009-10-09", false},
		{-30, TERM_DAYS, TERM_ROLL_BACKWARD, "2009-10-31", "2009-09-30", false},
		{-3, TERM_WORKDAYS, TERM_ROLL_NONE, "2009-10-09", "2009-09-28", false},
		{10, TERM_DAYS, TERM_ROLL_FORWARD, "2026-12-18", "2026-12-28", false},
		{10, TERM_DAYS, TERM_ROLL_FORWARD, "2026-12-19", "2026-12-29", true},
		{10, TERM_DAYS, TERM_ROLL_NONE, "2026-12-22", "2027-01-01", false},
		{10, TERM_DAYS, TERM_ROLL_FORWARD, "2026-12-22", "2027-01-04", true},
		{10, TERM_DAYS, TERM_ROLL_BACKWARD, "2026-12-22", "2026-12-31", true},
		{10, TERM_WORKDAYS, TERM_ROLL_NONE, "2026-12-18", "2027-01-04", true},
		{5, TERM_WORKDAYS, TERM_ROLL_NONE, "2026-12-18", "2026-12-25", false},
		{6, TERM_WORKDAYS, TERM_ROLL_NONE, "2026-12-18", "2026-12-28", false},
		{7, TERM_WORKDAYS, TERM_ROLL_NONE, "2026-12-18", "2026-12-29", true},
		{20, TERM_DAYS, TERM_ROLL_FORWARD, "9999-12-30", "9999-12-31", true},
		{20, TERM_MONTHS, TERM_ROLL_NONE, "9999-12-30", "9999-12-31", false},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct due due = due_of(*state, (struct term){cases[i].count, cases[i].unit},
					cases[i].roll, cases[i].trigger);
		char text[CIVIL_DATE_TEXT];
		assert_string_equal(civil_date_print(due.due_on, text), cases[i].due);
		assert_int_equal(due.provisional, cases[i].provisional);
	}
}

static void hours_run_from_their_moment(void **state)
{
	struct rule rule = {.term = {5, TERM_HOURS}, .roll = TERM_ROLL_FORWARD};
	struct civil_date on = date_sample("2009-10-01"); /* holidays do not stop hours */
	struct instant at;
	assert_int_equal(instant_parse("2009-10-01T21:30:00+08:00", &at), 0);
	assert_due(rule_due(&rule, *state, on, at), "2009-10-02", "2009-10-02T02:30:00+08:00",
		   false);
	/* Midnight sharp is the end of the day, not the beginning of the next. */
	assert_int_equal(instant_parse("2009-10-01T19:00:00+08:00", &at), 0);
	assert_due(rule_due(&rule, *state, on, at), "2009-10-01", "2009-10-02T00:00:00+08:00",
		   false);
	/* Without a moment, from the midnight that begins the day. */
	assert_due(rule_due(&rule, *state, on, (struct instant){0}), "2009-10-01",
		   "2009-10-01T05:00:00+08:00", false);
	rule.term.count = 0;
	assert_due(rule_due(&rule, *state, on, (struct instant){0}), "2009-10-01",
		   "2009-10-01T00:00:00+08:00", false);
	rule.term.count = 24;
	assert_due(rule_due(&rule, *state, on, (struct instant){0}), "2009-10-01",
		   "2009-10-02T00:00:00+08:00", false);
	rule.term.count = 100000;
	struct due late = rule_due(&rule, *state, date_sample("9999-12-31"), (struct instant){0});
	assert_int_equal(civil_date_compare(late.due_on, date_sample("9999-12-31")), 0);
}

static void all_fields_of_a_match_must_fit(void **state)
{
	struct law *law = *state;
	struct document document = {
		.issuer = "盐城市水利局",
		.department = "hydrology",
		.category = "official-document",
		.public_interest = true,
		.disclosure = DISCLOSURE_ACTIVE,
	};
	struct civil_date on = date_sample("2019-05-15");
	assert_true(rule_binds(law_rule(law, "ten-day"), &document, on));
	assert_true(rule_binds(law_rule(law, "statutory"), &document, on));
	assert_false(rule_binds(law_rule(law, "appointment"), &document, on));
	document.category = "appointment-notice";
	assert_true(rule_binds(law_rule(law, "appointment"), &document, on));
	document.disclosure = DISCLOSURE_ON_REQUEST;
	assert_false(rule_binds(law_rule(law, "statutory"), &document, on));
	document.public_interest = false;
	assert_false(rule_binds(law_rule(law, "ten-day"), &document, on));

	static const char *const two[] = {"planning", "hydrology", NULL};
	static const char *const none[] = {NULL};
	struct rule rule = {.match = {.departments = two,
				      .disclosure = -1,
				      .public_interest = 0,
				      .audience = AUDIENCE_PUBLIC}};
	assert_true(rule_binds(&rule, &document, on));
	document.audience = AUDIENCE_INTERNAL;
	assert_false(rule_binds(&rule, &document, on));
	rule.match.audience = -1;
	rule.match.issuers = two;
	assert_false(rule_binds(&rule, &document, on));
	rule.match.issuers = NULL;
	rule.match.departments = none;
	assert_false(rule_binds(&rule, &document, on));
}

static void a_rule_binds_while_it_is_in_force(void **state)
{
	(void)state;
	struct document document = {0};
	struct rule rule = {.match = {.disclosure = -1, .public_interest = -1, .audience = -1}};
	assert_true(rule_binds(&rule, &document, date_sample("1999-01-01")));
	assert_false(rule_binds(&rule, &document, (struct civil_date){0}));
	rule.from = date_sample("2008-05-01");
	rule.until = date_sample("2019-05-14");
	assert_false(rule_binds(&rule, &document, date_sample("2008-04-30")));
	assert_true(rule_binds(&rule, &document, date_sample("2008-05-01")));
	assert_true(rule_binds(&rule, &document, date_sample("2019-05-14")));
	assert_false(rule_binds(&rule, &document, date_sample("2019-05-15")));
}

static void the_trigger_is_the_documents_date(void **state)
{
	(void)state;
	struct document document = {.issued_on = date_sample("2009-03-02")};
	struct civil_date arrived = date_sample("2009-03-09");
	struct rule rule = {.trigger = TRIGGER_ISSUED};
	assert_int_equal(rule_trigger(&rule, &document, arrived).day, 2);
	rule.trigger = TRIGGER_RECEIVED;
	assert_int_equal(rule_trigger(&rule, &document, arrived).day, 9);
	rule.trigger = TRIGGER_CHANGED;
	assert_int_equal(rule_trigger(&rule, &document, arrived).day, 9);
	document.received_on = date_sample("2009-03-05");
	assert_int_equal(rule_trigger(&rule, &document, arrived).day, 5);
	rule.trigger = TRIGGER_DECIDED;
	assert_false(civil_date_is_set(rule_trigger(&rule, &document, arrived)));
}

static void settings_are_told(void **state)
{
	struct law law = *(struct law *)*state;
	scoped(buf_finish) struct buf text = {0};
	rule_settings(law_rule(&law, "statutory"), &law, &text);
	assert_string_equal(buf_text(&text),
			    "workdays, roll none, close of business 24:00, first day not counted");
	buf_clear(&text);
	law.close_of_business_s = 17 * 3600 + 1800;
	rule_settings(law_rule(&law, "ten-day"), &law, &text);
	assert_string_equal(buf_text(&text),
			    "days, roll forward, close of business 17:30, first day not counted");
	buf_clear(&text);
	struct rule hours = {.term = {5, TERM_HOURS}};
	rule_settings(&hours, &law, &text);
	assert_string_equal(buf_text(&text),
			    "hours, counted from the trigger's own moment, not rolled");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_ends_with_the_close_of_business),
		cmocka_unit_test(terms_of_every_unit),
		cmocka_unit_test(hours_run_from_their_moment),
		cmocka_unit_test(all_fields_of_a_match_must_fit),
		cmocka_unit_test(a_rule_binds_while_it_is_in_force),
		cmocka_unit_test(the_trigger_is_the_documents_date),
		cmocka_unit_test(settings_are_told),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
