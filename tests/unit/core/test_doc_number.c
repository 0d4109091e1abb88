#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "core/model/doc_number.h"

#define NUMBER "盐水政〔2009〕9号"

/* Source: GB/T 9704-2012, 7.2.5; the irregular forms were all met in published documents. */
static const struct {
	const char *text, *normal, *code;
	int year, serial;
	bool comparable, irregular;
} cases[] = {
	{"盐水政〔2009〕9号", NUMBER, "盐水政", 2009, 9, true, false},
	{" 盐水政〔2009〕9号\n", NUMBER, "盐水政", 2009, 9, true, false},
	{"　盐水政〔2009〕9号　", NUMBER, "盐水政", 2009, 9, true, false},
	/* brackets */
	{"盐水政[2009]9号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政（2009）9号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政(2009)9号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政【2009】9号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政﹝2009﹞9号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政［2009］9号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政〖2009〗9号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政[2009）9号", NUMBER, "盐水政", 2009, 9, true, true},
	/* serial and year */
	{"盐水政〔2009〕第9号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政[2009]第09号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政〔2009〕009号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政〔2009〕９号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政〔２００９〕9号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政〔2009〕9 号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政 〔2009〕 9号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政〔2009〕　9号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政〔2009年〕9号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政2009年9号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政2009年第09号", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政〔2009〕9号文", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政〔2009〕9号文件", NUMBER, "盐水政", 2009, 9, true, true},
	{"盐水政〔2009〕9號", NUMBER, "盐水政", 2009, 9, true, true},
	/* other codes */
	{"国办发〔2017〕47号", "国办发〔2017〕47号", "国办发", 2017, 47, true, false},
	{"国办公开办函〔2021〕30号", "国办公开办函〔2021〕30号", "国办公开办函", 2021, 30, true,
	 false},
	{"发改办（财金）〔2020〕1号", "发改办（财金）〔2020〕1号", "发改办（财金）", 2020, 1, true,
	 false},
	{"发改办(财金)[2020]1号", "发改办（财金）〔2020〕1号", "发改办（财金）", 2020, 1, true,
	 true},
	{"苏水计〔2009〕123456号", "苏水计〔2009〕123456号", "苏水计", 2009, 123456, true, false},
	/* orders and announcements: another grammar, with 第 */
	{"国务院令第492号", "国务院令第492号", "国务院令", 0, 492, true, false},
	{"国务院令 第492号", "国务院令第492号", "国务院令", 0, 492, true, false},
	{"国务院令492号", "国务院令第492号", "国务院令", 0, 492, true, true},
	{"国务院令第４９２号", "国务院令第492号", "国务院令", 0, 492, true, true},
	{"水利部令（第50号）", "水利部令第50号", "水利部令", 0, 50, true, true},
	{"中华人民共和国主席令第9号", "中华人民共和国主席令第9号", "中华人民共和国主席令", 0, 9,
	 false, false},
	{"公告2023年第5号", "公告2023年第5号", "公告", 2023, 5, true, false},
	{"水利部公告 2023年第5号", "水利部公告2023年第5号", "水利部公告", 2023, 5, true, false},
	{"公告2023年5号", "公告2023年第5号", "公告", 2023, 5, true, true},
	{"公告（2023年第5号）", "公告2023年第5号", "公告", 2023, 5, true, true},
	{"证监会公告〔2023〕5号", "证监会公告2023年第5号", "证监会公告", 2023, 5, true, false},
	{"证监会公告[2023]5号", "证监会公告2023年第5号", "证监会公告", 2023, 5, true, true},
	{"国家发展改革委令2023年第5号", "国家发展改革委令2023年第5号", "国家发展改革委令", 2023, 5,
	 true, false},
	{"公告第5号", "公告第5号", "公告", 0, 5, false, false},
	/* no year, or no code: identifies nothing */
	{"盐水政9号文", "盐水政9号", "盐水政", 0, 9, false, true},
	{"盐水政9号", "盐水政9号", "盐水政", 0, 9, false, true},
	{"第09号", "9号", "", 0, 9, false, true},
	{"2009年9号", "〔2009〕9号", "", 2009, 9, false, true},
	{"〔2009〕9号", "〔2009〕9号", "", 2009, 9, false, true},
	/* lossy copies: never guessed */
	{"国办公开办函〔202130", "国办公开办函〔202130", "", 0, 0, false, true},
	{"国办公开办函〔202130号", "国办公开办函〔202130号", "", 0, 0, false, true},
	{"盐水政20099号", "盐水政20099号", "", 0, 0, false, true},
	{"盐水政2009第9号", "盐水政2009第9号", "", 0, 0, false, true},
	{"盐水政2009〕9号", "盐水政2009〕9号", "", 0, 0, false, true},
	{"盐水政〔2009 9号", "盐水政〔2009 9号", "", 0, 0, false, true},
	{"盐水政〔2009〕9", "盐水政〔2009〕9", "", 0, 0, false, true},
	{"盐水政〔09〕9号", "盐水政〔09〕9号", "", 0, 0, false, true},
	{"盐水政〔2909〕9号", "盐水政〔2909〕9号", "", 0, 0, false, true},
	{"盐水政〔2009〕0号", "盐水政〔2009〕0号", "", 0, 0, false, true},
	{"盐水政〔2009〕1234567号", "盐水政〔2009〕1234567号", "", 0, 0, false, true},
	{"盐水政〔2009〕9号、10号", "盐水政〔2009〕9号、10号", "", 0, 0, false, true},
	{"盐水政〔2009〕9-1号", "盐水政〔2009〕9-1号", "", 0, 0, false, true},
	{"文号：盐水政〔2009〕9号", "文号：盐水政〔2009〕9号", "", 0, 0, false, true},
	{"无", "无", "", 0, 0, false, true},
	{"号", "号", "", 0, 0, false, true},
	{"件", "件", "", 0, 0, false, true},
	{"〕号", "〕号", "", 0, 0, false, true},
	{"号〕", "号〕", "", 0, 0, false, true},
	{"\xff\xfe", "\xff\xfe", "", 0, 0, false, true},
};

