#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "notifier/robot.h"
#include "notifier_bench.h"

#define KEY "0b1f3c2d-aaaa-4bbb-8ccc-1234567890ab"
#define NAMED "name = \"group\"; type = \"wecom\"; "
#define LOCAL NAMED "url = \"http://127.0.0.1:%d/cgi-bin/webhook/send\"; key_file = \"key\"; "

static struct notifier_bench *bench_of(void **state)
{
	struct notifier_bench *bench = *state;
	notifier_bench_secret(bench, "key", KEY "\n");
	return bench;
}

static const char *text_of(const json_t *body)
{
	return json_string_value(json_at_pointer((json_t *)body, "/text/content"));
}

static void a_message_goes_out(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->script[0] = OK_ANSWER("{\"errcode\":0,\"errmsg\":\"ok\"}");
	notifier_bench_open(bench, LOCAL);
	assert_int_equal(notifier_budget(bench->notifier), 20);
	assert_false(notifier_needs_mail(bench->notifier));
	notifier_bench_send(bench);
	assert_int_equal(bench->end, NOTIFIER_DELIVERED);

	const char *head = notifier_bench_head(bench, 0);
	assert_true(text_starts(head, "POST /cgi-bin/webhook/send?key=" KEY " HTTP/1.1\r\n"));
	assert_non_null(strstr(head, "Content-Type: application/json; charset=utf-8\r\n"));
	scoped(json_drop) json_t *body = notifier_bench_body(bench, 0);
	assert_string_equal(json_member_text(body, "msgtype"), "text");
	assert_string_equal(text_of(body),
			    "【逾期】1件 政务公开催办\n张伟：\n\n以下1件公文应当公开。\n"
			    "盐水政〔2009〕9号 \"十日内\" <办法>");
	assert_string_equal(
		json_string_value(json_at_pointer(body, "/text/mentioned_mobile_list/0")),
		"13800138000");
}

static void nobody_is_mentioned_without_a_number(void **state)
{
	static const char *const numbers[] = {NULL, "", "@all", "138 0013"};
	struct notifier_bench *bench = bench_of(state);
	bench->always = OK_ANSWER("{\"errcode\":0}");
	notifier_bench_open(bench, LOCAL);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		bench->message.mobile = numbers[i];
		notifier_bench_send(bench);
		assert_null(strstr(notifier_bench_head(bench, (int)i), "mentioned"));
	}
}

static void a_long_text_is_cut_at_a_character(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->always = OK_ANSWER("{\"errcode\":0}");
	notifier_bench_open(bench, LOCAL);
	/* Every place of the limit within a character of three bytes, and of four. */
	for (int i = 0; i < 8; i++) {
		scoped(buf_finish) struct buf text = {0};
		buf_print(&text, "%.*s", i % 4, "abc");
		for (int k = 0; k < 800; k++)
			buf_text_add(&text, i < 4 ? "水" : "𠮷");
		bench->message.text = buf_text(&text);
		notifier_bench_send(bench);
		scoped(json_drop) json_t *body = notifier_bench_body(bench, i);
		const char *content = text_of(body);
		assert_in_range(strlen(content), 2045, 2048);
		assert_true(text_is_utf8(content, strlen(content)));
		assert_true(text_ends(content, "……（过长，后略）"));
	}
}

