/* The probe against a website on loopback: what it sees, what it fetches, how it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/encode.h"
#include "base/macros.h"
#include "probe/probe.h"
#include "unit/probe/website.h"

#define PDF "%PDF-1.4 the issued attachment, byte for byte\n"
#define BODY \
	"各县（市、区）水利局：\n现将2009年度维修养护经费120万元下达给你们，请专款专用。\n2009年3月2日"
#define PAGE(more)                                                                                                 \
	"<html><head><meta charset='utf-8'><title>关于下达经费的通知</title></head><body>"                \
	"<h1>关于下达经费的通知</h1><p>文号：盐水财〔2009〕15号</p>"                             \
	"<p>各县（市、区）水利局：</p><p>现将2009年度维修养护经费120万元下达给你们，" \
	"请专款专用。</p><p>2009年3月2日</p>" more "</body></html>"

struct scene {
	struct loop *loop;
	struct client *client;
	struct probe *probe;
	struct website *website;
	struct document issued;
	struct attachment file;
	int waiting, told;
	struct verify_result result;
	int status;
	size_t page_bytes;
	char page_sha256[65];
};

static int open_scene(void **state)
{
	static struct scene scene;
	struct error err;
	scene = (struct scene){0};
	assert_int_equal(loop_open(&scene.loop, &err), 0);
	assert_int_equal(client_open(&scene.client, scene.loop, &err), 0);
	assert_int_equal(probe_open(&scene.probe, scene.loop, scene.client, &err), 0);
	scene.website = website_open();
	struct document *issued = &scene.issued;
	issued->number = doc_number_read(&issued->pool, "盐水财〔2009〕15号");
	issued->title = "关于下达经费的通知";
	issued->issuer = "盐城市水利局";
	issued->body = BODY;
	issued->issued_on = (struct civil_date){2009, 3, 2};
	scene.file = (struct attachment){.name = "经费 分配表.pdf",
					 .mime = "application/pdf",
					 .sha256 = sha256_of(PDF, strlen(PDF)),
					 .bytes = (int64_t)strlen(PDF)};
	*state = &scene;
	return 0;
}

static int close_scene(void **state)
{
	struct scene *scene = *state;
	probe_close(scene->probe);
	if (scene->client != NULL)
		client_close(scene->client);
	loop_close(scene->loop);
	website_close(scene->website);
	document_finish(&scene->issued);
	return 0;
}

static void with_attachment(struct scene *scene)
{
	scene->issued.attachments = &scene->file;
	scene->issued.attachment_count = 1;
}

static void put_html(struct scene *scene, const char *path, const char *html)
{
	website_put(scene->website, path, 200, "text/html; charset=utf-8", NULL, html,
		    strlen(html));
}

static void put_file(struct scene *scene, const char *path, const char *bytes)
{
	website_put(scene->website, path, 200, "application/pdf", NULL, bytes, strlen(bytes));
}

static void on_result(void *ctx, const struct probe_result *result)
{
	struct scene *scene = ctx;
	scene->told++;
	scene->result = result->result;
	scene->status = result->status;
	scene->page_bytes = result->page_bytes;
	memcpy(scene->page_sha256, result->page_sha256, sizeof(scene->page_sha256));
	if (--scene->waiting == 0)
		loop_stop(scene->loop);
}

static void begin(struct scene *scene, const char *path)
{
	char url[200];
	snprintf(url, sizeof(url), "http://127.0.0.1:%u%s", website_port(scene->website), path);
	struct probe_request request = {.url = url,
					.allow_private = true,
					.document = &scene->issued,
					.offset_s = 8 * 3600,
					.timeout_ms = 5000};
	if (strstr(path, "hang") != NULL)
		request.timeout_ms = 200;
	scene->waiting++;
	probe_page(scene->probe, &request, on_result, scene);
	memset(url, 'x', sizeof(url) - 1); /* copied, or the test fails */
}

static void look(struct scene *scene, const char *path)
{
	scene->told = 0;
	begin(scene, path);
	loop_run(scene->loop);
	assert_int_equal(scene->told, 1);
}

static void expect(struct scene *scene, enum verdict verdict, const char *says)
{
	if (scene->result.verdict != verdict || strstr(scene->result.reason, says) == NULL)
		fail_msg("%s: %s, expected %s: %s", verdict_name(scene->result.verdict),
			 scene->result.reason, verdict_name(verdict), says);
}

/* --- pages ----------------------------------------------------------------------------------- */

static void test_present(void **state)
{
	struct scene *scene = *state;
	put_html(scene, "/a.html", PAGE(""));
	look(scene, "/a.html");
	expect(scene, VERDICT_PRESENT, "一致");
	assert_int_equal(scene->status, 200);
	assert_int_equal(scene->page_bytes, strlen(PAGE("")));
	char digest[DIGEST_TEXT];
	assert_string_equal(scene->page_sha256,
			    digest_print(sha256_of(PAGE(""), strlen(PAGE(""))), digest));
}

