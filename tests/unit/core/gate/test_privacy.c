/* Personal numbers in running text: what must be found, and what looks like it and must not.
 * All numbers are made up; those of ID cards have the right check digit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/macros.h"
#include "core/gate/gate.h"
#include "core/gate/numbers.h"

struct privacy_case {
	const char *text;
	const char *masked; /* NULL: nothing is found */
};

static void check(const struct privacy_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		scoped(buf_finish) struct buf masked = {0};
		int found = gate_privacy(cases[i].text, strlen(cases[i].text), NULL, &masked);
		const char *wanted = cases[i].masked != NULL ? cases[i].masked : "";
		if (strcmp(buf_text(&masked), wanted) != 0 || (found > 0) != (*wanted != '\0'))
			fail_msg("\"%s\": %d found: %s; wanted %s", cases[i].text, found,
				 buf_text(&masked), wanted);
	}
}

static void id_numbers_are_found(void **state)
{
	static const struct privacy_case cases[] = {
		{"张三，34052419800101001X，盐城人", "身份证号34*************01X"},
		{"11010519491231002X", "身份证号11*************02X"},
		{"身份证号码：320900197508151236。", "身份证号32*************236"},
		{"11010519491231002x", "身份证号11*************02X"},
		{"１１０１０５１９４９１２３１００２Ｘ", "身份证号11*************02X"},
		{"11010519491231002Ⅹ", "身份证号11*************02X"},
		{"110105 19491231 002X", "身份证号11*************02X"},
		{"110105-19491231-002X", "身份证号11*************02X"},
		{"110105　1949 1231　002X", "身份证号11*************02X"},
		{"110105 - 1949 - 1231 - 002 X", "身份证号11*************02X"},
		{"1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X", "身份证号11*************02X"},
		{"1\t1\t0\t1\t0\t5\t1\t9\t4\t9\t1\t2\t3\t1\t0\t0\t2\tX",
		 "身份证号11*************02X"},
		{"110105\n19491231\n002X", "身份证号11*************02X"},
		{"11010519\u200b491231\u200b002X", "身份证号11*************02X"},
		{"ID11010519491231002X", "身份证号11*************02X"},
		/* cells of a table beside it, or glued to it */
		{"1 张三 320900197508151236 13812345678",
		 "身份证号32*************236、手机号138****5678"},
		{"1\t320900197508151236\t13812345678",
		 "身份证号32*************236、手机号138****5678"},
		{"1320900197508151236", "身份证号32*************236"},
		{"111010519491231002X", "身份证号11*************02X"},
		{"32090019750815123613812345678", "身份证号32*************236"},
		/* one number twice is shown once */
		{"11010519491231002X和11010519491231002X", "身份证号11*************02X"},
		/* the older form */
		{"身份证320901750815123", "身份证号32**********123"},
		{"320901750815123", "身份证号32**********123"},
		/* happens to be a good credit code as well, but nobody says that it is one */
		{"110101198001010299", "身份证号11*************299"},
	};
	(void)state;
	check(cases, ARRAY_LEN(cases));
}

