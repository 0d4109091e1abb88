/* The attachments of a publication, one file after another.
 *
 * A file that is up while the page is not yet made stays known, so that a second try does not
 * upload it again: a CMS would keep both copies.  Once the page is made it is forgotten. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/mem.h"
#include "base/text.h"
#include "channel/http.h"

#define LIMIT_KNOWN 256

struct known {
	int64_t document_id;
	struct digest sha256;
	char *name, *url, *id;
};

struct http_uploads {
	struct known ring[LIMIT_KNOWN];
	size_t next;
};

static void known_finish(struct known *known)
{
	mem_free(known->name);
	mem_free(known->url);
	mem_free(known->id);
	*known = (struct known){0};
}

struct http_uploads *http_uploads_new(void)
{
	return mem_alloc(sizeof(struct http_uploads));
}

void http_uploads_free(struct http_uploads *uploads)
{
	if (uploads == NULL)
		return;
	for (size_t i = 0; i < LIMIT_KNOWN; i++)
		known_finish(&uploads->ring[i]);
	mem_free(uploads);
}

void http_uploads_forget(struct http_uploads *uploads, int64_t document_id)
{
	for (size_t i = 0; i < LIMIT_KNOWN; i++)
		if (uploads->ring[i].url != NULL && uploads->ring[i].document_id == document_id)
			known_finish(&uploads->ring[i]);
}

static const struct known *find_known(const struct http_uploads *uploads, int64_t document_id,
				      const struct attachment *file)
{
	for (size_t i = 0; i < LIMIT_KNOWN; i++) {
		const struct known *known = &uploads->ring[i];
		if (known->url != NULL && known->document_id == document_id &&
		    digest_equal(known->sha256, file->sha256) &&
		    text_equal(known->name, file->name))
			return known;
	}
	return NULL;
}

static void add_file(struct http_operation *operation, const struct attachment *file,
		     const char *url, const char *id)
{
	struct pool *pool = &operation->base.pool;
	*VEC_PUSH(&operation->files) = (struct body_file){
		.name = pool_text(pool, file->name),
		.url = pool_text(pool, url),
		.id = pool_text(pool, id),
	};
}

static void fail(struct http_operation *operation, const struct attachment *file,
		 struct channel_result *result)
{
	/* No page was made; a stray copy of the file at worst. */
	if (result->end != CHANNEL_FAILED)
		result->permanent = false;
	result->end = CHANNEL_FAILED;
	result->remote_id = result->url = NULL;
	result->changed_key = false;
	result->reason = pool_print(&operation->base.pool, "附件《%s》没有上传成功：%s", file->name,
				    result->reason);
	operation_finish(&operation->base, result);
}

static void upload_next(struct http_operation *operation);

static void uploaded(struct http_operation *operation, const struct client_answer *answer)
{
	struct http *http = http_of(operation);
	const struct channel_request *request = &operation->base.request;
	const struct attachment *file = operation->file;
	struct channel_result result;
	http_judge(operation->step, CHANNEL_CREATE, operation->values, http->base.url, answer,
		   &operation->base.pool, &result);
	/* A file name that was taken (x-1.pdf) is no harm: the page links to what was stored. */
	if (result.end != CHANNEL_ACCEPTED) {
		fail(operation, file, &result);
		return;
	}
	struct http_uploads *uploads = http->uploads;
	struct known *known = &uploads->ring[uploads->next++ % LIMIT_KNOWN];
	known_finish(known);
	*known = (struct known){
		.document_id = request->document_id,
		.sha256 = file->sha256,
		.name = mem_copy_text(file->name),
		.url = mem_copy_text(result.url),
		.id = mem_copy_text(result.remote_id),
	};
	add_file(operation, file, result.url, result.remote_id);
	upload_next(operation);
}

/* What is known already needs no request; the loop ends at the first that does. */
static void upload_next(struct http_operation *operation)
{
	struct http *http = http_of(operation);
	const struct channel_request *request = &operation->base.request;
	const struct document *document = request->document;
	while (operation->files.len < (size_t)document->attachment_count) {
		const struct attachment *file = &document->attachments[operation->files.len];
		const struct known *known = find_known(http->uploads, request->document_id, file);
		if (known != NULL) {
			add_file(operation, file, known->url, known->id);
			continue;
		}
		http_values_file(operation->values, file);
		http_send(operation, &http->preset.steps[STEP_UPLOAD], file, uploaded);
		return;
	}
	operation->uploaded(operation);
}

void http_upload_all(struct http_operation *operation,
		     void (*next)(struct http_operation *operation))
{
	const struct http *http = http_of(operation);
	const struct document *document = operation->base.request.document;
	if (document->attachment_count > 0 && !http->preset.steps[STEP_UPLOAD].present) {
		operation_refuse(&operation->base, "预设没有 upload 步骤，附件无法公开");
		return;
	}
	for (int i = 0; i < document->attachment_count; i++)
		if (document->attachments[i].path == NULL) {
			operation_refuse(&operation->base,
					 pool_print(&operation->base.pool,
						    "附件《%s》不在本机，无法公开",
						    document->attachments[i].name));
			return;
		}
	operation->uploaded = next;
	upload_next(operation);
}
