/* The board: what is overdue, what is due, what waits for people, what was published. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "core/core.h"
#include "core/view/view.h"
#include "web/handlers.h"
#include "web/pages.h"
#include "web/request.h"

#define ROWS_A_SECTION 30
#define ROWS_ALONE 200

static const struct section {
	const char *id, *title, *remark, *none;
	const char *phase, *state; /* the store's filter */
	bool by_due;
} sections[] = {
	{"overdue", "逾期未公开", "期限已过，还没有在网上读到全文", "没有逾期的公文", "overdue",
	 NULL, true},
	{"due-soon", "临期", "已进入催办期", "没有临期的公文", "due-soon", NULL, true},
	{"awaiting-review", "等待保密审查", "审查签发后自动发布", "没有等待审查的公文", NULL,
	 "awaiting-review", false},
	{"held", "暂缓", "有不得发布的原因，须由人处理", "没有暂缓的公文", NULL, "held", false},
	{"open", "在期", "还没有到催办期", "没有在期的公文", "open", NULL, true},
	{"closed", "已公开", "已在公开网页上核验", "还没有已公开的公文", NULL, "closed", false},
};

/* One row: the dossier's JSON with a tone for its colour. */
static int add_row(struct request *request, int64_t id, json_t *rows, struct error *err)
{
	struct dossier dossier;
	int rc = read_dossier(request->web, id, &dossier, NULL, err);
	if (rc < 0)
		return rc;
	json_t *row = view_dossier(&dossier, request->web->law, request->now);
	json_put_text(row, "tone", page_tone(row));
	json_array_append_new(rows, row);
	dossier_finish(&dossier);
	return 0;
}

static void put_more(json_t *json, const struct section *section, const char *next,
		     const char *department)
{
	scoped(buf_finish) struct buf link = {0};
	if (text_empty(next)) {
		json_object_set_new(json, "more", json_null());
		return;
	}
	buf_print(&link, "/?show=%s&cursor=%s", section->id, next);
	if (department != NULL)
		buf_print(&link, "&department=%s", department);
	json_put_text(json, "more", buf_text(&link));
}

static int add_section(struct request *request, const struct section *section, int limit,
		       const char *department, const char *cursor, json_t *list, struct error *err)
{
	struct store_filter filter = {.phase = section->phase,
				      .state = section->state,
				      .department = department,
				      .by_due = section->by_due,
				      .limit = limit};
	struct listed_rows rows = {.only_owing = false};
	if (read_cursor(cursor, &filter) < 0)
		return error_set(err, E_INVALID, "the cursor is not one of ours");
	int rc = read_rows(request, &filter, &rows, err);
	json_t *json = json_object();
	json_t *items = json_array();
	for (size_t i = 0; rc == 0 && i < rows.ids.len; i++)
		rc = add_row(request, rows.ids.at[i], items, err);
	json_put_text(json, "id", section->id);
	json_put_text(json, "title", section->title);
	json_put_text(json, "remark", section->remark);
	json_put_text(json, "none", section->none);
	json_object_set_new(json, "empty", json_boolean(rows.ids.len == 0));
	json_object_set_new(json, "rows", items);
	put_more(json, section, buf_text(&rows.next), department);
	json_array_append_new(list, json);
	VEC_FINISH(&rows.ids);
	buf_finish(&rows.next);
	return rc;
}

static void put_count(json_t *list, const char *label, const char *tone, const char *show,
		      int64_t count)
{
	json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:I, s:b}", "label", label, "tone",
					      tone, "show", show, "count", (json_int_t)count,
					      "some", count > 0));
}

static int put_counts(struct request *request, json_t *values, struct error *err)
{
	struct store_counts counts;
	int rc = store_count(request->web->store, request->now, &counts, err);
	if (rc < 0)
		return rc;
	json_t *list = json_array();
	put_count(list, "逾期", "overdue", "overdue", counts.overdue);
	put_count(list, "临期", "soon", "due-soon", counts.due_soon);
	put_count(list, "在期", "open", "open", counts.open);
	put_count(list, "待审查", "held", "awaiting-review", counts.awaiting_review);
	put_count(list, "暂缓", "held", "held", counts.held);
	put_count(list, "已公开", "done", "closed", counts.met + counts.met_late);
	json_object_set_new(values, "counts", list);
	return 0;
}

static void put_departments(struct request *request, json_t *values, const char *chosen)
{
	const struct law *law = request->web->law;
	json_t *list = json_array();
	for (int i = 0; i < law->department_count; i++)
		if (request_sees(request, law->departments[i].id))
			json_array_append_new(
				list, json_pack("{s:s, s:s, s:b}", "id", law->departments[i].id,
						"name", law->departments[i].name, "chosen",
						text_equal(law->departments[i].id, chosen)));
	json_object_set_new(values, "departments", list);
	json_object_set_new(values, "one_department", json_boolean(chosen != NULL));
}

static const struct section *section_named(const char *id)
{
	for (size_t i = 0; i < ARRAY_LEN(sections); i++)
		if (text_equal(sections[i].id, id))
			return &sections[i];
	return NULL;
}

void get_board(struct request *request)
{
	const char *department;
	struct error err = {0};
	const struct section *only = section_named(request_query(request, "show"));
	const char *cursor = only == NULL ? NULL : request_query(request, "cursor");
	if (!request_department(request, &department))
		return;
	json_t *values = page_frame(request);
	json_t *list = json_array();
	put_departments(request, values, department);
	int rc = put_counts(request, values, &err);
	for (size_t i = 0; rc == 0 && i < ARRAY_LEN(sections); i++)
		if (only == NULL || only == &sections[i])
			rc = add_section(request, &sections[i],
					 only == NULL ? ROWS_A_SECTION : ROWS_ALONE, department,
					 cursor, list, &err);
	page_soften(list);
	json_object_set_new(values, "sections", list);
	json_object_set_new(values, "only", json_boolean(only != NULL));
	if (rc == 0) {
		page_answer(request, "board", values);
		return;
	}
	json_decref(values);
	if (rc == -E_INVALID)
		answer_problem(request, 400, "query", "翻页标记不对，请从首页重新进入。", err.text);
	else
		answer_failure(request, rc, &err);
}

/* Text that every page links to; it changes only with the program. */
void get_style(struct request *request)
{
	scoped(buf_finish) struct buf css = {0};
	struct error err = {0};
	scoped(json_drop) json_t *none = json_object();
	int rc = render_fill(request->web->options.templates, "style", none, false, &css, &err);
	if (rc < 0)
		answer_failure(request, rc, &err);
	else
		answer_bytes(request, 200, "text/css; charset=utf-8",
			     "Cache-Control: max-age=3600\n", &css);
}