static void mobiles_are_found(void **state)
{
	static const struct privacy_case cases[] = {
		{"联系人：李四 13812345678", "手机号138****5678"},
		{"１３８１２３４５６７８", "手机号138****5678"},
		{"138 1234 5678", "手机号138****5678"},
		{"138-1234-5678", "手机号138****5678"},
		{"138－1234－5678", "手机号138****5678"},
		{"138.1234.5678", "手机号138****5678"},
		{"138 12345678", "手机号138****5678"},
		{"1381234 5678", "手机号138****5678"},
		{"1 3 8 1 2 3 4 5 6 7 8", "手机号138****5678"},
		{"1\t3\t8\t1\t2\t3\t4\t5\t6\t7\t8", "手机号138****5678"},
		{"+86 13812345678", "手机号138****5678"},
		{"+86-138-1234-5678", "手机号138****5678"},
		{"+8613812345678", "手机号138****5678"},
		{"008613812345678", "手机号138****5678"},
		{"013812345678", "手机号138****5678"},
		{"Tel13812345678", "手机号138****5678"},
		{"13812345678@139.com", "手机号138****5678"},
		{"电话13812345678/13987654321", "手机号138****5678、手机号139****4321"},
		/* another number beside it is no reason to miss it */
		{"13812345678 13987654321", "手机号138****5678、手机号139****4321"},
		{"138 1234 5678 139 8765 4321", "手机号138****5678、手机号139****4321"},
		{"0515-88888888 13812345678", "手机号138****5678"},
		{"138 1234 5678 0515 88888888", "手机号138****5678"},
		{"2009-03-05 13812345678", "手机号138****5678"},
		{"3 13812345678 5", "手机号138****5678"},
		{"1\t李四\t138 1234 5678", "手机号138****5678"},
		{"1.13812345678", "手机号138****5678"},
		{"请于3月5日前致电13812345678。", "手机号138****5678"},
	};
	(void)state;
	check(cases, ARRAY_LEN(cases));
}

static void cards_are_found(void **state)
{
	static const struct privacy_case cases[] = {
		{"卡号6217001310000123451", "银行卡号6217***********3451"},
		{"6222021234567894", "银行卡号6222********7894"},
		{"6222 0212 3456 7894", "银行卡号6222********7894"},
		{"6222-0212-3456-7894", "银行卡号6222********7894"},
		{"６２２２０２１２３４５６７８９４", "银行卡号6222********7894"},
		{"6217 0013 1000 0123 451", "银行卡号6217***********3451"},
		{"622848 040200001231", "银行卡号6228**********1231"},
		{"4111111111111111", "银行卡号4111********1111"},
		{"5500000000000004", "银行卡号5500********0004"},
		{"6 2 2 2 0 2 1 2 3 4 5 6 7 8 9 4", "银行卡号6222********7894"},
	};
	(void)state;
	check(cases, ARRAY_LEN(cases));
}

static void look_alikes_are_left_alone(void **state)
{
	static const struct privacy_case cases[] = {
		{"340524198001010013", NULL}, /* wrong check digit */
		{"999999194912310021", NULL}, /* no such province */
		{"11010519491331002X", NULL}, /* no such month */
		/* 统一社会信用代码 */
		{"11341702486344515H", NULL},
		{"统一社会信用代码：1137078555222300XQ", NULL},
		{"91320900MA1WABCD2L", NULL},
		{"12320900468300123P", NULL},
		{"统一社会信用代码523209000000000075", NULL},
		{"523209000000000075", NULL},                   /* would pass for a card */
		{"统一社会信用代码：110101198001010299", NULL}, /* would pass for an ID */
		/* telephones that are no secret */
		{"0515-88888888", NULL},
		{"（0515）88888888", NULL},
		{"0515 8888 8888", NULL},
		{"举报电话12380、12345、12388", NULL},
		{"400-123-4567", NULL},
		{"88888888", NULL},
		{"12345678901", NULL}, /* no mobile begins with 12 */
		/* 索引号 */
		{"000014349/2017-00110", NULL},
		{"014319450/2025-00005", NULL},
		{"0142768-8/2022-00185", NULL},
		{"11341702486344515H/202110-00013", NULL},
		{"1137078555222300XQ/2015-00020", NULL},
		{"01527918X-2020-153077", NULL},
		{"2009-13812345678", NULL},
		/* 文号, dates, project and other codes */
		{"盐水政〔2009〕9号", NULL},
		{"国办公开办函〔2019〕61号", NULL},
		{"2009年3月5日至2009-03-12 08:30", NULL},
		{"2019-320900-76-01-123456", NULL},
		{"2020-410100-76-01-003216", NULL},
		{"项目代码：SL13812345678", NULL},
		{"SN_13812345678", NULL},
		{"合同编号：622202123456789400", NULL},
		{"注册号320901750815123", NULL},
		{"http://www.example.gov.cn/art/2009/3/5/art_32750_13812345678.html", NULL},
		{"http://www.example.gov.cn/13812345678.html", NULL},
		/* amounts */
		{"总投资15000000000元", NULL},
		{"￥15000000000", NULL},
		{"共13812345678.50", NULL},
		{"蓄水15012345678立方米", NULL},
		/* a table of numbers */
		{"150 1600 2000 300", NULL},
		{"1380 123 4567 800 950", NULL},
		{"150\t1600\t2000", NULL},
		{"4000 5000 6000 7000 8000", NULL},
		{"2009 2010 2011 2012", NULL},
		{"水位138－1234－5678－90", NULL},
		/* already masked */
		{"138****1234", NULL},
		{"35*************123", NULL},
		{"张三，身份证尾号1236", NULL},
		{"", NULL},
		{"没有数字", NULL},
		{"\xff\xfe"
		 "1",
		 NULL},
	};
	(void)state;
	check(cases, ARRAY_LEN(cases));
}

