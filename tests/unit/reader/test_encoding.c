#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/macros.h"
#include "reader/encoding.h"

#define BYTES(literal) literal, sizeof(literal) - 1
#define GBK_WATER "\xcb\xae\xc0\xfb\xbe\xd6\xb9\xab\xca\xbe" /* 水利局公示 */

struct sample {
	const char *bytes;
	size_t len;
	const char *header;
	const char *text, *used;
	bool conflict;
	size_t damaged;
};

static const struct sample samples[] = {
	{BYTES(""), NULL, "", "UTF-8", false, 0},
	{BYTES("plain"), NULL, "plain", "UTF-8", false, 0},
	{BYTES("plain"), "gbk", "plain", "UTF-8", false, 0}, /* ASCII is good GBK as well */
	{BYTES("水利局公示"), NULL, "水利局公示", "UTF-8", false, 0},
	{BYTES("水利局公示"), "utf-8", "水利局公示", "UTF-8", false, 0},
	{BYTES("水利局公示"), "GB2312", "水利局公示", "UTF-8", true, 0},
	{BYTES(GBK_WATER), NULL, "水利局公示", "GB18030", false, 0},
	{BYTES(GBK_WATER), "gb2312", "水利局公示", "GB18030", false, 0},
	{BYTES(GBK_WATER), "\"GBK\"", "水利局公示", "GB18030", false, 0},
	/* The trap: the page is GBK, the server says utf-8. */
	{BYTES(GBK_WATER), "utf-8", "水利局公示", "GB18030", true, 0},
	/* Tomcat's word for what nobody told it. */
	{BYTES(GBK_WATER), "ISO-8859-1", "水利局公示", "GB18030", true, 0},
	{BYTES("caf\xe9 du lac"), "iso-8859-1", "café du lac", "ISO-8859-1", false, 0},
	/* A name that we do not know never reaches iconv. */
	{BYTES("水利局"), "ISO-2022-CN-EXT", "水利局", "UTF-8", true, 0},
	{BYTES("a"), "../../x", "a", "UTF-8", false, 0},
	/* Characters that GBK lacks: U+364D is in GB18030 only. */
	{BYTES("\x82\x30\xab\x33"), "gbk", "㙍", "GB18030", false, 0},
	/* 一 in GBK is also a Cyrillic letter in UTF-8: the claim decides. */
	{BYTES("\xd2\xbb"), "gbk", "一", "GB18030", false, 0},
	{BYTES("\xd2\xbb"), NULL, "\xd2\xbb", "UTF-8", false, 0},
	/* Byte order marks. */
	{BYTES("\xef\xbb\xbf公示"), NULL, "公示", "UTF-8", false, 0},
	{BYTES("\xef\xbb\xbf公示"), "gbk", "公示", "UTF-8", true, 0},
	{BYTES("\xff\xfe\x6c\x51\x3a\x79"), NULL, "公示", "UTF-16LE", false, 0},
	{BYTES("\xfe\xff\x51\x6c\x79\x3a"), NULL, "公示", "UTF-16BE", false, 0},
	{BYTES("\x84\x31\x95\x33" GBK_WATER), NULL, "水利局公示", "GB18030", false, 0},
	{BYTES("a\0b\0"), "utf-16le", "ab", "UTF-16LE", false, 0},
	/* A mark that lies. */
	{BYTES("\xef\xbb\xbf" GBK_WATER), NULL, "水利局公示", "GB18030", false, 0},
	/* meta and header. */
	{BYTES("<meta charset=gb2312>" GBK_WATER), "utf-8", "<meta charset=gb2312>水利局公示",
	 "GB18030", true, 0},
	{BYTES("<meta charset=gbk>" GBK_WATER), NULL, "<meta charset=gbk>水利局公示", "GB18030",
	 false, 0},
	{BYTES("<META http-equiv=Content-Type content=\"text/html; charset=GBK\" >水"), NULL,
	 "<META http-equiv=Content-Type content=\"text/html; charset=GBK\" >水", "UTF-8", true, 0},
	{BYTES("<?xml version='1.0' encoding='gb2312'?>水"), NULL,
	 "<?xml version='1.0' encoding='gb2312'?>水", "UTF-8", true, 0},
	{BYTES("<!-- <meta charset=gbk> -->水"), NULL, "<!-- <meta charset=gbk> -->水", "UTF-8",
	 false, 0},
	{BYTES("<meta charset=utf-8>x"), "gbk", "<meta charset=utf-8>x", "UTF-8", true, 0},
};

