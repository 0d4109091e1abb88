/* The messages as people read them: templates/message filled as the engine fills them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "render/render.h"

static int open_templates(void **state)
{
	const char *top = getenv("top_srcdir");
	scoped(buf_finish) struct buf folder = {0};
	buf_print(&folder, "%s/templates/message", top != NULL ? top : ".");
	const char *const folders[] = {buf_text(&folder), NULL};
	struct render_set *set;
	struct error err = {0};
	if (render_open(folders, &set, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		return -1;
	}
	*state = set;
	return 0;
}

static int close_templates(void **state)
{
	render_close(*state);
	return 0;
}

static json_t *item(const char *number, const char *title, bool late, bool order, bool provisional)
{
	return json_pack("{s:i, s:i, s:i, s:b, s:s, s:s, s:s, s:s, s:b, s:s, s:s, s:s, s:s, s:s}",
			 "document", 9, "alert", 3, "rung", 1, "order", (int)order, "doc_number",
			 number, "title", title, "department_name", "水文处", "due_on",
			 "2009-03-12", "provisional", (int)provisional, "days_left",
			 late ? "已逾期 2 个工作日" : "还有 3 个工作日", "rule", "ten-day", "basis",
			 "盐水政〔2009〕9号", "todo", "缺保密审查记录或签发人", "phase_label",
			 late ? "逾期" : "临期");
}

static json_t *letter(int overdue, int soon, bool has_order, const char *link)
{
	json_t *items = json_array();
	for (int i = 0; i < overdue; i++)
		json_array_append_new(items, item("盐水政〔2009〕9号", "关于\"防汛\"<工作>的通知",
						  true, has_order, false));
	for (int i = 0; i < soon; i++)
		json_array_append_new(items, item("", "公告", false, false, true));
	return json_pack("{s:s, s:{s:s, s:s}, s:i, s:i, s:i, s:b, s:b, s:b, s:s, s:o}", "bureau",
			 "盐城市水利局", "person", "id", "zhang", "name", "张伟", "count",
			 overdue + soon, "overdue_count", overdue, "soon_count", soon,
			 "has_overdue", (int)(overdue > 0), "has_soon", (int)(soon > 0),
			 "has_order", (int)has_order, "link", link, "items", items);
}

static void fill(const struct render_set *set, const char *name, json_t *values, struct buf *out)
{
	struct error err = {0};
	if (render_fill(set, name, values, false, out, &err) < 0)
		fail_msg("%s: %s", name, err.text);
	json_decref(values);
}

static void a_letter_says_what_is_owed(void **state)
{
	scoped(buf_finish) struct buf out = {0};
	fill(*state, "digest", letter(1, 1, true, "http://127.0.0.1:8710/"), &out);
	assert_string_equal(buf_text(&out),
			    "张伟：\n"
			    "\n"
			    "以下2件公文（其中逾期1件）应当公开，请及时办理。\n"
			    "\n"
			    "【督办】【逾期】盐水政〔2009〕9号　关于\"防汛\"<工作>的通知\n"
			    "  承办处室：水文处\n"
			    "  应公开日：2009-03-12，已逾期 2 个工作日\n"
			    "  依　　据：盐水政〔2009〕9号（规则 ten-day）\n"
			    "  现在要做：缺保密审查记录或签发人\n"
			    "\n"
			    "【临期】公告\n"
			    "  承办处室：水文处\n"
			    "  应公开日：2009-03-12（暂定），还有 3 个工作日\n"
			    "  依　　据：盐水政〔2009〕9号（规则 ten-day）\n"
			    "  现在要做：缺保密审查记录或签发人\n"
			    "\n"
			    "查看每一件的期限计算、网页核验和全部经过：\n"
			    "  http://127.0.0.1:8710/\n"
			    "\n"
			    "本信由程序按期限自动发出，同一人的事项合并为一封。\n"
			    "\n"
			    "盐城市水利局　政务公开\n");
}

static void without_a_link_or_lateness(void **state)
{
	scoped(buf_finish) struct buf out = {0};
	fill(*state, "digest", letter(0, 1, false, ""), &out);
	assert_non_null(strstr(buf_text(&out), "以下1件公文应当公开，请及时办理。\n"));
	assert_null(strstr(buf_text(&out), "查看每一件"));
	assert_null(strstr(buf_text(&out), "督办"));
	assert_null(strstr(buf_text(&out), "{{"));
}

static void a_subject_sorts(void **state)
{
	static const struct {
		int overdue, soon;
		bool order;
		const char *subject;
	} cases[] = {
		{1, 0, false, "【逾期】1件 政务公开催办\n"},
		{0, 2, false, "【临期】2件 政务公开催办\n"},
		{300, 2, true, "【逾期】300件【临期】2件 政务公开督办\n"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf out = {0};
		fill(*state, "subject", letter(cases[i].overdue, cases[i].soon, cases[i].order, ""),
		     &out);
		assert_string_equal(buf_text(&out), cases[i].subject);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_says_what_is_owed),
		cmocka_unit_test(without_a_link_or_lateness),
		cmocka_unit_test(a_subject_sorts),
	};
	return cmocka_run_group_tests_name("render/message_templates", tests, open_templates,
					   close_templates);
}
