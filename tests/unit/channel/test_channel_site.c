#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "channel_bench.h"

#define KEY "gongshi-9-r1-website"
#define PAGE "2009/03/" KEY ".html"
#define SETTINGS                                                      \
	"name = \"website\"; type = \"site\"; directory = \"site\"; " \
	"url = \"http://127.0.0.1:8710/site\";"

static const char *path_of(struct channel_bench *bench, const char *name, char out[512])
{
	snprintf(out, 512, "%s/site/%s", bench->folder.path, name);
	return out;
}

static bool there(struct channel_bench *bench, const char *name)
{
	char path[512];
	return access(path_of(bench, name, path), F_OK) == 0;
}

/* Valid until the next call. */
static const char *content(struct channel_bench *bench, const char *name)
{
	static char text[1 << 20];
	char path[512];
	FILE *file = fopen(path_of(bench, name, path), "r");
	if (file == NULL)
		fail_msg("%s is not there", path);
	size_t len = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[len] = '\0';
	return text;
}

static void has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("\"%s\" is not in: %s", part, text);
}

static void lacks(const char *text, const char *part)
{
	if (strstr(text, part) != NULL)
		fail_msg("\"%s\" is in: %s", part, text);
}

static void is_html(const char *text)
{
	/* libxml2 does not know the elements of HTML5; everything else must be right. */
	htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(text, (int)strlen(text));
	htmlCtxtUseOptions(parser, HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
	htmlParseDocument(parser);
	const xmlError *wrong = xmlCtxtGetLastError(parser);
	if (wrong != NULL && wrong->code != XML_HTML_UNKNOWN_TAG)
		fail_msg("line %d: %s", wrong->line, wrong->message);
	xmlFreeDoc(parser->myDoc);
	htmlFreeParserCtxt(parser);
	assert_true(text_starts(text, "<!DOCTYPE html>\n<html lang=\"zh-CN\">"));
}

static void is_xml(const char *text)
{
	xmlDocPtr doc = xmlReadMemory(text, (int)strlen(text), NULL, NULL, XML_PARSE_NONET);
	assert_non_null(doc);
	xmlFreeDoc(doc);
}

static void accepted(struct channel_bench *bench, enum channel_operation operation)
{
	channel_bench_run(bench, operation);
	if (bench->end != CHANNEL_ACCEPTED)
		fail_msg("%s: %s", channel_operation_name(operation), bench->reason);
}

/* --- tests ----------------------------------------------------------------------------------- */

static void an_empty_site_is_complete(void **state)
{
	struct channel_bench *bench = *state;
	channel_bench_open(bench, SETTINGS);
	is_html(content(bench, "index.html"));
	has(content(bench, "index.html"), "暂无公开的信息");
	is_xml(content(bench, "feed.atom"));
	has(content(bench, "catalogue.json"), "\"months\": []");
}

static void a_page_carries_tags_and_text(void **state)
{
	static const char *const tags[] = {
		"<meta name=\"SiteName\" content=\"盐城市水利局\">",
		"<meta name=\"SiteDomain\" content=\"www.example.gov.cn\">",
		"<meta name=\"SiteIDCode\" content=\"3209000001\">",
		"<meta name=\"ColumnName\" content=\"水利公文\">",
		"<meta name=\"ColumnType\" content=\"政务公开\">",
		"<meta name=\"ArticleTitle\" content=\"关于印发《政务公开&quot;十日内&quot;办法》的通知\">",
		"<meta name=\"PubDate\" content=\"2009-03-09 15:30\">",
		"<meta name=\"ContentSource\" content=\"盐城市水利局\">",
		"<meta name=\"Keywords\" content=\"政务公开,水利\">",
		"<meta name=\"Description\" content=\"各科室、局属各单位：",
		"<meta name=\"gongshi-key\" content=\"" KEY "\">",
	};
	static const char *const parts[] = {
		"<th>索引号</th>",
		"<td>014319450/2009-00009</td>",
		"<th>发文机关</th>",
		"<th>成文日期</th>",
		"<td>2009年3月5日</td>",
		"<th>发文字号</th>",
		"<th>主题分类</th>",
		"<th>公开日期</th>",
		"<td>2009年3月9日</td>",
		"盐水政〔2009〕9号",
		"<p class=\"flush\">各科室、局属各单位：</p>",
		"请 &lt;认真&gt; 贯彻 &amp; 执行。",
	};
	struct channel_bench *bench = *state;
	channel_bench_open(bench, SETTINGS);
	accepted(bench, CHANNEL_CREATE);
	assert_string_equal(bench->remote_id, PAGE);
	assert_string_equal(bench->url, "http://127.0.0.1:8710/site/" PAGE);

	const char *page = content(bench, PAGE);
	is_html(page);
	const char *at = page;
	for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
		const char *found = strstr(at, tags[i]); /* in this order */
		if (found == NULL)
			fail_msg("%s is not in its place in %s", tags[i], page);
		at = found;
	}
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		has(page, parts[i]);
}

