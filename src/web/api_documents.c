/* GET /v1/documents and what is below one of them. */
#include "base/json.h"
#include "base/text.h"
#include "core/core.h"
#include "core/view/view.h"
#include "web/handlers.h"
#include "web/request.h"

#define LIST_MOST 500
#define LIST_USUAL 50

static bool is_one_of(const char *const *names, const char *name)
{
	for (; *names != NULL; names++)
		if (text_equal(*names, name))
			return true;
	return false;
}

/* False: answered. */
static bool read_filter(struct request *request, struct store_filter *filter)
{
	static const char *const phases[] = {"open",     "due-soon", "overdue", "met",
					     "met-late", "exempt",   NULL};
	static const char *const states[] = {"open",   "held",      "awaiting-review",
					     "closed", "withdrawn", NULL};
	int64_t limit;
	filter->phase = request_query(request, "phase");
	filter->state = request_query(request, "state");
	filter->search = request_query(request, "search");
	const char *before = request_query(request, "due_before");
	if (filter->phase != NULL && !is_one_of(phases, filter->phase)) {
		answer_problem(request, 400, "phase", "没有这个阶段。",
			       "phase is one of open, due-soon, overdue, met, met-late, exempt.");
		return false;
	}
	if (filter->state != NULL && !is_one_of(states, filter->state)) {
		answer_problem(request, 400, "state", "没有这个状态。",
			       "state is one of open, held, awaiting-review, closed, withdrawn.");
		return false;
	}
	if (before != NULL && civil_date_parse(before, &filter->due_before) < 0) {
		answer_problem(request, 400, "due_before", "日期应写作 2009-03-12。",
			       "due_before must be a date like 2009-03-12.");
		return false;
	}
	if (!request_number(request, "limit", 1, LIST_MOST, LIST_USUAL, &limit) ||
	    !request_department(request, &filter->department))
		return false;
	filter->limit = (int)limit;
	/* What is still owed is read by its date, the rest newest first. */
	filter->by_due = before != NULL || text_equal(filter->phase, "open") ||
			 text_equal(filter->phase, "due-soon") ||
			 text_equal(filter->phase, "overdue");
	if (read_cursor(request_query(request, "cursor"), filter) < 0) {
		answer_problem(
			request, 400, "cursor", "cursor 应为上一页给出的 next。",
			"cursor must be the `next` of the page before, with the same filter.");
		return false;
	}
	return true;
}

static int add_dossier(struct request *request, int64_t id, json_t *list, struct error *err)
{
	struct dossier dossier;
	int rc = read_dossier(request->web, id, &dossier, NULL, err);
	if (rc < 0)
		return rc;
	json_array_append_new(list, view_dossier(&dossier, request->web->law, request->now));
	dossier_finish(&dossier);
	return 0;
}

void get_documents(struct request *request)
{
	struct error err = {0};
	struct store_filter filter = {0};
	struct listed_rows rows = {0};
	if (!read_filter(request, &filter))
		return;
	json_t *list = json_array();
	int rc = read_rows(request, &filter, &rows, &err);
	for (size_t i = 0; rc == 0 && i < rows.ids.len; i++)
		rc = add_dossier(request, rows.ids.at[i], list, &err);
	json_t *answer = json_pack("{s:o}", "documents", list);
	json_object_set_new(answer, "next",
			    rows.next.len > 0 ? json_string(buf_text(&rows.next)) : json_null());
	VEC_FINISH(&rows.ids);
	buf_finish(&rows.next);
	if (rc == 0) {
		answer_json(request, 200, answer);
		return;
	}
	json_decref(answer);
	answer_failure(request, rc == -E_NOT_FOUND ? -E_CORRUPT : rc, &err);
}

/* --- one ------------------------------------------------------------------------------------------------ */

/* `timeline` is filled when not NULL.  False: answered. */
static bool open_dossier(struct request *request, struct dossier *dossier, json_t *timeline)
{
	struct error err = {0};
	int64_t id = request_document(request, request->part[0]);
	if (id == 0)
		return false;
	int rc = read_dossier(request->web, id, dossier, timeline, &err);
	if (rc < 0)
		answer_failure(request, rc, &err);
	return rc == 0;
}

void get_document(struct request *request)
{
	struct dossier dossier;
	if (!open_dossier(request, &dossier, NULL))
		return;
	answer_json(request, 200, view_dossier(&dossier, request->web->law, request->now));
	dossier_finish(&dossier);
}

void get_explain(struct request *request)
{
	struct dossier dossier;
	if (!open_dossier(request, &dossier, NULL))
		return;
	answer_json(request, 200, view_explain(&dossier, request->web->law));
	dossier_finish(&dossier);
}

void get_schedule(struct request *request)
{
	struct dossier dossier;
	if (!open_dossier(request, &dossier, NULL))
		return;
	answer_json(request, 200, view_schedule(&dossier, request->web->law, request->now));
	dossier_finish(&dossier);
}

void get_timeline(struct request *request)
{
	struct dossier dossier;
	json_t *timeline = json_array();
	if (!open_dossier(request, &dossier, timeline)) {
		json_decref(timeline);
		return;
	}
	answer_json(request, 200, timeline);
	dossier_finish(&dossier);
}
