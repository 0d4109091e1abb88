/* Decisions of people on a dossier, and acknowledging alerts. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "core/ledger/ledger.h"
#include "web/handlers.h"
#include "web/request.h"

static void on_decided(void *ctx, const struct job_result *result)
{
	struct pending *pending = ctx;
	if (result->rc < 0) {
		answer_job_failure(pending->exchange, result);
	} else {
		scoped(buf_finish) struct buf body = {0};
		buf_print(&body, "{\"id\":%lld,\"status\":\"recorded\"}\n",
			  (long long)result->document);
		exchange_answer(pending->exchange, 200, "application/json; charset=utf-8",
				"Cache-Control: no-store\n", body.data, body.len);
	}
	mem_free(pending);
}

/* The last step of the route's pattern is the decision's name. */
static const char *decision_name(const struct request *request)
{
	return strrchr(request->route->pattern, '/') + 1;
}

static const char *actor_of(const struct request *request, const struct event_decision *decision)
{
	if (request->who.person != NULL)
		return request->who.person;
	return text_empty(decision->by) ? "operator" : decision->by;
}

/* What never reached the engine is in the ledger all the same. */
static void refuse(struct request *request, const struct event_decision *decision, int status,
		   const char *code, const char *field, const char *zh, const char *en)
{
	const struct fact fact = {
		.kind = FACT_DECISION_REFUSED,
		.at = request->now,
		.actor = actor_of(request, decision),
		.decision = decision_name(request),
		.by = decision->by,
		.name = exchange_path(request->exchange),
		.code = code,
		.field = field,
		.reason = zh,
		.sentence = zh,
		.sentence_en = en,
	};
	const struct problem problem = {
		.status = status, .code = code, .field = field, .zh = zh, .en = en};
	answer_recorded(request, &fact, &problem, false);
}

/* --- the body ---------------------------------------------------------------------------------------- */

static int set_date(struct civil_date *date, const char *text)
{
	return civil_date_parse(text, date);
}

/* -E_INVALID: no such key, or not a text, or not a date. */
static int set_member(struct request *request, struct event_decision *decision, const char *key,
		      const json_t *value)
{
	const struct {
		const char *key;
		const char **text;
		struct civil_date *date;
	} members[] = {
		{"by", &decision->by, NULL},
		{"signed_by", &decision->signed_by, NULL},
		{"approved_by", &decision->approved_by, NULL},
		{"witness", &decision->witness, NULL},
		{"reason", &decision->reason, NULL},
		{"hold", &decision->hold, NULL},
		{"rule", &decision->rule, NULL},
		{"channel", &decision->channel, NULL},
		{"evidence", &decision->evidence, NULL},
		{"to", NULL, &decision->to},
		{"review_on", NULL, &decision->review_on},
	};
	for (size_t i = 0; i < ARRAY_LEN(members); i++) {
		if (strcmp(members[i].key, key) != 0)
			continue;
		if (json_is_null(value))
			return 0;
		const char *text = json_string_value(value);
		if (text == NULL || json_string_length(value) > LIMIT_TEXT_FIELD_BYTES)
			return -E_INVALID;
		if (members[i].date != NULL)
			return set_date(members[i].date, text);
		*members[i].text = pool_text(&request->pool, text);
		return 0;
	}
	return -E_INVALID;
}

/* False: answered. */
static bool read_body(struct request *request, struct event_decision *decision)
{
	size_t len;
	const char *body = exchange_body(request->exchange, &len);
	struct error err = {0};
	scoped(json_drop) json_t *json = NULL;
	decision->decision = decision_name(request);
	if (text_empty(body))
		json = json_object();
	else if (json_read(body, len, &json, &err) < 0 || !json_is_object(json)) {
		refuse(request, decision, 400, "json", NULL,
		       "请求体应为一个 JSON 对象，如 {\"by\": \"zhang\"}。",
		       err.code != 0 ? pool_text(&request->pool, err.text)
				     : "The body must be one JSON object.");
		return false;
	}
	const char *key;
	json_t *value;
	json_object_foreach(json, key, value)
	{
		if (set_member(request, decision, key, value) == 0)
			continue;
		const char *field = pool_text(&request->pool, key);
		refuse(request, decision, 400, "field", field,
		       pool_print(&request->pool, "不认识的键，或值有误：%s。", field),
		       pool_print(
			       &request->pool,
			       "%s is no option of a decision, or its value is wrong: texts, and "
			       "dates like 2009-03-12.",
			       field));
		return false;
	}
	/* A token says who asks; on the unix socket the body does. */
	if (text_empty(decision->by) && request->who.person != NULL)
		decision->by = request->who.person;
	return true;
}

void post_decision(struct request *request)
{
	struct event_decision decision = {0};
	if (!read_body(request, &decision))
		return;
	int64_t id;
	struct error err = {0};
	int rc = request_find(request, request->part[0], &id, &err);
	if (rc == -E_NOT_FOUND)
		refuse(request, &decision, 404, "not-found", NULL, "没有这个案卷。",
		       "There is no such dossier: see 'gongshictl list'.");
	else if (rc < 0)
		answer_failure(request, rc, &err);
	else
		answer_by_job(
			request,
			job_decision(id, &decision, actor_of(request, &decision), request->now),
			on_decided);
}

/* --- alerts ------------------------------------------------------------------------------------------- */

struct owed {
	struct pool *pool;
	struct fact fact;
	struct error *err;
};

static int read_owed(void *ctx, uint64_t seq, const char *line, size_t len)
{
	struct owed *owed = ctx;
	(void)seq;
	return ledger_read(line, len, owed->pool, &owed->fact, owed->err);
}

/* The dossier of an alert, and for whom it is; 0: there is none. */
static int64_t find_alert(struct request *request, uint64_t alert, const char **person)
{
	struct error err = {0};
	struct owed owed = {.pool = &request->pool, .err = &err};
	if (alert >= store_entries(request->web->store) ||
	    store_lines(request->web->store, alert, alert, read_owed, &owed, &err) < 0 ||
	    owed.fact.kind != FACT_ALERT_OWED)
		return 0;
	*person = owed.fact.person;
	return owed.fact.document;
}

void post_ack(struct request *request)
{
	struct event_decision decision = {0};
	const char *text = request->part[0];
	const char *person = NULL;
	size_t digits = strspn(text, "0123456789");
	if (!read_body(request, &decision))
		return;
	bool number = digits > 0 && digits < 19 && text[digits] == '\0';
	decision.alert = number ? strtoull(text, NULL, 10) : 0;
	int64_t id = number ? find_alert(request, decision.alert, &person) : 0;
	if (id == 0) {
		refuse(request, &decision, 404, "not-found", NULL, "没有这个提醒。",
		       "There is no such alert.");
		return;
	}
	/* Who only reads may still say that he has heard what was told to him. */
	bool reads_only = request->who.role == ROLE_READER || request->who.role == ROLE_AUDITOR;
	if (reads_only && !text_equal(person, request->who.person)) {
		refuse(request, &decision, 403, "role", NULL, "只能确认通知自己的提醒。",
		       "You may only acknowledge alerts that were told to you.");
		return;
	}
	if (reads_only)
		decision.by = request->who.person;
	answer_by_job(request,
		      job_decision(id, &decision, actor_of(request, &decision), request->now),
		      on_decided);
}
