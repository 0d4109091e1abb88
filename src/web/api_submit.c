/* POST /v1/documents: a manifest, alone or with its files. */
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "source/source.h"
#include "web/handlers.h"
#include "web/request.h"
#include "web/upload.h"

/* --- after the commit, on the engine's thread ------------------------------------------------------ */

static void on_received(void *ctx, const struct job_result *result)
{
	static const struct {
		int status;
		const char *word;
	} ends[] = {
		[RECEIVED_NONE] = {500, "none"},
		[RECEIVED_CREATED] = {201, "created"},
		[RECEIVED_SAME] = {200, "same"},
		[RECEIVED_REVISED] = {201, "revised"},
	};
	struct pending *pending = ctx;
	if (result->rc < 0) {
		answer_job_failure(pending->exchange, result);
	} else {
		scoped(buf_finish) struct buf body = {0};
		scoped(buf_finish) struct buf headers = {0};
		buf_print(&body, "{\"id\":%lld,\"status\":\"%s\"}\n", (long long)result->document,
			  ends[result->received].word);
		buf_print(&headers, "Cache-Control: no-store\nLocation: /v1/documents/%lld\n",
			  (long long)result->document);
		exchange_answer(pending->exchange, ends[result->received].status,
				"application/json; charset=utf-8", buf_text(&headers), body.data,
				body.len);
	}
	mem_free(pending);
}

/* --- refusing ------------------------------------------------------------------------------------------ */

static const char *actor_of(struct request *request)
{
	if (request->by_unix)
		return "operator";
	if (request->who.role == ROLE_SOURCE)
		return pool_print(&request->pool, "source:%s", request->who.person);
	return request->who.person;
}

static void refuse(struct request *request, const struct refusal *refusal)
{
	const struct fact fact = {
		.kind = FACT_DOCUMENT_REFUSED,
		.at = request->now,
		.actor = actor_of(request),
		.name = "http",
		.code = refusal->code,
		.field = refusal->field,
		.sentence = refusal->sentence_zh,
		.sentence_en = refusal->sentence_en,
		.source = request->by_unix ? "ctl" : "http",
	};
	const struct problem problem = {
		.status = 422,
		.code = refusal->code,
		.field = refusal->field,
		.zh = refusal->sentence_zh,
		.en = refusal->sentence_en,
	};
	answer_recorded(request, &fact, &problem, true);
}

static void refuse_for(struct request *request, const char *code, const char *field, const char *zh,
		       const char *en)
{
	struct refusal refusal = {0};
	const struct {
		char *to;
		size_t room;
		const char *text;
	} texts[] = {
		{refusal.code, sizeof(refusal.code), code},
		{refusal.field, sizeof(refusal.field), field},
		{refusal.sentence_zh, sizeof(refusal.sentence_zh), zh},
		{refusal.sentence_en, sizeof(refusal.sentence_en), en},
	};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		memcpy(texts[i].to, texts[i].text,
		       text_cut(texts[i].text, strlen(texts[i].text), texts[i].room - 1));
	refuse(request, &refusal);
}

/* --- handing in ------------------------------------------------------------------------------------------ */

static int keep_attachments(struct request *request, struct document *document, struct error *err)
{
	const struct web_options *options = &request->web->options;
	for (int i = 0; i < document->attachment_count; i++) {
		/* Ours to change: the document was read for this request. */
		struct attachment *attachment = (struct attachment *)&document->attachments[i];
		if (attachment->path == NULL)
			continue;
		int rc = options->keep_object == NULL
				 ? error_set(err, E_UNSUPPORTED, "attachments cannot be kept")
				 : options->keep_object(options->ctx, attachment->sha256,
							attachment->path, err);
		if (rc < 0)
			return error_wrap(err, rc, "keep %s", attachment->name);
		attachment->path = NULL; /* the upload goes away with this request */
	}
	return 0;
}

static void drop_document(struct document **document)
{
	if (*document == NULL)
		return;
	document_finish(*document);
	mem_free(*document);
}

static void hand_in(struct request *request, const char *manifest, size_t len, const char *folder)
{
	const struct web *web = request->web;
	struct refusal refusal = {0};
	struct error err = {0};
	scoped(drop_document) struct document *document = mem_alloc(sizeof(*document));
	int rc = manifest_read(manifest, len, folder, web->law, web->options.attachment_bytes,
			       document, &refusal, &err);
	if (rc == -E_INVALID || rc == -E_LIMIT) {
		refuse(request, &refusal);
		return;
	}
	if (rc == 0 && !request_sees(request, document->department)) {
		refuse_for(request, "department", "department", "令牌只能报送本处室的文件。",
			   "This token may only hand in documents of its own department.");
		return;
	}
	if (rc == 0)
		rc = keep_attachments(request, document, &err);
	if (rc < 0) {
		answer_failure(request, -E_BUSY, &err);
		return;
	}
	struct job *job = job_document(document, request->by_unix ? "ctl" : "http",
				       actor_of(request), request->now);
	document = NULL;
	answer_by_job(request, job, on_received);
}

/* --- with files ------------------------------------------------------------------------------------------- */

static const struct part *manifest_part(const struct parts *parts, int *count)
{
	const struct part *found = NULL;
	*count = 0;
	VEC_EACH(&parts->list, part) {
		if (!text_equal(part->name, "manifest"))
			continue;
		found = part;
		(*count)++;
	}
	return found;
}

static int write_files(struct upload *upload, const struct parts *parts,
		       const struct part *manifest, struct error *err)
{
	VEC_EACH(&parts->list, part) {
		if (part == manifest)
			continue;
		if (part->file_name == NULL)
			return error_set(err, E_INVALID, "the part %s has no file name",
					 part->name);
		int rc = upload_write(upload, part, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static void hand_in_parts(struct request *request, const struct parts *parts)
{
	int count;
	const struct part *manifest = manifest_part(parts, &count);
	struct error err = {0};
	if (count != 1) {
		refuse_for(request, "multipart", "manifest",
			   "应有且只有一个名为 manifest 的部分，其余为文件。",
			   "Exactly one part must be named manifest; the others are files.");
		return;
	}
	scoped(upload_finish) struct upload upload = {.fd = -1};
	int rc = parts->list.len > 1 ? upload_open(request->web->options.upload, &upload, &err) : 0;
	if (rc == 0)
		rc = write_files(&upload, parts, manifest, &err);
	if (rc == -E_INVALID)
		refuse_for(request, "path", "attachments", "文件名不可用或重复，请改名后重新报送。",
			   err.text);
	else if (rc < 0)
		answer_failure(request, -E_BUSY, &err);
	else
		hand_in(request, manifest->bytes, manifest->len,
			upload.folder.len > 0 ? buf_text(&upload.folder) : NULL);
}

void post_document(struct request *request)
{
	size_t len;
	const char *body = exchange_body(request->exchange, &len);
	const char *type = exchange_header(request->exchange, "Content-Type");
	if (type == NULL || strncasecmp(type, "multipart/form-data", 19) != 0) {
		hand_in(request, body, len, NULL);
		return;
	}
	struct error err = {0};
	struct parts parts = {0};
	if (parts_read(type, body, len, &request->pool, &parts, &err) < 0)
		refuse_for(request, "multipart", "", "表单（multipart）格式有误。", err.text);
	else
		hand_in_parts(request, &parts);
	parts_finish(&parts);
}