static void attachments_lie_beside_it(void **state)
{
	struct channel_bench *bench = *state;
	channel_bench_attach(bench, "附件 1.pdf", "%PDF one");
	channel_bench_attach(bench, "b.doc", "two");
	channel_bench_open(bench, SETTINGS);
	accepted(bench, CHANNEL_CREATE);
	has(content(bench, PAGE), "<a href=\"" KEY "/%E9%99%84%E4%BB%B6%201.pdf\">附件 1.pdf</a>");
	assert_string_equal(content(bench, "2009/03/" KEY "/附件 1.pdf"), "%PDF one");
	assert_string_equal(content(bench, "2009/03/" KEY "/b.doc"), "two");

	/* A revision without the second one. */
	bench->document.attachment_count = 1;
	accepted(bench, CHANNEL_UPDATE);
	assert_true(there(bench, "2009/03/" KEY "/附件 1.pdf"));
	assert_false(there(bench, "2009/03/" KEY "/b.doc"));

	accepted(bench, CHANNEL_WITHDRAW);
	assert_false(there(bench, "2009/03/" KEY));
}

static void bad_attachments_are_refused(void **state)
{
	struct channel_bench *bench = *state;
	channel_bench_attach(bench, "a.pdf", "one");
	channel_bench_open(bench, SETTINGS);
	struct attachment *file = (struct attachment *)bench->document.attachments;
	static const char *const names[] = {"../a.pdf", "/etc/passwd", ".", "..", ".a", "", "a\nb"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		file->name = names[i];
		channel_bench_run(bench, CHANNEL_CREATE);
		assert_int_equal(bench->end, CHANNEL_FAILED);
		assert_true(bench->permanent);
	}
	file->name = "a.pdf";
	file->sha256 = sha256_of("other", 5);
	channel_bench_run(bench, CHANNEL_CREATE);
	assert_int_equal(bench->end, CHANNEL_FAILED);
	assert_true(bench->permanent);
	has(bench->reason, "摘要不符");
	assert_false(there(bench, PAGE));
	assert_false(there(bench, "2009/03/" KEY "/a.pdf"));

	bench->request.key = "../escape";
	channel_bench_run(bench, CHANNEL_CREATE);
	assert_int_equal(bench->end, CHANNEL_FAILED);
	assert_true(bench->permanent);
}

