#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/macros.h"
#include "reader/html.h"

static const struct {
	const char *html, *text, *hidden;
} pages[] = {
	{"", "", ""},
	{"plain", "plain", ""},
	/* Blocks, breaks and cells. */
	{"<p>一</p><p>二</p>三<br>四", "一\n二\n三\n四", ""},
	{"<div><div>a</div></div>\n\n<div> b  c\nd </div>", "a\nb c d", ""},
	{"<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙<td>丁</table>", "甲\t乙\n丙\t丁", ""},
	{"<table><tr><td>外<table><tr><td>内一</td><td>内二</td></tr></table></td><td>右</td></tr>"
	 "</table>",
	 "外\n内一\t内二\n右", ""},
	{"<ul><li>一<li>二</ul>", "一\n二", ""},
	{"<pre>a\nb</pre>", "a\nb", ""},
	/* Tags split words without a gap; unclosed and crossed ones are borne. */
	{"盐<b>水</b>政<span>〔</span>2009<i></i>〕9号", "盐水政〔2009〕9号", ""},
	{"<b><i>粗</b>斜</i>平", "粗斜平", ""},
	{"<p>开<div>着", "开\n着", ""},
	{"</div></p>多余", "多余", ""},
	/* Entities. */
	{"盐水政&#12308;2009&#x3015;9号&nbsp;&amp;&lt;b&gt;", "盐水政〔2009〕9号 &<b>", ""},
	{"a&unknown;b & c", "a&unknown;b & c", ""},
	{"水&shy;利&#8203;局", "水利局", ""},
	{"1 < 2 与 3<4", "1 < 2 与 3<4", ""},
	/* What is no text. */
	{"<script>var a='<p>x</p>';</script><style>p{}</style><noscript>n</noscript>y", "y", ""},
	{"<template><p>t</p></template><!-- c --><iframe>f</iframe><textarea>输入</textarea>",
	 "输入", ""},
	{"<head><title>题</title></head><body>文", "文", ""},
	/* What is hidden. */
	{"<p>见<p style='display:none'>藏<b>深</b></p>", "见", "藏深"},
	{"<p STYLE=' Display : NONE !important; color:red'>藏</p>见", "见", "藏"},
	{"<p style='/* x */ display:/* y */none'>藏</p>见", "见", "藏"},
	{"<div hidden>藏</div>见", "见", "藏"},
	{"<div aria-hidden=true>见</div>", "见", ""},
	{"<div style='visibility:hidden'>藏<b style='visibility:visible'>见</b></div>", "见", "藏"},
	{"<div style='display:none'>藏<b style='display:block'>也藏</b></div>", "", "藏也藏"},
	{"<p style='font-size:0'>藏<b style='font-size:14px'>见</b></p>", "见", "藏"},
	{"<p style='font-size:1px'>藏</p>", "", "藏"},
	{"<p style='font-size:.9em'>见</p>", "见", ""},
	{"<p style='opacity:0'>藏</p><p style='opacity:0.5'>见</p>", "见", "藏"},
	{"<p style='width:0;height:0;overflow:hidden'>藏</p>", "", "藏"},
	{"<p style='height:0'>见</p>", "见", ""},
	{"<p style='position:absolute;left:-9999px'>藏</p>", "", "藏"},
	{"<p style='text-indent:-9999px'>藏</p><p style='text-indent:2em'>见</p>", "见", "藏"},
	{"<p style='position:absolute;clip:rect(0 0 0 0)'>藏</p>", "", "藏"},
	{"<p style='color:#fff;background:#FFFFFF'>藏</p>", "", "藏"},
	{"<p style='color:#fff;background:#000'>见</p>", "见", ""},
	{"<p style='display:none'>", "", ""},
	{"<p style='display'>见</p><p style=';;:;'>见</p>", "见\n见", ""},
	{"<dialog>藏</dialog><dialog open>见</dialog>", "见", "藏"},
	{"<details><summary>题</summary>文</details>", "题\n文", ""},
	/* Newer elements, and a meta that speaks of another charset. */
	{"<article>一<section>二</section></article><main>三</main>", "一\n二\n三", ""},
	{"<meta charset=gbk><p>水利局", "水利局", ""},
	{"<p>水\xff利", "水\xef\xbf\xbd利", ""},
};

static void the_text_is_what_a_citizen_sees(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
		scoped(html_finish) struct html_page page = {0};
		assert_int_equal(html_read(pages[i].html, strlen(pages[i].html), &page, NULL), 0);
		if (strcmp(page.text, pages[i].text) != 0 ||
		    strcmp(page.hidden, pages[i].hidden) != 0)
			fail_msg("%s\ngives [%s]\nhidden [%s]", pages[i].html, page.text,
				 page.hidden);
	}
}

static const char whole_page[] =
	"<!DOCTYPE html><html><head><title> 关于\n<b>防汛</b>的通知 </title>"
	"<meta name='ArticleTitle' content=' 关于防汛的通知 '>"
	"<META NAME=PubDate CONTENT='2009-03-05 15:30'>"
	"<meta property='og:title' content='防汛'>"
	"<meta http-equiv=Refresh content=\"5; URL='/new.html'\">"
	"<link rel=Canonical href=' https://www.example.gov.cn/a.html '>"
	"<link rel=stylesheet href=x.css><base href='/art/'></head>"
	"<body><h1>防<i>汛</i></h1><h2 style='display:none'>藏题</h2><h4>小题</h4>"
	"<a href='a%20b.pdf?x=1&amp;y=2'>附<b>件</b>一</a><a name=x>不是链接</a>"
	"<div style='display:none'><a href=hidden.pdf>藏</a><input type=password></div>"
	"<iframe src='viewer.html'></iframe><map><area href=area.html></map>"
	"<svg><title>图</title></svg></body></html>";

