/* Words and forms that only pages need. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "web/pages.h"

#define PAGE_HEADERS                                                                        \
	"Cache-Control: no-store\nX-Content-Type-Options: nosniff\nX-Frame-Options: DENY\n" \
	"Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; "   \
	"form-action 'self'\nReferrer-Policy: no-referrer\n"

json_t *page_frame(struct request *request)
{
	const struct web *web = request->web;
	char now[INSTANT_TEXT];
	instant_print(request->now, web->law->offset_s, false, now);
	json_t *values = json_object();
	json_put_text(values, "bureau", web->law->bureau);
	json_put_text(values, "now", now);
	json_put_text(values, "edition", web->law->edition);
	json_object_set_new(values, "entries", json_integer((json_int_t)store_entries(web->store)));
	page_soften(values);
	return values;
}

void page_answer(struct request *request, const char *name, json_t *values)
{
	scoped(buf_finish) struct buf page = {0};
	struct error err = {0};
	int rc = render_fill(request->web->options.templates, name, values, true, &page, &err);
	json_decref(values);
	if (rc < 0)
		answer_failure(request, rc, &err);
	else
		answer_bytes(request, 200, "text/html; charset=utf-8", PAGE_HEADERS, &page);
}

/* "2026-11-24T08:55:38+08:00" to "2026-11-24 08:55". */
static json_t *soft_instant(const char *text)
{
	size_t len = strlen(text);
	char soft[17];
	if (len < 20 || len > 35 || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
	    text[13] != ':' || text[16] != ':')
		return NULL;
	memcpy(soft, text, 16);
	soft[10] = ' ';
	return json_stringn(soft, 16);
}

void page_soften(json_t *json)
{
	size_t index;
	const char *key;
	json_t *value;
	if (json_is_array(json))
		json_array_foreach(json, index, value) page_soften(value);
	if (!json_is_object(json))
		return;
	void *iterator = json_object_iter(json);
	for (; iterator != NULL; iterator = json_object_iter_next(json, iterator)) {
		value = json_object_iter_value(iterator);
		key = json_string_value(value);
		json_t *soft = key == NULL ? NULL : soft_instant(key);
		if (soft != NULL)
			json_object_iter_set_new(json, iterator, soft);
		else
			page_soften(value);
	}
}

const char *page_tone(const json_t *dossier)
{
	static const char *const order[][2] = {
		{"overdue", "overdue"}, {"due-soon", "soon"}, {"open", "open"}};
	const json_t *obligations = json_object_get(dossier, "obligations");
	size_t index;
	json_t *obligation;
	for (size_t i = 0; i < ARRAY_LEN(order); i++)
		json_array_foreach(obligations, index,
				   obligation) if (text_equal(json_member_text(obligation, "phase"),
							      order[i][0])) return order[i][1];
	return text_equal(json_member_text(dossier, "state"), "held") ? "held" : "done";
}