static void where_objections_go_may_be_called(void **state)
{
	static const char text[] = "受理电话：13812345678（李四）。另：13987654321";
	(void)state;
	scoped(buf_finish) struct buf masked = {0};
	assert_int_equal(gate_privacy(text, strlen(text), "138-1234-5678\n盐城市1号\n", &masked),
			 1);
	assert_string_equal(buf_text(&masked), "手机号139****4321");
}

static void many_are_counted_and_few_are_shown(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf text = {0};
	scoped(buf_finish) struct buf masked = {0};
	for (int i = 0; i < 1000; i++)
		buf_print(&text, "%d %d\n", i, 138000 + i % 10);
	for (int i = 0; i < 500; i++)
		buf_print(&text, "1381234%04d\n", i);
	assert_int_equal(gate_privacy(text.data, text.len, NULL, &masked), 500);
	assert_true(masked.len < 300);
}

/* A text of nothing but digits must not take long, whatever it is parted by. */
static void hostile_texts_take_no_time(void **state)
{
	static const char *const pieces[] = {"1 ",   "1",     "1-", "1\t", "1.",
					     "138 ", "1\n\n", "-",  "（"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		scoped(buf_finish) struct buf text = {0};
		scoped(buf_finish) struct buf masked = {0};
		while (text.len < 1u << 18)
			buf_text_add(&text, pieces[i]);
		assert_int_equal(gate_privacy(text.data, text.len, NULL, &masked), 0);
		gate_classified(text.data, text.len);
	}
}

static void check_digits(void **state)
{
	(void)state;
	assert_true(number_is_id18("34052419800101001X"));
	assert_true(number_is_id18("11010519491231002X"));
	assert_false(number_is_id18("340524198001010013"));
	assert_true(number_is_id15("320901750815123"));
	assert_false(number_is_id15("320901751315123"));
	assert_true(number_is_credit_code("11341702486344515H"));
	assert_true(number_is_credit_code("1137078555222300XQ"));
	assert_false(number_is_credit_code("1137078555222300XR"));
	assert_false(number_is_credit_code("1137078555222300IQ"));
	assert_true(number_is_card("6222021234567894", 16));
	assert_false(number_is_card("6222021234567895", 16));
	assert_false(number_is_card("3500000000000001", 16));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(id_numbers_are_found),
		cmocka_unit_test(mobiles_are_found),
		cmocka_unit_test(cards_are_found),
		cmocka_unit_test(look_alikes_are_left_alone),
		cmocka_unit_test(where_objections_go_may_be_called),
		cmocka_unit_test(many_are_counted_and_few_are_shown),
		cmocka_unit_test(hostile_texts_take_no_time),
		cmocka_unit_test(check_digits),
	};
	return cmocka_run_group_tests_name("core/gate/privacy", tests, NULL, NULL);
}
