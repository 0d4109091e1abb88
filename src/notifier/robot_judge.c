/* What an answer means.  A chat robot says "no" with HTTP 200, so only the code in its body counts;
 * an answer that cannot be read is no delivery, and is tried again. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "notifier/robot.h"

#define LIMIT_RETRY_AFTER_S 3600

struct reading {
	const struct robot_kind *kind;
	const struct client_answer *answer;
	const json_t *body; /* an object, or NULL */
	long *retry_after_s;
	struct buf *reason;
};

/* --- the body ------------------------------------------------------------------------------ */

enum body_says {
	BODY_NOTHING,
	BODY_YES,
	BODY_ODD, /* a value that is no code */
	BODY_NO,
};

/* 0 and "0" are one thing to many gateways. */
static enum body_says read_code(const json_t *value, long long *code)
{
	if (value == NULL || json_is_null(value))
		return BODY_NOTHING;
	if (json_is_integer(value)) {
		*code = json_integer_value(value);
	} else if (json_is_string(value)) {
		const char *text = json_string_value(value);
		char *end;
		*code = strtoll(text, &end, 10);
		if (end == text || *end != '\0')
			return BODY_ODD;
	} else {
		return BODY_ODD;
	}
	return *code == 0 ? BODY_YES : BODY_NO;
}

/* The worst that any of the members says; *code is set with BODY_NO. */
static enum body_says body_code(const struct reading *r, long long *code)
{
	enum body_says says = BODY_NOTHING;
	for (size_t i = 0; i < ARRAY_LEN(r->kind->code_names) && says != BODY_NO; i++) {
		const char *name = r->kind->code_names[i];
		enum body_says one = name == NULL ? BODY_NOTHING
						  : read_code(json_object_get(r->body, name), code);
		says = one > says ? one : says;
	}
	return says;
}

/* {"success": false}, {"ok": 0}, {"ok": "false"} */
static bool hook_says_no(const json_t *body)
{
	static const char *const names[] = {"success", "ok"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const json_t *value = json_object_get(body, names[i]);
		if (json_is_false(value) ||
		    (json_is_integer(value) && json_integer_value(value) == 0) ||
		    (json_is_string(value) && strcmp(json_string_value(value), "false") == 0))
			return true;
	}
	return false;
}

static void quote(const struct reading *r)
{
	static const char *const names[] = {"errmsg", "msg", "message", "StatusMessage", "error"};
	const char *text = NULL;
	for (size_t i = 0; text == NULL && i < ARRAY_LEN(names); i++)
		text = json_member_text(r->body, names[i]);
	if (!text_empty(text))
		buf_print(r->reason, "：%s", text); /* robot_mask will cut it */
}

static const struct robot_code *known_code(const struct robot_kind *kind, long long code)
{
	for (const struct robot_code *known = kind->codes; known != NULL && known->meaning != NULL;
	     known++)
		if (known->code == code)
			return known;
	return NULL;
}

static enum notifier_end refused_by_code(const struct reading *r, long long code)
{
	const struct robot_code *known = known_code(r->kind, code);
	buf_print(r->reason, "对方答复错误码 %lld", code);
	if (known != NULL)
		buf_print(r->reason, "（%s）", known->meaning);
	quote(r);
	if (known == NULL)
		return NOTIFIER_REFUSED;
	if (known->retry_after_s > *r->retry_after_s)
		*r->retry_after_s = known->retry_after_s;
	return known->end;
}

/* --- the status ---------------------------------------------------------------------------- */

static long retry_after(const struct client_answer *answer)
{
	scoped(buf_finish) struct buf value = {0};
	if (!client_answer_header(answer, "Retry-After", &value))
		return -1;
	const char *text = buf_text(&value);
	size_t digits = strspn(text, "0123456789");
	if (digits == 0 || text[digits] != '\0')
		return -1; /* a date: our own backoff will do */
	if (digits > 4)
		return LIMIT_RETRY_AFTER_S;
	long wait = strtol(text, NULL, 10);
	return wait < LIMIT_RETRY_AFTER_S ? wait : LIMIT_RETRY_AFTER_S;
}

/* Some robots put a code of theirs into a 4xx: what we know of the code goes before. */
static enum notifier_end bad_status(const struct reading *r)
{
	int status = r->answer->status;
	long long code;
	if (status >= 400 && status < 500 && body_code(r, &code) == BODY_NO &&
	    known_code(r->kind, code) != NULL)
		return refused_by_code(r, code);

	buf_print(r->reason, "对方答复 HTTP %d", status);
	quote(r);
	return status == 408 || status == 425 || status == 429 || status >= 500 ? NOTIFIER_LATER
										: NOTIFIER_REFUSED;
}

static enum notifier_end good_status(const struct reading *r)
{
	long long code;
	enum body_says says = body_code(r, &code);
	if (says == BODY_NO)
		return refused_by_code(r, code);
	if (r->kind->hook && (says == BODY_ODD || hook_says_no(r->body))) {
		buf_text_add(r->reason, "对方答复未成功");
		quote(r);
		return NOTIFIER_REFUSED;
	}
	if (!r->kind->hook && says != BODY_YES) {
		buf_print(r->reason, "对方答复 HTTP %d，但看不懂内容，不能算送达",
			  r->answer->status);
		return NOTIFIER_LATER;
	}
	buf_text_add(r->reason, "对方已收下");
	return NOTIFIER_DELIVERED;
}

static enum notifier_end judge_answer(struct reading *r)
{
	const struct client_answer *answer = r->answer;
	struct error err = {0};
	scoped(json_drop) json_t *body = NULL;
	if (json_read(answer->body, answer->body_bytes, &body, &err) == 0 && json_is_object(body))
		r->body = body;
	*r->retry_after_s = retry_after(answer);
	return answer->status >= 200 && answer->status < 300 ? good_status(r) : bad_status(r);
}

enum notifier_end robot_judge(const struct robot_kind *kind, const struct client_answer *answer,
			      long *retry_after_s, struct buf *reason)
{
	struct reading reading = {
		.kind = kind,
		.answer = answer,
		.retry_after_s = retry_after_s,
		.reason = reason,
	};
	*retry_after_s = -1;
	switch (answer->end) {
	case CLIENT_ANSWERED:
		return judge_answer(&reading);
	case CLIENT_NOT_SENT:
		buf_print(reason, "消息未能送出：%s", answer->error);
		return NOTIFIER_LATER;
	case CLIENT_UNCLEAR:
		buf_print(reason, "消息可能已送出，未得到答复：%s", answer->error);
		return NOTIFIER_LATER;
	case CLIENT_REFUSED:
		if (answer->truncated) {
			buf_text_add(reason, "对方答复过长，看不懂内容，不能算送达");
			return NOTIFIER_LATER;
		}
		buf_print(reason, "地址不可用：%s", answer->error);
		return NOTIFIER_REFUSED;
	case CLIENT_CANCELED:
		break;
	}
	buf_text_add(reason, "程序正在停止，稍后再发");
	return NOTIFIER_LATER;
}
