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

#define KEY "b1c2d3e4-0000-4111-8222-333344445555"
#define SECRET "SECtest0000"
#define NAMED "name = \"group\"; type = \"feishu\"; "
#define LOCAL NAMED "url = \"http://127.0.0.1:%d/open-apis/bot/v2/hook/\"; key_file = \"key\"; "

static struct notifier_bench *bench_of(void **state)
{
	struct notifier_bench *bench = *state;
	notifier_bench_secret(bench, "secret", SECRET "\n");
	notifier_bench_secret(bench, "key", KEY "\n");
	return bench;
}

static void the_signature_is_as_documented(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf sign = {0};
	feishu_sign(SECRET, 1700000000, &sign);
	assert_string_equal(buf_text(&sign), "V/LA+FukfSdCrrdBQWe/hdtyeJkv3GtpfH+rl/8wP7k=");
}

static void a_message_goes_out_unsigned(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->script[0] = OK_ANSWER("{\"code\":0,\"msg\":\"success\",\"data\":{}}");
	notifier_bench_open(bench, LOCAL);
	assert_int_equal(notifier_budget(bench->notifier), 100);
	notifier_bench_send(bench);
	assert_int_equal(bench->end, NOTIFIER_DELIVERED);
	assert_true(text_starts(notifier_bench_head(bench, 0),
				"POST /open-apis/bot/v2/hook/" KEY " HTTP/1.1\r\n"));
	scoped(json_drop) json_t *body = notifier_bench_body(bench, 0);
	assert_string_equal(json_member_text(body, "msg_type"), "text");
	assert_string_equal(json_string_value(json_at_pointer(body, "/content/text")),
			    "【逾期】1件 政务公开催办\n张伟：\n\n以下1件公文应当公开。\n"
			    "盐水政〔2009〕9号 \"十日内\" <办法>");
	assert_null(json_object_get(body, "timestamp"));
	assert_null(json_object_get(body, "sign"));
}

static void a_message_goes_out_signed(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->script[0] = OK_ANSWER("{\"StatusCode\":0,\"StatusMessage\":\"success\"}");
	notifier_bench_open(bench, LOCAL "secret_file = \"secret\";");
	int64_t before_s = clock_now().us / 1000000;
	notifier_bench_send(bench);
	int64_t after_s = clock_now().us / 1000000;
	assert_int_equal(bench->end, NOTIFIER_DELIVERED);
	scoped(json_drop) json_t *body = notifier_bench_body(bench, 0);
	assert_true(json_is_string(json_object_get(body, "timestamp"))); /* a number is refused */
	int64_t at_s = strtoll(json_member_text(body, "timestamp"), NULL, 10);
	assert_true(at_s >= before_s && at_s <= after_s);
	scoped(buf_finish) struct buf sign = {0};
	feishu_sign(SECRET, at_s, &sign);
	assert_string_equal(json_member_text(body, "sign"), buf_text(&sign));
	assert_null(strstr(notifier_bench_head(bench, 0), SECRET));
}

