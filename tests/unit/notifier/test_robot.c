#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/encode.h"
#include "base/macros.h"
#include "base/text.h"
#include "notifier/robot.h"

/* --- the text -------------------------------------------------------------------------------- */

static const char *text_of(const struct message *message, size_t max_bytes, struct buf *out)
{
	buf_clear(out);
	robot_text(message, max_bytes, out);
	return buf_text(out);
}

static void subject_and_text_are_joined(void **state)
{
	static const struct {
		const char *subject, *text, *expected;
	} cases[] = {
		{"题", "文", "题\n文"},
		{"题", "", "题"},
		{"", "文\n\n", "文"},
		{"", "", ""},
		{"a\x01\x1b[0m", "b\r\n\tc\x7f", "a[0m\nb\n\tc"},
		{"a\xff", "\xe6\xb0", "a\xef\xbf\xbd\n\xef\xbf\xbd\xef\xbf\xbd"},
	};
	scoped(buf_finish) struct buf out = {0};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct message message = {.subject = cases[i].subject, .text = cases[i].text};
		assert_string_equal(text_of(&message, 1000, &out), cases[i].expected);
	}
}

static void every_limit_keeps_whole_characters(void **state)
{
	const struct message message = {.subject = "盐水政〔2009〕9号",
					.text = "𠮷 abc ñ 水利局\n应当公开，请及时办理。请核对。"};
	scoped(buf_finish) struct buf out = {0};
	(void)state;
	size_t whole = strlen(text_of(&message, 1000, &out));
	assert_in_range(whole, 60, 120);
	for (size_t limit = 0; limit < whole; limit++) {
		const char *text = text_of(&message, limit, &out);
		assert_true(strlen(text) <= limit);
		assert_true(text_is_utf8(text, strlen(text)));
		if (limit > 40)
			assert_true(strlen(text) + 4 > limit && text_ends(text, "后略）"));
	}
	assert_int_equal(strlen(text_of(&message, whole, &out)), whole);
	assert_false(text_ends(buf_text(&out), "后略）"));
}

static void only_numbers_are_mentioned(void **state)
{
	(void)state;
	assert_true(robot_can_mention("13800138000"));
	assert_true(robot_can_mention("+86-13800138000"));
	static const char *const others[] = {NULL,  "",  " ",           "@all",
					     "all", "+", "1380013800x", "12"};
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		assert_false(robot_can_mention(others[i]));
}

