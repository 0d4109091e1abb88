#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/server_inside.h"

#define LIMIT_SPARE_EXCHANGES 256
#define LIMIT_SPARE_BODY_BYTES 4096
#define LIMIT_HEADER_LINE_BYTES 1024
/* A body that is too large is read to its end, so that the peer gets to see our answer instead
 * of a reset, but not for ever. */
#define LIMIT_DROPPED_BYTES (64u << 20)

/* --- life ------------------------------------------------------------------------------- */

static struct exchange *begin_exchange(struct listener *listener, struct MHD_Connection *connection,
				       const char *method, const char *path)
{
	struct server *server = listener->server;
	struct exchange *exchange = server->spare;
	struct buf body = {0};
	if (exchange != NULL) {
		server->spare = exchange->next;
		server->spare_count--;
		body = exchange->body;
	} else {
		exchange = mem_alloc(sizeof(*exchange));
	}
	*exchange = (struct exchange){
		.server = server,
		.listener = listener,
		.connection = connection,
		.method = method,
		.path = path,
		.body = body,
		.next = server->live,
		.link = &server->live,
	};
	if (server->live != NULL)
		server->live->link = &exchange->next;
	server->live = exchange;
	return exchange;
}

static void drop_response(struct MHD_Response **response)
{
	if (*response != NULL)
		MHD_destroy_response(*response);
	*response = NULL;
}

static void free_exchange(struct exchange *exchange)
{
	drop_response(&exchange->response);
	drop_response(&exchange->late_response);
	buf_finish(&exchange->body);
	mem_free(exchange);
}

static void recycle_exchange(struct exchange *exchange)
{
	struct server *server = exchange->server;
	if (server->spare_count >= LIMIT_SPARE_EXCHANGES || server->stopping) {
		free_exchange(exchange);
		return;
	}
	drop_response(&exchange->response);
	drop_response(&exchange->late_response);
	if (exchange->body.room > LIMIT_SPARE_BODY_BYTES)
		buf_finish(&exchange->body);
	buf_clear(&exchange->body);
	exchange->next = server->spare;
	server->spare = exchange;
	server->spare_count++;
}

void exchange_free_spares(struct server *server)
{
	while (server->spare != NULL) {
		struct exchange *exchange = server->spare;
		server->spare = exchange->next;
		free_exchange(exchange);
	}
}

/* The connection is done with this request, well or not. */
void exchange_on_completed(void *cls UNUSED, struct MHD_Connection *connection UNUSED, void **slot,
			   enum MHD_RequestTerminationCode how UNUSED)
{
	struct exchange *exchange = *slot;
	*slot = NULL;
	if (exchange == NULL)
		return;
	*exchange->link = exchange->next;
	if (exchange->next != NULL)
		exchange->next->link = exchange->link;
	exchange->connection = NULL;
	if (!exchange->is_held)
		recycle_exchange(exchange);
}

/* --- the request ------------------------------------------------------------------------ */

/* %00 stays as it is: no text of ours may end in its middle. */
size_t exchange_unescape(void *cls UNUSED, struct MHD_Connection *connection UNUSED, char *text)
{
	char *percent = strchr(text, '%');
	if (percent == NULL)
		return strlen(text);
	char *to = percent;
	for (const char *from = percent; *from != '\0';) {
		char hex[3] = {0};
		char *end = hex;
		if (from[0] == '%' && from[1] != '\0' && strchr("+- \t", from[1]) == NULL)
			memcpy(hex, from + 1, from[2] == '\0' ? 1 : 2);
		long code = strtol(hex, &end, 16);
		if (end == hex + 2 && code > 0) {
			*to++ = (char)code;
			from += 3;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
	return (size_t)(to - text);
}

/* A client that waits for "100 Continue" can be told before it has sent anything. */
static bool is_refused_early(const struct exchange *exchange)
{
	const char *expect = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND,
							 MHD_HTTP_HEADER_EXPECT);
	const char *length = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND,
							 MHD_HTTP_HEADER_CONTENT_LENGTH);
	return expect != NULL && length != NULL &&
	       strtoull(length, NULL, 10) > exchange->server->options.max_body_bytes;
}

static void answer_too_large(struct exchange *exchange)
{
	scoped(buf_finish) struct buf body = {0};
	buf_print(&body,
		  "{\"type\":\"about:blank\",\"title\":\"Content Too Large\",\"status\":413,"
		  "\"detail\":\"The body of a request may have at most %zu bytes.\"}\n",
		  exchange->server->options.max_body_bytes);
	exchange_answer(exchange, 413, "application/problem+json", NULL, body.data, body.len);
}

static enum MHD_Result collect(struct exchange *exchange, const char *bytes, size_t len)
{
	size_t limit = exchange->server->options.max_body_bytes;
	if (exchange->dropped_bytes == 0 && len <= limit - exchange->body.len) {
		buf_add(&exchange->body, bytes, len);
		return MHD_YES;
	}
	exchange->dropped_bytes += len;
	buf_finish(&exchange->body);
	return exchange->dropped_bytes > LIMIT_DROPPED_BYTES ? MHD_NO : MHD_YES;
}

static enum MHD_Result queue_answer(struct exchange *exchange)
{
	enum MHD_Result rc = MHD_queue_response(exchange->connection, (unsigned)exchange->status,
						exchange->response);
	drop_response(&exchange->response);
	return rc;
}

/* Called once with the headers, once for each piece of the body, once at its end, and once more
 * when a suspended connection was resumed. */
