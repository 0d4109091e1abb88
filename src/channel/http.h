/* Inside of the http backend: what its files share. */
#ifndef CHANNEL_HTTP_H
#define CHANNEL_HTTP_H

#include "base/vec.h"
#include "channel/backend.h"
#include "channel/body.h"
#include "channel/preset.h"

struct http_auth;
struct http_uploads;

struct http {
	struct channel base;
	const char *preset_name; /* settings */
	const char *user, *password, *token, *secret;
	const char *auth_text, *token_url, *scope;
	int64_t timeout_us;
	const struct config_node *columns_node;

	json_t *columns; /* owned: category -> number or text */
	struct preset preset;
	struct http_auth *auth;
	struct http_uploads *uploads;
};

struct http_operation {
	struct operation base;
	json_t *values; /* owned */
	/* The request under way; the client borrows the body. */
	const struct preset_step *step;
	const struct attachment *file; /* of an upload, else NULL */
	struct buf body;
	bool renewed; /* the token was fetched anew once */
	void (*answered)(struct http_operation *operation, const struct client_answer *answer);
	void (*uploaded)(struct http_operation *operation);
	/* What was uploaded so far, texts in the pool. */
	struct vec_of(struct body_file) files;
};

/* --- channel_http.c: build the step's request, send it, call `answered` ------------------- */
void http_send(struct http_operation *operation, const struct preset_step *step,
	       const struct attachment *file,
	       void (*answered)(struct http_operation *, const struct client_answer *));
struct http *http_of(struct http_operation *operation);

/* --- http_values.c ------------------------------------------------------------------------ */
/* What placeholders stand for; html and attachments only once the files are uploaded. */
json_t *http_values(const struct http *http, const struct channel_request *request);
void http_values_content(json_t *values, const struct document *document,
			 const struct body_files *files);
void http_values_file(json_t *values, const struct attachment *file);
/* columns = { category = 3; } */
json_t *http_read_columns(const struct config_node *node, struct config_report *report);

/* --- http_answer.c: pure ------------------------------------------------------------------ */
/* How did the operation end?  Texts of the result go into the pool. */
void http_judge(const struct preset_step *step, enum channel_operation operation,
		const json_t *values, const char *base_url, const struct client_answer *answer,
		struct pool *pool, struct channel_result *out);

/* --- http_auth.c -------------------------------------------------------------------------- */
/* Kinds: none, basic, bearer, header:NAME, hmac, oauth2 (client credentials). */
void http_auth_configure(struct http *http, const struct config_node *group,
			 struct config_report *report);
void http_auth_free(struct http_auth *auth);
/* Calls ready(operation, NULL) when a request may be sent, at once if nothing must be fetched, or
 * ready(operation, sentence) when there is no token. */
void http_auth_prepare(struct http_operation *operation,
		       void (*ready)(struct http_operation *, const char *failure));
/* The token was refused; false when a new one cannot help. */
bool http_auth_renew(struct http_operation *operation);

struct http_headers vec_of(struct client_header);
/* Adds its header lines, or user and password, to a request that is complete but for them. */
void http_auth_apply(const struct http *http, struct client_request *request, const char *path,
		     const char *body_sha256, struct http_headers *headers, struct pool *pool);

/* --- http_upload.c ------------------------------------------------------------------------ */
struct http_uploads *http_uploads_new(void);
void http_uploads_free(struct http_uploads *uploads);
void http_uploads_forget(struct http_uploads *uploads, int64_t document_id);
/* Uploads what is not there yet, one file after another, then calls next(operation).  Ends the
 * operation itself when a file cannot be uploaded. */
void http_upload_all(struct http_operation *operation,
		     void (*next)(struct http_operation *operation));

#endif