static void a_life_of_a_page(void **state)
{
	struct channel_bench *bench = *state;
	channel_bench_open(bench, SETTINGS);
	channel_bench_run(bench, CHANNEL_FIND);
	assert_int_equal(bench->end, CHANNEL_NOT_FOUND);
	accepted(bench, CHANNEL_CREATE);
	channel_bench_run(bench, CHANNEL_FIND);
	assert_int_equal(bench->end, CHANNEL_FOUND);
	assert_string_equal(bench->remote_id, PAGE);

	/* A revision keeps the address and is found by its own key. */
	bench->request.key = "gongshi-9-r2-website";
	bench->request.revision = 2;
	bench->request.remote_id = PAGE;
	bench->document.title = "更正后的标题";
	bench->request.published_at.us += INSTANT_DAY * 40;
	channel_bench_run(bench, CHANNEL_FIND);
	assert_int_equal(bench->end, CHANNEL_NOT_FOUND);
	accepted(bench, CHANNEL_UPDATE);
	assert_string_equal(bench->remote_id, PAGE);
	has(content(bench, PAGE), "更正后的标题");
	channel_bench_run(bench, CHANNEL_FIND);
	assert_int_equal(bench->end, CHANNEL_FOUND);
	assert_string_equal(bench->remote_id, PAGE);

	accepted(bench, CHANNEL_WITHDRAW);
	assert_false(there(bench, PAGE));
	channel_bench_run(bench, CHANNEL_FIND);
	assert_int_equal(bench->end, CHANNEL_NOT_FOUND);
	accepted(bench, CHANNEL_WITHDRAW); /* again: it is gone, as wanted */
	channel_bench_close(bench);
	lacks(content(bench, "index.html"), "更正后的标题");
	lacks(content(bench, "2009/03/index.html"), "更正后的标题");
	lacks(content(bench, "feed.atom"), "<entry>");
}

static void a_second_create_makes_no_second_page(void **state)
{
	struct channel_bench *bench = *state;
	channel_bench_open(bench, SETTINGS);
	accepted(bench, CHANNEL_CREATE);
	bench->request.published_at.us += INSTANT_DAY * 40; /* the next month */
	accepted(bench, CHANNEL_CREATE);
	assert_string_equal(bench->remote_id, PAGE);
	assert_false(there(bench, "2009/04/" KEY ".html"));
	channel_bench_close(bench);
	const char *list = content(bench, "2009/03/index.html");
	const char *first = strstr(list, KEY ".html");
	assert_non_null(first);
	assert_null(strstr(first + 1, KEY ".html"));
}

static void lists_follow_soon(void **state)
{
	struct channel_bench *bench = *state;
	channel_bench_open(bench, SETTINGS);
	accepted(bench, CHANNEL_CREATE);
	channel_bench_pause(bench, 600);
	static const char *const lists[] = {"index.html", "2009/03/index.html",
					    "category/official-document.html"};
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		is_html(content(bench, lists[i]));
		has(content(bench, lists[i]), PAGE "\">关于印发");
	}
	const char *feed = content(bench, "feed.atom");
	is_xml(feed);
	has(feed, "<id>http://127.0.0.1:8710/site/" PAGE "</id>");
	has(feed, "<updated>2009-03-09T15:30:40+08:00</updated>");
	const char *catalogue = content(bench, "2009/03/catalogue.json");
	scoped(json_drop) json_t *value = NULL;
	assert_int_equal(json_read(catalogue, strlen(catalogue), &value, NULL), 0);
	json_t *entry = json_at_pointer(value, "/entries/0");
	assert_string_equal(json_member_text(entry, "index_number"), "014319450/2009-00009");
	assert_string_equal(json_member_text(entry, "issued_on"), "2009-03-05");
	has(content(bench, "catalogue.json"), "\"count\": 1");
}

static void many_at_once(void **state)
{
	struct channel_bench *bench = *state;
	static char keys[120][64];
	channel_bench_open(bench, SETTINGS);
	for (int i = 0; i < 120; i++) {
		snprintf(keys[i], sizeof(keys[i]), "gongshi-%d-r1-website", i + 1);
		bench->request.key = keys[i];
		bench->document.category = i / 40 == 1 ? "公告" : "news"; /* a wave, one category */
		channel_bench_begin(bench, CHANNEL_CREATE);
		if (i % 40 == 39)
			channel_bench_wait(bench);
	}
	assert_int_equal(bench->done, 120);
	/* The end of the channel brings the lists up to date. */
	channel_bench_close(bench);
	has(content(bench, "catalogue.json"), "\"count\": 120");
	has(content(bench, "index.html"), "gongshi-120-r1-website.html");
	lacks(content(bench, "index.html"), "gongshi-70-r1-website.html");
	has(content(bench, "category/e585ace5918a.html"), "gongshi-50-r1-website.html");
	has(content(bench, "2009/03/index.html"), "gongshi-1-r1-website.html");

	/* And a new life begins with them. */
	channel_bench_open(bench, SETTINGS);
	bench->request.key = "gongshi-121-r1-website";
	accepted(bench, CHANNEL_CREATE);
	channel_bench_close(bench);
	has(content(bench, "catalogue.json"), "\"count\": 121");
	has(content(bench, "index.html"), "gongshi-121-r1-website.html");
	has(content(bench, "index.html"), "gongshi-120-r1-website.html");
}

