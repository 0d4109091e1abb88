/* How the daemon is: counts, channels, rules, health. */
#include "base/json.h"
#include "base/text.h"
#include "core/view/view.h"
#include "net/loop.h"
#include "web/handlers.h"
#include "web/request.h"

static json_t *view_phases(const struct store_counts *counts)
{
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "open", (json_int_t)counts->open,
			 "due-soon", (json_int_t)counts->due_soon, "overdue",
			 (json_int_t)counts->overdue, "met", (json_int_t)counts->met, "met-late",
			 (json_int_t)counts->met_late, "exempt", (json_int_t)counts->exempt);
}

static json_t *view_engine(const struct engine_stats *stats)
{
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:b}", "entries", (json_int_t)stats->entries,
			 "turns", (json_int_t)stats->turns, "commits", (json_int_t)stats->commits,
			 "in_flight", (json_int_t)stats->in_flight, "waiting",
			 (json_int_t)stats->waiting, "store_failing", stats->store_failing);
}

void get_status(struct request *request)
{
	const struct web *web = request->web;
	struct store_counts counts;
	struct engine_stats stats = {0};
	struct error err = {0};
	int rc = store_count(web->store, request->now, &counts, &err);
	if (rc < 0) {
		answer_failure(request, rc, &err);
		return;
	}
	json_t *json = json_object();
	json_put_text(json, "bureau", web->law->bureau);
	json_put_text(json, "edition", web->law->edition);
	json_put_instant(json, "now", request->now, web->law->offset_s);
	json_put_instant(json, "last_alive", request->now, web->law->offset_s);
	json_object_set_new(json, "speed", json_real(clock_speed()));
	json_object_set_new(json, "documents", json_integer(counts.documents));
	json_object_set_new(json, "phases", view_phases(&counts));
	json_object_set_new(json, "held", json_integer(counts.held));
	json_object_set_new(json, "awaiting_review", json_integer(counts.awaiting_review));
	json_object_set_new(json, "withdrawn", json_integer(counts.withdrawn));
	json_object_set_new(json, "overdue_without_attempt",
			    json_integer(counts.overdue_unattempted));
	json_object_set_new(json, "dossiers_without_wakeup", json_integer(counts.without_wake));
	json_object_set_new(json, "entries", json_integer((json_int_t)store_entries(web->store)));
	json_object_set_new(json, "next_wake_at", json_null());
	json_put_instant(json, "next_wake_at", store_next_wake(web->store), web->law->offset_s);
	json_object_set_new(json, "channels", json_array());
	json_object_set_new(json, "notifiers", json_array());
	if (web->options.stats != NULL)
		web->options.stats(web->options.ctx, &stats, json);
	json_object_set_new(json, "engine", view_engine(&stats));
	answer_json(request, 200, json);
}

void get_rules(struct request *request)
{
	const struct law *law = request->web->law;
	json_t *json = json_object();
	json_put_text(json, "edition", law->edition);
	json_object_set_new(json, "rules", view_rules(law));
	answer_json(request, 200, json);
}

void get_report(struct request *request)
{
	answer_problem(request, 501, "unsupported",
		       "本版本还没有月报和年报，计划在以后的版本提供。",
		       "Reports of months and years are not in this version; a later one will have "
		       "them.");
}

void get_health(struct request *request)
{
	scoped(buf_finish) struct buf body = {0};
	buf_text_add(&body, "ok\n");
	answer_bytes(request, 200, "text/plain; charset=utf-8", NULL, &body);
}

void get_ready(struct request *request)
{
	const struct web_options *options = &request->web->options;
	struct engine_stats stats = {0};
	struct store_counts counts;
	struct error err = {0};
	scoped(json_drop) json_t *status = json_object();
	if (options->stats != NULL)
		options->stats(options->ctx, &stats, status);
	if (stats.store_failing)
		answer_problem(request, 503, "store", "存储写不进去。",
			       "The store cannot be written.");
	else if (store_count(request->web->store, request->now, &counts, &err) < 0)
		answer_problem(request, 503, "store", "存储读不出来。",
			       "The store cannot be read.");
	else
		get_health(request);
}

void get_description(struct request *request)
{
	answer_json(request, 200, route_describe());
}