static void signing(void **state)
{
	scoped(buf_finish) struct buf code = {0};
	scoped(buf_finish) struct buf hex = {0};
	scoped(buf_finish) struct buf bytes = {0};
	(void)state;
	/* Source: RFC 4231, 4.3 */
	robot_sign("Jefe", "what do ya want for nothing?", &code);
	assert_int_equal(decode_base64(code.data, code.len, &bytes), 0);
	encode_hex(&hex, bytes.data, bytes.len);
	assert_string_equal(buf_text(&hex),
			    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/* --- answers --------------------------------------------------------------------------------- */

static const struct robot_code codes[] = {
	{5, NOTIFIER_LATER, 90, "慢些"},
	{6, NOTIFIER_REFUSED, -1, "不行"},
	{0},
};
static const struct robot_kind chat = {.code_names = {"code", "old"}, .codes = codes};

static void what_answers_mean(void **state)
{
	static const struct {
		struct client_answer answer;
		enum notifier_end end;
		long retry_after_s;
		const char *reason;
	} cases[] = {
		{{.end = CLIENT_NOT_SENT, .error = "refused"}, NOTIFIER_LATER, -1, "refused"},
		{{.end = CLIENT_UNCLEAR, .error = "time-out"}, NOTIFIER_LATER, -1, "time-out"},
		{{.end = CLIENT_REFUSED, .error = "forbidden"}, NOTIFIER_REFUSED, -1, "forbidden"},
		{{.end = CLIENT_REFUSED, .truncated = true, .error = "limit"},
		 NOTIFIER_LATER,
		 -1,
		 "过长"},
		{{.end = CLIENT_CANCELED, .error = ""}, NOTIFIER_LATER, -1, "停止"},
		{{.status = 200, .body = "{\"code\":0}"}, NOTIFIER_DELIVERED, -1, "收下"},
		{{.status = 200, .body = " {\"old\":0} \n"}, NOTIFIER_DELIVERED, -1, "收下"},
		{{.status = 200, .body = "{\"old\":0,\"code\":6}"}, NOTIFIER_REFUSED, -1, "不行"},
		{{.status = 200, .body = "{\"old\":6,\"code\":0}"}, NOTIFIER_REFUSED, -1, "不行"},
		{{.status = 200, .body = "{\"code\":\"6\"}"}, NOTIFIER_REFUSED, -1, "不行"},
		{{.status = 200, .body = "{\"code\":5}"}, NOTIFIER_LATER, 90, "慢些"},
		{{.status = 200, .body = "{\"code\":5}", .headers = "Retry-After: 300\r\n"},
		 NOTIFIER_LATER,
		 300,
		 "慢些"},
		{{.status = 200, .body = "{\"code\":5}", .headers = "Retry-After: 3\r\n"},
		 NOTIFIER_LATER,
		 90,
		 "慢些"},
		{{.status = 200, .body = "{\"code\":0.5}"}, NOTIFIER_LATER, -1, "看不懂"},
		{{.status = 200, .body = "{\"code\":true}"}, NOTIFIER_LATER, -1, "看不懂"},
		{{.status = 200, .body = "{\"code\":null}"}, NOTIFIER_LATER, -1, "看不懂"},
		{{.status = 200, .body = "{\"code\":0"}, NOTIFIER_LATER, -1, "看不懂"},
		{{.status = 200, .body = "0"}, NOTIFIER_LATER, -1, "看不懂"},
		{{.status = 200, .body = "{\"code\":0,\"code\":6}"}, NOTIFIER_LATER, -1, "看不懂"},
		{{.status = 403, .body = "{\"code\":5}"}, NOTIFIER_LATER, 90, "慢些"},
		{{.status = 403, .body = "{\"code\":7}"}, NOTIFIER_REFUSED, -1, "403"},
		{{.status = 429, .body = ""}, NOTIFIER_LATER, -1, "429"},
		{{.status = 500, .body = "{\"code\":6}"}, NOTIFIER_LATER, -1, "500"},
		{{.status = 304, .body = ""}, NOTIFIER_REFUSED, -1, "304"},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf reason = {0};
		struct client_answer answer = cases[i].answer;
		long retry_after_s = 0;
		if (answer.body != NULL)
			answer.body_bytes = strlen(answer.body);
		enum notifier_end end = robot_judge(&chat, &answer, &retry_after_s, &reason);
		if (end != cases[i].end || retry_after_s != cases[i].retry_after_s ||
		    strstr(buf_text(&reason), cases[i].reason) == NULL)
			fail_msg("case %zu: %d, %ld, %s", i, (int)end, retry_after_s,
				 buf_text(&reason));
	}
}

/* --- masking --------------------------------------------------------------------------------- */

static void secrets_are_masked(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{"", ""},
		{"nothing to hide, access_token is wrong",
		 "nothing to hide, access_token is wrong"},
		{"a\r\nb\x01", "a  b "},
		{"https://a.example/send?access_token=Zm9vYmFyYmF6==&t=t0p1: no",
		 "https://a.example/… no"},
		{"at https://a.example/send?x=1 and http://b.example: no",
		 "at https://a.example/… and http://b.example: no"},
		{"cut: https://a.example/send?access_token=Zm9", "cut: https://a.example/…"},
		{"token Zm9vYmFyYmF6!", "token ***!"},
		{"t0p1t0p1", "******"},
		{"the secret: 加签密钥一", "the secret: ***"},
		{"raw/key+1 in clear", "*** in clear"},
		{"host a.example stays, so does send", "host a.example stays, so does send"},
		{"/hooks/abcdefabcdefabcdef/x", "/hooks/***/x"},
	};
	const struct robot robot = {
		.address = "https://a.example/send/abcdefabcdefabcdef?access_token=Zm9vYmFyYmF6==&"
			   "t=t0p1&n=1",
		.key = "raw/key+1",
		.secret = "加签密钥一",
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf out = {0};
		robot_mask(&robot, cases[i].text, &out);
		assert_string_equal(buf_text(&out), cases[i].expected);
	}
}

/* Half a key at the end of a sentence that is too long is a key, too. */
static void masking_comes_before_cutting(void **state)
{
	const struct robot robot = {.address = "https://a.example/", .secret = "0123456789abcdef"};
	(void)state;
	for (int fill = 440; fill < 500; fill++) {
		scoped(buf_finish) struct buf text = {0};
		scoped(buf_finish) struct buf out = {0};
		for (int i = 0; i < fill / 3; i++)
			buf_text_add(&text, "水");
		buf_print(&text, "%.*s0123456789abcdef 水水水水水水水水水水水水水水水", fill % 3,
			  "xx");
		robot_mask(&robot, buf_text(&text), &out);
		assert_true(out.len <= 480 && text_is_utf8(out.data, out.len));
		assert_null(strstr(out.data, "0123"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(subject_and_text_are_joined),
		cmocka_unit_test(every_limit_keeps_whole_characters),
		cmocka_unit_test(only_numbers_are_mentioned),
		cmocka_unit_test(signing),
		cmocka_unit_test(what_answers_mean),
		cmocka_unit_test(secrets_are_masked),
		cmocka_unit_test(masking_comes_before_cutting),
	};
	return cmocka_run_group_tests_name("notifier/robot", tests, NULL, NULL);
}
