/* What does the answer of a CMS mean?  The status alone proves nothing: a success needs the preset's
 * conditions, and what we need to know (id, address, key) must be readable. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "channel/http.h"
#include "channel/web_address.h"

#define LIMIT_QUOTE_CHARACTERS 160
#define LIMIT_RETRY_AFTER_S (7 * 86400L)

enum meaning {
	MEANS_USELESS, /* not done, and the same again is useless until someone acts */
	MEANS_LATER,   /* not done: try again */
	MEANS_UNCLEAR, /* it may have been done */
};

/* For requests that change something; the first row that covers the status.
 * What a real CMS does behind each is in the manual (WordPress 6.1 behind nginx). */
/* clang-format off */
static const struct {
	int from, to;
	enum meaning meaning;
} statuses[] = {
	{200, 299, MEANS_UNCLEAR},
	{302, 303, MEANS_UNCLEAR}, /* a form that leads on: perhaps after doing its work */
	{300, 399, MEANS_USELESS}, /* moved: the configured address is wrong */
	{408, 408, MEANS_LATER},   /* the request did not arrive whole */
	{409, 409, MEANS_UNCLEAR}, /* something of ours is there perhaps: look it up */
	{412, 412, MEANS_LATER},   /* damaged on the way, or a challenge of a firewall */
	{421, 421, MEANS_LATER},
	{423, 425, MEANS_LATER},
	{429, 429, MEANS_LATER},
	{400, 499, MEANS_USELESS},
	{501, 501, MEANS_USELESS},
	{503, 503, MEANS_LATER}, /* maintenance or overload: nothing was made */
	{505, 505, MEANS_USELESS},
	{507, 507, MEANS_LATER},
	{500, 599, MEANS_UNCLEAR}, /* the work may have been done before it broke */
};
/* clang-format on */

static enum meaning meaning_of(int status)
{
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
		if (status >= statuses[i].from && status <= statuses[i].to)
			return statuses[i].meaning;
	return MEANS_UNCLEAR;
}

struct judging {
	const struct preset_step *step;
	enum channel_operation operation;
	const json_t *values;
	const char *base_url;
	const struct client_answer *answer;
	json_t *body; /* NULL when it is not JSON */
	struct pool *pool;
	struct channel_result *out;
};

/* --- sentences ----------------------------------------------------------------------------- */

/* One line of a foreign text, without control characters and tags. */
static const char *quote(struct pool *pool, const char *text, size_t len)
{
	scoped(buf_finish) struct buf line = {0};
	const char *end = text + len;
	size_t characters = 0;
	uint32_t code;
	size_t step;
	bool blank = true;
	bool in_tag = false;
	while (characters < LIMIT_QUOTE_CHARACTERS && text != end) {
		step = text_decode(text, end, &code);
		text += step == 0 ? 1 : step;
		if (step == 0)
			continue;
		in_tag = code == '<' || (in_tag && code != '>');
		bool is_blank = in_tag || code <= ' ' || code == 0x7f || code == '>';
		if (!is_blank)
			text_encode(&line, code);
		else if (!blank)
			buf_char(&line, ' ');
		blank = is_blank;
		characters += !blank;
	}
	return pool_text(pool, buf_text(&line));
}

/* What the CMS itself says: its error code and message, or the beginning of its page. */
static const char *their_words(const struct judging *j)
{
	static const char *const pointers[] = {"/code",          "/error/code", "/message",
					       "/error/message", "/error",      "/msg",
					       "/detail",        "/title"};
	scoped(buf_finish) struct buf words = {0};
	for (size_t i = 0; j->body != NULL && i < ARRAY_LEN(pointers); i++) {
		const json_t *value = json_at_pointer(j->body, pointers[i]);
		if (json_is_integer(value))
			buf_print(&words, " %lld", (long long)json_integer_value(value));
		else if (json_is_string(value))
			buf_print(&words, " %s", json_string_value(value));
	}
	const char *page = j->answer->body;
	if (words.len == 0 && page != NULL) {
		/* Of an error page the title says what there is to say. */
		const char *title = strcasestr(page, "<title>");
		const char *end = title != NULL ? strcasestr(title, "</title>") : NULL;
		size_t len = j->answer->body_bytes < 4096 ? j->answer->body_bytes : 4096;
		buf_add(&words, end != NULL ? title : page,
			end != NULL ? (size_t)(end - title) : len);
	}
	return quote(j->pool, buf_text(&words), words.len);
}

static void end_as(const struct judging *j, enum channel_end end, bool permanent, const char *fmt,
		   ...) PRINTF_LIKE(4, 5);

