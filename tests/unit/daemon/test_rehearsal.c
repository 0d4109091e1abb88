/* --clock: what is understood, and that a rehearsal never touches real entries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "daemon/daemon.h"

#define CHINA (8 * 3600)

static void clock_texts(void **state)
{
	(void)state;
	static const struct {
		const char *text, *start; /* NULL: refused */
		double speed;
	} cases[] = {
		{"2009-01-01T08:00", "2009-01-01T08:00:00+08:00", 1},
		{"2009-01-01T08:00,86400", "2009-01-01T08:00:00+08:00", 86400},
		{"2009-01-01T08:00:00,10", "2009-01-01T08:00:00+08:00", 10},
		{"2009-01-01", "2009-01-01T00:00:00+08:00", 1},
		{"2009-01-01,0.5", "2009-01-01T00:00:00+08:00", 0.5},
		{"2009-01-01T08:00:00Z,2", "2009-01-01T16:00:00+08:00", 2},
		{"2009-02-30T08:00", NULL, 0},
		{"2009-01-01T25:00", NULL, 0},
		{"2009-01-01T08:61", NULL, 0},
		{"2009-01-01T08:00,", NULL, 0},
		{"2009-01-01T08:00,0", NULL, 0},
		{"2009-01-01T08:00,-3", NULL, 0},
		{"2009-01-01T08:00,10x", NULL, 0},
		{"yesterday", NULL, 0},
		{"", NULL, 0},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct instant start, expected;
		double speed;
		struct error err = {0};
		int rc = rehearsal_parse(cases[i].text, CHINA, &start, &speed, &err);
		if (cases[i].start == NULL) {
			assert_int_equal(rc, -E_INVALID);
			assert_true(err.text[0] != '\0');
			continue;
		}
		assert_int_equal(rc, 0);
		assert_int_equal(instant_parse(cases[i].start, &expected), 0);
		assert_int_equal(instant_compare(start, expected), 0);
		assert_true(speed > cases[i].speed * 0.999 && speed < cases[i].speed * 1.001);
	}
}

static void put_entry(struct store *store, const char *mark)
{
	struct buf line = {0};
	struct fact fact = {.kind = FACT_DAEMON_STARTED, .actor = "gongshi"};
	assert_int_equal(instant_parse("2009-06-01T08:00:00+08:00", &fact.at), 0);
	ledger_line(&fact, (struct digest){{0}}, CHINA, &line);
	assert_int_equal(store_begin(store, NULL), 0);
	assert_int_equal(store_put_entry(store, 0, line.data, line.len,
					 ledger_leaf(line.data, line.len), NULL), 0);
	if (mark != NULL)
		assert_int_equal(store_put_setting(store, "rehearsal", mark, NULL), 0);
	assert_int_equal(store_commit(store, NULL), 0);
	buf_finish(&line);
}

static void rehearsals_and_life_do_not_mix(void **state)
{
	(void)state;
	static const struct {
		bool entries, marked, rehearsal;
		const char *start;
		bool good, fresh;
	} cases[] = {
		{false, false, false, "2009-01-01T00:00:00Z", true, false},
		{false, false, true, "2009-01-01T00:00:00Z", true, true},
		{true, false, false, "2009-01-01T00:00:00Z", true, false},
		{true, false, true, "2010-01-01T00:00:00Z", false, false},
		{true, true, false, "2010-01-01T00:00:00Z", false, false},
		{true, true, true, "2010-01-01T00:00:00Z", true, false},
		{true, true, true, "2009-05-31T00:00:00Z", false, false},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct store *store;
		struct instant start;
		bool fresh = false;
		struct error err = {0};
		assert_int_equal(store_open("memory", "", false, &store, NULL), 0);
		if (cases[i].entries)
			put_entry(store, cases[i].marked ? "2009-01-01,2" : NULL);
		assert_int_equal(instant_parse(cases[i].start, &start), 0);
		int rc = rehearsal_check(store, cases[i].rehearsal, start, &fresh, &err);
		assert_int_equal(rc, cases[i].good ? 0 : -E_DENIED);
		if (cases[i].good)
			assert_int_equal(fresh, cases[i].fresh);
		store_close(store);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clock_texts),
		cmocka_unit_test(rehearsals_and_life_do_not_mix),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
