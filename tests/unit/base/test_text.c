#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/macros.h"
#include "base/text.h"

static void utf8_is_checked_strictly(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t len;
		bool valid;
	} cases[] = {
		{"", 0, true},
		{"plain", 5, true},
		{"公示", 6, true},
		{"\xf0\xac\xac\xad", 4, true}, /* U+2CB2D */
		{"\xf4\x8f\xbf\xbf", 4, true},
		{"\xf4\x90\x80\x80", 4, false}, /* past U+10FFFF */
		{"\xed\x9f\xbf", 3, true},
		{"\xed\xa0\x80", 3, false}, /* a surrogate */
		{"\xc0\xaf", 2, false},     /* over-long */
		{"\xe0\x80\xaf", 3, false},
		{"\xf0\x80\x80\xaf", 4, false},
		{"\xe5\x85", 2, false}, /* cut */
		{"\x80", 1, false},
		{"a\0b", 3, false},
		{"\xb9\xab\xca\xbe", 4, false}, /* 公示 in GBK */
		{"\xff", 1, false},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(text_is_utf8(cases[i].bytes, cases[i].len), cases[i].valid);
}

static void every_code_point_survives_encoding(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf buf = {0};
	for (uint32_t code = 1; code <= 0x10ffff; code++) {
		buf_clear(&buf);
		text_encode(&buf, code);
		uint32_t back = 0;
		size_t len = text_decode(buf.data, buf.data + buf.len, &back);
		bool surrogate = code >= 0xd800 && code <= 0xdfff;
		if (surrogate ? len != 0 : len != buf.len || back != code)
			fail_msg("U+%04X", (unsigned)code);
	}
	uint32_t unused;
	assert_int_equal(text_decode("x", "x", &unused), 0);
}

static void cutting_never_splits_a_character(void **state)
{
	(void)state;
	static const struct {
		size_t max;
		size_t cut;
	} cases[] = {{0, 0}, {1, 1}, {2, 1}, {3, 1}, {4, 4}, {6, 4}, {7, 7}, {100, 7}};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(text_cut("a公示", 7, cases[i].max), cases[i].cut);
	assert_int_equal(text_characters("a公示", 7), 3);
	assert_int_equal(text_characters("", 0), 0);
}

static void comparisons_take_null(void **state)
{
	(void)state;
	assert_true(text_equal(NULL, NULL));
	assert_false(text_equal(NULL, ""));
	assert_true(text_equal("a", "a"));
	assert_true(text_starts("公示期", "公"));
	assert_false(text_starts("公", "公示"));
	assert_true(text_starts("a", ""));
	assert_false(text_starts(NULL, ""));
	assert_true(text_ends("a.json", ".json"));
	assert_false(text_ends("json", ".json"));
	assert_false(text_ends(NULL, ""));
}

static void white_space_is_trimmed_at_both_ends(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *trimmed;
	} cases[] = {
		{"", ""},
		{"公文", "公文"},
		{" \t\r\n公 文\v\f ", "公 文"},
		{"　公文　", "公文"},
		{"\xef\xbb\xbf公文\xc2\xa0", "公文"},
		{"　 \t", ""},
		{"\x80 x \x80", "\x80 x \x80"}, /* a bad byte is not white */
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		size_t len = strlen(cases[i].text);
		const char *trimmed = text_trim(cases[i].text, &len);
		assert_int_equal(len, strlen(cases[i].trimmed));
		assert_memory_equal(trimmed, cases[i].trimmed, len);
		assert_int_equal(text_empty(cases[i].text), len == 0);
	}
	assert_true(text_empty(NULL));
}

static void only_width_is_folded(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *folded;
	} cases[] = {
		{"", ""},
		{"盐水发〔２００９〕７号", "盐水发〔2009〕7号"},
		{"（Ａ－ｚ）！～", "(A-z)!~"},
		{"甲　乙", "甲 乙"},
		{"、。「」", "、。「」"},
		{"\xff x", "\xff x"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf out = {0};
		text_fold_width(cases[i].text, strlen(cases[i].text), &out);
		assert_string_equal(buf_text(&out), cases[i].folded);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_is_checked_strictly),
		cmocka_unit_test(every_code_point_survives_encoding),
		cmocka_unit_test(cutting_never_splits_a_character),
		cmocka_unit_test(comparisons_take_null),
		cmocka_unit_test(white_space_is_trimmed_at_both_ends),
		cmocka_unit_test(only_width_is_folded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
