#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/macros.h"
#include "web/multipart.h"

#define TYPE "multipart/form-data; boundary=XX"
#define HEAD(rest) "--XX\r\nContent-Disposition: form-data; " rest "\r\n"
#define END "\r\n--XX--\r\n"

static const struct {
	const char *type, *body;
	const char *parts; /* "name/file=bytes;..."; NULL: refused */
} rows[] = {
	{TYPE, HEAD("name=\"a\"") "\r\none" END, "a/-=one;"},
	{TYPE, HEAD("name=a") "\r\none" END, "a/-=one;"},
	{TYPE,
	 HEAD("name=\"a\"; filename=\"x.pdf\"") "Content-Type: application/pdf\r\n\r\n%PDF" END,
	 "a/x.pdf=%PDF;"},
	{"multipart/form-data; charset=utf-8; boundary=\"XX\"", HEAD("name=\"a\"") "\r\none" END,
	 "a/-=one;"},
	{"Multipart/Form-Data;BOUNDARY=XX", HEAD("name=\"a\"") "\r\none" END, "a/-=one;"},
	{TYPE, HEAD("name=\"a\"") "\r\none\r\n" HEAD("name=\"b\"") "\r\ntwo" END,
	 "a/-=one;b/-=two;"},
	{TYPE, HEAD("name=\"a\"") "\r\n" END, "a/-=;"},
	{TYPE, HEAD("name=\"a\"") "\r\n\r\n\r\n" END, "a/-=\r\n\r\n;"},
	{TYPE, HEAD("name=\"a\"") "\r\nx\r\n--XY\r\n--X" END, "a/-=x\r\n--XY\r\n--X;"},
	{TYPE, HEAD("name=\"a\"") "\r\nx\r\n--XXno" END, "a/-=x\r\n--XXno;"},
	{TYPE, HEAD("name=\"q\\\"q%22\"; filename=\"\\\\\"") "\r\n1" END, "q\"q\"/\\=1;"},
	{TYPE, "--XX  \r\ncontent-disposition: FORM-DATA; NAME=\"公\"\r\n\r\n1" END, "公/-=1;"},
	{TYPE, "--XX--", ""},
	{TYPE, "--XX--\r\nepilogue", ""},
	{TYPE, HEAD("name=\"a\"; x=\"1;name=2\"") "\r\n1" END, "a/-=1;"},
	/* refused */
	{"multipart/form-data", HEAD("name=\"a\"") "\r\none" END, NULL},
	{"multipart/form-data; boundary=", HEAD("name=\"a\"") "\r\none" END, NULL},
	{"multipart/form-data; boundary=\"XX", HEAD("name=\"a\"") "\r\none" END, NULL},
	{"multipart/form-data; boundary=XX; boundary=YY", HEAD("name=\"a\"") "\r\none" END, NULL},
	{"multipart/form-data; boundary="
	 "12345678901234567890123456789012345678901234567890123456789012345678901",
	 "", NULL},
	{TYPE, "", NULL},
	{TYPE, "--X", NULL},
	{TYPE, "preamble\r\n" HEAD("name=\"a\"") "\r\none" END, NULL},
	{TYPE, HEAD("name=\"a\"") "\r\none", NULL},
	{TYPE, HEAD("name=\"a\"") "\r\none\r\n--XX", NULL},
	{TYPE, HEAD("name=\"a\"") "\r\none\r\n--XX\r\n", NULL},
	{TYPE, HEAD("name=\"a\""), NULL},
	{TYPE, "--XX\r\nContent-Type: text/plain\r\n\r\none" END, NULL},
	{TYPE, HEAD("filename=\"a\"") "\r\none" END, NULL},
	{TYPE, HEAD("name=\"a") "\r\none" END, NULL},
	{TYPE, HEAD("name=\"a\"; name=\"b\"") "\r\none" END, NULL},
	{TYPE, HEAD("name=\"a\"x") "\r\none" END, NULL},
	{TYPE, HEAD("name=\"a\"") "Content-Disposition: form-data; name=\"b\"\r\n\r\none" END,
	 NULL},
	{TYPE, "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\none" END, NULL},
};

