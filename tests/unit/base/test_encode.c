#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/encode.h"
#include "base/error.h"

struct pair {
	const char *plain;
	const char *coded;
};

static void base64_goes_both_ways(void **state)
{
	(void)state;
	/* Source: RFC 4648, section 10; the last one uses both characters that are not letters. */
	static const struct pair cases[] = {
		{"", ""},
		{"f", "Zg=="},
		{"fo", "Zm8="},
		{"foo", "Zm9v"},
		{"foob", "Zm9vYg=="},
		{"fooba", "Zm9vYmE="},
		{"foobar", "Zm9vYmFy"},
		{"公示", "5YWs56S6"},
		{"\xfb\xff", "+/8="},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf coded = {0};
		encode_base64(&coded, cases[i].plain, strlen(cases[i].plain));
		assert_string_equal(buf_text(&coded), cases[i].coded);
		scoped(buf_finish) struct buf plain = {0};
		assert_int_equal(decode_base64(coded.data, coded.len, &plain), 0);
		assert_string_equal(buf_text(&plain), cases[i].plain);
	}
}

static void every_byte_survives_base64(void **state)
{
	(void)state;
	char bytes[257];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)i;
	for (size_t len = 0; len <= sizeof(bytes); len++) {
		scoped(buf_finish) struct buf coded = {0};
		scoped(buf_finish) struct buf plain = {0};
		encode_base64(&coded, bytes, len);
		assert_int_equal(decode_base64(buf_text(&coded), coded.len, &plain), 0);
		assert_int_equal(plain.len, len);
		assert_memory_equal(buf_text(&plain), bytes, len);
	}
}

static void bad_base64_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"Z",      "Zg",   "Zg=",  "Z===",     "====", "Zh==", "Zm9=",
		"Zm9v\n", "Zm 9", "Zm-_", "Zg==Zg==", "Zm=v", "=m9v", "Zm9vZ\x80==",
	};
	scoped(buf_finish) struct buf out = {0};
	buf_text_add(&out, "kept");
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_int_equal(decode_base64(bad[i], strlen(bad[i]), &out), -E_INVALID);
		assert_string_equal(buf_text(&out), "kept");
	}
}

static void percent_goes_both_ways(void **state)
{
	(void)state;
	static const struct pair cases[] = {
		{"", ""},
		{"AZaz09-._~", "AZaz09-._~"},
		{"a b/c?d&e+f%", "a%20b%2Fc%3Fd%26e%2Bf%25"},
		{"盐水发〔2009〕7号",
		 "%E7%9B%90%E6%B0%B4%E5%8F%91%E3%80%942009%E3%80%957%E5%8F%B7"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf coded = {0};
		encode_percent(&coded, cases[i].plain, strlen(cases[i].plain));
		assert_string_equal(buf_text(&coded), cases[i].coded);
		scoped(buf_finish) struct buf plain = {0};
		assert_int_equal(decode_percent(buf_text(&coded), coded.len, &plain), 0);
		assert_string_equal(buf_text(&plain), cases[i].plain);
	}
	scoped(buf_finish) struct buf out = {0};
	assert_int_equal(decode_percent("a+%e5%85%AC", 11, &out), 0);
	assert_string_equal(buf_text(&out), "a+公");
}

static void bad_percent_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"%", "%4", "a%", "%zz", "%4g", "%00", "x%20%0", "%%20"};
	scoped(buf_finish) struct buf out = {0};
	buf_text_add(&out, "kept");
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_int_equal(decode_percent(bad[i], strlen(bad[i]), &out), -E_INVALID);
		assert_string_equal(buf_text(&out), "kept");
	}
	assert_int_equal(decode_percent("a\0b", 3, &out), -E_INVALID);
}

static void html_is_escaped(void **state)
{
	(void)state;
	static const struct pair cases[] = {
		{"", ""},
		{"公示", "公示"},
		{"<a href=\"x\">'&'</a>", "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;"},
		{"&amp;", "&amp;amp;"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf out = {0};
		encode_html(&out, cases[i].plain, strlen(cases[i].plain));
		assert_string_equal(buf_text(&out), cases[i].coded);
	}
}

static void hex_is_lower_case(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf out = {0};
	encode_hex(&out, "\x00\x7f\xab\xff", 4);
	assert_string_equal(buf_text(&out), "007fabff");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base64_goes_both_ways),
		cmocka_unit_test(every_byte_survives_base64),
		cmocka_unit_test(bad_base64_is_refused),
		cmocka_unit_test(percent_goes_both_ways),
		cmocka_unit_test(bad_percent_is_refused),
		cmocka_unit_test(html_is_escaped),
		cmocka_unit_test(hex_is_lower_case),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
