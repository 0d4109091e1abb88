/* The scan of a document: marks of secrecy, personal numbers and where they stand, what is missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "core/gate/gate.h"

static void marks_in_the_head(void **state)
{
	static const struct {
		const char *text, *mark; /* NULL: none */
	} cases[] = {
		{"机密★5年\n盐城市水利局文件\n", "机密"},
		{"000001\n绝密★长期\n特急\n", "绝密"},
		{"秘密", "秘密"},
		{"秘　密\n关于……的通知", "秘密"},
		{"  机 密 ★ 1 年", "机密"},
		{"密级：秘密\n", "秘密"},
		{"密级: 机密★10年", "机密"},
		{"000001    秘密\n", "秘密"},
		{"机密    特急\n盐水政〔2009〕9号", "机密"},
		{"秘密★", "秘密"},
		{"内部资料 注意保存\n", "内部资料"},
		{"【内部资料】\n关于……", "内部资料"},
		{"（内部文件，不得外传）", "内部文件"},
		{"工作秘密\n盐城市水利局", "工作秘密"},
		{"各县：\n本件属于工作秘密，不得外传。", "工作秘密"},
		{"此为内部资料，各县：", "内部资料"},
		{"本件所附办法自印发之日起施行，请做好保密工作。", NULL},
		{"盐城市水利局\n（仅供内部参考）\n", "仅供内部参考"},
		{"关于防汛物资储备情况的报告（秘密）", "秘密"},
		{"关于防汛物资储备情况的报告【内部资料】", "内部资料"},
		{"盐城市水利局\n\n\n关于……的通知\n各县（市、区）：\n……附表为秘密★3年。", "秘密"},

		{"关于加强保密工作的通知\n各处室应当严守国家秘密，做好保密工作。", NULL},
		{"保守国家秘密是每个公民的义务。", NULL},
		{"中华人民共和国保守国家秘密法\n", NULL},
		{"国家秘密分为绝密、机密、秘密三级。", NULL},
		{"工作秘密管理办法\n第一条 为了加强工作秘密管理……", NULL},
		{"关于印发《内部资料管理办法》的通知\n", NULL},
		{"内部资料管理办法", NULL},
		{"关于商业秘密和个人隐私的，不得公开。", NULL},
		{"会议强调，要注意保存好原始资料。", NULL},
		{"机密文件的管理\n", NULL},
		{"秘密级文件由办公室登记\n", NULL},
		{"盐城市水利局文件\n特急\n盐水政〔2009〕9号\n", NULL},
		{"保守秘密 人人有责", NULL},
		{"★★★评分标准★★★", NULL},
		{"", NULL},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *mark = gate_classified(cases[i].text, strlen(cases[i].text));
		if (!text_equal(mark, cases[i].mark))
			fail_msg("\"%s\": %s", cases[i].text, mark != NULL ? mark : "none");
	}
}

/* A word on a line of its own far below the head belongs to a table or a list. */
static void marks_below_the_head_are_words(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf text = {0};
	for (int i = 0; i < 20; i++)
		buf_print(&text, "第%d条 略。\n", i);
	buf_text_add(&text, "秘密\n");
	assert_null(gate_classified(text.data, text.len));
	buf_text_add(&text, "机密★\n");
	assert_string_equal(gate_classified(text.data, text.len), "机密");
}

static struct document plain(void)
{
	return (struct document){
		.title = "关于做好2009年防汛工作的通知",
		.issuer = "盐城市水利局",
		.category = "official-document",
		.body = "",
		.disclosure = DISCLOSURE_ACTIVE,
	};
}

/* "code: sentence" lines. */
static const char *scan(const struct document *document, const char *text)
{
	static char lines[4096];
	scoped(buf_finish) struct buf out = {0};
	struct gate_result result = {0};
	gate_scan(document, text, &result);
	for (int i = 0; i < result.count; i++)
		buf_print(&out, "%s: %s\n", result.findings[i].code, result.findings[i].sentence);
	gate_finish(&result);
	assert_int_equal(result.count, 0);
	assert_true(out.len < sizeof(lines));
	memcpy(lines, buf_text(&out), out.len + 1);
	return lines;
}

