#include <string.h>
#include <strings.h>

#include "net/client_inside.h"

#define DEFAULT_ANSWER_BYTES (1u << 20)

static bool is_clean(const char *text)
{
	return text == NULL || strpbrk(text, "\r\n") == NULL;
}

static bool is_token(const char *text)
{
	return *text != '\0' && text[strcspn(text, "\r\n\t :,;()<>@\"/[]?={}\\")] == '\0';
}

/* What would let a caller's text end one line of the request and begin another. */
static bool is_request_clean(const struct client_request *request)
{
	for (size_t i = 0; i < request->header_count; i++) {
		if (!is_token(request->headers[i].name) || !is_clean(request->headers[i].value))
			return false;
	}
	return is_token(request->method);
}

static void copy_request(struct call *call, const struct client_request *request)
{
	struct pool *pool = &call->pool;
	struct client_request *copy = &call->request;
	*copy = *request;
	copy->method = pool_text(pool, request->method);
	copy->body_path = pool_text(pool, request->body_path);
	copy->user = pool_text(pool, request->user);
	copy->password = pool_text(pool, request->password);
	copy->ca_file = pool_text(pool, request->ca_file);
	copy->url = NULL; /* lives in call->url */
	if (copy->max_answer_bytes == 0)
		copy->max_answer_bytes = DEFAULT_ANSWER_BYTES;

	if (request->header_count > 0) {
		struct client_header *headers =
			pool_alloc(pool, request->header_count * sizeof(*headers));
		for (size_t i = 0; i < request->header_count; i++) {
			headers[i].name = pool_text(pool, request->headers[i].name);
			headers[i].value = pool_text(pool, request->headers[i].value);
		}
		copy->headers = headers;
	}
	size_t hosts = 0;
	while (request->hosts != NULL && request->hosts[hosts] != NULL)
		hosts++;
	if (hosts > 0) {
		const char **list = pool_alloc(pool, (hosts + 1) * sizeof(*list));
		for (size_t i = 0; i < hosts; i++)
			list[i] = pool_text(pool, request->hosts[i]);
		copy->hosts = list;
	}
}

void client_send(struct client *client, const struct client_request *request, client_done *done,
		 void *ctx)
{
	struct call *call = call_new(client, done, ctx, request->timeout_ms);
	if (client->is_closing) {
		call_end(call, CLIENT_CANCELED, "shutting down");
		return;
	}
	copy_request(call, request);
	call->may_be_private = request->allow_private;
	if (!is_request_clean(request)) {
		call_end(call, CLIENT_REFUSED, "%s: a method or header has forbidden characters",
			 request->url);
		return;
	}
	if (call_set_url(call, request->url))
		call_enqueue(call);
}

bool client_answer_header(const struct client_answer *answer, const char *name, struct buf *out)
{
	size_t name_len = strlen(name);
	const char *line = answer->headers;
	while (line != NULL && *line != '\0') {
		size_t len = strcspn(line, "\r\n");
		if (len > name_len && line[name_len] == ':' &&
		    strncasecmp(line, name, name_len) == 0) {
			const char *from = line + name_len + 1;
			const char *to = line + len;
			while (from < to && (*from == ' ' || *from == '\t'))
				from++;
			while (to > from && (to[-1] == ' ' || to[-1] == '\t'))
				to--;
			buf_clear(out);
			buf_add(out, from, (size_t)(to - from));
			return true;
		}
		line += len;
		line += strspn(line, "\r\n");
	}
	return false;
}
