/* Dossiers and lists of them, out of the read-only store, within what a person may see. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/core.h"
#include "core/ledger/ledger.h"
#include "core/view/view.h"
#include "web/request.h"

/* --- one dossier ------------------------------------------------------------------------------------ */

struct replay {
	struct web *web;
	struct dossier *dossier;
	json_t *timeline;
	struct pool pool;
	struct error *err;
};

static int replay_line(void *ctx, uint64_t seq, const char *line, size_t len)
{
	struct replay *replay = ctx;
	struct fact fact;
	(void)seq;
	int rc = ledger_read(line, len, &replay->pool, &fact, replay->err);
	if (rc < 0)
		return rc;
	dossier_apply(replay->dossier, &fact);
	if (replay->timeline != NULL)
		json_array_append_new(replay->timeline,
				      view_timeline_entry(&fact, replay->web->law));
	pool_finish(&replay->pool);
	return 0;
}

static int replay_notes(void *ctx, const struct store_row *row)
{
	struct replay *replay = ctx;
	dossier_notes_read(replay->dossier, row->notes);
	return 0;
}

int read_dossier(struct web *web, int64_t id, struct dossier *out, json_t *timeline,
		 struct error *err)
{
	*out = (struct dossier){0};
	struct replay replay = {.web = web, .dossier = out, .timeline = timeline, .err = err};
	int rc = store_load(web->store, id, replay_line, &replay, err);
	pool_finish(&replay.pool);
	if (rc == 0)
		rc = store_get_row(web->store, id, replay_notes, &replay, err);
	if (rc < 0)
		dossier_finish(out);
	return error_wrap(err, rc, "read dossier %lld", (long long)id);
}

/* --- which one ----------------------------------------------------------------------------------------- */

bool request_sees(const struct request *request, const char *department)
{
	return identity_sees(&request->who, request->web->law, department);
}

struct sight {
	const struct request *request;
	bool seen;
};

static int look_at_row(void *ctx, const struct store_row *row)
{
	struct sight *sight = ctx;
	sight->seen = request_sees(sight->request, row->department);
	return 0;
}

static int64_t find_number(struct request *request, const char *text)
{
	struct doc_number number = doc_number_read(&request->pool, text);
	return number.normal == NULL || number.normal[0] == '\0'
		       ? 0
		       : store_find_number(request->web->store, number.normal);
}

static bool is_integer(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	return digits > 0 && digits <= 18 && text[digits] == '\0';
}

int request_find(struct request *request, const char *text, int64_t *out, struct error *err)
{
	struct sight sight = {.request = request};
	int64_t id = is_integer(text) ? strtoll(text, NULL, 10) : find_number(request, text);
	int rc = id <= 0 ? -E_NOT_FOUND
			 : store_get_row(request->web->store, id, look_at_row, &sight, err);
	/* What he may not see is not there for him: a 403 would tell that it is. */
	if (rc == 0 && !sight.seen)
		rc = -E_NOT_FOUND;
	*out = id;
	return rc;
}

int64_t request_document(struct request *request, const char *text)
{
	struct error err = {0};
	int64_t id;
	int rc = request_find(request, text, &id, &err);
	if (rc == 0)
		return id;
	answer_failure(request, rc, &err);
	return 0;
}

/* --- lists ---------------------------------------------------------------------------------------------- */

struct gather {
	const struct request *request;
	struct listed_rows *out;
	int limit, count; /* count: rows of this round, wanted or not */
	int64_t last_id, last_due_us;
	bool more; /* a wanted row behind the limit */
};

static int gather_row(void *ctx, const struct store_row *row)
{
	struct gather *gather = ctx;
	bool wanted = request_sees(gather->request, row->department) &&
		      (!gather->out->only_owing || row->open > 0);
	gather->count++;
	if (wanted && gather->out->ids.len == (size_t)gather->limit) {
		gather->more = true;
		return 1;
	}
	if (wanted)
		*VEC_PUSH(&gather->out->ids) = row->id;
	gather->last_id = row->id;
	gather->last_due_us = row->due_at.us;
	return 0;
}

/* "ID", or "DUE.ID" for lists by due date. */
static void print_cursor(const struct gather *gather, bool by_due, struct buf *out)
{
	if (by_due)
		buf_print(out, "%lld.%lld", (long long)gather->last_due_us,
			  (long long)gather->last_id);
	else
		buf_print(out, "%lld", (long long)gather->last_id);
}

int read_cursor(const char *cursor, struct store_filter *filter)
{
	if (cursor == NULL)
		return 0;
	const char *id = cursor;
	if (filter->by_due) {
		char *end;
		if (cursor[0] < '0' || cursor[0] > '9')
			return -E_INVALID;
		filter->after_due_us = strtoll(cursor, &end, 10);
		if (*end != '.')
			return -E_INVALID;
		id = end + 1;
	}
	if (!is_integer(id))
		return -E_INVALID;
	filter->after_id = strtoll(id, NULL, 10);
	return filter->after_id > 0 ? 0 : -E_INVALID;
}

int read_rows(struct request *request, struct store_filter *filter, struct listed_rows *out,
	      struct error *err)
{
	struct gather gather = {.request = request, .out = out, .limit = filter->limit};
	if (filter->department == NULL)
		filter->department = identity_department(&request->who, request->web->law);
	filter->now = request->now;
	filter->offset_s = request->web->law->offset_s;
	filter->limit = gather.limit + 1;
	do {
		gather.count = 0;
		int rc = store_list(request->web->store, filter, gather_row, &gather, err);
		if (rc < 0)
			return rc;
		filter->after_id = gather.last_id;
		filter->after_due_us = gather.last_due_us;
	} while (!gather.more && gather.count == filter->limit);
	if (gather.more)
		print_cursor(&gather, filter->by_due, &out->next);
	return 0;
}

/* --- what is asked ---------------------------------------------------------------------------------------- */

const char *request_query(const struct request *request, const char *key)
{
	const char *value = exchange_query(request->exchange, key);
	return text_empty(value) ? NULL : value;
}

bool request_number(struct request *request, const char *key, int64_t min, int64_t max,
		    int64_t fallback, int64_t *out)
{
	const char *text = request_query(request, key);
	*out = fallback;
	if (text == NULL)
		return true;
	if (is_integer(text))
		*out = strtoll(text, NULL, 10);
	if (is_integer(text) && *out >= min && *out <= max)
		return true;
	answer_problem(request, 400, "query",
		       pool_print(&request->pool, "%s 应为 %lld 到 %lld 的整数。", key,
				  (long long)min, (long long)max),
		       pool_print(&request->pool, "%s must be an integer from %lld to %lld.", key,
				  (long long)min, (long long)max));
	return false;
}

bool request_department(struct request *request, const char **out)
{
	const char *text = request_query(request, "department");
	*out = NULL;
	if (text == NULL)
		return true;
	const struct department *department = law_department_named(request->web->law, text);
	if (department != NULL && request_sees(request, department->id)) {
		*out = department->id;
		return true;
	}
	answer_problem(request, department == NULL ? 400 : 403, "department",
		       pool_print(&request->pool, "没有处室“%s”，或无权查看。", text),
		       "There is no such department, or it is not yours to see.");
	return false;
}
