#include "ctl/ask.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "base/json.h"
#include "base/text.h"
#include "net/unix_client.h"

int ask_quietly(struct session *session, const char *method, const char *target, const json_t *body,
		struct buf *answer, struct error *err)
{
	const char *socket = session_socket(session, err);
	if (socket == NULL)
		return -E_INVALID;
	scoped(buf_finish) struct buf text = {0};
	if (body != NULL)
		json_line(body, &text);
	return unix_request(socket, method, target, NULL, body != NULL ? buf_text(&text) : NULL,
			    text.len, answer, err);
}

/* Problem details (RFC 9457): the sentence, or what else can be said. */
static void problem_sentence(const struct buf *answer, int status, struct buf *out)
{
	struct error none;
	scoped(json_drop) json_t *problem = NULL;
	if (json_read(buf_text(answer), answer->len, &problem, &none) == 0) {
		const char *detail = json_member_text(problem, "detail");
		const char *title = json_member_text(problem, "title");
		const char *field = json_member_text(problem, "field");
		if (detail == NULL)
			detail = title;
		if (detail != NULL && field != NULL && strstr(detail, field) == NULL)
			buf_print(out, "%s: ", field);
		if (detail != NULL)
			buf_text_add(out, detail);
	}
	if (out->len == 0)
		buf_print(out, "HTTP %d without a reason", status);
}

enum ctl_end ask_judge(const struct session *session, int result, const struct buf *answer,
		       const struct error *err)
{
	if (result >= 200 && result < 300)
		return CTL_DONE;
	if (result < 0)
		return complain(session, result == -E_NET ? CTL_UNREACHED : CTL_USAGE, "%s",
				err->text);
	scoped(buf_finish) struct buf sentence = {0};
	problem_sentence(answer, result, &sentence);
	if (result >= 400 && result < 500)
		return complain(session, CTL_NO, "%s", buf_text(&sentence));
	if (result == 503)
		return complain(session, CTL_FAILED, "the daemon is busy: %s: try again shortly",
				buf_text(&sentence));
	return complain(session, CTL_FAILED,
			"the daemon failed: %s: its log tells more (journalctl -u gongshid)",
			buf_text(&sentence));
}

enum ctl_end ask_read(const struct session *session, const char *target, const struct buf *bytes,
		      json_t **answer)
{
	struct error err = {0};
	if (json_read(buf_text(bytes), bytes->len, answer, &err) < 0)
		return complain(session, CTL_FAILED,
				"the daemon's answer to %s is no JSON (%s): is that socket really "
				"gongshid's, and of this version?",
				target, err.text);
	return CTL_DONE;
}

enum ctl_end ask(struct session *session, const char *method, const char *target,
		 const json_t *body, json_t **answer)
{
	struct error err = {0};
	scoped(buf_finish) struct buf bytes = {0};
	int result = ask_quietly(session, method, target, body, &bytes, &err);
	enum ctl_end end = ask_judge(session, result, &bytes, &err);
	return end == CTL_DONE ? ask_read(session, target, &bytes, answer) : end;
}

/* --- addresses --- */

void document_target(struct buf *out, const char *id, const char *part)
{
	buf_text_add(out, "/v1/documents/");
	encode_percent(out, id, strlen(id));
	if (part != NULL)
		buf_print(out, "/%s", part);
}

enum ctl_end document_id(struct session *session, const char *id, long long *out)
{
	if (id[0] != '\0' && strspn(id, "0123456789") == strlen(id)) {
		errno = 0;
		*out = strtoll(id, NULL, 10);
		return errno == 0 ? CTL_DONE
				  : complain(session, CTL_NO, "there is no document %s", id);
	}
	scoped(buf_finish) struct buf target = {0};
	scoped(json_drop) json_t *document = NULL;
	document_target(&target, id, NULL);
	enum ctl_end end = ask(session, "GET", buf_text(&target), NULL, &document);
	if (end != CTL_DONE)
		return end;
	*out = json_member_int(document, "id", 0);
	return *out > 0 ? CTL_DONE
			: complain(session, CTL_FAILED,
				   "the daemon's answer about %s has no id: "
				   "are gongshid and gongshictl of the same version?",
				   id);
}

void query_add(struct buf *target, const char *key, const char *value)
{
	if (value == NULL)
		return;
	buf_print(target, "%c%s=", strchr(buf_text(target), '?') == NULL ? '?' : '&', key);
	encode_percent(target, value, strlen(value));
}
