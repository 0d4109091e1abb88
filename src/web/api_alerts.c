/* GET /v1/alerts: who must hear of what.  Alerts stand in their dossiers; these are walked newest
 * first, so many a request. */
#include "base/json.h"
#include "base/text.h"
#include "core/core.h"
#include "core/view/view.h"
#include "web/handlers.h"
#include "web/request.h"

#define DOSSIERS_A_REQUEST 300

struct wanted {
	const char *person, *state; /* NULL: any */
};

static void add_alerts(const struct dossier *dossier, const struct wanted *wanted, json_t *view,
		       json_t *list)
{
	size_t i = 0;
	VEC_EACH(&dossier->alerts, alert) {
		json_t *json = json_array_get(json_object_get(view, "alerts"), i++);
		if ((wanted->person != NULL && !text_equal(alert->person, wanted->person)) ||
		    (wanted->state != NULL &&
		     !text_equal(alert_state_name(alert->state), wanted->state)))
			continue;
		json_object_set_new(json, "document", json_integer(dossier->id));
		json_put_text(json, "doc_number", dossier->doc_number);
		json_put_text(json, "title", dossier->title);
		json_put_text(json, "department", dossier->department);
		json_array_append(list, json);
	}
}

static int add_dossier(struct request *request, int64_t id, const struct wanted *wanted,
		       json_t *list, struct error *err)
{
	struct dossier dossier;
	int rc = read_dossier(request->web, id, &dossier, NULL, err);
	if (rc < 0)
		return rc;
	if (dossier.alerts.len > 0) {
		scoped(json_drop)
			json_t *view = view_dossier(&dossier, request->web->law, request->now);
		add_alerts(&dossier, wanted, view, list);
	}
	dossier_finish(&dossier);
	return 0;
}

void get_alerts(struct request *request)
{
	struct error err = {0};
	struct listed_rows rows = {0};
	struct store_filter filter = {0};
	const struct wanted wanted = {.person = request_query(request, "person"),
				      .state = request_query(request, "state")};
	int64_t limit;
	if (!request_number(request, "limit", 1, DOSSIERS_A_REQUEST, DOSSIERS_A_REQUEST, &limit))
		return;
	filter.limit = (int)limit;
	if (read_cursor(request_query(request, "cursor"), &filter) < 0) {
		answer_problem(request, 400, "cursor", "cursor 应为上一页给出的 next。",
			       "cursor must be the `next` of the page before.");
		return;
	}
	json_t *list = json_array();
	int rc = read_rows(request, &filter, &rows, &err);
	for (size_t i = 0; rc == 0 && i < rows.ids.len; i++)
		rc = add_dossier(request, rows.ids.at[i], &wanted, list, &err);
	json_t *answer = json_pack("{s:o}", "alerts", list);
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