static void test_statuses(void **state)
{
	static const struct {
		int status;
		enum verdict verdict;
	} cases[] = {
		{404, VERDICT_ABSENT},  {410, VERDICT_ABSENT},  {401, VERDICT_ABSENT},
		{403, VERDICT_UNKNOWN}, {412, VERDICT_UNKNOWN}, {429, VERDICT_UNKNOWN},
		{500, VERDICT_UNKNOWN}, {503, VERDICT_UNKNOWN}, {521, VERDICT_UNKNOWN},
		{202, VERDICT_UNKNOWN},
	};
	struct scene *scene = *state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char path[32];
		snprintf(path, sizeof(path), "/%d", cases[i].status);
		website_put(scene->website, path, cases[i].status, "text/html", NULL, PAGE(""),
			    strlen(PAGE("")));
		look(scene, path);
		expect(scene, cases[i].verdict, "");
		assert_int_equal(scene->status, cases[i].status);
	}
}

static void test_soft_404(void **state)
{
	struct scene *scene = *state;
	put_html(scene, "/a.html", "<title>提示</title><p>您访问的页面不存在</p>");
	look(scene, "/a.html");
	expect(scene, VERDICT_ABSENT, "页面不存在");
}

static void test_hang_ends_by_time_out(void **state)
{
	struct scene *scene = *state;
	website_put(scene->website, "/hang", WEBSITE_HANGS, NULL, NULL, "", 0);
	look(scene, "/hang");
	expect(scene, VERDICT_UNKNOWN, "没有取到页面");
	assert_string_equal(scene->page_sha256, "");
}

static void test_redirects(void **state)
{
	struct scene *scene = *state;
	website_put(scene->website, "/away", 302, "text/html",
		    "Location: http://elsewhere.example.com/a.html\n", "", 0);
	website_put(scene->website, "/moved", 301, "text/html", "Location: /a.html\n", "", 0);
	website_put(scene->website, "/home", 302, "text/html", "Location: /\n", "", 0);
	website_put(scene->website, "/ring", 302, "text/html", "Location: /ring\n", "", 0);
	put_html(scene, "/a.html", PAGE(""));
	put_html(scene, "/", PAGE(""));
	look(scene, "/away");
	expect(scene, VERDICT_ABSENT, "别的网站 http://elsewhere.example.com/a.html");
	look(scene, "/moved");
	expect(scene, VERDICT_PRESENT, "");
	look(scene, "/home");
	expect(scene, VERDICT_ABSENT, "首页");
	look(scene, "/ring");
	expect(scene, VERDICT_UNKNOWN, "");
}

static void test_meta_refresh_is_followed(void **state)
{
	struct scene *scene = *state;
	put_html(scene, "/go", "<meta http-equiv=refresh content='0;url=/a.html'><p>进入</p>");
	put_html(scene, "/ring", "<meta http-equiv=refresh content='0;url=/ring2'><p>进入</p>");
	put_html(scene, "/ring2", "<meta http-equiv=refresh content='0;url=/ring'><p>进入</p>");
	put_html(scene, "/away", "<meta http-equiv=refresh content='0;url=http://a.example/'>");
	put_html(scene, "/a.html", PAGE(""));
	look(scene, "/go");
	expect(scene, VERDICT_PRESENT, "");
	look(scene, "/ring");
	expect(scene, VERDICT_ABSENT, "自动转到");
	look(scene, "/away");
	expect(scene, VERDICT_UNKNOWN, "");
}

static void test_gbk_page_with_utf8_header(void **state)
{
	/* 关于下达经费的通知, 盐水财〔2009〕15号, 2009年3月2日 and the body, in GBK. */
	static const char title[] = "\xb9\xd8\xd3\xda\xcf\xc2\xb4\xef\xbe\xad\xb7\xd1\xb5\xc4\xcd"
				    "\xa8\xd6\xaa";
	static const char number[] = "\xd1\xce\xcb\xae\xb2\xc6\xa1\xb2"
				     "2009\xa1\xb3"
				     "15\xba\xc5";
	static const char date[] = "2009\xc4\xea"
				   "3\xd4\xc2"
				   "2\xc8\xd5";
	struct scene *scene = *state;
	scoped(buf_finish) struct buf html = {0};
	scene->issued.body = "2009年3月2日";
	buf_print(&html, "<title>%s</title><h1>%s</h1><p>%s<p>%s", title, title, number, date);
	put_html(scene, "/gbk", buf_text(&html));
	look(scene, "/gbk");
	expect(scene, VERDICT_PRESENT, "");
	assert_string_equal(scene->result.findings[0], "charset-conflict");
}

