#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/sha256.h"
#include "base/text.h"
#include "notifier/robot.h"
#include "notifier_bench.h"

#define SECRET "a secret of the hook"
#define NAMED "name = \"hook\"; type = \"webhook\"; "
#define LOCAL NAMED "url = \"http://127.0.0.1:%d/in/coming?t=1\"; "

static struct notifier_bench *bench_of(void **state)
{
	struct notifier_bench *bench = *state;
	notifier_bench_secret(bench, "secret", SECRET "\n");
	notifier_bench_secret(bench, "key", "a/b c+");
	return bench;
}

static void everything_that_is_known_is_told(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->script[0] = ANSWER("204 No Content", "", "");
	notifier_bench_open(bench, LOCAL);
	assert_int_equal(notifier_budget(bench->notifier), 0);
	assert_false(notifier_needs_mail(bench->notifier));
	scoped(json_drop) json_t *data = json_pack("{s:i, s:[s]}", "count", 1, "items", "x");
	bench->message.data = data;
	notifier_bench_begin(bench);
	json_object_clear(data); /* ours is a copy */
	notifier_bench_wait(bench);
	assert_int_equal(bench->end, NOTIFIER_DELIVERED);

	const char *head = notifier_bench_head(bench, 0);
	assert_true(text_starts(head, "POST /in/coming?t=1 HTTP/1.1\r\n"));
	assert_null(strstr(head, "X-Gongshi-Signature"));
	assert_string_equal(
		notifier_bench_body_text(bench, 0),
		"{\"id\":\"gongshi-7-0123456789abcdef\",\"person\":\"zhang\",\"name\":\"张伟\","
		"\"mail\":\"zhang@example.gov.cn\",\"mobile\":\"13800138000\","
		"\"subject\":\"【逾期】1件 政务公开催办\",\"text\":\"张伟：\\n\\n以下1件公文应当公开。"
		"\\n盐水政〔2009〕9号 \\\"十日内\\\" <办法>\\n\","
		"\"at\":\"2009-03-16T08:30:00+08:00\",\"data\":{\"count\":1,\"items\":[\"x\"]}}");
}

static void what_is_not_known_is_left_out(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->script[0] = ANSWER("200 OK", "", "");
	notifier_bench_open(bench, LOCAL);
	bench->message.mail = bench->message.mobile = NULL;
	notifier_bench_send(bench);
	scoped(json_drop) json_t *body = notifier_bench_body(bench, 0);
	assert_null(json_object_get(body, "mail"));
	assert_null(json_object_get(body, "mobile"));
	assert_null(json_object_get(body, "data"));
}

static void the_body_is_signed(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	bench->script[0] = ANSWER("200 OK", "", "");
	notifier_bench_open(bench, LOCAL "secret_file = \"secret\";");
	notifier_bench_send(bench);
	const char *body = notifier_bench_body_text(bench, 0);
	char hex[DIGEST_TEXT];
	scoped(buf_finish) struct buf line = {0};
	buf_print(&line, "\r\nX-Gongshi-Signature: sha256=%s\r\n",
		  digest_print(hmac_sha256(SECRET, strlen(SECRET), body, strlen(body)), hex));
	assert_non_null(strstr(notifier_bench_head(bench, 0), buf_text(&line)));
}