static void an_ordinary_document_passes(void **state)
{
	(void)state;
	struct document document = plain();
	assert_string_equal(scan(&document,
				 "各县（市、区）水利局：\n现将有关事项通知如下。\n联系电话："
				 "0515-88888888。\n（此件公开发布）"),
			    "");
}

static void a_finding_says_where(void **state)
{
	(void)state;
	struct document document = plain();
	const struct attachment attachment = {.name = "李四13987654321.xls"};
	document.title = "关于发放补助的公示（张三34052419800101001X）";
	document.summary = "联系13812345678";
	document.attachments = &attachment;
	document.attachment_count = 1;
	assert_string_equal(
		scan(&document, "机密★1年\n电话138 1234 5678，卡号6222021234567894"),
		"classified: 正文有“机密”标志，不得公开\n"
		"privacy: 文中有5处个人信息：标题有身份证号34*************01X；"
		"正文有手机号138****5678、银行卡号6222********7894；摘要有手机号138****5678；"
		"附件名有手机号139****4321，请删除或遮盖后交修订稿\n");
}

static void a_long_finding_stays_whole(void **state)
{
	(void)state;
	struct document document = plain();
	scoped(buf_finish) struct buf text = {0};
	for (int i = 0; i < 300; i++)
		buf_print(&text, "1381234%04d、6222021234567894、", i);
	const char *lines = scan(&document, buf_text(&text));
	assert_true(text_starts(lines, "privacy: 文中有600处个人信息："));
	assert_true(strlen(lines) < 1200);
	assert_true(text_is_utf8(lines, strlen(lines)));
	assert_null(strstr(lines, "13812340000"));
}

static void a_remark_that_contradicts_the_manifest(void **state)
{
	static const char *const remarks[] = {"（此件不予公开）", "(此件不公开)",
					      "（此件依申请公开）", "（此件免予公开）"};
	(void)state;
	struct document document = plain();
	for (size_t i = 0; i < ARRAY_LEN(remarks); i++) {
		scoped(buf_finish) struct buf text = {0};
		buf_print(&text, "正文。\n二〇〇九年三月五日\n%s\n", remarks[i]);
		document.disclosure = DISCLOSURE_ACTIVE;
		assert_true(text_starts(scan(&document, buf_text(&text)), "classified: 正文附注"));
		document.disclosure = DISCLOSURE_NONE;
		assert_string_equal(scan(&document, buf_text(&text)), "");
	}
	document.disclosure = DISCLOSURE_ACTIVE;
	assert_string_equal(scan(&document, "正文。\n（此件删减后公开）"), "");
}

static void what_is_missing(void **state)
{
	static const struct {
		const char *text;
		int attachments;
		const char *sentence; /* a part of it; NULL: complete */
	} cases[] = {
		{"", 0, "只有标题"},
		{" \n　\n", 0, "只有标题"},
		{"", 1, NULL},
		{"名单见附件。", 0, "见附件"},
		{"名单详见附件1。", 0, "见附件"},
		{"（见附表）", 0, "见附件"},
		{"名单见附件。", 1, NULL},
		{"请将修改意见附件一并报送。", 0, NULL},
		{"修改意见附件见附件。", 0, "见附件"},
		/* the attachment stands in the same text */
		{"名单见附件。\n附件\n张三\n李四\n", 0, NULL},
		{"名单见附件1。\n\n附件 1：\n名单\n", 0, NULL},
		{"名单见附件。\n附件：名单\n", 0, "见附件"},
		{"名单见附件。\n附件\n", 0, "见附件"},
		{"一句话。", 0, NULL},
	};
	(void)state;
	const struct attachment attachment = {.name = "a.pdf"};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct document document = plain();
		document.attachments = &attachment;
		document.attachment_count = cases[i].attachments;
		const char *lines = scan(&document, cases[i].text);
		bool held = text_starts(lines, "incomplete: ");
		if (held != (cases[i].sentence != NULL) ||
		    (held && strstr(lines, cases[i].sentence) == NULL))
			fail_msg("case %zu \"%s\": %s", i, cases[i].text, lines);
	}
}

