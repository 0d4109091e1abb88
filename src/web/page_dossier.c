/* One dossier, for people: its duties with their arithmetic, its publications with their proof, who
 * was told, what happened, what comes next. */
#include <string.h>

#include "base/json.h"
#include "core/core.h"
#include "core/view/view.h"
#include "web/handlers.h"
#include "web/pages.h"
#include "web/request.h"

/* Each duty gets the days of its own count. */
static void join_days(json_t *obligations, json_t *explained)
{
	size_t index;
	json_t *obligation;
	json_array_foreach(obligations, index, obligation)
	{
		json_t *days = json_array_get(explained, index);
		json_object_set(obligation, "days", json_object_get(days, "days"));
		json_object_set(obligation, "counted", json_object_get(days, "counted"));
		json_object_set(obligation, "arithmetic", json_object_get(days, "settings_label"));
	}
}

static void put_flags(json_t *json)
{
	static const char *const lists[] = {"holds", "publications", "alerts", "schedule"};
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		scoped(buf_finish) struct buf name = {0};
		buf_print(&name, "has_%s", lists[i]);
		json_object_set_new(
			json, buf_text(&name),
			json_boolean(json_array_size(json_object_get(json, lists[i])) > 0));
	}
}

void get_dossier_page(struct request *request)
{
	const struct law *law = request->web->law;
	struct error err = {0};
	struct dossier dossier;
	int64_t id = request_document(request, request->part[0]);
	if (id == 0)
		return;
	json_t *timeline = json_array();
	int rc = read_dossier(request->web, id, &dossier, timeline, &err);
	if (rc < 0) {
		json_decref(timeline);
		answer_failure(request, rc, &err);
		return;
	}
	json_t *json = view_dossier(&dossier, law, request->now);
	scoped(json_drop) json_t *explained = view_explain(&dossier, law);
	json_t *schedule = view_schedule(&dossier, law, request->now);
	dossier_finish(&dossier);

	join_days(json_object_get(json, "obligations"), explained);
	json_object_set_new(json, "timeline", timeline);
	json_object_set_new(json, "schedule", schedule);
	json_put_text(json, "tone", page_tone(json));
	put_flags(json);
	page_soften(json);
	json_t *values = page_frame(request);
	json_object_set_new(values, "dossier", json);
	page_answer(request, "dossier", values);
}
