/* Any CMS with a REST interface, by preset.
 *
 * An operation is one request (create and update: after one for each attachment).  Nothing is sent
 * twice by itself, but for a request that a CMS refused with 401 because its token had run out. */
#include <string.h>
#include <strings.h>

#include "base/encode.h"
#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "channel/http.h"
#include "channel/web_address.h"

#define LIMIT_ANSWER_BYTES (4u << 20)

#define OWN(member) CONFIG_FIELD(http, member)
/* clang-format off */
static const struct config_field fields[] = {
	{.name = "url", .kind = CONFIG_URL, .offset = CONFIG_FIELD(channel, url),
	 .required = true, .help = "of the CMS"},
	{.name = "preset", .kind = CONFIG_PATH, .offset = OWN(preset_name), .required = true,
	 .help = "name of a preset, or path of its file"},
	{.name = "auth", .kind = CONFIG_TEXT, .offset = OWN(auth_text),
	 .help = "basic, bearer, header:NAME, hmac or oauth2"},
	{.name = "user", .kind = CONFIG_TEXT, .offset = OWN(user),
	 .help = "user name, or client id for oauth2"},
	{.name = "password_file", .kind = CONFIG_SECRET, .offset = OWN(password)},
	{.name = "token_file", .kind = CONFIG_SECRET, .offset = OWN(token)},
	{.name = "secret_file", .kind = CONFIG_SECRET, .offset = OWN(secret)},
	{.name = "token_url", .kind = CONFIG_URL, .offset = OWN(token_url),
	 .help = "where oauth2 gives tokens"},
	{.name = "scope", .kind = CONFIG_TEXT, .offset = OWN(scope), .help = "of oauth2"},
	{.name = "timeout", .kind = CONFIG_DURATION, .offset = OWN(timeout_us), .min = 1,
	 .max = 300, .def = 30, .help = "of one request"},
	{.name = "columns", .kind = CONFIG_NODE, .offset = OWN(columns_node),
	 .help = "category = the CMS's own column"},
	{0},
};
/* clang-format on */

struct http *http_of(struct http_operation *operation)
{
	return (struct http *)operation->base.channel;
}

/* --- one request --------------------------------------------------------------------------- */

static bool has_header(const struct http_headers *headers, const char *name)
{
	for (size_t i = 0; i < headers->len; i++)
		if (strcasecmp(headers->at[i].name, name) == 0)
			return true;
	return false;
}

static void add_header(struct http_headers *headers, const char *name, const char *value)
{
	if (value != NULL && !has_header(headers, name))
		*VEC_PUSH(headers) = (struct client_header){name, value};
}

static void form_pair(struct buf *out, const char *name, const json_t *value)
{
	scoped(buf_finish) struct buf text = {0};
	if (json_is_string(value))
		buf_add(&text, json_string_value(value), json_string_length(value));
	else
		json_line(value, &text);
	if (out->len > 0)
		buf_char(out, '&');
	encode_percent(out, name, strlen(name));
	buf_char(out, '=');
	encode_percent(out, buf_text(&text), text.len);
}

static void form_body(const json_t *form, struct buf *out)
{
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)form, name, value) {
		size_t i;
		json_t *item;
		if (!json_is_array(value))
			form_pair(out, name, value);
		json_array_foreach(value, i, item)
			form_pair(out, name, item);
	}
}

/* Fills the operation's body; returns its Content-Type. */
static const char *make_body(struct http_operation *operation)
{
	const struct preset_step *step = operation->step;
	buf_clear(&operation->body);
	if (operation->file != NULL)
		return operation->file->mime;
	if (step->json == NULL && step->form == NULL)
		return NULL;
	scoped(json_drop) json_t *filled =
		preset_fill(step->json != NULL ? step->json : step->form, operation->values);
	if (step->form != NULL) {
		form_body(filled, &operation->body);
		return "application/x-www-form-urlencoded";
	}
	if (filled != NULL)
		json_line(filled, &operation->body);
	return "application/json";
}

static void make_headers(struct http_operation *operation, const char *content_type,
			 struct http_headers *headers)
{
	struct pool *pool = &operation->base.pool;
	const char *name;
	json_t *template;
	json_object_foreach((json_t *)operation->step->headers, name, template) {
		scoped(buf_finish) struct buf value = {0};
		preset_fill_text(json_string_value(template), operation->values, FILL_HEADER,
				 &value);
		add_header(headers, name, pool_text(pool, buf_text(&value)));
	}
	add_header(headers, "Content-Type", content_type);
	add_header(headers, "Accept", "application/json");
	if (operation->file != NULL)
		add_header(headers, "Idempotency-Key",
			   pool_print(pool, "%s-file%zu", operation->base.request.key,
				      operation->files.len + 1));
	else if (operation->base.request.operation != CHANNEL_FIND)
		add_header(headers, "Idempotency-Key", operation->base.request.key);
}

static void on_answer(void *ctx, const struct client_answer *answer)
{
	struct http_operation *operation = ctx;
	if (operation->base.channel == NULL) {
		operation_free(&operation->base);
		return;
	}
	if (answer->end == CLIENT_ANSWERED && answer->status == 401 &&
	    http_auth_renew(operation)) {
		http_send(operation, operation->step, operation->file, operation->answered);
		return;
	}
	operation->answered(operation, answer);
}

static void no_token(struct http_operation *operation, const char *failure)
{
	struct channel_result result = {
		.end = CHANNEL_FAILED,
		.retry_after_s = -1,
		.reason = failure,
	};
	operation_finish(&operation->base, &result);
}

