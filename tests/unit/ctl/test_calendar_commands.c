#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/macros.h"
#include "rig.h"

static void test_check(void **state)
{
	struct rig *rig = *state;
	rig_file(rig, "holidays/2010.json", "{\"year\": 2010, \"papers\": [], \"days\": []}");
	assert_int_equal(rig_ctl(rig, "calendar", "check"), CTL_NO);
	assert_non_null(strstr(rig->out, "/holidays/2010.json: warning: "));
	assert_non_null(strstr(rig->out, "/holidays/2009.json: fault: "));

	rig_file(rig, "holidays/2010.json", "{\"year\":");
	assert_int_equal(rig_ctl(rig, "calendar", "check"), CTL_NO);
	const char *told = strstr(rig->out, "/holidays/2010.json: fault: ");
	assert_non_null(told);
	assert_null(strstr(told + 1, "/holidays/2010.json"));
	assert_int_equal(rig_ctl(rig, "calendar", "check", "--json"), CTL_NO);
	assert_int_equal(rig->out[0], '[');
	rig_file(rig, "holidays/2010.json", "{\"year\": 2010, \"papers\": [], \"days\": []}");
}

static const char good[] = "{\"year\": 2009, \"papers\": [\"https://www.gov.cn/a\"], \"days\": ["
			   "{\"date\": \"2009-03-12\", \"name\": \"水利日\", \"isOffDay\": true},"
			   "{\"date\": \"2009-01-25\", \"name\": \"春节\", \"isOffDay\": true},"
			   "{\"date\": \"2009-01-26\", \"name\": \"春节\", \"isOffDay\": true},"
			   "{\"date\": \"2009-01-27\", \"name\": \"春节\", \"isOffDay\": true},"
			   "{\"date\": \"2009-04-04\", \"name\": \"清明节\", \"isOffDay\": true},"
			   "{\"date\": \"2009-05-01\", \"name\": \"劳动节\", \"isOffDay\": true},"
			   "{\"date\": \"2009-05-28\", \"name\": \"端午节\", \"isOffDay\": true},"
			   "{\"date\": \"2009-10-02\", \"name\": \"国庆节\", \"isOffDay\": true}]}";

static void test_load(void **state)
{
	static const struct stand_in_answer reloads[] = {
		{"POST /v1/calendar/reload", 200,
		 "{\"changes\":[{\"document\":9,\"rule\":\"ten-day\",\"was\":\"2009-03-12\","
		 "\"is\":\"2009-03-13\",\"because\":\"水利日\"}]}"},
		{0},
	};
	static const struct stand_in_answer old[] = {{0}};
	struct rig *rig = *state;
	rig_file(rig, "state/mark", "");
	assert_int_equal(rig_ctl(rig, "due", "--rule", "ten-day", "2009-03-02"), CTL_DONE);
	assert_string_equal(rig->out, "2009-03-02\t2009-03-12\t-\n");

	rig_file(rig, "new/extra.json", "{\"year\": 2009, \"days\": [{\"date\": \"2009-13-01\"}]}");
	assert_int_equal(rig_ctl(rig, "calendar", "load", rig->folder.file), CTL_NO);
	assert_non_null(strstr(rig->err, "2009-13-01"));
	assert_non_null(strstr(rig->err, "was not loaded"));

	rig_file(rig, "new/extra.json", good);
	assert_int_equal(rig_ctl(rig, "calendar", "load", rig->folder.file), CTL_DONE);
	assert_non_null(strstr(rig->err, "no daemon runs"));
	assert_int_equal(rig_ctl(rig, "due", "--rule", "ten-day", "2009-03-02"), CTL_DONE);
	assert_string_equal(rig->out, "2009-03-02\t2009-03-13\t-\n");

	rig_stand_in(rig, old);
	assert_int_equal(rig_ctl(rig, "calendar", "load", rig->folder.file), CTL_DONE);
	assert_non_null(strstr(rig->err, "SIGHUP"));
	rig_stand_in(rig, reloads);
	assert_int_equal(rig_ctl(rig, "calendar", "load", rig->folder.file), CTL_DONE);
	assert_string_equal(rig->out, "9 ten-day: 2009-03-12 -> 2009-03-13: 水利日\n");

	assert_int_equal(rig_ctl(rig, "calendar", "load", "/nonexistent/2010.json"), CTL_USAGE);
	assert_int_equal(rig_ctl(rig, "calendar", "load", rig->conf), CTL_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_check, rig_setup, rig_teardown),
		cmocka_unit_test_setup_teardown(test_load, rig_setup, rig_teardown),
	};
	return cmocka_run_group_tests_name("ctl/calendar", tests, NULL, NULL);
}
