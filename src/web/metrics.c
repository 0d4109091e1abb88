/* GET /metrics: text for Prometheus (exposition format 0.0.4). */
#include "base/json.h"
#include "base/text.h"
#include "net/loop.h"
#include "web/handlers.h"
#include "web/request.h"

static void head(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_print(out, "# HELP gongshi_%s %s\n# TYPE gongshi_%s %s\n", name, help, name, type);
}

static void gauge(struct buf *out, const char *name, const char *help, long long value)
{
	head(out, name, "gauge", help);
	buf_print(out, "gongshi_%s %lld\n", name, value);
}

static void counter(struct buf *out, const char *name, const char *help, uint64_t value)
{
	head(out, name, "counter", help);
	buf_print(out, "gongshi_%s %llu\n", name, (unsigned long long)value);
}

static void add_phases(struct buf *out, const struct store_counts *counts)
{
	const struct {
		const char *phase;
		int64_t count;
	} phases[] = {
		{"open", counts->open},         {"due-soon", counts->due_soon},
		{"overdue", counts->overdue},   {"met", counts->met},
		{"met-late", counts->met_late}, {"exempt", counts->exempt},
	};
	head(out, "documents_by_phase", "gauge", "Obligations or dossiers by phase");
	for (size_t i = 0; i < ARRAY_LEN(phases); i++)
		buf_print(out, "gongshi_documents_by_phase{phase=\"%s\"} %lld\n", phases[i].phase,
			  (long long)phases[i].count);
}

/* Label values: backslash, quote and line feed are escaped. */
static void add_label(struct buf *out, const char *text)
{
	for (; text != NULL && *text != '\0'; text++) {
		if (*text == '\\' || *text == '"')
			buf_char(out, '\\');
		if (*text == '\n')
			buf_text_add(out, "\\n");
		else
			buf_char(out, *text);
	}
}

static void add_backends(struct buf *out, const json_t *status, const char *list, const char *name,
			 const char *help)
{
	size_t i;
	json_t *one;
	head(out, name, "gauge", help);
	json_array_foreach(json_object_get(status, list), i, one)
	{
		buf_print(out, "gongshi_%s{name=\"", name);
		add_label(out, json_member_text(one, "name"));
		buf_text_add(out, "\",type=\"");
		add_label(out, json_member_text(one, "type"));
		buf_print(out, "\"} %d\n",
			  text_equal(json_member_text(one, "health"), "failing") ? 1 : 0);
	}
}

static void add_counts(struct buf *out, const struct web *web, const struct store_counts *counts)
{
	gauge(out, "overdue_without_attempt",
	      "Overdue dossiers that no attempt was made for, on channels that we can try; must be 0",
	      counts->overdue_unattempted);
	gauge(out, "dossiers_without_wakeup",
	      "Dossiers with something owed and no wake-up; must be 0", counts->without_wake);
	gauge(out, "documents", "Dossiers", counts->documents);
	add_phases(out, counts);
	gauge(out, "documents_held", "Dossiers held back", counts->held);
	gauge(out, "documents_awaiting_review", "Dossiers without a secrecy review",
	      counts->awaiting_review);
	gauge(out, "documents_withdrawn", "Dossiers withdrawn", counts->withdrawn);
	counter(out, "ledger_entries_total", "Entries of the ledger", store_entries(web->store));
}

static void add_engine(struct buf *out, const struct engine_stats *stats)
{
	counter(out, "turns_total", "Events decided since the start", stats->turns);
	counter(out, "commits_total", "Commits since the start", stats->commits);
	gauge(out, "tasks_in_flight", "Publications, probes and messages under way",
	      (long long)stats->in_flight);
	gauge(out, "tasks_waiting", "The same, waiting for room", (long long)stats->waiting);
	gauge(out, "store_failing", "1 while commits fail", stats->store_failing);
}

void get_metrics(struct request *request)
{
	const struct web *web = request->web;
	scoped(buf_finish) struct buf out = {0};
	scoped(json_drop) json_t *status = json_object();
	struct store_counts counts;
	struct engine_stats stats = {0};
	struct error err = {0};
	int rc = store_count(web->store, request->now, &counts, &err);
	if (rc < 0) {
		answer_failure(request, rc, &err);
		return;
	}
	if (web->options.stats != NULL)
		web->options.stats(web->options.ctx, &stats, status);
	add_counts(&out, web, &counts);
	add_engine(&out, &stats);
	add_backends(&out, status, "channels", "channel_failing", "1 while a channel fails");
	add_backends(&out, status, "notifiers", "notifier_failing", "1 while a notifier fails");
	head(&out, "clock_speed", "gauge", "1, or the speed of a rehearsal");
	buf_print(&out, "gongshi_clock_speed %g\n", clock_speed());
	answer_bytes(request, 200, "text/plain; version=0.0.4; charset=utf-8", NULL, &out);
}