static void what_answers_mean(void **state)
{
	static const struct bench_case cases[] = {
		{OK_ANSWER("{\"errcode\":0,\"errmsg\":\"ok\"}"), NOTIFIER_DELIVERED, -1, "收下"},
		{OK_ANSWER("{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}"),
		 NOTIFIER_LATER, 60, "45009"},
		{OK_ANSWER("{\"errcode\":-1,\"errmsg\":\"system busy\"}"), NOTIFIER_LATER, -1,
		 "繁忙"},
		{OK_ANSWER("{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}"),
		 NOTIFIER_REFUSED, -1, "invalid webhook url"},
		{OK_ANSWER("{\"errcode\":40058,\"errmsg\":\"too long\"}"), NOTIFIER_REFUSED, -1,
		 "40058"},
		{OK_ANSWER("{\"errcode\":12345}"), NOTIFIER_REFUSED, -1, "12345"},
		{OK_ANSWER("{\"errmsg\":\"ok\"}"), NOTIFIER_LATER, -1, "看不懂"},
		{OK_ANSWER("<html>ok</html>"), NOTIFIER_LATER, -1, "看不懂"},
		{OK_ANSWER(""), NOTIFIER_LATER, -1, "看不懂"},
		{ANSWER("404 Not Found", "", "no"), NOTIFIER_REFUSED, -1, "404"},
		{ANSWER("502 Bad Gateway", "", "no"), NOTIFIER_LATER, -1, "502"},
		{"RESET", NOTIFIER_LATER, -1, "未得到答复"},
		{NULL, NOTIFIER_LATER, -1, "未得到答复"},
	};
	struct notifier_bench *bench = bench_of(state);
	notifier_bench_open(bench, LOCAL "timeout = 1;");
	notifier_bench_cases(bench, cases, ARRAY_LEN(cases));
}

static void the_key_stays_secret(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->script[0] = OK_ANSWER("{\"errcode\":93000,\"errmsg\":\"no robot " KEY
				     ", see https://example.org/query?key=" KEY " for help\"}");
	notifier_bench_open(bench, LOCAL);
	notifier_bench_send(bench);
	assert_int_equal(bench->end, NOTIFIER_REFUSED);
	assert_null(strstr(bench->reason, KEY));
	assert_non_null(strstr(bench->reason, "no robot ***, see https://example.org/… for help"));
}

static void faults_of_its_settings(void **state)
{
	static const struct bench_fault faults[] = {
		{NAMED, "url_file"},
		{NAMED "url = \"https://a.example/send\";", "key_file"},
		{NAMED "url_file = \"whole\"; key_file = \"key\";", "url_file"},
		{NAMED "url_file = \"key\";", "http://"},
		{NAMED "url_file = \"blank\";", "http://"},
		{NAMED "url_file = \"user\";", "http://"},
		{NAMED "url_file = \"anchor\";", "http://"},
		{NAMED "key_file = \"key\"; secret_file = \"key\";", "secret_file"},
		{NAMED "key_file = \"key\"; timeout = 0;", "timeout"},
	};
	struct notifier_bench *bench = bench_of(state);
	notifier_bench_secret(bench, "whole", "https://a.example/send?key=" KEY);
	notifier_bench_secret(bench, "blank", "https://a.example/send ?key=" KEY);
	notifier_bench_secret(bench, "user", "https://u:p@a.example/send?key=" KEY);
	notifier_bench_secret(bench, "anchor", "https://a.example/send?key=" KEY "#x");
	notifier_bench_faults(bench, faults, ARRAY_LEN(faults));
	assert_null(strstr(buf_text(&bench->report.lines), KEY));
}

static void the_official_address_needs_only_a_key(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	notifier_bench_open(bench, NAMED "key_file = \"key\";");
	assert_string_equal(((struct robot *)bench->notifier)->address,
			    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" KEY);
	notifier_bench_secret(bench, "whole", "https://a.example/send?key=" KEY "\n");
	notifier_bench_open(bench, NAMED "url_file = \"whole\";");
	assert_string_equal(((struct robot *)bench->notifier)->address,
			    "https://a.example/send?key=" KEY);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, notifier_bench_setup, notifier_bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_message_goes_out),
		TEST(nobody_is_mentioned_without_a_number),
		TEST(a_long_text_is_cut_at_a_character),
		TEST(what_answers_mean),
		TEST(the_key_stays_secret),
		TEST(faults_of_its_settings),
		TEST(the_official_address_needs_only_a_key),
	};
	return cmocka_run_group_tests_name("notifier/notifier_wecom", tests, NULL, NULL);
}
