#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "notifier/robot.h"
#include "notifier_bench.h"

#define KEY "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
#define SECRET "SECtest0000"
#define NAMED "name = \"group\"; type = \"dingtalk\"; "
#define LOCAL NAMED "url_file = \"whole\"; "

static struct notifier_bench *bench_of(void **state)
{
	struct notifier_bench *bench = *state;
	scoped(buf_finish) struct buf whole = {0};
	buf_print(&whole, "http://127.0.0.1:%d/robot/send?access_token=" KEY "\n",
		  peer_port(bench->peer));
	notifier_bench_secret(bench, "whole", buf_text(&whole));
	notifier_bench_secret(bench, "secret", SECRET "\n");
	notifier_bench_secret(bench, "key", KEY "\n");
	return bench;
}

static void the_signature_is_as_documented(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf sign = {0};
	dingtalk_sign(SECRET, 1700000000003, &sign);
	assert_string_equal(buf_text(&sign),
			    "uDnkAHPH7d3FMoA5O9ajHmkD9MVBq9SCQgiS%2B%2Fu6%2BUM%3D");
}

static void a_message_goes_out_unsigned(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->script[0] = OK_ANSWER("{\"errcode\":0,\"errmsg\":\"ok\"}");
	notifier_bench_open(bench, LOCAL);
	assert_int_equal(notifier_budget(bench->notifier), 20);
	notifier_bench_send(bench);
	assert_int_equal(bench->end, NOTIFIER_DELIVERED);
	assert_true(text_starts(notifier_bench_head(bench, 0),
				"POST /robot/send?access_token=" KEY " HTTP/1.1\r\n"));

	scoped(json_drop) json_t *body = notifier_bench_body(bench, 0);
	assert_string_equal(json_member_text(body, "msgtype"), "text");
	assert_non_null(strstr(json_string_value(json_at_pointer(body, "/text/content")),
			       "盐水政〔2009〕9号 \"十日内\" <办法>"));
	assert_string_equal(json_string_value(json_at_pointer(body, "/at/atMobiles/0")),
			    "13800138000");
	assert_true(json_is_false(json_at_pointer(body, "/at/isAtAll")));
}

/* The server's side of it: the same sum over what the query says. */
static void a_message_goes_out_signed(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->script[0] = OK_ANSWER("{\"errcode\":0}");
	notifier_bench_open(bench, LOCAL "secret_file = \"secret\";");
	int64_t before_ms = clock_now().us / 1000;
	notifier_bench_send(bench);
	int64_t after_ms = clock_now().us / 1000;
	const char *head = notifier_bench_head(bench, 0);
	assert_true(text_starts(head, "POST /robot/send?access_token=" KEY "&timestamp="));
	int64_t at_ms = strtoll(strstr(head, "timestamp=") + 10, NULL, 10);
	assert_true(at_ms >= before_ms &&
		    at_ms <= after_ms); /* milliseconds, the time of sending */
	scoped(buf_finish) struct buf expected = {0};
	buf_text_add(&expected, "&sign=");
	dingtalk_sign(SECRET, at_ms, &expected);
	buf_text_add(&expected, " HTTP/1.1\r\n");
	assert_non_null(strstr(head, buf_text(&expected)));
	assert_null(strstr(head, SECRET));
	assert_null(strstr(notifier_bench_body_text(bench, 0), SECRET));
}

static void what_answers_mean(void **state)
{
	static const struct bench_case cases[] = {
		{OK_ANSWER("{\"errcode\":0,\"errmsg\":\"ok\"}"), NOTIFIER_DELIVERED, -1, "收下"},
		{OK_ANSWER("{\"errcode\":130101,\"errmsg\":\"send too fast\"}"), NOTIFIER_LATER,
		 600, "130101"},
		{OK_ANSWER("{\"errcode\":310000,\"errmsg\":\"sign not match\"}"), NOTIFIER_REFUSED,
		 -1, "sign not match"},
		{OK_ANSWER("{\"errcode\":310000,\"errmsg\":\"invalid timestamp\"}"),
		 NOTIFIER_REFUSED, -1, "时钟"},
		{OK_ANSWER("{\"errcode\":300001,\"errmsg\":\"token is not exist\"}"),
		 NOTIFIER_REFUSED, -1, "access_token 无效"},
		{OK_ANSWER("{\"errcode\":-1,\"errmsg\":\"系统繁忙\"}"), NOTIFIER_LATER, -1, "繁忙"},
		{OK_ANSWER("{\"errcode\":400101}"), NOTIFIER_REFUSED, -1, "400101"},
		{OK_ANSWER("{}"), NOTIFIER_LATER, -1, "看不懂"},
		{OK_ANSWER("ok"), NOTIFIER_LATER, -1, "看不懂"},
		{ANSWER("429 Too Many", "Retry-After: 30\r\n", ""), NOTIFIER_LATER, 30, "429"},
		{ANSWER("302 Found", "Location: http://127.0.0.1:1/\r\n", ""), NOTIFIER_REFUSED, -1,
		 "302"},
	};
	struct notifier_bench *bench = bench_of(state);
	notifier_bench_open(bench, LOCAL "timeout = 1;");
	notifier_bench_cases(bench, cases, ARRAY_LEN(cases));
}

static void secrets_stay_secret(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->script[0] = OK_ANSWER("{\"errcode\":310000,\"errmsg\":\"" SECRET " " KEY "\"}");
	notifier_bench_open(bench, LOCAL "secret_file = \"secret\";");
	notifier_bench_send(bench);
	assert_null(strstr(bench->reason, SECRET));
	assert_null(strstr(bench->reason, KEY));
	assert_non_null(strstr(bench->reason, "：*** ***"));
}

static void a_long_text_stays_within_the_limit(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->always = OK_ANSWER("{\"errcode\":0}");
	notifier_bench_open(bench, LOCAL);
	static const char *const fillers[] = {"水", "\n\"", "\\", "\x01x"};
	for (size_t i = 0; i < ARRAY_LEN(fillers); i++) {
		scoped(buf_finish) struct buf text = {0};
		for (int k = 0; k < 20000; k++)
			buf_text_add(&text, fillers[i]);
		buf_char(&text, '.');
		bench->message.text = buf_text(&text);
		notifier_bench_send(bench);
		assert_int_equal(bench->end, NOTIFIER_DELIVERED);
		assert_in_range(strlen(notifier_bench_body_text(bench, (int)i)), 9000, 20000);
	}
}

static void the_official_address_needs_only_a_key(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	notifier_bench_open(bench, NAMED "key_file = \"key\"; budget = 5;");
	assert_string_equal(((struct robot *)bench->notifier)->address,
			    "https://oapi.dingtalk.com/robot/send?access_token=" KEY);
	assert_int_equal(notifier_budget(bench->notifier), 5);
	notifier_bench_open(bench, NAMED "key_file = \"key\"; url = \"https://a.example/x?y=1\";");
	assert_string_equal(((struct robot *)bench->notifier)->address,
			    "https://a.example/x?y=1&access_token=" KEY);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, notifier_bench_setup, notifier_bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_signature_is_as_documented),
		TEST(a_message_goes_out_unsigned),
		TEST(a_message_goes_out_signed),
		TEST(what_answers_mean),
		TEST(secrets_stay_secret),
		TEST(a_long_text_stays_within_the_limit),
		TEST(the_official_address_needs_only_a_key),
	};
	return cmocka_run_group_tests_name("notifier/notifier_dingtalk", tests, NULL, NULL);
}
