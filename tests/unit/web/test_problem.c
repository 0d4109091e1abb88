#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/json.h"
#include "web/problem.h"

static const struct {
	struct problem problem;
	const char *line;
} rows[] = {
	{{.status = 404, .code = "not-found", .zh = "没有。", .en = "None."},
	 "{\"type\":\"about:blank\",\"title\":\"未找到 Not Found\",\"status\":404,"
	 "\"detail\":\"没有。 None.\",\"code\":\"not-found\",\"sentence_zh\":\"没有。\","
	 "\"sentence_en\":\"None.\"}\n"},
	{{.status = 422, .field = "title", .zh = "缺\"标题\"。"},
	 "{\"type\":\"about:blank\",\"title\":\"清单有误 Unprocessable Content\",\"status\":422,"
	 "\"detail\":\"缺\\\"标题\\\"。\",\"field\":\"title\",\"sentence_zh\":\"缺\\\"标题\\\"。\"}\n"},
	{{.status = 418, .field = "", .zh = "怪。", .en = "\xff"},
	 "{\"type\":\"about:blank\",\"title\":\"错误 Error\",\"status\":418,"
	 "\"detail\":\"怪。 \xef\xbf\xbd\",\"sentence_zh\":\"怪。\","
	 "\"sentence_en\":\"\xef\xbf\xbd\"}\n"},
};

static void problems_are_printed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		scoped(buf_finish) struct buf out = {0};
		scoped(json_drop) json_t *json = NULL;
		problem_print(&rows[i].problem, &out);
		assert_string_equal(buf_text(&out), rows[i].line);
		assert_int_equal(json_read(out.data, out.len, &json, NULL), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(problems_are_printed),
	};
	return cmocka_run_group_tests_name("web/problem", tests, NULL, NULL);
}