static void end_as(const struct judging *j, enum channel_end end, bool permanent, const char *fmt,
		   ...)
{
	va_list args;
	va_start(args, fmt);
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, fmt, args);
	char *text = pool_alloc(j->pool, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, fmt, again);
	va_end(again);
	va_end(args);
	j->out->end = end;
	j->out->permanent = permanent;
	j->out->reason = text;
}

/* --- Retry-After ---------------------------------------------------------------------------- */

/* "Sun, 06 Nov 1994 08:49:37 GMT" in seconds of some epoch; false for anything else. */
static bool http_date(const char *text, int64_t *out)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char month[4];
	int day, year, hour, minute, second;
	if (sscanf(text, "%*3s, %2d %3s %4d %2d:%2d:%2d GMT", &day, month, &year, &hour, &minute,
		   &second) != 6)
		return false;
	const char *found = strstr(months, month);
	struct civil_date date = {.year = (int16_t)year, .day = (uint8_t)day};
	if (found == NULL || strlen(month) != 3 || (found - months) % 3 != 0)
		return false;
	date.month = (uint8_t)((found - months) / 3 + 1);
	if (!civil_date_is_valid(date))
		return false;
	*out = civil_date_number(date) * INT64_C(86400) + hour * 3600 + minute * 60 + second;
	return true;
}

/* A date is measured against the server's own clock, not ours. */
static long retry_after_s(const struct client_answer *answer)
{
	scoped(buf_finish) struct buf value = {0};
	scoped(buf_finish) struct buf date = {0};
	if (!client_answer_header(answer, "Retry-After", &value))
		return -1;
	const char *text = buf_text(&value);
	size_t digits = strspn(text, "0123456789");
	int64_t wait = -1;
	int64_t now;
	if (digits > 0 && digits < 10 && text[digits] == '\0')
		wait = strtol(text, NULL, 10);
	else if (http_date(text, &wait) && client_answer_header(answer, "Date", &date) &&
		 http_date(buf_text(&date), &now))
		wait = wait > now ? wait - now : 0;
	else
		wait = -1;
	return wait > LIMIT_RETRY_AFTER_S ? LIMIT_RETRY_AFTER_S : (long)wait;
}

/* --- a good answer -------------------------------------------------------------------------- */

static const char *text_at(const struct judging *j, const char *pointer)
{
	const json_t *value = json_at_pointer(j->body, pointer);
	if (json_is_integer(value))
		return pool_print(j->pool, "%lld", (long long)json_integer_value(value));
	return json_is_string(value) ? pool_text(j->pool, json_string_value(value)) : NULL;
}

static const char *address_in(const struct judging *j, const char *remote_id)
{
	const char *url = j->step->url;
	if (strstr(url, "{{") == NULL) {
		const char *text = text_at(j, url);
		return text != NULL ? web_address_resolve(j->pool, j->base_url, text) : NULL;
	}
	scoped(json_drop) json_t *values = json_copy((json_t *)j->values);
	json_put_text(values, "remote_id", remote_id);
	scoped(buf_finish) struct buf filled = {0};
	preset_fill_text(url, values, FILL_PERCENT, &filled);
	return web_address_resolve(j->pool, j->base_url, buf_text(&filled));
}

/* Reads id, address and key; false after ending with `otherwise` when one of them is missing. */
static bool read_named(const struct judging *j, enum channel_end otherwise)
{
	const char *missing = NULL;
	if (j->step->id != NULL) {
		j->out->remote_id = text_at(j, j->step->id);
		missing = j->out->remote_id == NULL ? j->step->id : NULL;
	}
	if (j->step->url != NULL && missing == NULL) {
		j->out->url = address_in(j, j->out->remote_id);
		missing = j->out->url == NULL ? j->step->url : NULL;
	}
	if (missing == NULL)
		return true;
	j->out->remote_id = j->out->url = NULL;
	end_as(j, otherwise, false, "网站回答 %d，但其中读不到 %s：%s", j->answer->status, missing,
	       their_words(j));
	return false;
}

/* NULL when it is the key that we sent, or the preset does not read it. */
static const char *other_key(const struct judging *j)
{
	const char *stored = j->step->key != NULL ? text_at(j, j->step->key) : NULL;
	return text_equal(stored, json_member_text(j->values, "key")) ? NULL : stored;
}

static bool is_nothing(const json_t *value)
{
	return value == NULL || json_is_null(value) || json_is_false(value) ||
	       (json_is_array(value) && json_array_size(value) == 0) ||
	       (json_is_object(value) && json_object_size(value) == 0);
}

