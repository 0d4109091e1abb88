#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/macros.h"
#include "core/model/term.h"

static void terms_are_read(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int count;
		enum term_unit unit;
	} cases[] = {
		{"10 days", 10, TERM_DAYS},
		{"1 day", 1, TERM_DAYS},
		{"20 workdays", 20, TERM_WORKDAYS},
		{"1 workdays", 1, TERM_WORKDAYS},
		{"-3 workdays", -3, TERM_WORKDAYS},
		{"+3 workdays", 3, TERM_WORKDAYS},
		{"5 hours", 5, TERM_HOURS},
		{"24 hour", 24, TERM_HOURS},
		{"1 months", 1, TERM_MONTHS},
		{"  3   months  ", 3, TERM_MONTHS},
		{"0", 0, TERM_WORKDAYS},
		{" +0 ", 0, TERM_WORKDAYS},
		{"0 days", 0, TERM_DAYS},
		{"-1\tworkday", -1, TERM_WORKDAYS},
		{"100000 hours", 100000, TERM_HOURS},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct term term = {-1, TERM_DAYS};
		assert_int_equal(term_parse(cases[i].text, &term, NULL), 0);
		assert_int_equal(term.count, cases[i].count);
		assert_int_equal(term.unit, cases[i].unit);
	}
}

static void other_texts_are_refused(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"",         "days",          "10",          "10days",
		"10 dyas",  "10 days or so", "ten days",    "1.5 days",
		"--1 days", "- 1 days",      "1 s",         "10 daysx",
		"+",        "1e3 days",      "100001 days", "99999999999 days",
		"0 x",      "10 日",
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct term term = {7, TERM_HOURS};
		struct error err = {0};
		assert_int_equal(term_parse(cases[i], &term, &err), -E_INVALID);
		assert_non_null(strstr(err.text, cases[i]));
		assert_non_null(strstr(err.text, "20 workdays"));
		assert_int_equal(term.count, 7);
	}
	struct term term;
	assert_int_equal(term_parse(NULL, &term, NULL), -E_INVALID);
}

static void rolls_and_names(void **state)
{
	(void)state;
	static const char *const names[] = {"forward", "none", "backward"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		enum term_roll roll;
		assert_int_equal(term_roll_parse(names[i], &roll, NULL), 0);
		assert_int_equal(roll, i);
		assert_string_equal(term_roll_name(roll), names[i]);
	}
	enum term_roll roll;
	struct error err = {0};
	assert_int_equal(term_roll_parse("Forward", &roll, &err), -E_INVALID);
	assert_non_null(strstr(err.text, "backward"));
	assert_int_equal(term_roll_parse(NULL, &roll, NULL), -E_INVALID);
	assert_string_equal(term_unit_name(TERM_WORKDAYS), "workdays");
	assert_string_equal(term_unit_name(TERM_MONTHS), "months");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(terms_are_read),
		cmocka_unit_test(other_texts_are_refused),
		cmocka_unit_test(rolls_and_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
