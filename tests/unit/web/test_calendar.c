#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "web_house.h"

#define DEADLINES "/v1/departments/hydrology/deadlines.ics"

static int times_said(const struct web_house *house, const char *text)
{
	int count = 0;
	for (const char *at = house->body; (at = strstr(at, text)) != NULL; at++)
		count++;
	return count;
}

static void what_is_owed_stands_in_it(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, WEB_HOUSE_TOKENS);
	assert_int_equal(web_house_get(&house, DEADLINES), 200);
	assert_string_equal(web_house_header(&house, "Content-Type"),
			    "text/calendar; charset=utf-8");
	assert_int_equal(times_said(&house, "BEGIN:VEVENT\r\n"), 0);
	assert_true(web_house_says(&house, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
	assert_true(web_house_says(&house, "\r\nX-WR-CALNAME:水文处：公开到期日\r\n"));

	web_house_hand_in(&house, 1, true); /* published: owes nothing */
	web_house_hand_in(&house, 2, false);
	web_house_hand_in(&house, 3, false);
	web_house_get(&house, DEADLINES);
	assert_int_equal(times_said(&house, "BEGIN:VEVENT\r\n"), 2);
	assert_int_equal(times_said(&house, "END:VEVENT\r\n"), 2);
	assert_true(web_house_says(&house, "\r\nUID:2-ten-day-1@"));
	assert_true(web_house_says(&house, "\r\nUID:3-ten-day-1@"));
	assert_true(web_house_says(&house, "\r\nDTSTAMP:20090309T0100"));
	assert_true(web_house_says(&house, "\r\nDTSTART;VALUE=DATE:20090312\r\n"
					   "DTEND;VALUE=DATE:20090313\r\n"));
	assert_true(web_house_says(&house, "\r\nSUMMARY:公开到期：关于第2号事项的通知\r\n"));
	assert_true(web_house_says(&house, "\r\nDESCRIPTION:盐水政〔2009〕2号\\n"));
	assert_string_equal(house.body + house.body_bytes - 15, "END:VCALENDAR\r\n");
	web_house_close(&house);
}

static const struct {
	const char *token, *target;
	int status;
} rows[] = {
	{"reader-token", DEADLINES, 200},
	{"reader-token", "/v1/departments/%E6%B0%B4%E6%96%87%E5%A4%84/deadlines.ics", 200},
	{"reader-token", "/v1/departments/planning/deadlines.ics", 404},
	{"planner-token", DEADLINES, 404},
	{"operator-token", DEADLINES, 200},
	{"operator-token", "/v1/departments/none/deadlines.ics", 404},
	{"source-token", DEADLINES, 403},
	{"wrong", DEADLINES, 401},
};

static void only_ones_own_department(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, WEB_HOUSE_TOKENS);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		print_message("%s %s\n", rows[i].token, rows[i].target);
		assert_int_equal(web_house_as(&house, rows[i].token, "GET", rows[i].target, NULL),
				 rows[i].status);
	}
	web_house_close(&house);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_owed_stands_in_it),
		cmocka_unit_test(only_ones_own_department),
	};
	return cmocka_run_group_tests_name("web/calendar", tests, web_house_clock, NULL);
}
