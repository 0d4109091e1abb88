#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/macros.h"
#include "core/model/date_text.h"

static void every_form_is_read(void **state)
{
	(void)state;
	static const struct {
		const char *text, *date;
	} cases[] = {
		{"2009-03-05", "2009-03-05"},
		{"2009-3-5", "2009-03-05"},
		{"2009/3/5", "2009-03-05"},
		{"2009/03/05", "2009-03-05"},
		{"2009.3.5", "2009-03-05"},
		{"2009.03.05", "2009-03-05"},
		{"2009年3月5日", "2009-03-05"},
		{"2009年03月05日", "2009-03-05"},
		{"2009 年 3 月 5 日", "2009-03-05"},
		{"　2009年　3月 5日　", "2009-03-05"},
		{"2009 - 3 - 5", "2009-03-05"},
		{"２００９年３月５日", "2009-03-05"},
		{"２００９－０３－０５", "2009-03-05"},
		{"２００９／３／５", "2009-03-05"},
		{"２００９．３．５", "2009-03-05"},
		{"2009年3月5号", "2009-03-05"},
		{"二〇〇九年三月五日", "2009-03-05"},
		{"二○○九年三月五日", "2009-03-05"},
		{"二◯◯九年三月五日", "2009-03-05"},
		{"二OO九年三月五日", "2009-03-05"},
		{"二ＯＯ九年三月五日", "2009-03-05"},
		{"二oo九年三月五日", "2009-03-05"},
		{"二00九年三月五日", "2009-03-05"},
		{"二００九年三月五日", "2009-03-05"},
		{"二零零九年三月五日", "2009-03-05"},
		{"二〇○九年三月五日", "2009-03-05"},
		{"二O一一年十月十日", "2011-10-10"},
		{"二零一零年十二月三十一日", "2010-12-31"},
		{"二〇一〇年三月二十二日", "2010-03-22"},
		{"二〇一〇年十一月十九日", "2010-11-19"},
		{"二〇一〇年一月二十日", "2010-01-20"},
		{"二〇一〇年元月三十日", "2010-01-30"},
		{"二〇一〇年〇三月〇五日", "2010-03-05"},
		{"二〇一〇年三月廿五日", "2010-03-25"},
		{"二〇一〇年三月廿日", "2010-03-20"},
		{"二〇一〇年三月卅一日", "2010-03-31"},
		{"二〇一〇年 3 月 二十二 日", "2010-03-22"},
		{"2008-02-29", "2008-02-29"},
		{"二〇〇八年二月二十九日", "2008-02-29"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct civil_date date = {0};
		char text[CIVIL_DATE_TEXT];
		if (date_text_read(cases[i].text, &date) != 0)
			fail_msg("not read: %s", cases[i].text);
		assert_string_equal(civil_date_print(date, text), cases[i].date);
	}
}

static void anything_else_is_refused(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"",
		" ",
		"2009",
		"2009-02-30",
		"2009年2月30日",
		"二〇〇九年二月三十日",
		"二〇〇九年二月二十九日",
		"2009-13-01",
		"2009-00-01",
		"2009-01-00",
		"2009-04-31",
		"2009-3",
		"2009年3月",
		"2009年3月5",
		"3月5日",
		"09-03-05",
		"0009-03-05",
		"02009-03-05",
		"2009-03-055",
		"2009-003-05",
		"2009-03-05-1",
		"2009.3.5.1",
		"2009.3.5.",
		"2009-03/05",
		"2009--03-05",
		"20090305",
		"2009-03-05 10:00",
		"2009年3月5日印发",
		"于2009年3月5日",
		"二〇〇九-三-五",
		"二OO九-3-5",
		"二〇〇九年十三月一日",
		"二〇〇九年三月四十日",
		"二〇〇九年三月三十二日",
		"二〇〇九年三月〇日",
		"二〇〇九年〇月五日",
		"二九年三月五日",
		"OOOO年3月5日",
		"2009年-3月5日",
		"２００９-３",
		"\xff\xff",
		"2009年3月5\xe6\x97",
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct civil_date date = {1, 1, 1};
		if (date_text_read(cases[i], &date) != -E_INVALID)
			fail_msg("read: %s", cases[i]);
		assert_int_equal(date.year, 1);
	}
	struct civil_date date;
	assert_int_equal(date_text_read(NULL, &date), -E_INVALID);
}

static void dates_are_found_in_text(void **state)
{
	(void)state;
	static const struct {
		const char *text, *found, *date; /* found: the bytes; NULL: none */
	} cases[] = {
		{"盐城市水利局　二〇〇九年三月五日　印发", "二〇〇九年三月五日", "2009-03-05"},
		{"发布时间：2009-03-05 15:30", "2009-03-05", "2009-03-05"},
		{"PubDate 2009-03-05T15:30:00", "2009-03-05", "2009-03-05"},
		{"（2009年3月5日发布）", "2009年3月5日", "2009-03-05"},
		{"盐水政〔2009〕9号 2009年3月5日", "2009年3月5日", "2009-03-05"},
		{"自2009年2月30日起，2009年3月1日止", "2009年3月1日", "2009-03-01"},
		{"NO2009/3/5", "2009/3/5", "2009-03-05"},
		{"版本2009.3.5.1，2010.1.2。", "2010.1.2", "2010-01-02"},
		{"电话0515-2009-3-5", NULL, NULL},
		{"12009-03-05", NULL, NULL},
		{"2009-03-051", NULL, NULL},
		{"一二〇〇九年三月五日", NULL, NULL},
		{"\xff\xfe 2009-03-05 \xff", "2009-03-05", "2009-03-05"},
		{"没有日期", NULL, NULL},
		{"", NULL, NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct civil_date date = {0};
		size_t len = 0;
		const char *end = cases[i].text + strlen(cases[i].text);
		const char *at = date_text_find(cases[i].text, end, &date, &len);
		if ((at == NULL) != (cases[i].found == NULL))
			fail_msg("%s: %s", at != NULL ? "found" : "not found", cases[i].text);
		if (at == NULL)
			continue;
		assert_int_equal(len, strlen(cases[i].found));
		assert_memory_equal(at, cases[i].found, len);
		char text[CIVIL_DATE_TEXT];
		assert_string_equal(civil_date_print(date, text), cases[i].date);
	}
}

static void one_date_after_the_other(void **state)
{
	(void)state;
	const char *text = "2009-03-05至2009年3月12日，二〇〇九年四月一日";
	const char *end = text + strlen(text);
	int count = 0;
	struct civil_date date;
	size_t len;
	for (const char *at = text; (at = date_text_find(at, end, &date, &len)) != NULL; at += len)
		count++;
	assert_int_equal(count, 3);
	assert_int_equal(date.month, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_is_read),
		cmocka_unit_test(anything_else_is_refused),
		cmocka_unit_test(dates_are_found_in_text),
		cmocka_unit_test(one_date_after_the_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