static void bytes_become_utf8(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		const struct sample *sample = &samples[i];
		scoped(buf_finish) struct buf out = {0};
		struct encoding_found found = {0};
		struct error err = {0};
		int rc = encoding_to_utf8(sample->bytes, sample->len, sample->header, &out, &found,
					  &err);
		if (rc < 0)
			fail_msg("sample %zu: %s", i, err.text);
		if (strcmp(buf_text(&out), sample->text) != 0 ||
		    strcmp(found.used, sample->used) != 0 || found.conflict != sample->conflict ||
		    found.damaged != sample->damaged)
			fail_msg("sample %zu: %s as %s, conflict %d, damaged %zu", i,
				 buf_text(&out), found.used, found.conflict, found.damaged);
	}
}

static void a_cut_character_is_borne_in_a_long_page(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf page = {0};
	for (int i = 0; i < 30; i++)
		buf_text_add(&page, "水利工程");
	buf_text_add(&page, "\xe6\xb0<p>");
	scoped(buf_finish) struct buf out = {0};
	struct encoding_found found;
	assert_int_equal(encoding_to_utf8(page.data, page.len, "gbk", &out, &found, NULL), 0);
	assert_string_equal(found.used, "UTF-8");
	assert_true(found.conflict);
	assert_int_equal(found.damaged, 2);
	assert_non_null(strstr(buf_text(&out), "\xef\xbf\xbd<p>"));
}

static void what_is_no_text_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t len;
	} cases[] = {
		{BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0")},
		{BYTES("\xff\xff\xff\xff\xff\xff")},
		{BYTES("\x80\x80")},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf out = {0};
		struct encoding_found found;
		assert_int_equal(
			encoding_to_utf8(cases[i].bytes, cases[i].len, NULL, &out, &found, NULL),
			-E_INVALID);
		assert_int_equal(out.len, 0);
	}
}

static void a_single_nul_is_dropped_and_told(void **state)
{
	(void)state;
	char page[300];
	memset(page, 'x', sizeof(page));
	page[150] = '\0';
	scoped(buf_finish) struct buf out = {0};
	struct encoding_found found;
	assert_int_equal(encoding_to_utf8(page, sizeof(page), NULL, &out, &found, NULL), 0);
	assert_int_equal(out.len, sizeof(page) - 1);
	assert_int_equal(found.damaged, 1);
}

static void file_names_go_both_ways(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf name = {0};
	encoding_name_to_utf8("\xb8\xbd\xbc\xfe.pdf", &name);
	assert_string_equal(buf_text(&name), "附件.pdf");
	scoped(buf_finish) struct buf old = {0};
	assert_int_equal(encoding_name_to_gb18030("附件.pdf", &old), 0);
	assert_string_equal(buf_text(&old), "\xb8\xbd\xbc\xfe.pdf");
	buf_clear(&name);
	encoding_name_to_utf8("\xff\xff", &name);
	assert_string_equal(buf_text(&name), "\xef\xbf\xbd\xef\xbf\xbd");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_become_utf8),
		cmocka_unit_test(a_cut_character_is_borne_in_a_long_page),
		cmocka_unit_test(what_is_no_text_is_refused),
		cmocka_unit_test(a_single_nul_is_dropped_and_told),
		cmocka_unit_test(file_names_go_both_ways),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
