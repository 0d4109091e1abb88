#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/instant.h"

#define CHINA_S (8 * 3600)

static struct instant at(const char *text)
{
	struct instant parsed = {0};
	assert_int_equal(instant_parse(text, &parsed), 0);
	return parsed;
}

static void assert_printed(struct instant instant, int offset_s, bool milliseconds,
			   const char *expected)
{
	char text[INSTANT_TEXT];
	assert_string_equal(instant_print(instant, offset_s, milliseconds, text), expected);
}

static void rfc_3339_is_read(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t us;
	} cases[] = {
		{"1970-01-01T00:00:00Z", 0},
		{"1970-01-01T08:00:00+08:00", 0},
		{"1969-12-31T23:59:59.5Z", -500000},
		{"2009-03-13T00:00:00+08:00", INT64_C(1236873600000000)},
		{"2009-03-12T16:00:00.000001Z", INT64_C(1236873600000001)},
		{"2009-03-12t16:00:00.123456789z", INT64_C(1236873600123456)},
		{"2009-03-12T12:30:00-03:30", INT64_C(1236873600000000)},
		{"2009-03-12T16:00:00-00:00", INT64_C(1236873600000000)},
		{"2016-12-31T23:59:60Z", INT64_C(1483228800000000)}, /* a leap second */
		{"2017-01-01T07:59:60+08:00", INT64_C(1483228800000000)},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(at(cases[i].text).us, cases[i].us);
}

static void anything_else_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		"2009-03-12",
		"2009-03-12T16:00:00",
		"2009-03-12 16:00:00Z",
		"2009-03-12T16:00Z",
		"2009-03-12T24:00:00Z",
		"2009-03-12T16:60:00Z",
		"2009-03-12T16:00:60Z",
		"2009-03-12T16:00:61Z",
		"2009-02-29T16:00:00Z",
		"2009-03-12T16:00:00.Z",
		"2009-03-12T16:00:00.1234567890Z",
		"2009-03-12T16:00:00,5Z",
		"2009-03-12T16:00:00+0800",
		"2009-03-12T16:00:00+08",
		"2009-03-12T16:00:00+24:00",
		"2009-03-12T16:00:00+08:60",
		"2009-03-12T16:00:00Zz",
		"2009-03-12T16:00:00+08:00 ",
		"2009-03-12T1a:00:00Z",
		"12009-03-12T16:00:00Z",
	};
	struct instant out = {42};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (instant_parse(bad[i], &out) != -E_INVALID)
			fail_msg("taken: %s", bad[i]);
	assert_int_equal(instant_parse(NULL, &out), -E_INVALID);
	assert_int_equal(out.us, 42);
}

static void printing_names_the_offset(void **state)
{
	(void)state;
	struct instant due = at("2009-03-12T16:00:00.987654Z");
	assert_printed(due, 0, false, "2009-03-12T16:00:00Z");
	assert_printed(due, 0, true, "2009-03-12T16:00:00.987Z");
	assert_printed(due, CHINA_S, false, "2009-03-13T00:00:00+08:00");
	assert_printed(due, CHINA_S, true, "2009-03-13T00:00:00.987+08:00");
	assert_printed(due, -(3 * 3600 + 1800), false, "2009-03-12T12:30:00-03:30");
	assert_printed((struct instant){-1}, 0, true, "1969-12-31T23:59:59.999Z");
	assert_printed((struct instant){0}, CHINA_S, false, "");
	assert_printed(INSTANT_NEVER, CHINA_S, false, "never");
	assert_printed((struct instant){INT64_MIN}, CHINA_S, true, "never");
}

static void what_is_printed_is_read_again(void **state)
{
	(void)state;
	static const int offsets_s[] = {0, CHINA_S, -CHINA_S, 5 * 3600 + 2700, -86340, 86340};
	for (int64_t second = -5000000000; second < 20000000000; second += 123456789) {
		for (size_t i = 0; i < ARRAY_LEN(offsets_s); i++) {
			struct instant instant = {second * INSTANT_SECOND + 7000};
			char text[INSTANT_TEXT];
			instant_print(instant, offsets_s[i], true, text);
			assert_int_equal(at(text).us, instant.us);
			struct instant whole = {second * INSTANT_SECOND};
			struct civil_date day = civil_date_at(whole, offsets_s[i]);
			int32_t of_day = instant_second_of_day(whole, offsets_s[i]);
			assert_int_equal(instant_of(day, of_day, offsets_s[i]).us, whole.us);
		}
	}
}

/* The civil day changes at local midnight, wherever the process believes to be. */
static void a_day_ends_where_the_bureau_is(void **state)
{
	(void)state;
	char text[CIVIL_DATE_TEXT];
	struct instant last = at("2009-03-12T15:59:59.999999Z");
	struct instant next = instant_add_us(last, 1);
	assert_string_equal(civil_date_print(civil_date_at(last, CHINA_S), text), "2009-03-12");
	assert_string_equal(civil_date_print(civil_date_at(next, CHINA_S), text), "2009-03-13");
	assert_string_equal(civil_date_print(civil_date_at(next, 0), text), "2009-03-12");
	assert_int_equal(instant_second_of_day(last, CHINA_S), 86399);
	assert_int_equal(instant_second_of_day(next, CHINA_S), 0);
	struct civil_date day = {2009, 3, 12};
	assert_int_equal(instant_of(day, 86400, CHINA_S).us, next.us);
	assert_false(civil_date_is_set(civil_date_at(INSTANT_NEVER, CHINA_S)));
}

static void sums_saturate(void **state)
{
	(void)state;
	assert_int_equal(instant_add_us((struct instant){1}, -2).us, -1);
	assert_int_equal(instant_add_us((struct instant){INT64_MAX - 1}, 2).us, INT64_MAX);
	assert_int_equal(instant_add_us(INSTANT_NEVER, -INSTANT_DAY).us, INT64_MAX);
	assert_int_equal(instant_add_us((struct instant){INT64_MIN}, -1).us, INT64_MIN);
}

static void instants_compare(void **state)
{
	(void)state;
	struct instant early = {-5};
	struct instant late = {7};
	assert_true(instant_compare(early, late) < 0);
	assert_true(instant_compare(late, early) > 0);
	assert_int_equal(instant_compare(late, late), 0);
	assert_true(instant_before(early, late));
	assert_false(instant_before(late, late));
	assert_int_equal(instant_min(early, late).us, -5);
	assert_int_equal(instant_max(early, late).us, 7);
	assert_false(instant_is_set((struct instant){0}));
	assert_true(instant_is_set(early));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc_3339_is_read),
		cmocka_unit_test(anything_else_is_refused),
		cmocka_unit_test(printing_names_the_offset),
		cmocka_unit_test(what_is_printed_is_read_again),
		cmocka_unit_test(a_day_ends_where_the_bureau_is),
		cmocka_unit_test(sums_saturate),
		cmocka_unit_test(instants_compare),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
