#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "ctl/safe.h"
#include "ctl/table.h"
#include "ctl/width.h"

static void test_width(void **state UNUSED)
{
	static const struct {
		const char *text;
		size_t width;
	} cases[] = {
		{"", 0},          {"abc", 3},      {"公文", 4},         {"盐水政〔2009〕9号", 17},
		{"ａｂ", 4},      {"ｱｲ", 2},       {"한글", 4},         {"𠀀", 2},
		{"e\xcc\x81", 1}, {"\xff\xfe", 2}, {"\xe2\x80\x8b", 0}, {"“”…", 3},
		{"😀", 2},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(width_text(cases[i].text), cases[i].width);
	assert_int_equal(width_cut("公文abc", 3), 3); /* a wide character is not halved */
	assert_int_equal(width_cut("公文abc", 5), 7);
	assert_int_equal(width_cut("公文abc", 80), 9);
}

static void test_safe(void **state UNUSED)
{
	scoped(buf_finish) struct buf out = {0};
	safe_add(&out, "a\x1b[31mb\nc\td\xff"
		       "e\xc2\x9b"
		       "f\xe2\x80\xae"
		       "g公");
	assert_string_equal(buf_text(&out), "a\xef\xbf\xbd[31mb c d\xef\xbf\xbd"
					    "e\xef\xbf\xbd"
					    "f\xef\xbf\xbdg公");
}

static void test_columns(void **state UNUSED)
{
	static const struct column columns[] = {
		{"编号", "id", NULL},
		{"空", "none", NULL},
		{"处室", "name", "code"},
		{"标题", "title", NULL},
		{0},
	};
	struct error err = {0};
	scoped(json_drop) json_t *rows = NULL;
	static const char text[] =
		"[{\"id\":9,\"name\":\"水文处\",\"title\":\"关于\\u001b的通知\"},"
		"{\"id\":123456,\"name\":null,\"code\":\"hyd\",\"title\":[\"a\",true]},"
		"{\"id\":1,\"title\":\"2009-03-12T08:30:15+08:00\"}]";
	assert_int_equal(json_read(text, strlen(text), &rows, &err), 0);
	char *out = NULL;
	size_t len;
	FILE *file = open_memstream(&out, &len);
	table_objects(rows, columns, "  ", file);
	fclose(file);
	assert_string_equal(out, "  编号    处室    标题\n"
				 "  9       水文处  关于\xef\xbf\xbd的通知\n"
				 "  123456  hyd     a 是\n"
				 "  1               2009-03-12 08:30\n");
	free(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_safe),
		cmocka_unit_test(test_columns),
	};
	return cmocka_run_group_tests_name("ctl/table", tests, NULL, NULL);
}
