#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "rig.h"

static void test_dates(void **state)
{
	struct rig *rig = *state;
	assert_int_equal(rig_ctl(rig, "due", "--rule", "ten-day", "2009-03-02", "2009年3月5日",
				 "二〇〇九年九月二十一日"),
			 CTL_DONE);
	assert_string_equal(rig->out, "2009-03-02\t2009-03-12\t-\n"
				      "2009-03-05\t2009-03-16\t-\n"
				      "2009-09-21\t2009-10-02\t-\n");
	assert_string_equal(rig->err, "");
}

static void test_input(void **state)
{
	struct rig *rig = *state;
	enum ctl_end end = rig_run(rig, "2009-03-02\r\n\n 2009/3/5 \n2010-01-04", "due", "--config",
				   rig->conf, "--rule", "statutory", NULL);
	assert_int_equal(end, CTL_DONE);
	assert_string_equal(rig->out, "2009-03-02\t2009-03-30\t-\n"
				      "2009-03-05\t2009-04-02\t-\n"
				      "2010-01-04\t2010-02-01\tprovisional\n");
}

static void test_bad_lines(void **state)
{
	struct rig *rig = *state;
	static const struct {
		const char *input, *out, *where;
	} cases[] = {
		{"2009-03-02\n\n2009-02-30\n2009-03-05\n", "2009-03-02\t2009-03-12\t-\n", "line 3"},
		{"tomorrow", "", "line 1"},
		{"2009-03-02 2009-03-03\n", "", "line 1"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(rig_run(rig, cases[i].input, "--config", rig->conf, "due",
					 "--rule", "ten-day", NULL),
				 CTL_USAGE);
		assert_string_equal(rig->out, cases[i].out);
		assert_non_null(strstr(rig->err, cases[i].where));
		assert_int_equal(strncmp(rig->err, "gongshictl: ", 12), 0);
		assert_ptr_equal(strchr(rig->err, '\n'), rig->err + strlen(rig->err) - 1);
	}
	assert_int_equal(rig_ctl(rig, "due", "--rule", "ten-day", "x"), CTL_USAGE);
	assert_non_null(strstr(rig->err, "date 1: \"x\""));
}

static void test_rules(void **state)
{
	struct rig *rig = *state;
	assert_int_equal(rig_ctl(rig, "due", "--rule", "other", "2009-03-02"), CTL_USAGE);
	assert_non_null(strstr(rig->err, "ten-day, statutory"));
	assert_int_equal(rig_ctl(rig, "due"), CTL_USAGE);
	assert_int_equal(rig_run(rig, "", "due", "--config", "/nonexistent", "--rule", "x", NULL),
			 CTL_USAGE);
	assert_int_equal(rig_ctl(rig, "rules"), CTL_DONE);
	assert_non_null(strstr(rig->out, "statutory"));
	assert_int_equal(rig_ctl(rig, "rules", "--json"), CTL_DONE);
	struct error err = {0};
	scoped(json_drop) json_t *rules = NULL;
	assert_int_equal(json_read(rig->out, strlen(rig->out), &rules, &err), 0);
	assert_int_equal(json_array_size(rules), 2);
}

static void test_json(void **state)
{
	struct rig *rig = *state;
	struct error err = {0};
	scoped(json_drop) json_t *list = NULL;
	scoped(json_drop) json_t *explained = NULL;
	assert_int_equal(
		rig_ctl(rig, "--json", "due", "--rule", "ten-day", "2009-03-02", "2010-12-20"),
		CTL_DONE);
	assert_int_equal(json_read(rig->out, strlen(rig->out), &list, &err), 0);
	assert_int_equal(json_array_size(list), 2);
	const json_t *second = json_array_get(list, 1);
	assert_string_equal(json_member_text(second, "trigger"), "2010-12-20");
	assert_string_equal(json_member_text(second, "due"), "2010-12-30");
	assert_true(json_member_bool(second, "provisional", false));

	assert_int_equal(
		rig_ctl(rig, "--json", "due", "--explain", "--rule", "ten-day", "2009-03-02"),
		CTL_DONE);
	assert_int_equal(json_read(rig->out, strlen(rig->out), &explained, &err), 0);
	const json_t *only = json_array_get(explained, 0);
	assert_string_equal(json_member_text(only, "due"), "2009-03-12");
	assert_int_equal(json_array_size(json_object_get(only, "days")), 10);

	assert_int_equal(rig_ctl(rig, "--json", "due", "--rule", "ten-day"), CTL_DONE);
	assert_string_equal(rig->out, "[]\n");
}

static void test_explain(void **state)
{
	struct rig *rig = *state;
	assert_int_equal(rig_ctl(rig, "due", "--explain", "--rule", "statutory", "2009-09-25"),
			 CTL_DONE);
	assert_int_equal(strncmp(rig->out, "2009-09-25\t", 11), 0);
	assert_non_null(strstr(rig->out, "2009-10-01"));
	assert_non_null(strstr(rig->out, "国庆节"));
	assert_non_null(strstr(rig->out, "https://www.gov.cn/2009"));
}

/* Far more than the buffers hold, and a line longer than any date. */
static void test_much(void **state)
{
	struct rig *rig = *state;
	struct buf input = {0};
	for (int i = 0; i < 200000; i++)
		buf_text_add(&input, "2009-03-02\n");
	assert_int_equal(rig_run(rig, buf_text(&input), "--config", rig->conf, "due", "--rule",
				 "ten-day", NULL),
			 CTL_DONE);
	assert_int_equal(strlen(rig->out), 200000 * strlen("2009-03-02\t2009-03-12\t-\n"));
	buf_clear(&input);
	for (int i = 0; i < 3 << 18; i++)
		buf_text_add(&input, "2009");
	assert_int_equal(rig_run(rig, buf_text(&input), "--config", rig->conf, "due", "--rule",
				 "ten-day", NULL),
			 CTL_USAGE);
	assert_non_null(strstr(rig->err, "line 1"));
	buf_finish(&input);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),     cmocka_unit_test(test_input),
		cmocka_unit_test(test_bad_lines), cmocka_unit_test(test_rules),
		cmocka_unit_test(test_json),      cmocka_unit_test(test_explain),
		cmocka_unit_test(test_much),
	};
	return cmocka_run_group_tests_name("ctl/due", tests, rig_setup, rig_teardown);
}