static void a_crash_between_page_and_line(void **state)
{
	struct channel_bench *bench = *state;
	char path[512];
	channel_bench_open(bench, SETTINGS);
	accepted(bench, CHANNEL_CREATE);
	channel_bench_close(bench);
	FILE *file = fopen(path_of(bench, ".gongshi/2009-03.jsonl", path), "w");
	fputs("{\"path\":\"2009/03/cut", file);
	fclose(file);

	channel_bench_open(bench, SETTINGS);
	lacks(content(bench, "index.html"), KEY);
	channel_bench_run(bench, CHANNEL_FIND);
	assert_int_equal(bench->end, CHANNEL_FOUND);
	channel_bench_close(bench);
	has(content(bench, "index.html"), KEY);
	has(content(bench, "2009/03/index.html"), KEY);
}

static void closing_at_work(void **state)
{
	struct channel_bench *bench = *state;
	static char keys[30][64];
	channel_bench_open(bench, SETTINGS);
	for (int i = 0; i < 30; i++) {
		snprintf(keys[i], sizeof(keys[i]), "gongshi-%d-r1-website", i + 1);
		bench->request.key = keys[i];
		channel_bench_begin(bench, CHANNEL_CREATE);
		if (i == 10)
			channel_bench_pause(bench, 1);
	}
	channel_bench_close(bench);
	assert_int_equal(bench->done, 30);
	channel_bench_pause(bench, 5);
	assert_int_equal(bench->done, 30);
}

static void html_bodies_are_cleaned(void **state)
{
	struct channel_bench *bench = *state;
	bench->document.body = "<p>正文<script>alert(1)</script></p><p onclick=\"x()\">二</p>"
			       "{{title}} {{{body}}}";
	bench->document.body_is_html = true;
	channel_bench_open(bench, SETTINGS);
	accepted(bench, CHANNEL_CREATE);
	const char *page = content(bench, PAGE);
	has(page, "<p>正文</p><p>二</p>");
	has(page, "{{title}} {{{body}}}"); /* a value is no template */
	lacks(page, "alert");
	lacks(page, "onclick");
}

static void a_full_disk_is_told(void **state)
{
	struct channel_bench *bench = *state;
	char path[512];
	channel_bench_open(bench, SETTINGS);
	/* A file where a folder must be. */
	FILE *file = fopen(path_of(bench, "2009", path), "w");
	fclose(file);
	channel_bench_run(bench, CHANNEL_CREATE);
	assert_int_equal(bench->end, CHANNEL_FAILED);
	assert_false(bench->permanent);
	assert_int_equal(unlink(path), 0);
	accepted(bench, CHANNEL_CREATE);
}

#define WITH_BENCH(test) \
	cmocka_unit_test_setup_teardown(test, channel_bench_setup, channel_bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BENCH(an_empty_site_is_complete),
		WITH_BENCH(a_page_carries_tags_and_text),
		WITH_BENCH(attachments_lie_beside_it),
		WITH_BENCH(bad_attachments_are_refused),
		WITH_BENCH(a_life_of_a_page),
		WITH_BENCH(a_second_create_makes_no_second_page),
		WITH_BENCH(lists_follow_soon),
		WITH_BENCH(many_at_once),
		WITH_BENCH(a_crash_between_page_and_line),
		WITH_BENCH(closing_at_work),
		WITH_BENCH(html_bodies_are_cleaned),
		WITH_BENCH(a_full_disk_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