static void send_now(struct http_operation *operation, const char *failure)
{
	if (failure != NULL) {
		no_token(operation, failure);
		return;
	}
	const struct http *http = http_of(operation);
	struct pool *pool = &operation->base.pool;
	scoped(buf_finish) struct buf path = {0};
	preset_fill_text(operation->step->path, operation->values, FILL_PERCENT, &path);

	struct http_headers headers = {0};
	make_headers(operation, make_body(operation), &headers);
	struct digest digest = operation->file != NULL
				       ? operation->file->sha256
				       : sha256_of(operation->body.data, operation->body.len);
	char sha256[DIGEST_TEXT];
	digest_print(digest, sha256);

	struct client_request request = {
		.method = operation->step->method,
		.url = web_address_join(pool, http->base.url, buf_text(&path)),
		.body = operation->body.data,
		.body_bytes = operation->body.len,
		.body_path = operation->file != NULL ? operation->file->path : NULL,
		.ca_file = http->base.ca_file,
		.timeout_ms = (uint32_t)(http->timeout_us / 1000),
		.max_answer_bytes = LIMIT_ANSWER_BYTES,
		.allow_private = true, /* the configuration names this host */
	};
	http_auth_apply(http, &request, web_address_path(request.url), sha256, &headers, pool);
	request.headers = headers.at;
	request.header_count = headers.len;
	client_send(http->base.world.client, &request, on_answer, operation);
	VEC_FINISH(&headers);
}

void http_send(struct http_operation *operation, const struct preset_step *step,
	       const struct attachment *file,
	       void (*answered)(struct http_operation *, const struct client_answer *))
{
	operation->step = step;
	operation->file = file;
	operation->answered = answered;
	http_auth_prepare(operation, send_now);
}

/* --- an operation ---------------------------------------------------------------------------- */

static enum preset_step_name step_of(enum channel_operation operation)
{
	static const enum preset_step_name steps[] = {
		[CHANNEL_CREATE] = STEP_CREATE,
		[CHANNEL_FIND] = STEP_FIND,
		[CHANNEL_UPDATE] = STEP_UPDATE,
		[CHANNEL_WITHDRAW] = STEP_WITHDRAW,
	};
	return steps[operation];
}

static void conclude(struct http_operation *operation, const struct client_answer *answer)
{
	struct http *http = http_of(operation);
	const struct channel_request *request = &operation->base.request;
	struct channel_result result;
	http_judge(operation->step, request->operation, operation->values, http->base.url, answer,
		   &operation->base.pool, &result);
	if (result.end == CHANNEL_ACCEPTED) {
		http_uploads_forget(http->uploads, request->document_id);
		/* A preset need not read again what was known before. */
		if (result.remote_id == NULL)
			result.remote_id = request->remote_id;
		if (result.url == NULL && request->operation == CHANNEL_UPDATE)
			result.url = request->url;
	}
	operation_finish(&operation->base, &result);
}

static void send_content(struct http_operation *operation)
{
	const struct channel_request *request = &operation->base.request;
	const struct body_files files = {operation->files.at, operation->files.len};
	http_values_content(operation->values, request->document, &files);
	http_send(operation, &http_of(operation)->preset.steps[step_of(request->operation)], NULL,
		  conclude);
}

static void run(struct channel *channel, struct operation *base)
{
	struct http *http = (struct http *)channel;
	struct http_operation *operation = (struct http_operation *)base;
	const struct channel_request *request = &base->request;
	enum preset_step_name name = step_of(request->operation);
	if (!http->preset.steps[name].present) {
		operation_refuse(base, pool_print(&base->pool, "预设没有 %s 步骤，须由人工办理",
						  preset_step_text(name)));
		return;
	}
	/* "DELETE /posts/" without a number might mean all of them. */
	if (http->preset.steps[name].needs_remote_id && text_empty(request->remote_id)) {
		operation_refuse(base, "不知道页面在网站上的编号，须由人工办理");
		return;
	}
	operation->values = http_values(http, request);
	if (name == STEP_CREATE || name == STEP_UPDATE)
		http_upload_all(operation, send_content);
	else
		http_send(operation, &http->preset.steps[name], NULL, conclude);
}

static void drop(struct operation *base)
{
	struct http_operation *operation = (struct http_operation *)base;
	json_decref(operation->values);
	buf_finish(&operation->body);
	VEC_FINISH(&operation->files);
}

/* --- the channel ------------------------------------------------------------------------------ */

static void check(struct channel *channel, const struct config_node *group,
		  struct config_report *report)
{
	struct http *http = (struct http *)channel;
	http->columns = http_read_columns(http->columns_node, report);
	http_auth_configure(http, group, report);
	http->uploads = http_uploads_new();
	/* A bare name is looked for in the preset folders, not beside the configuration. */
	const char *written;
	if (config_get_text(config_member(group, "preset"), &written) &&
	    strchr(written, '/') == NULL && !text_ends(written, ".json"))
		http->preset_name = written;
}

static int start(struct channel *channel, struct error *err)
{
	struct http *http = (struct http *)channel;
	int rc = preset_open(http->preset_name, channel->world.preset_folders, &http->preset, err);
	if (rc < 0)
		return rc;
	channel->can_find = http->preset.steps[STEP_FIND].present;
	if (channel->settle_us < 0)
		channel->settle_us = http->preset.settle_s * INSTANT_SECOND;
	return 0;
}

static void finish(struct channel *channel)
{
	struct http *http = (struct http *)channel;
	http_auth_free(http->auth);
	http_uploads_free(http->uploads);
	json_decref(http->columns);
	preset_finish(&http->preset);
}

const struct channel_ops channel_http = {
	.name = "http",
	.fields = fields,
	.channel_bytes = sizeof(struct http),
	.operation_bytes = sizeof(struct http_operation),
	.check = check,
	.start = start,
	.run = run,
	.drop = drop,
	.finish = finish,
};
