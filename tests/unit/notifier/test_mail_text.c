#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/encode.h"
#include "base/macros.h"
#include "base/text.h"
#include "notifier/mail_text.h"

static void addresses(void **state)
{
	static const char *const good[] = {
		"zhang@example.gov.cn",
		"a.b+c@x",
		"o'hara@a-b.example",
		"_{}|~!#$%&*=?^`@1.2",
	};
	static const char *const bad[] = {
		NULL,
		"",
		"@",
		"a@",
		"@b",
		"a",
		"a@@b",
		"a@b@c",
		"a b@c",
		"a@b c",
		"a@b\r\nX: y",
		"a\n@b",
		"<a@b>",
		"a@b>",
		"\"a\"@b",
		"a,b@c",
		"a@b,c@d",
		"a:b@c",
		"a;b@c",
		"(x)a@b",
		"a\\@b",
		".a@b",
		"a.@b",
		"a..b@c",
		"a@.b",
		"a@b.",
		"a@b..c",
		"a@-b",
		"a@b-",
		"张@example.cn",
		"a@局.cn",
		"a@[127.0.0.1]",
		/* 65 characters before the @ */
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b",
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		if (!mail_address_is_good(good[i]))
			fail_msg("%s should be good", good[i]);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (mail_address_is_good(bad[i]))
			fail_msg("%s should be bad", bad[i]);
}

/* What a mail program makes of encoded words; fails on a line or word that is too long, and on a
 * word that cuts a character. */
static void decode_header(const char *header, struct buf *out)
{
	const char *at = strchr(header, ' ') + 1;
	for (const char *line = header; *line != '\0';) {
		size_t len = strcspn(line, "\r");
		assert_in_range(len, 1, 76);
		assert_memory_equal(line + len, "\r\n", 2);
		line += len + 2;
	}
	while (text_starts(at, "=?UTF-8?B?")) {
		const char *code = at + strlen("=?UTF-8?B?");
		const char *end = strstr(code, "?=");
		assert_non_null(end);
		assert_in_range(end + 2 - at, 12, 75);
		size_t before = out->len;
		assert_int_equal(decode_base64(code, (size_t)(end - code), out), 0);
		assert_true(text_is_utf8(out->data + before, out->len - before));
		at = end + 2;
		if (text_starts(at, "\r\n "))
			at += 3;
	}
	assert_string_equal(at, "\r\n");
}

static void plain_headers_stay_plain(void **state)
{
	static const struct {
		const char *value, *expected;
	} cases[] = {
		{"Hello, world", "Subject: Hello, world\r\n"},
		{"", "Subject: \r\n"},
		{"a\r\nBcc: x@y", "Subject: a  Bcc: x@y\r\n"},
		{"a\tb\x01", "Subject: =?UTF-8?B?YSBiIA==?=\r\n"}, /* a blank at the end */
		{"=?UTF-8?B?eA==?=", "Subject: =?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=\r\n"},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf out = {0};
		mail_header(&out, "Subject", cases[i].value);
		assert_string_equal(buf_text(&out), cases[i].expected);
	}
}

static void chinese_headers_are_encoded_words(void **state)
{
	scoped(buf_finish) struct buf value = {0};
	(void)state;
	for (int i = 0; i < 120; i++) {
		scoped(buf_finish) struct buf header = {0};
		scoped(buf_finish) struct buf back = {0};
		buf_text_add(&value, i % 3 == 0 ? "a" : i % 3 == 1 ? "政" : "𠮷");
		scoped(buf_finish) struct buf whole = {0};
		buf_print(&whole, "局%s", buf_text(&value));
		mail_header(&header, i % 2 == 0 ? "Subject" : "X", buf_text(&whole));
		decode_header(buf_text(&header), &back);
		assert_string_equal(buf_text(&back), buf_text(&whole));
	}
}

static void bad_bytes_and_line_ends_do_no_harm(void **state)
{
	scoped(buf_finish) struct buf header = {0};
	scoped(buf_finish) struct buf back = {0};
	(void)state;
	mail_header(&header, "Subject", "公\r\nBcc: x@y\xff\xe2\x80\xa8z\xc2\x85");
	decode_header(buf_text(&header), &back);
	assert_string_equal(buf_text(&back), "公  Bcc: x@y\xef\xbf\xbd z ");
}

static struct mail_text sample(void)
{
	struct mail_text mail = {
		.from = "gongshi@example.gov.cn",
		.from_name = "盐城市水利局",
		.to = "zhang@example.gov.cn",
		.to_name = "张伟",
		.subject = "【临期】1件",
		.text = "张伟：\n\n请办理。\n",
		.id = "gongshi-7-ab",
		.offset_s = 28800,
	};
	int rc = instant_parse("2009-03-05T08:30:07+08:00", &mail.at);
	assert_int_equal(rc, 0);
	return mail;
}

static void a_whole_mail(void **state)
{
	scoped(buf_finish) struct buf out = {0};
	struct mail_text mail = sample();
	(void)state;
	assert_int_equal(mail_compose(&mail, &out, NULL), 0);
	assert_string_equal(buf_text(&out), "Date: Thu, 05 Mar 2009 08:30:07 +0800\r\n"
					    "From: =?UTF-8?B?55uQ5Z+O5biC5rC05Yip5bGA?=\r\n"
					    " <gongshi@example.gov.cn>\r\n"
					    "To: =?UTF-8?B?5byg5Lyf?=\r\n"
					    " <zhang@example.gov.cn>\r\n"
					    "Message-ID: <gongshi-7-ab@example.gov.cn>\r\n"
					    "Subject: =?UTF-8?B?44CQ5Li05pyf44CRMeS7tg==?=\r\n"
					    "X-Gongshi-Id: gongshi-7-ab\r\n"
					    "Auto-Submitted: auto-generated\r\n"
					    "MIME-Version: 1.0\r\n"
					    "Content-Type: text/plain; charset=UTF-8\r\n"
					    "Content-Transfer-Encoding: base64\r\n"
					    "\r\n"
					    "5byg5Lyf77yaDQoNCuivt+WKnueQhuOAgg0K\r\n");
}

static void names_and_ids_cannot_break_out(void **state)
{
	scoped(buf_finish) struct buf out = {0};
	struct mail_text mail = sample();
	(void)state;
	mail.from_name = "A \"B\" \\ C\r\nBcc: x@y";
	mail.to_name = NULL;
	mail.id = "a>\r\nBcc: <x@y";
	mail.urgent = true;
	mail.offset_s = -12600;
	assert_int_equal(mail_compose(&mail, &out, NULL), 0);
	const char *text = buf_text(&out);
	assert_non_null(strstr(text, "From: \"A \\\"B\\\" \\\\ C  Bcc: x@y\"\r\n <gongshi@"));
	assert_non_null(strstr(text, "To: <zhang@example.gov.cn>\r\n"));
	assert_non_null(
		strstr(text, "Message-ID: <a%3E%0D%0ABcc%3A%20%3Cx%40y@example.gov.cn>\r\n"));
	assert_non_null(strstr(text, "Importance: high\r\n"));
	assert_non_null(strstr(text, "Date: Wed, 04 Mar 2009 21:00:07 -0330\r\n"));
	assert_null(strstr(text, "\nBcc"));
}

static void the_text_survives_its_journey(void **state)
{
	scoped(buf_finish) struct buf text = {0};
	scoped(buf_finish) struct buf out = {0};
	scoped(buf_finish) struct buf code = {0};
	scoped(buf_finish) struct buf back = {0};
	struct mail_text mail = sample();
	(void)state;
	for (int i = 0; i < 400; i++)
		buf_print(&text, "第%d件\r\n.\n", i);
	buf_text_add(&text, "no line end");
	mail.text = buf_text(&text);
	assert_int_equal(mail_compose(&mail, &out, NULL), 0);
	for (const char *line = strstr(out.data, "\r\n\r\n") + 4; *line != '\0';) {
		size_t len = strcspn(line, "\r");
		assert_in_range(len, 1, 76);
		assert_memory_equal(line + len, "\r\n", 2);
		buf_add(&code, line, len);
		line += len + 2;
	}
	assert_int_equal(decode_base64(code.data, code.len, &back), 0);
	assert_non_null(strstr(buf_text(&back), "第399件\r\n.\r\nno line end\r\n"));
	assert_null(strstr(buf_text(&back), "\r\r"));
}

static void bad_addresses_are_refused(void **state)
{
	scoped(buf_finish) struct buf out = {0};
	struct error err = {0};
	struct mail_text mail = sample();
	(void)state;
	mail.to = NULL;
	assert_int_equal(mail_compose(&mail, &out, &err), -E_INVALID);
	assert_non_null(strstr(err.text, "收件人"));
	mail = sample();
	mail.from = "a@b\r\n";
	assert_int_equal(mail_compose(&mail, &out, &err), -E_INVALID);
	assert_non_null(strstr(err.text, "发件人"));
	assert_int_equal(out.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses),
		cmocka_unit_test(plain_headers_stay_plain),
		cmocka_unit_test(chinese_headers_are_encoded_words),
		cmocka_unit_test(bad_bytes_and_line_ends_do_no_harm),
		cmocka_unit_test(a_whole_mail),
		cmocka_unit_test(names_and_ids_cannot_break_out),
		cmocka_unit_test(the_text_survives_its_journey),
		cmocka_unit_test(bad_addresses_are_refused),
	};
	return cmocka_run_group_tests_name("notifier/mail_text", tests, NULL, NULL);
}