static void appointment_notices(void **state)
{
	static const struct {
		const char *notice;
		const char *findings; /* "" or how each line begins */
	} cases[] = {
		{"null", "incomplete: 任前公示缺“公示内容”"},
		{"{}", "incomplete: 任前公示缺公示对象"},
		{"{\"people\":[],\"objections\":{\"phone\":\"12380\"}}",
		 "incomplete: 任前公示缺公示对象"},
		{"{\"people\":[{\"sex\":\"男\"}],\"objections\":{\"phone\":\"12380\"}}",
		 "incomplete: 任前公示缺公示对象"},
		{"{\"people\":[{\"name\":\"张三\"}]}", "incomplete: 任前公示缺受理方式"},
		{"{\"people\":[{\"name\":\"张三\"}],\"objections\":{\"phone\":\" \"}}",
		 "incomplete: 任前公示缺受理方式"},
		{"{\"people\":[{\"name\":\"张三\"}],\"objections\":{\"hours\":\"8:30\"}}",
		 "incomplete: 任前公示缺受理方式"},
		{"{\"people\":[{\"name\":\"张三\"}],\"objections\":{\"phone\":\"0515-12380\"}}",
		 ""},
		{"{\"people\":[{\"name\":\"张三\"}],\"objections\":{\"phone\":12380}}", ""},
		{"{\"people\":[{\"name\":\"张三\"}],\"phone\":[\"12380\"]}", ""},
		{"{\"公示对象\":[{\"姓名\":\"张三\"}],\"受理\":{\"联系电话\":\"12380\"}}", ""},
		{"{\"拟提拔人选\":[{\"姓名\":\"张三\"}],\"通讯地址\":\"样例路1号\"}", ""},
		/* The telephone where objections go may be a mobile, those of people may not. */
		{"{\"people\":[{\"name\":\"张三\"}],\"objections\":{\"phone\":\"13800001111\"}}",
		 ""},
		{"{\"people\":[{\"name\":\"张三\",\"phone\":\"13912345678\"}],"
		 "\"objections\":{\"phone\":\"12380\"}}",
		 "privacy: 文中有1处个人信息：公示对象有手机号139****5678"},
		{"{\"people\":[{\"name\":\"张三\",\"id\":\"34052419800101001X\"}],"
		 "\"objections\":{\"phone\":\"12380\"}}",
		 "privacy: 文中有1处个人信息：公示对象有身份证号"},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct document document = plain();
		struct error err = {0};
		json_t *notice;
		assert_int_equal(json_read(cases[i].notice, strlen(cases[i].notice), &notice, &err),
				 0);
		document.category = "appointment-notice";
		document.notice = json_is_null(notice) ? NULL : notice;
		const char *lines = scan(&document, "受理电话13800001111。");
		/* The body's own mobile is allowed only by a notice that names it. */
		bool names_it = strstr(cases[i].notice, "13800001111") != NULL;
		assert_int_equal(strstr(lines, "138****1111") == NULL, names_it);
		lines = scan(&document, "公示如下。");
		if (*cases[i].findings == '\0' ? *lines != '\0'
					       : !text_starts(lines, cases[i].findings))
			fail_msg("case %zu %s: %s", i, cases[i].notice, lines);
		json_decref(notice);
	}
}

/* What the notice says is a text of its own. */
static void a_notice_without_a_body_is_complete(void **state)
{
	(void)state;
	struct document document = plain();
	document.category = "appointment-notice";
	document.notice = json_pack("{s:[{s:s}], s:{s:s}}", "people", "name", "张三", "objections",
				    "phone", "12380");
	assert_string_equal(scan(&document, ""), "");
	json_decref(document.notice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_in_the_head),
		cmocka_unit_test(marks_below_the_head_are_words),
		cmocka_unit_test(an_ordinary_document_passes),
		cmocka_unit_test(a_finding_says_where),
		cmocka_unit_test(a_long_finding_stays_whole),
		cmocka_unit_test(a_remark_that_contradicts_the_manifest),
		cmocka_unit_test(what_is_missing),
		cmocka_unit_test(appointment_notices),
		cmocka_unit_test(a_notice_without_a_body_is_complete),
	};
	return cmocka_run_group_tests_name("core/gate", tests, NULL, NULL);
}