static void judge_found(const struct judging *j)
{
	if (j->body == NULL) {
		end_as(j, CHANNEL_FAILED, false, "查询的回答读不懂（%d）：%s", j->answer->status,
		       their_words(j));
		return;
	}
	if (is_nothing(json_at_pointer(j->body, j->step->found))) {
		end_as(j, CHANNEL_NOT_FOUND, false, "网站上没有这个编号的页面");
		return;
	}
	if (!read_named(j, CHANNEL_FAILED))
		return;
	const char *stored = other_key(j);
	if (stored != NULL)
		end_as(j, CHANNEL_FAILED, false, "查询 %s，网站回答的却是 %s",
		       json_member_text(j->values, "key"), stored);
	else
		end_as(j, CHANNEL_FOUND, false, "网站上已有这个页面");
}

static void judge_done(const struct judging *j)
{
	/* Where nothing can be looked up, a later look-up by key is still our best: unclear. */
	if (!read_named(j, CHANNEL_UNCLEAR))
		return;
	const char *stored = other_key(j);
	if (stored != NULL) {
		j->out->changed_key = true;
		end_as(j, CHANNEL_ACCEPTED, false,
		       "网站把页面存为 %s 而不是 %s：可能重复，或该名已被占用", stored,
		       json_member_text(j->values, "key"));
		return;
	}
	end_as(j, CHANNEL_ACCEPTED, false, "网站已接受（%d）", j->answer->status);
}

/* --- all others ------------------------------------------------------------------------------ */

static void judge_failure(const struct judging *j)
{
	int status = j->answer->status;
	const char *words = their_words(j);
	if (j->step->permanent != NULL &&
	    preset_condition_holds(j->step->permanent, status, j->body)) {
		end_as(j, CHANNEL_FAILED, true, "网站拒绝（%d）：%s", status, words);
		return;
	}
	enum meaning meaning = meaning_of(status);
	j->out->retry_after_s = retry_after_s(j->answer);

	/* A readable answer that says no is a no, unless it also names what it made. */
	bool made = j->body != NULL && j->step->id != NULL && text_at(j, j->step->id) != NULL;
	if (status >= 200 && status <= 299 && j->body != NULL && !made)
		end_as(j, CHANNEL_FAILED, false, "网站回答 %d，但内容表示失败：%s", status, words);
	else if (meaning == MEANS_USELESS)
		end_as(j, CHANNEL_FAILED, true, "网站拒绝（%d）：%s", status, words);
	else if (meaning == MEANS_LATER || j->operation == CHANNEL_FIND)
		end_as(j, CHANNEL_FAILED, false, "网站暂时不能处理（%d）：%s", status, words);
	else
		end_as(j, CHANNEL_UNCLEAR, false, "网站的回答说明不了结果（%d）：%s", status,
		       words);
}

static void judge_transport(const struct judging *j)
{
	const struct client_answer *answer = j->answer;
	bool changes = j->operation != CHANNEL_FIND;
	switch (answer->end) {
	case CLIENT_NOT_SENT:
		end_as(j, CHANNEL_FAILED, false, "没有送达：%s", answer->error);
		break;
	case CLIENT_REFUSED:
		if (answer->truncated) /* it was sent, the answer alone is of no use */
			end_as(j, changes ? CHANNEL_UNCLEAR : CHANNEL_FAILED, false, "回答过大：%s",
			       answer->error);
		else
			end_as(j, CHANNEL_FAILED, true, "请求被本机拒绝：%s", answer->error);
		break;
	case CLIENT_CANCELED:
	case CLIENT_UNCLEAR:
	case CLIENT_ANSWERED:
	default:
		end_as(j, changes ? CHANNEL_UNCLEAR : CHANNEL_FAILED, false,
		       "已发送而没有得到完整回答：%s", answer->error);
		break;
	}
}

void http_judge(const struct preset_step *step, enum channel_operation operation,
		const json_t *values, const char *base_url, const struct client_answer *answer,
		struct pool *pool, struct channel_result *out)
{
	*out = (struct channel_result){.retry_after_s = -1, .status = answer->status};
	scoped(json_drop) json_t *body = NULL;
	if (answer->body_bytes > 0 && json_read(answer->body, answer->body_bytes, &body, NULL) < 0)
		body = NULL;
	struct judging j = {
		.step = step,
		.operation = operation,
		.values = values,
		.base_url = base_url,
		.answer = answer,
		.body = body,
		.pool = pool,
		.out = out,
	};
	if (answer->end != CLIENT_ANSWERED)
		judge_transport(&j);
	else if (!preset_condition_holds(step->success, answer->status, body))
		judge_failure(&j);
	else if (operation == CHANNEL_FIND)
		judge_found(&j);
	else
		judge_done(&j);
}