static void what_answers_mean(void **state)
{
	static const struct bench_case cases[] = {
		{ANSWER("202 Accepted", "", ""), NOTIFIER_DELIVERED, -1, "收下"},
		{OK_ANSWER("thank you"), NOTIFIER_DELIVERED, -1, "收下"},
		{OK_ANSWER("[1]"), NOTIFIER_DELIVERED, -1, "收下"},
		{OK_ANSWER("{\"id\":5}"), NOTIFIER_DELIVERED, -1, "收下"},
		{OK_ANSWER("{\"code\":0,\"success\":true,\"ok\":true}"), NOTIFIER_DELIVERED, -1,
		 "收下"},
		{OK_ANSWER("{\"errcode\":\"0\"}"), NOTIFIER_DELIVERED, -1, "收下"},
		{OK_ANSWER("{\"code\":null}"), NOTIFIER_DELIVERED, -1, "收下"},
		{OK_ANSWER("{\"errcode\":7,\"errmsg\":\"栏目不存在\"}"), NOTIFIER_REFUSED, -1,
		 "栏目不存在"},
		{OK_ANSWER("{\"code\":500,\"message\":\"boom\"}"), NOTIFIER_REFUSED, -1, "boom"},
		{OK_ANSWER("{\"code\":\"FAIL\"}"), NOTIFIER_REFUSED, -1, "未成功"},
		{OK_ANSWER("{\"success\":false,\"msg\":\"不行\"}"), NOTIFIER_REFUSED, -1, "不行"},
		{OK_ANSWER("{\"ok\":false,\"error\":\"no\"}"), NOTIFIER_REFUSED, -1, "no"},
		{OK_ANSWER("{\"code\":0,\"ok\":false}"), NOTIFIER_REFUSED, -1, "未成功"},
		{ANSWER("400 Bad", "", "{\"code\":0}"), NOTIFIER_REFUSED, -1, "400"},
		{ANSWER("401 No", "", ""), NOTIFIER_REFUSED, -1, "401"},
		{ANSWER("408 Slow", "", ""), NOTIFIER_LATER, -1, "408"},
		{ANSWER("429 Slow", "Retry-After: 7\r\n", ""), NOTIFIER_LATER, 7, "429"},
		{ANSWER("503 Down", "Retry-After: 99999999999\r\n", ""), NOTIFIER_LATER, 3600,
		 "503"},
		{ANSWER("503 Down", "Retry-After: soon\r\n", ""), NOTIFIER_LATER, -1, "503"},
		{"RESET", NOTIFIER_LATER, -1, "未得到答复"},
		{NULL, NOTIFIER_LATER, -1, "未得到答复"},
	};
	struct notifier_bench *bench = bench_of(state);
	notifier_bench_open(bench, LOCAL "timeout = 1;");
	notifier_bench_cases(bench, cases, ARRAY_LEN(cases));
}

static void an_endless_answer_is_no_delivery(void **state)
{
	static const char head[] = ANSWER("200 OK", "", "");
	static char answer[100000]; /* the server still reads it when the client has had enough */
	struct notifier_bench *bench = bench_of(state);
	memset(answer, 'x', sizeof(answer) - 1);
	memcpy(answer, head, strlen(head));
	bench->script[0] = answer;
	notifier_bench_open(bench, LOCAL);
	notifier_bench_send(bench);
	assert_int_equal(bench->end, NOTIFIER_LATER);
	assert_non_null(strstr(bench->reason, "过长"));
}

static void nobody_listens(void **state)
{
	struct notifier_bench *bench = bench_of(state);
	scoped(buf_finish) struct buf settings = {0};
	buf_print(&settings, NAMED "url = \"http://127.0.0.1:%d/hook/verysecretpath\";",
		  peer_free_port());
	notifier_bench_open(bench, buf_text(&settings));
	notifier_bench_send(bench);
	assert_int_equal(bench->end, NOTIFIER_LATER);
	assert_non_null(strstr(bench->reason, "未能送出"));
	assert_null(strstr(bench->reason, "verysecretpath"));
}

static void settings(void **state)
{
	static const struct bench_fault faults[] = {
		{NAMED, "url_file"},
		{NAMED "key_file = \"key\";", "url_file"},
		{NAMED "url = \"ftp://a.example/\";", "http://"},
		{NAMED "url = \"https://a.example/\"; url_file = \"key\";", "url_file"},
		{NAMED "url = \"https://a.example/\"; secert_file = \"key\";", "secret_file"},
	};
	struct notifier_bench *bench = bench_of(state);
	notifier_bench_faults(bench, faults, ARRAY_LEN(faults));
	notifier_bench_open(bench, NAMED "url = \"https://a.example/x\"; key_file = \"key\";");
	assert_string_equal(((struct robot *)bench->notifier)->address,
			    "https://a.example/x?key=a%2Fb%20c%2B");
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, notifier_bench_setup, notifier_bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everything_that_is_known_is_told),
		TEST(what_is_not_known_is_left_out),
		TEST(the_body_is_signed),
		TEST(what_answers_mean),
		TEST(an_endless_answer_is_no_delivery),
		TEST(nobody_listens),
		TEST(settings),
	};
	return cmocka_run_group_tests_name("notifier/notifier_webhook", tests, NULL, NULL);
}
