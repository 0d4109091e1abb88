/* The form in which texts are compared, and the way back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "core/verify/fold.h"
#include "core/verify/han.h"
#include "core/verify/verify.h"

static void folds_to(const char *text, const char *wanted)
{
	scoped(buf_finish) struct buf out = {0};
	verify_fold(text, strlen(text), &out);
	if (strcmp(buf_text(&out), wanted) != 0)
		fail_msg("%s: %s, expected %s", text, buf_text(&out), wanted);
}

static void differences_of_form_are_forgotten(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"", ""},
		{" \t\r\n\u3000\u00a0\u200b\ufeff", ""},
		{"ＡＢＣ１２３（％）", "abc123(%)"},
		{"ABC abc", "abcabc"},
		{"“阳光”‘政务’\"x\"'y'`z`「甲」『乙』«丙»", "阳光政务xyz甲乙丙"},
		{"第1-3类", "第1-3类"},
		{"第1—3类", "第1-3类"},
		{"第1——3类", "第1-3类"},
		{"第1--3类", "第1-3类"},
		{"第1－3类", "第1-3类"},
		{"他用……", "他用."},
		{"他用......", "他用."},
		{"他用…", "他用."},
		{"3.5", "3.5"},
		{"〔2009〕［2009］【2009】[2009]﹝2009﹞", "[2009][2009][2009][2009][2009]"},
		{"(2009)（2009）﹙2009﹚", "(2009)(2009)(2009)"},
		{"5㎡ 5m² 5m2", "5m25m25m2"},
		{"20℃ 20°C", "20°c20°c"},
		{"3×5 3x5", "3x53x5"},
		{"甲·乙•丙・丁", "甲·乙·丙·丁"},
		{"二○○九 二〇〇九 二◯◯九", "二〇〇九二〇〇九二〇〇九"},
		{"鹽城市水利局關於政務公開", "盐城市水利局关于政务公开"},
		{"務(wù)公開(kāi)項(xiàng)目", "务公开项目"},
		{"務（wù）公開 (kāi)", "务公开"},
		{"地(de)們(men)", "地们"},
		{"⼈⺠政府", "人民政府"},
		{"soft\u00adhyphen", "softhyphen"},
		{"a\xff"
		 "b",
		 "a\xff"
		 "b"}, /* not UTF-8: kept */
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		folds_to(cases[i][0], cases[i][1]);
}

static void what_is_said_is_kept(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"附件(a)", "附件(a)"},
		{"附件(one)", "附件(one)"},
		{"甲(wù1)", "甲(wù1)"},
		{"abc(wù)", "abc(wù)"},
		{"甲(zhuāngzhuāng)", "甲(zhuāngzhuāng)"},
		{"甲(wù", "甲(wù"},
		{"3，5", "3,5"},
		{"一、二；三。", "一、二;三。"},
		{"《办法》", "《办法》"},
		{"-5", "-5"},
		{"①②Ⅲ", "①②Ⅲ"},
		{"5‰", "5‰"},
		{"±0.01", "±0.01"},
		{"𠮷野家", "𠮷野家"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		folds_to(cases[i][0], cases[i][1]);
}

/* Folding what is folded changes nothing: else two texts could be equal only one way round. */
static void han_table_reaches_its_end_in_one_step(void **state)
{
	(void)state;
	unsigned changed = 0;
	for (uint32_t code = 0; code < 0x30000; code++) {
		uint32_t simple = han_simplify(code);
		assert_int_equal(han_simplify(simple), simple);
		changed += simple != code;
		if (simple != code)
			assert_true(han_is(code) && han_is(simple));
	}
	assert_true(changed > 2500);
	assert_int_equal(han_simplify(U'務'), U'务');
	assert_int_equal(han_simplify(U'龜'), U'龟');
	assert_int_equal(han_simplify(U'後'), U'后');
	assert_int_equal(han_simplify(U'水'), U'水');
}

static void offsets_lead_back(void **state)
{
	(void)state;
	static const char text[] = "一、 務(wù)“公開”\n\n——ＡＢ……\n末 行";
	struct folded folded;
	fold_text(text, strlen(text), &folded);
	assert_string_equal(folded.text.data, "一、务公开-ab.末行");
	assert_ptr_equal(fold_original(&folded, 0), text);
	assert_ptr_equal(fold_original(&folded, strlen("一、务")), strstr(text, "公"));
	assert_ptr_equal(fold_original(&folded, strlen("一、务公开")), strstr(text, "——"));
	assert_ptr_equal(fold_original(&folded, strlen("一、务公开-a")), strstr(text, "Ｂ"));
	assert_ptr_equal(fold_original(&folded, strlen("一、务公开-ab.末")), strstr(text, "行"));
	assert_ptr_equal(fold_original(&folded, folded.text.len), text + strlen(text));

	assert_true(fold_is_break(&folded, 0));
	assert_true(fold_is_break(&folded, strlen("一、务公开")));
	assert_true(fold_is_break(&folded, strlen("一、务公开-ab.")));
	assert_true(fold_is_break(&folded, folded.text.len));
	assert_false(fold_is_break(&folded, strlen("一、")));
	assert_int_equal(fold_line_end(&folded, 0), strlen("一、务公开"));
	assert_int_equal(fold_line_end(&folded, strlen("一、务公开")), strlen("一、务公开-ab."));
	fold_finish(&folded);
}

static void an_empty_text_has_one_break(void **state)
{
	(void)state;
	struct folded folded;
	fold_text("", 0, &folded);
	assert_int_equal(folded.text.len, 0);
	assert_true(fold_is_break(&folded, 0));
	assert_int_equal(fold_line_end(&folded, 0), 0);
	fold_finish(&folded);
}

/* The folded text never needs more room than the text, whatever the bytes are. */
static void any_bytes_fold(void **state)
{
	(void)state;
	unsigned seed = 1;
	for (int round = 0; round < 20000; round++) {
		char text[24];
		for (size_t i = 0; i < sizeof(text); i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = (char)(seed >> 16);
		}
		struct folded folded;
		fold_text(text, sizeof(text), &folded);
		assert_true(folded.text.len <= sizeof(text));
		for (size_t i = 0; i <= folded.text.len; i++)
			fold_original(&folded, i);
		fold_finish(&folded);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(differences_of_form_are_forgotten),
		cmocka_unit_test(what_is_said_is_kept),
		cmocka_unit_test(han_table_reaches_its_end_in_one_step),
		cmocka_unit_test(offsets_lead_back),
		cmocka_unit_test(an_empty_text_has_one_break),
		cmocka_unit_test(any_bytes_fold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