enum MHD_Result exchange_on_request(void *cls, struct MHD_Connection *connection, const char *url,
				    const char *method, const char *version UNUSED,
				    const char *upload, size_t *upload_bytes, void **slot)
{
	struct listener *listener = cls;
	struct exchange *exchange = *slot;
	if (exchange == NULL) {
		exchange = begin_exchange(listener, connection, method, url);
		*slot = exchange;
		if (method[0] == 'G' || !is_refused_early(exchange))
			return MHD_YES;
		answer_too_large(exchange);
		return queue_answer(exchange);
	}
	if (*upload_bytes > 0) {
		size_t len = *upload_bytes;
		*upload_bytes = 0;
		return collect(exchange, upload, len);
	}
	if (!exchange->is_handled) {
		exchange->is_handled = true;
		if (exchange->dropped_bytes > 0)
			answer_too_large(exchange);
		else
			exchange->server->options.handle(exchange->server->options.ctx, exchange,
							 listener->tag);
	}
	if (exchange->response != NULL)
		return queue_answer(exchange);
	assert(exchange->is_kept && "a handler must answer or keep its exchange");
	MHD_suspend_connection(connection);
	exchange->is_suspended = true;
	return MHD_YES;
}

const char *exchange_method(const struct exchange *exchange)
{
	return exchange->method;
}

const char *exchange_path(const struct exchange *exchange)
{
	return exchange->path;
}

const char *exchange_query(const struct exchange *exchange, const char *key)
{
	const char *value = NULL;
	size_t len = 0;
	if (MHD_lookup_connection_value_n(exchange->connection, MHD_GET_ARGUMENT_KIND, key,
					  strlen(key), &value, &len) != MHD_YES)
		return NULL;
	return value == NULL ? "" : value; /* "?key" without "=" */
}

const char *exchange_header(const struct exchange *exchange, const char *name)
{
	return MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

const char *exchange_body(const struct exchange *exchange, size_t *len)
{
	if (len != NULL)
		*len = exchange->body.len;
	return buf_text(&exchange->body);
}

/* --- the answer ------------------------------------------------------------------------- */

static void add_header(struct MHD_Response *response, const char *line, size_t len)
{
	char copy[LIMIT_HEADER_LINE_BYTES];
	assert(len < sizeof(copy) && "a header line of ours is too long");
	memcpy(copy, line, len);
	copy[len] = '\0';
	char *colon = strchr(copy, ':');
	assert(colon != NULL && "a header is \"Name: value\"");
	*colon = '\0';
	MHD_add_response_header(response, copy, colon + 1 + strspn(colon + 1, " "));
}

static struct MHD_Response *build_response(const char *content_type, const char *headers,
					   const void *body, size_t len)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(
		len, len == 0 ? (void *)"" : (void *)body, MHD_RESPMEM_MUST_COPY);
	assert(response != NULL);
	if (content_type != NULL)
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
	while (headers != NULL && *headers != '\0') {
		size_t line_len = strcspn(headers, "\r\n");
		if (line_len > 0)
			add_header(response, headers, line_len);
		headers += line_len;
		headers += strspn(headers, "\r\n");
	}
	return response;
}

static void resume(struct exchange *exchange)
{
	/* The connection must end with this answer, or its peer would keep us from stopping. */
	if (exchange->server->stopping)
		MHD_add_response_header(exchange->response, MHD_HTTP_HEADER_CONNECTION, "close");
	if (!exchange->is_suspended)
		return;
	exchange->is_suspended = false;
	MHD_resume_connection(exchange->connection);
	server_run_soon(exchange->listener);
}

/* On the server's thread, or in server_close when that has ended. */
static void on_late_answer(void *ctx)
{
	struct exchange *exchange = ctx;
	struct server *server = exchange->server;
	exchange->is_held = false;
	if (exchange->connection == NULL) {
		free_exchange(exchange);
	} else if (exchange->response == NULL) { /* else we have given up waiting for it */
		exchange->status = exchange->late_status;
		exchange->response = exchange->late_response;
		exchange->late_response = NULL;
		resume(exchange);
	}
	server_let_go(server);
}

struct exchange *exchange_keep(struct exchange *exchange)
{
	assert(!exchange->is_kept && exchange->response == NULL);
	exchange->is_kept = true;
	exchange->is_held = true;
	pthread_mutex_lock(&exchange->server->lock);
	exchange->server->holders++;
	pthread_mutex_unlock(&exchange->server->lock);
	return exchange;
}

void exchange_answer(struct exchange *exchange, int status, const char *content_type,
		     const char *headers, const void *body, size_t len)
{
	struct MHD_Response *response = build_response(content_type, headers, body, len);
	struct server *server = exchange->server;
	if (!exchange->is_kept) {
		assert(exchange->response == NULL && "an exchange is answered once");
		exchange->status = status;
		exchange->response = response;
		if (server->stopping)
			MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
		return;
	}
	assert(exchange->late_response == NULL && "an exchange is answered once");
	exchange->late_status = status;
	exchange->late_response = response;
	pthread_mutex_lock(&server->lock);
	bool is_closed = server->is_closed;
	if (!is_closed)
		loop_post(server->loop, on_late_answer, exchange);
	pthread_mutex_unlock(&server->lock);
	if (is_closed) {
		free_exchange(exchange);
		server_let_go(server);
	}
}

void exchange_give_up_all(struct server *server)
{
	static const char body[] = "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\","
				   "\"status\":503,\"detail\":\"The daemon is stopping.\"}\n";
	for (struct exchange *e = server->live; e != NULL; e = e->next) {
		if (!e->is_suspended)
			continue;
		e->status = 503;
		e->response = build_response("application/problem+json", "Retry-After: 5\n", body,
					     sizeof(body) - 1);
		resume(e);
	}
}
