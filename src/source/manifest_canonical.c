/* The manifest as we keep it, and what makes a document the same document. */
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "source/manifest.h"
#include "source/mime.h"

/* A copy with the keys of all objects in order, so that a program that shuffles its keys hands in
 * the same content.  jansson sorts only when it prints. */
static json_t *sorted(const json_t *object)
{
	scoped(mem_free_at) char *line = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
	return json_loads(line, 0, NULL);
}

static json_t *review_json(const struct review *review)
{
	json_t *object = json_object();
	json_put_text(object, "result", review->passed ? "passed" : "not-passed");
	json_put_text(object, "reviewer", review->reviewer);
	json_put_text(object, "signer", review->signer);
	json_put_date(object, "on", review->on);
	return object;
}

static json_t *attachments_json(const struct document *document)
{
	json_t *array = json_array();
	for (int i = 0; i < document->attachment_count; i++) {
		const struct attachment *attachment = &document->attachments[i];
		char hex[DIGEST_TEXT];
		json_t *object = json_object();
		json_put_text(object, "name", attachment->name);
		json_put_text(object, "sha256", digest_print(attachment->sha256, hex));
		json_object_set_new(object, "bytes", json_integer(attachment->bytes));
		if (!text_equal(attachment->mime, mime_of(attachment->name)))
			json_put_text(object, "mime", attachment->mime);
		json_array_append_new(array, object);
	}
	return array;
}

static const char *id_of(const struct document *document)
{
	return text_starts(document->key, "id:") ? document->key + strlen("id:") : NULL;
}

/* What makes a revision.  The number counts in its normal form, so that "[2009]第09号" is no new
 * text.  The order of these lines is part of every content digest on disk: add at the end only. */
static json_t *content_json(const struct document *document, const char *number)
{
	json_t *object = json_object();
	json_put_text(object, "doc_number", number);
	json_put_text(object, "title", document->title);
	json_put_text(object, "issuer", document->issuer);
	json_put_text(object, "department", document->department);
	json_put_text(object, "category", document->category);
	json_put_date(object, "issued_on", document->issued_on);
	json_put_date(object, "received_on", document->received_on);
	json_put_text(object, "disclosure", disclosure_name(document->disclosure));
	json_object_set_new(object, "public_interest", json_boolean(document->public_interest));
	json_put_text(object, "audience", audience_name(document->audience));
	json_put_text(object, "exempt_reason", document->exempt_reason);
	json_put_text(object, "summary", document->summary);
	json_put_text(object, "body", document->body);
	json_put_text(object, "body_type", document->body_is_html ? "html" : "text");
	if (document->attachment_count > 0)
		json_object_set_new(object, "attachments", attachments_json(document));
	json_put_text(object, "index_number", document->index_number);
	json_put_text(object, "subjects", document->subjects);
	json_put_text(object, "keywords", document->keywords);
	json_put_date(object, "valid_until", document->valid_until);
	json_put_date(object, "not_before", document->not_before);
	if (document->notice != NULL)
		json_object_set_new(object, "notice", sorted(document->notice));
	json_put_text(object, "supersedes", document->supersedes);
	json_put_text(object, "revises", document->revises);
	return object;
}

json_t *manifest_canonical(const struct document *document)
{
	json_t *object = content_json(document, document->number.original);
	json_put_text(object, "id", id_of(document));
	if (document->review.reviewer != NULL)
		json_object_set_new(object, "review", review_json(&document->review));
	return object;
}

static struct digest content_digest(const struct document *document)
{
	const struct doc_number *number = &document->number;
	/* The review is left out: it is a decision about the text, not the text.  A document that
	 * comes again with a review is the same one; the engine then records the review. */
	scoped(json_drop) json_t *content =
		content_json(document, number->comparable ? number->normal : number->original);
	scoped(buf_finish) struct buf line = {0};
	json_line(content, &line);
	return sha256_of(buf_text(&line), line.len);
}

void manifest_identify(struct document *document, const char *id)
{
	struct pool *pool = &document->pool;
	document->content = content_digest(document);
	if (document->number.original != NULL && document->number.comparable) {
		scoped(buf_finish) struct buf issuer = {0};
		text_fold_width(document->issuer, strlen(document->issuer), &issuer);
		document->key = pool_print(pool, "%s|%s", buf_text(&issuer),
					   document->number.normal);
	} else if (id != NULL) {
		document->key = pool_print(pool, "id:%s", id);
	} else {
		char hex[DIGEST_TEXT];
		document->key = pool_print(pool, "sha256:%s", digest_print(document->content, hex));
	}
}

int manifest_from_canonical(const char *bytes, size_t len, struct document *out, struct error *err)
{
	json_t *value = NULL;
	int rc = json_read(bytes, len, &value, err);
	if (rc < 0)
		return error_wrap(err, -E_CORRUPT, "stored manifest");
	scoped(json_drop) json_t *root = value;
	struct manifest_site site = {.folder_fd = -1, .stored = true};
	struct refusal refusal = {0};
	rc = manifest_build(root, &site, out, &refusal, err);
	if (rc < 0)
		return error_set(err, E_CORRUPT, "stored manifest: %s", refusal.sentence_en);
	return 0;
}