static void what_answers_mean(void **state)
{
	static const struct bench_case cases[] = {
		{OK_ANSWER("{\"code\":0,\"msg\":\"success\"}"), NOTIFIER_DELIVERED, -1, "收下"},
		{OK_ANSWER("{\"StatusCode\":0,\"code\":0}"), NOTIFIER_DELIVERED, -1, "收下"},
		{OK_ANSWER("{\"StatusCode\":0,\"code\":19024,\"msg\":\"Key Words Not Found\"}"),
		 NOTIFIER_REFUSED, -1, "关键词"},
		{OK_ANSWER("{\"StatusCode\":9499,\"StatusMessage\":\"Bad Request\"}"),
		 NOTIFIER_LATER, 60, "Bad Request"},
		{OK_ANSWER("{\"code\":11232,\"msg\":\"frequency limited\"}"), NOTIFIER_LATER, 60,
		 "11232"},
		{OK_ANSWER("{\"code\":19021,\"msg\":\"sign match fail\"}"), NOTIFIER_REFUSED, -1,
		 "时钟"},
		{OK_ANSWER("{\"code\":19022,\"msg\":\"Ip Not Allowed\"}"), NOTIFIER_REFUSED, -1,
		 "IP"},
		{OK_ANSWER("{\"code\":19001,\"msg\":\"token invalid\"}"), NOTIFIER_REFUSED, -1,
		 "token invalid"},
		/* HTTP 400 with a code: no success, and no final refusal. */
		{ANSWER("400 Bad Request", "", "{\"code\":9499,\"msg\":\"too many request\"}"),
		 NOTIFIER_LATER, 60, "too many request"},
		{ANSWER("400 Bad Request", "", "{\"code\":19021,\"msg\":\"sign\"}"),
		 NOTIFIER_REFUSED, -1, "19021"},
		{ANSWER("400 Bad Request", "", "{\"code\":0,\"msg\":\"success\"}"),
		 NOTIFIER_REFUSED, -1, "HTTP 400"},
		{ANSWER("500 Oops", "", "{\"code\":0}"), NOTIFIER_LATER, -1, "HTTP 500"},
		{OK_ANSWER("{\"data\":{}}"), NOTIFIER_LATER, -1, "看不懂"},
		{OK_ANSWER("{\"code\":\"fine\"}"), NOTIFIER_LATER, -1, "看不懂"},
		{OK_ANSWER("[0]"), NOTIFIER_LATER, -1, "看不懂"},
	};
	struct notifier_bench *bench = bench_of(state);
	notifier_bench_open(bench, LOCAL "timeout = 1;");
	notifier_bench_cases(bench, cases, ARRAY_LEN(cases));
}

static void a_title_cannot_call_everybody(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->script[0] = OK_ANSWER("{\"code\":0}");
	notifier_bench_open(bench, LOCAL);
	bench->message.subject = "<at user_id=\"all\">所有人</at>";
	bench->message.text = "<AT user_id=\"all\"></AT> a < b <";
	notifier_bench_send(bench);
	scoped(json_drop) json_t *body = notifier_bench_body(bench, 0);
	assert_string_equal(json_string_value(json_at_pointer(body, "/content/text")),
			    "＜at user_id=\"all\">所有人</at>\n＜AT user_id=\"all\"></AT> a < b <");
}

static void a_long_text_stays_within_the_limit(void **state)
{
	static const char *const fillers[] = {"水", "\n\"", "<at",
					      "\x1b"
					      "x"};
	struct notifier_bench *bench = bench_of(state);
	bench->always = OK_ANSWER("{\"code\":0}");
	notifier_bench_open(bench, LOCAL "secret_file = \"secret\";");
	for (size_t i = 0; i < ARRAY_LEN(fillers); i++) {
		scoped(buf_finish) struct buf text = {0};
		for (int k = 0; k < 20000; k++)
			buf_text_add(&text, fillers[i]);
		bench->message.text = buf_text(&text);
		notifier_bench_send(bench);
		assert_int_equal(bench->end, NOTIFIER_DELIVERED);
		assert_in_range(strlen(notifier_bench_body_text(bench, (int)i)), 9000, 20000);
	}
}

static void the_key_in_the_path_stays_secret(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->script[0] = OK_ANSWER("{\"code\":19001,\"msg\":\"/hook/" KEY " " SECRET "\"}");
	notifier_bench_open(bench, LOCAL "secret_file = \"secret\";");
	notifier_bench_send(bench);
	assert_null(strstr(bench->reason, KEY));
	assert_null(strstr(bench->reason, SECRET));

	notifier_bench_secret(bench, "whole", "https://a.example/bot/v2/hook/" KEY);
	notifier_bench_open(bench, NAMED "url_file = \"whole\";");
	scoped(buf_finish) struct buf masked = {0};
	robot_mask((struct robot *)bench->notifier, "token " KEY " is wrong", &masked);
	assert_string_equal(buf_text(&masked), "token *** is wrong");
}

static void the_official_address_needs_only_a_key(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	notifier_bench_open(bench, NAMED "key_file = \"key\";");
	assert_string_equal(((struct robot *)bench->notifier)->address,
			    "https://open.feishu.cn/open-apis/bot/v2/hook/" KEY);
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
		TEST(a_title_cannot_call_everybody),
		TEST(a_long_text_stays_within_the_limit),
		TEST(the_key_in_the_path_stays_secret),
		TEST(the_official_address_needs_only_a_key),
	};
	return cmocka_run_group_tests_name("notifier/notifier_feishu", tests, NULL, NULL);
}