static void tags_links_and_headings_are_told(void **state)
{
	(void)state;
	scoped(html_finish) struct html_page page = {0};
	assert_int_equal(html_read(whole_page, strlen(whole_page), &page, NULL), 0);
	assert_string_equal(page.title, "关于 防汛的通知");
	assert_string_equal(html_meta(&page, "articletitle"), "关于防汛的通知");
	assert_string_equal(html_meta(&page, "PUBDATE"), "2009-03-05 15:30");
	assert_string_equal(html_meta(&page, "og:title"), "防汛");
	assert_null(html_meta(&page, "SiteName"));
	assert_string_equal(page.refresh, "/new.html");
	assert_string_equal(page.canonical, "https://www.example.gov.cn/a.html");
	assert_string_equal(page.base, "/art/");
	assert_false(page.has_password_field);
	assert_int_equal(page.headings.len, 1);
	assert_string_equal(page.headings.at[0], "防汛");

	assert_int_equal(page.links.len, 4);
	assert_string_equal(page.links.at[0].href, "a%20b.pdf?x=1&y=2");
	assert_string_equal(page.links.at[0].text, "附件一");
	assert_false(page.links.at[0].hidden);
	assert_string_equal(page.links.at[1].href, "hidden.pdf");
	assert_true(page.links.at[1].hidden);
	assert_string_equal(page.links.at[2].href, "viewer.html");
	assert_string_equal(page.links.at[3].href, "area.html");
}

static void a_login_page_is_known(void **state)
{
	(void)state;
	static const char html[] = "<form><input name=u><INPUT TYPE=Password></form>";
	scoped(html_finish) struct html_page page = {0};
	assert_int_equal(html_read(html, strlen(html), &page, NULL), 0);
	assert_true(page.has_password_field);
}

static void refresh_targets_are_found(void **state)
{
	(void)state;
	static const struct {
		const char *html, *target;
	} cases[] = {
		{"<meta http-equiv=refresh content='0;url=/a'>", "/a"},
		{"<meta http-equiv=refresh content='0; URL = \"/a b\"'>", "/a b"},
		{"<meta http-equiv=refresh content='30'>", NULL},
		{"<noscript><meta http-equiv=refresh content='0;url=/nojs'></noscript>", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(html_finish) struct html_page page = {0};
		assert_int_equal(html_read(cases[i].html, strlen(cases[i].html), &page, NULL), 0);
		if (cases[i].target == NULL)
			assert_null(page.refresh);
		else
			assert_string_equal(page.refresh, cases[i].target);
	}
}

static void repeat(struct buf *out, const char *text, int times)
{
	for (int i = 0; i < times; i++)
		buf_text_add(out, text);
}

static void what_costs_too_much_is_refused(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf deep = {0};
	repeat(&deep, "<div>", 5000);
	scoped(html_finish) struct html_page page = {0};
	struct error err = {0};
	assert_int_equal(html_read(deep.data, deep.len, &page, &err), -E_LIMIT);
	assert_string_equal(page.text, "");

	scoped(buf_finish) struct buf wide = {0};
	buf_text_add(&wide, "<!-- <a x=\" --><a ");
	for (int i = 0; i < 60000; i++)
		buf_print(&wide, "a%d ", i);
	assert_int_equal(html_read(wide.data, wide.len, &page, &err), -E_LIMIT);

	scoped(buf_finish) struct buf stray = {0};
	repeat(&stray, "<div>", 1000);
	repeat(&stray, "</a>", 200000);
	assert_int_equal(html_read(stray.data, stray.len, &page, &err), -E_LIMIT);

	/* What word processors write is borne. */
	scoped(buf_finish) struct buf fonts = {0};
	repeat(&fonts, "<font>", 600);
	buf_text_add(&fonts, "正文");
	assert_int_equal(html_read(fonts.data, fonts.len, &page, &err), 0);
	assert_string_equal(page.text, "正文");
}

static void html_is_told_from_plain_text(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool html;
	} cases[] = {
		{"", false},
		{"各处室：\n现将……", false},
		{"<附件>见后", false},
		{"水位<b3 与 c>4", false},
		{"a < b > c", false},
		{"x<p", false},
		{"<!-- nothing -->", false},
		{"<p>各处室", true},
		{"各处室<br/>现将", true},
		{"text</P>", true},
		{"<!DOCTYPE html>", true},
		{"<table border=1>", true},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (html_looks_like(cases[i].text, strlen(cases[i].text)) != cases[i].html)
			fail_msg("%s", cases[i].text);
}

static void a_body_of_either_kind_becomes_text(void **state)
{
	(void)state;
	static const struct {
		const char *body, *text;
	} cases[] = {
		{"一\r\n二\r三", "一\n二\n三"},
		{"<p>一</p><p>二", "一\n二"},
		{"1 < 2", "1 < 2"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf out = {0};
		html_to_text(cases[i].body, strlen(cases[i].body), &out);
		assert_string_equal(buf_text(&out), cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_text_is_what_a_citizen_sees),
		cmocka_unit_test(tags_links_and_headings_are_told),
		cmocka_unit_test(a_login_page_is_known),
		cmocka_unit_test(refresh_targets_are_found),
		cmocka_unit_test(what_costs_too_much_is_refused),
		cmocka_unit_test(html_is_told_from_plain_text),
		cmocka_unit_test(a_body_of_either_kind_becomes_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