static void test_headers_are_seen(void **state)
{
	struct scene *scene = *state;
	website_put(scene->website, "/old", 200, "text/html", "Age: 7200\n", PAGE(""),
		    strlen(PAGE("")));
	website_put(scene->website, "/wall", 200, "text/html", "cf-mitigated: challenge\n",
		    "<p>...</p>", 10);
	website_put(scene->website, "/pdf", 200, "application/pdf", NULL, PDF, strlen(PDF));
	look(scene, "/old");
	expect(scene, VERDICT_PRESENT, "");
	assert_string_equal(scene->result.findings[0], "stale-cache");
	look(scene, "/wall");
	expect(scene, VERDICT_UNKNOWN, "Cloudflare");
	look(scene, "/pdf");
	expect(scene, VERDICT_UNKNOWN, "不是网页");
}

static void test_nobody_listens(void **state)
{
	struct scene *scene = *state;
	struct probe_request request = {.url = "http://127.0.0.1:1/a.html",
					.allow_private = true,
					.document = &scene->issued,
					.timeout_ms = 2000};
	scene->waiting = 1;
	probe_page(scene->probe, &request, on_result, scene);
	loop_run(scene->loop);
	expect(scene, VERDICT_UNKNOWN, "连接不上");
	request.url = "not an address";
	scene->waiting = 1;
	probe_page(scene->probe, &request, on_result, scene);
	loop_run(scene->loop);
	expect(scene, VERDICT_UNKNOWN, "");
}

/* --- attachments ----------------------------------------------------------------------------- */

static void test_attachment_by_name(void **state)
{
	struct scene *scene = *state;
	with_attachment(scene);
	put_html(scene, "/x/a.html",
		 PAGE("<a href='../f/%E7%BB%8F%E8%B4%B9%20%E5%88%86%E9%85%8D%E8%A1%A8.pdf?v=1#p'>"
		      "附件</a><a href='/other.pdf'>图解.pdf</a>"));
	put_file(scene, "/f/经费 分配表.pdf", PDF);
	look(scene, "/x/a.html");
	expect(scene, VERDICT_PRESENT, "1 个附件");
	assert_int_equal(website_asked(scene->website, "/other.pdf"), 0);
	assert_int_equal(website_asked(scene->website, NULL), 2);
}

static void test_attachment_by_link_text(void **state)
{
	struct scene *scene = *state;
	with_attachment(scene);
	put_html(scene, "/a.html",
		 PAGE("<a href='/preview?id=7'>经费分配表.pdf</a>"
		      "<a href='/download?id=7'>附件1：经费分配表.pdf（15KB）</a>"));
	put_html(scene, "/preview", "<p>预览</p>");
	put_file(scene, "/download", PDF);
	look(scene, "/a.html");
	expect(scene, VERDICT_PRESENT, "1 个附件");
}

static void test_attachment_renamed(void **state)
{
	struct scene *scene = *state;
	with_attachment(scene);
	put_html(scene, "/a.html", PAGE("<a href='/1.pdf'>附件一</a><a href='/2.pdf'>附件二</a>"));
	put_file(scene, "/1.pdf", "another");
	put_file(scene, "/2.pdf", PDF);
	look(scene, "/a.html");
	expect(scene, VERDICT_PRESENT, "1 个附件");
}

static void test_attachment_changed_by_one_byte(void **state)
{
	struct scene *scene = *state;
	with_attachment(scene);
	char changed[] = PDF;
	changed[10] ^= 1;
	put_html(scene, "/a.html", PAGE("<a href='/f.pdf'>经费分配表.pdf</a>"));
	put_file(scene, "/f.pdf", changed);
	look(scene, "/a.html");
	expect(scene, VERDICT_DIFFERS, "与签发的不一致");
}

static void test_attachment_faults(void **state)
{
	static const struct {
		const char *html;
		enum verdict verdict;
		const char *says;
	} cases[] = {
		{PAGE(""), VERDICT_DIFFERS, "没有附件"},
		{PAGE("<p style='display:none'><a href='/f.pdf'>经费分配表.pdf</a></p>"),
		 VERDICT_DIFFERS, "没有附件"},
		{PAGE("<a href='/none.pdf'>经费分配表.pdf</a>"), VERDICT_DIFFERS, "404"},
		{PAGE("<a href='/broken.pdf'>经费分配表.pdf</a>"), VERDICT_UNKNOWN, "503"},
		{PAGE("<a href='http://10.0.0.1/f.pdf'>经费分配表.pdf</a>"), VERDICT_DIFFERS,
		 "别的网站 http://10.0.0.1/f.pdf"},
		{PAGE("<a href='javascript:f()'>经费分配表.pdf</a>"), VERDICT_DIFFERS, "没有附件"},
		{PAGE("<a href='/long.pdf'>经费分配表.pdf</a>"), VERDICT_DIFFERS, "比签发的大"},
	};
	struct scene *scene = *state;
	static char longer[200000];
	memset(longer, 'x', sizeof(longer));
	with_attachment(scene);
	put_file(scene, "/f.pdf", PDF);
	website_put(scene->website, "/broken.pdf", 503, "text/html", NULL, "", 0);
	website_put(scene->website, "/long.pdf", 200, "application/pdf", NULL, longer,
		    sizeof(longer));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char path[16];
		snprintf(path, sizeof(path), "/%zu", i);
		put_html(scene, path, cases[i].html);
		look(scene, path);
		expect(scene, cases[i].verdict, cases[i].says);
	}
}