static void print_parts(const struct parts *parts, struct buf *out)
{
	VEC_EACH(&parts->list, part) {
		buf_print(out, "%s/%s=", part->name,
			  part->file_name != NULL ? part->file_name : "-");
		buf_add(out, part->bytes, part->len);
		buf_char(out, ';');
	}
}

static void bodies_fall_into_parts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		/* Of its very length, so that a step too far is noticed. */
		size_t len = strlen(rows[i].body);
		char *body = mem_alloc(len);
		memcpy(body, rows[i].body, len);
		struct pool pool = {0};
		struct parts parts = {0};
		struct error err = {0};
		scoped(buf_finish) struct buf got = {0};
		int rc = parts_read(rows[i].type, body, len, &pool, &parts, &err);
		print_message("row %zu: %s\n", i, err.text);
		assert_int_equal(rc, rows[i].parts != NULL ? 0 : -E_INVALID);
		if (rows[i].parts != NULL) {
			print_parts(&parts, &got);
			assert_string_equal(buf_text(&got), rows[i].parts);
		}
		parts_finish(&parts);
		pool_finish(&pool);
		mem_free(body);
	}
}

/* Every beginning of a good body is refused or read, and nothing else happens. */
static void cut_bodies_are_refused(void **state)
{
	(void)state;
	static const char whole[] =
		HEAD("name=\"a\"; filename=\"x\"") "\r\none\r\n" HEAD("name=\"b\"") "\r\ntwo" END;
	for (size_t len = 0; len < sizeof(whole) - sizeof("\r\n"); len++) {
		char *body = mem_alloc(len);
		memcpy(body, whole, len);
		struct pool pool = {0};
		struct parts parts = {0};
		struct error err = {0};
		assert_int_equal(parts_read(TYPE, body, len, &pool, &parts, &err), -E_INVALID);
		parts_finish(&parts);
		pool_finish(&pool);
		mem_free(body);
	}
}

static void too_many_parts(void **state)
{
	(void)state;
	for (int extra = 0; extra <= 1; extra++) {
		scoped(buf_finish) struct buf body = {0};
		struct pool pool = {0};
		struct parts parts = {0};
		struct error err = {0};
		for (int i = 0; i < LIMIT_PARTS + extra; i++)
			buf_text_add(&body, HEAD("name=\"a\"") "\r\n1\r\n");
		buf_text_add(&body, "--XX--\r\n");
		assert_int_equal(parts_read(TYPE, body.data, body.len, &pool, &parts, &err),
				 extra ? -E_LIMIT : 0);
		parts_finish(&parts);
		pool_finish(&pool);
	}
}

static void names_of_files(void **state)
{
	(void)state;
	char long_name[300];
	static const struct {
		const char *name;
		bool safe;
	} names[] = {
		{"附件1.pdf", true}, {"a b.doc", true},  {"a", true},     {"", false},
		{".", false},        {"..", false},      {".x", false},   {"a/b", false},
		{"/etc", false},     {"a\\b", false},    {"a\nb", false}, {"a\x7f", false},
		{"\xff", false},     {"a..b.pdf", true}, {"~x", true},
	};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_int_equal(part_name_is_safe(names[i].name), names[i].safe);
	memset(long_name, 'x', sizeof(long_name));
	long_name[255] = '\0';
	assert_true(part_name_is_safe(long_name));
	long_name[255] = 'x';
	long_name[256] = '\0';
	assert_false(part_name_is_safe(long_name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies_fall_into_parts),
		cmocka_unit_test(cut_bodies_are_refused),
		cmocka_unit_test(too_many_parts),
		cmocka_unit_test(names_of_files),
	};
	return cmocka_run_group_tests_name("web/multipart", tests, NULL, NULL);
}