static void every_form_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pool pool = {0};
		struct doc_number number = doc_number_read(&pool, cases[i].text);
		if (!text_equal(number.normal, cases[i].normal) ||
		    !text_equal(number.code, cases[i].code) || number.year != cases[i].year ||
		    number.serial != cases[i].serial || number.comparable != cases[i].comparable ||
		    number.irregular != cases[i].irregular)
			fail_msg("\"%s\": normal %s, code %s, year %d, serial %d, comparable %d, "
				 "irregular %d",
				 cases[i].text, number.normal, number.code, number.year,
				 number.serial, number.comparable, number.irregular);
		pool_finish(&pool);
	}
}

/* What is canonical stays as it is: normalising twice changes nothing. */
static void normal_forms_are_fixed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pool pool = {0};
		struct doc_number again = doc_number_read(&pool, cases[i].normal);
		assert_string_equal(again.normal, cases[i].normal);
		if (cases[i].comparable)
			assert_false(again.irregular);
		pool_finish(&pool);
	}
}

static void the_original_is_kept_trimmed(void **state)
{
	(void)state;
	struct pool pool = {0};
	struct doc_number number = doc_number_read(&pool, "　盐水政[2009]第09号 ");
	assert_string_equal(number.original, "盐水政[2009]第09号");
	static const char *const nothing[] = {NULL, "", " ", "　"};
	for (size_t i = 0; i < 4; i++) {
		number = doc_number_read(&pool, nothing[i]);
		assert_null(number.original);
		assert_string_equal(number.normal, "");
		assert_string_equal(number.code, "");
		assert_false(number.comparable || number.irregular);
	}
	pool_finish(&pool);
}

static void long_texts_are_no_numbers(void **state)
{
	(void)state;
	char text[3000] = "";
	for (int i = 0; i < 200; i++)
		strcat(text, "盐水");
	strcat(text, "〔2009〕9号");
	struct pool pool = {0};
	struct doc_number number = doc_number_read(&pool, text);
	assert_string_equal(number.normal, text);
	assert_false(number.comparable);
	pool_finish(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_is_read),
		cmocka_unit_test(normal_forms_are_fixed),
		cmocka_unit_test(the_original_is_kept_trimmed),
		cmocka_unit_test(long_texts_are_no_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