static void test_large_attachment_goes_to_the_pool(void **state)
{
	struct scene *scene = *state;
	static char large[3 << 20];
	for (size_t i = 0; i < sizeof(large); i++)
		large[i] = (char)(i * 7);
	with_attachment(scene);
	scene->file.sha256 = sha256_of(large, sizeof(large));
	scene->file.bytes = sizeof(large);
	put_html(scene, "/a.html", PAGE("<a href='/f.pdf'>经费分配表.pdf</a>"));
	website_put(scene->website, "/f.pdf", 200, "application/pdf", NULL, large, sizeof(large));
	look(scene, "/a.html");
	expect(scene, VERDICT_PRESENT, "1 个附件");
}

/* --- the end --------------------------------------------------------------------------------- */

static void test_close_ends_every_probe_once(void **state)
{
	struct scene *scene = *state;
	website_put(scene->website, "/slow", WEBSITE_HANGS, NULL, NULL, "", 0);
	put_html(scene, "/a.html", PAGE(""));
	begin(scene, "/slow");
	begin(scene, "/a.html");
	begin(scene, "/slow");
	probe_close(scene->probe);
	scene->probe = NULL;
	assert_int_equal(scene->told, 3);
	expect(scene, VERDICT_UNKNOWN, "取消");
	client_close(scene->client);
	scene->client = NULL;
	loop_run(scene->loop);
	assert_int_equal(scene->told, 3);
}

static void test_client_closed_first(void **state)
{
	struct scene *scene = *state;
	website_put(scene->website, "/slow", WEBSITE_HANGS, NULL, NULL, "", 0);
	begin(scene, "/slow");
	begin(scene, "/slow");
	client_close(scene->client);
	scene->client = NULL;
	loop_run(scene->loop);
	assert_int_equal(scene->told, 2);
	expect(scene, VERDICT_UNKNOWN, "取消");
}

static void close_probe(void *ctx)
{
	struct scene *scene = ctx;
	probe_close(scene->probe);
	scene->probe = NULL;
	scene->waiting += 1000; /* nobody stops the loop but loop_close's own end */
	loop_stop(scene->loop);
}

static void on_last(void *ctx, const struct probe_result *result)
{
	on_result(ctx, result);
	struct scene *scene = ctx;
	if (scene->told == 1)
		loop_post(scene->loop, close_probe, scene);
}

/* One is told, then all are closed, some of them perhaps on the pool. */
static void test_close_in_the_middle(void **state)
{
	struct scene *scene = *state;
	put_html(scene, "/a.html", PAGE(""));
	char url[100];
	snprintf(url, sizeof(url), "http://127.0.0.1:%u/a.html", website_port(scene->website));
	struct probe_request request = {
		.url = url, .allow_private = true, .document = &scene->issued, .timeout_ms = 5000};
	for (int i = 0; i < 40; i++) {
		scene->waiting++;
		probe_page(scene->probe, &request, on_last, scene);
	}
	loop_run(scene->loop);
	client_close(scene->client);
	scene->client = NULL;
	loop_close(scene->loop);
	struct error err;
	assert_int_equal(loop_open(&scene->loop, &err), 0); /* for close_scene */
	assert_int_equal(scene->told, 40);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_present),
		TEST(test_statuses),
		TEST(test_soft_404),
		TEST(test_hang_ends_by_time_out),
		TEST(test_redirects),
		TEST(test_meta_refresh_is_followed),
		TEST(test_gbk_page_with_utf8_header),
		TEST(test_headers_are_seen),
		TEST(test_nobody_listens),
		TEST(test_attachment_by_name),
		TEST(test_attachment_by_link_text),
		TEST(test_attachment_renamed),
		TEST(test_attachment_changed_by_one_byte),
		TEST(test_attachment_faults),
		TEST(test_large_attachment_goes_to_the_pool),
		TEST(test_close_ends_every_probe_once),
		TEST(test_client_closed_first),
		TEST(test_close_in_the_middle),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
