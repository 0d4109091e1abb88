#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "channel/body.h"

static const struct {
	const char *html, *clean;
} cases[] = {
	{"<p>一</p>", "<p>一</p>"},
	{"a & b &lt;c&gt;", "<p>a &amp; b &lt;c&gt;</p>"},
	{"<p onclick=\"x()\" class=\"y\" align=\"center\">一</p>", "<p align=\"center\">一</p>"},
	{"<script>alert(1)</script><p>一</p>", "<p>一</p>"},
	{"<style>p{}</style><iframe src=\"http://x\">no</iframe><p>一</p>", "<p>一</p>"},
	{"<p>a<span style=\"display : none\">secret</span>b</p>", "<p>ab</p>"},
	{"<p hidden>secret</p><p>b</p>", "<p>b</p>"},
	{"<a href=\"javascript:alert(1)\">x</a>", "<a>x</a>"},
	{"<a href=\" JaVaScRiPt:alert(1)\">x</a>", "<a>x</a>"},
	{"<a href=\"https://www.gov.cn/?a=1&amp;b=2\">x</a>",
	 "<a href=\"https://www.gov.cn/?a=1&amp;b=2\">x</a>"},
	{"<a href=\"files/fujian%201.pdf\">附件</a>", "<a href=\"/up/1.pdf\">附件</a>"},
	{"<img src=\"http://spy/x.png\"><p>一</p>", "<p>一</p>"},
	{"<img src=\"fujian 1.pdf\" onerror=\"x()\">", "<img src=\"/up/1.pdf\">"},
	{"<form action=\"/x\"><p>一<input value=\"y\"></p></form>", "<p>一</p>"},
	{"<o:p>一</o:p><font color=\"red\">二</font>", "<p>一</p>二"},
	{"<table><tr><td colspan=\"2\" style=\"x\">一</td></tr></table>",
	 "<table><tr><td colspan=\"2\">一</td></tr></table>"},
	{"<p>一<br>二<!-- three --></p>", "<p>一<br>二</p>"},
	{"<svg onload=\"x()\"><text>t</text></svg><p>一</p>", "<p>一</p>"},
	{"<p>未闭合 <b>粗", "<p>未闭合 <b>粗</b></p>"},
	{"", ""},
};

static void html_passes_the_list(void **state UNUSED)
{
	const struct body_file file = {.name = "fujian 1.pdf", .url = "/up/1.pdf"};
	const struct body_files files = {&file, 1};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf out = {0};
		html_clean(cases[i].html, strlen(cases[i].html), &files, &out);
		if (strcmp(buf_text(&out), cases[i].clean) != 0)
			fail_msg("%s: %s", cases[i].html, buf_text(&out));
	}
}

static void html_nested_deeply(void **state UNUSED)
{
	scoped(buf_finish) struct buf html = {0};
	for (int i = 0; i < 100000; i++)
		buf_text_add(&html, "<div>");
	scoped(buf_finish) struct buf out = {0};
	html_clean(buf_text(&html), html.len, NULL, &out);
}

static const char text_body[] = "各单位：\r\n\n　　正文 <一>。\n　　　　　　　　　　水利局\n";

static void text_becomes_paragraphs(void **state UNUSED)
{
	struct document document = {.body = text_body};
	const struct body_files none = {0};
	scoped(buf_finish) struct buf ours = {0};
	scoped(buf_finish) struct buf theirs = {0};
	body_html(&document, BODY_OUR_PAGE, &none, &ours);
	assert_string_equal(buf_text(&ours), "<p class=\"flush\">各单位：</p>\n"
					     "<p>正文 &lt;一&gt;。</p>\n"
					     "<p class=\"right\">水利局</p>\n");
	body_html(&document, BODY_THEIR_PAGE, &none, &theirs);
	assert_string_equal(buf_text(&theirs), "<p>各单位：</p>\n"
					       "<p>　　正文 &lt;一&gt;。</p>\n"
					       "<p>　　　　　　　　　　水利局</p>\n");
	buf_clear(&ours);
	document.body = "一\n二";
	body_html(&document, BODY_OUR_PAGE, &none, &ours);
	assert_string_equal(buf_text(&ours), "<p>一</p>\n<p>二</p>\n");
}

static void beginnings(void **state UNUSED)
{
	struct document document = {.body = "　　一二  三\n四五"};
	scoped(buf_finish) struct buf out = {0};
	body_beginning(&document, 4, &out);
	assert_string_equal(buf_text(&out), "一二 三 四……");
	buf_clear(&out);
	body_beginning(&document, 40, &out);
	assert_string_equal(buf_text(&out), "一二 三 四五");
	buf_clear(&out);
	document.body = "<p>一</p><p>二<script>x</script></p>";
	document.body_is_html = true;
	body_text(&document, &out);
	assert_string_equal(buf_text(&out), "一\n二\n");
}

static void notices(void **state UNUSED)
{
	static const char notice[] =
		"{ \"people\": [ { \"name\": \"王<某>\", \"born\": \"1970-05\", \"id_number\": \"32\", "
		"\"current\": \"科长\" }, { \"姓名\": \"李某\", \"拟任职务\": \"处长\" } ],"
		"  \"objections\": { \"phone\": \"0515-1\" } }";
	struct document document = {.body = ""};
	assert_int_equal(json_read(notice, strlen(notice), &document.notice, NULL), 0);
	scoped(buf_finish) struct buf out = {0};
	body_notice(&document, &out);
	assert_string_equal(buf_text(&out),
			    "<table class=\"people\">\n<thead><tr><th>姓名</th><th>出生年月</th>"
			    "<th>现任职务</th><th>拟任职务</th></tr></thead>\n<tbody>\n"
			    "<tr><td>王&lt;某&gt;</td><td>1970-05</td><td>科长</td><td></td></tr>\n"
			    "<tr><td>李某</td><td></td><td></td><td>处长</td></tr>\n"
			    "</tbody>\n</table>\n<table class=\"objections\">\n<tbody>\n"
			    "<tr><th>联系电话</th><td>0515-1</td></tr>\n</tbody>\n</table>\n");
	document_finish(&document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_passes_the_list),
		cmocka_unit_test(html_nested_deeply),
		cmocka_unit_test(text_becomes_paragraphs),
		cmocka_unit_test(beginnings),
		cmocka_unit_test(notices),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
