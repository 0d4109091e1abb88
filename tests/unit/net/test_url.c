#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "net/url.h"

#define PAGE "https://www.example.gov.cn/a/b.html?x=1"

static void references_are_resolved(void **state)
{
	(void)state;
	/* RFC 3986, 5.4, and what real pages write. */
	static const struct {
		const char *base, *reference, *wanted; /* NULL: refused */
	} cases[] = {
		{PAGE, "c.pdf", "https://www.example.gov.cn/a/c.pdf"},
		{PAGE, "./c.pdf", "https://www.example.gov.cn/a/c.pdf"},
		{PAGE, "../c.pdf", "https://www.example.gov.cn/c.pdf"},
		{PAGE, "../../c.pdf", "https://www.example.gov.cn/c.pdf"},
		{PAGE, "/c.pdf#page=2", "https://www.example.gov.cn/c.pdf"},
		{PAGE, "//files.example.gov.cn/c.pdf", "https://files.example.gov.cn/c.pdf"},
		{PAGE, "?id=2", "https://www.example.gov.cn/a/b.html?id=2"},
		{PAGE, "http://www.example.gov.cn:80/c", "http://www.example.gov.cn/c"},
		{PAGE, "http://www.example.gov.cn:8080/c", "http://www.example.gov.cn:8080/c"},
		{PAGE, "附件 1.pdf", "https://www.example.gov.cn/a/%e9%99%84%e4%bb%b6%201.pdf"},
		{PAGE, "javascript:f()", NULL},
		{PAGE, "mailto:a@example.com", NULL},
		{PAGE, "ftp://example.com/a", NULL},
		{PAGE, "file:///etc/passwd", NULL},
		{PAGE, "http://user:secret@example.com/", NULL},
		{"not an address", "c.pdf", NULL},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out = {0};
		int rc = url_join(cases[i].base, cases[i].reference, &out);
		assert_int_equal(rc, cases[i].wanted != NULL ? 0 : -E_INVALID);
		assert_string_equal(buf_text(&out), cases[i].wanted != NULL ? cases[i].wanted : "");
		buf_finish(&out);
	}
}

static void parts_are_taken(void **state)
{
	(void)state;
	static const struct {
		const char *url, *host, *path;
	} cases[] = {
		{PAGE, "www.example.gov.cn", "/a/b.html"},
		{"http://WWW.Example.gov.cn:80", "www.example.gov.cn", "/"},
		{"http://www.example.gov.cn:8080/?a", "www.example.gov.cn:8080", "/"},
		{"https://[::1]:443/a%20b", "[::1]", "/a%20b"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf host = {0}, path = {0};
		assert_int_equal(url_host(cases[i].url, &host), 0);
		assert_int_equal(url_path(cases[i].url, &path), 0);
		assert_string_equal(buf_text(&host), cases[i].host);
		assert_string_equal(buf_text(&path), cases[i].path);
		buf_finish(&host);
		buf_finish(&path);
	}
	struct buf none = {0};
	assert_int_equal(url_host("nowhere", &none), -E_INVALID);
	assert_int_equal(url_path("", &none), -E_INVALID);
	buf_finish(&none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references_are_resolved),
		cmocka_unit_test(parts_are_taken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
