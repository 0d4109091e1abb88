#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/macros.h"
#include "web_house.h"

static struct web_house house;

static void write_file(const char *name, const char *text)
{
	char path[256];
	snprintf(path, sizeof(path), "site/%s", name);
	conf_folder_write(&house.folder, path, text);
}

static void link_file(const char *target, const char *name)
{
	char path[256];
	snprintf(path, sizeof(path), "%s/site/%s", house.folder.path, name);
	assert_int_equal(symlink(target, path), 0);
}

static int open_site(void **state)
{
	char path[256];
	web_house_clock(state);
	web_house_open(&house, WEB_HOUSE_TOKENS);
	write_file("index.html", "<p>首页</p>");
	write_file("2009/03/index.html", "month");
	write_file("2009/03/a.html", "<p>甲</p>");
	write_file("2009/03/a/附件 1.pdf", "%PDF");
	write_file("2009/empty/x", "no ending");
	write_file("feed.atom", "<feed/>");
	write_file("gbk.html", "\xd6\xd0");
	write_file("UP.HTML", "up");
	write_file("notes.txt", "");
	write_file(".gongshi/keys", "hidden");
	write_file("2009/.secret.html", "hidden");
	conf_folder_write(&house.folder, "outside.html", "outside");
	link_file("../outside.html", "link.html");
	link_file("..", "up");
	link_file("2009", "inside");
	snprintf(path, sizeof(path), "%s/site/pipe", house.folder.path);
	assert_int_equal(mkfifo(path, 0644), 0);
	return 0;
}

static int close_site(void **state)
{
	(void)state;
	web_house_close(&house);
	return 0;
}

#define HTML "text/html; charset=utf-8"

static const struct {
	enum web_door door;
	const char *method, *target;
	int status;
	const char *type, *body; /* body NULL: any */
} rows[] = {
	{DOOR_SITE, "GET", "/", 200, HTML, "<p>首页</p>"},
	{DOOR_SITE, "HEAD", "/", 200, HTML, ""},
	{DOOR_SITE, "GET", "/index.html", 200, HTML, "<p>首页</p>"},
	{DOOR_SITE, "GET", "/?from=mail", 200, HTML, "<p>首页</p>"},
	{DOOR_SITE, "GET", "/2009/03/", 200, HTML, "month"},
	{DOOR_SITE, "GET", "/2009/03/a.html", 200, HTML, "<p>甲</p>"},
	{DOOR_SITE, "GET", "/2009/03/a/%E9%99%84%E4%BB%B6%201.pdf", 200, "application/pdf", "%PDF"},
	{DOOR_SITE, "GET", "/2009/empty/x", 200, "application/octet-stream", "no ending"},
	{DOOR_SITE, "GET", "/feed.atom", 200, "application/atom+xml", "<feed/>"},
	{DOOR_SITE, "GET", "/gbk.html", 200, "text/html", "\xd6\xd0"},
	{DOOR_SITE, "GET", "/UP.HTML", 200, HTML, "up"},
	{DOOR_SITE, "GET", "/notes.txt", 200, "text/plain; charset=utf-8", ""},
	{DOOR_SITE, "GET", "/2009/03", 301, HTML, NULL},
	{DOOR_SITE, "GET", "/none.html", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/2009/", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/2009/03/a.html/", 404, HTML, NULL},
	{DOOR_SITE, "GET", "//", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/2009//03/", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/..", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/../outside.html", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/%2e%2e/outside.html", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/%2e%2e%2foutside.html", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/2009/../../outside.html", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/./index.html", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/index.html%00", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/.gongshi/keys", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/.gongshi/", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/2009/.secret.html", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/link.html", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/up/outside.html", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/inside/03/a.html", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/pipe", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a", 404, HTML, NULL},
	{DOOR_SITE, "GET", "/v1/documents", 404, HTML, NULL},
	{DOOR_SITE, "POST", "/", 405, HTML, NULL},
	{DOOR_SITE, "DELETE", "/index.html", 405, HTML, NULL},
	{DOOR_SUB, "GET", "/gov/", 200, HTML, "<p>首页</p>"},
	{DOOR_SUB, "GET", "/gov/2009/03/a.html", 200, HTML, "<p>甲</p>"},
	{DOOR_SUB, "GET", "/gov/2009/03", 301, HTML, NULL},
	{DOOR_SUB, "GET", "/gov", 404, HTML, NULL},
	{DOOR_SUB, "GET", "/", 404, HTML, NULL},
	{DOOR_SUB, "GET", "/government/", 404, HTML, NULL},
	{DOOR_SUB, "GET", "/2009/03/a.html", 404, HTML, NULL},
};

static void paths_lead_to_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int status = web_house_ask(&house, rows[i].door, rows[i].method, rows[i].target, "",
					   NULL);
		print_message("%s %s\n", rows[i].method, rows[i].target);
		assert_int_equal(status, rows[i].status);
		assert_string_equal(web_house_header(&house, "Content-Type"), rows[i].type);
		assert_string_equal(web_house_header(&house, "X-Content-Type-Options"), "nosniff");
		if (rows[i].body != NULL)
			assert_string_equal(house.body, rows[i].body);
		else
			assert_true(web_house_says(&house, "<html lang=\"zh-CN\">"));
	}
}

static void folders_are_moved_to_with_a_slash(void **state)
{
	(void)state;
	web_house_ask(&house, DOOR_SITE, "GET", "/2009/03", "", NULL);
	assert_string_equal(web_house_header(&house, "Location"), "/2009/03/");
	web_house_ask(&house, DOOR_SUB, "GET", "/gov/2009/03/a", "", NULL);
	assert_string_equal(web_house_header(&house, "Location"), "/gov/2009/03/a/");
	web_house_ask(&house, DOOR_SITE, "POST", "/", "", "x");
	assert_string_equal(web_house_header(&house, "Allow"), "GET, HEAD");
}

static void what_is_known_is_not_sent_again(void **state)
{
	(void)state;
	char header[200];
	web_house_ask(&house, DOOR_SITE, "GET", "/2009/03/a.html", "", NULL);
	snprintf(header, sizeof(header), "If-None-Match: %s\r\n", web_house_header(&house, "ETag"));
	assert_int_equal(web_house_ask(&house, DOOR_SITE, "GET", "/2009/03/a.html", header, NULL),
			 304);
	assert_int_equal(house.body_bytes, 0);
	write_file("2009/03/a.html", "<p>乙丙</p>");
	assert_int_equal(web_house_ask(&house, DOOR_SITE, "GET", "/2009/03/a.html", header, NULL),
			 200);
	assert_string_equal(house.body, "<p>乙丙</p>");
}

static void large_files_are_whole(void **state)
{
	(void)state;
	enum { BYTES = 3000000 };
	char *bytes = mem_alloc(BYTES);
	for (size_t i = 0; i < BYTES; i++)
		bytes[i] = (char)(i * 31 % 251);
	conf_folder_write_bytes(&house.folder, "site/large.zip", bytes, BYTES);
	assert_int_equal(web_house_ask(&house, DOOR_SITE, "GET", "/large.zip", "", NULL), 200);
	assert_int_equal(house.body_bytes, BYTES);
	assert_memory_equal(house.body, bytes, BYTES);
	mem_free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_lead_to_files),
		cmocka_unit_test(folders_are_moved_to_with_a_slash),
		cmocka_unit_test(what_is_known_is_not_sent_again),
		cmocka_unit_test(large_files_are_whole),
	};
	return cmocka_run_group_tests_name("web/site", tests, open_site, close_site);
}
