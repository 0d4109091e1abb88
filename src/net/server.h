/* HTTP server: libmicrohttpd (external epoll) on a libuv loop in a thread of its own.
 *
 * The handler runs on the server's thread with a whole request in hand.  It answers at once, or
 * keeps the exchange and answers later from any thread; each exchange is answered exactly once. */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct server;
struct exchange;

enum server_listener {
	SERVER_UNIX, /* `address` is a path, made with mode 0660; an old socket there is replaced */
	SERVER_TCP,  /* `address` is "127.0.0.1:8710" or "[::1]:0"; 0 takes a free port */
};

struct server_options {
	size_t max_body_bytes; /* more is answered with 413 */
	unsigned max_connections;
	unsigned idle_timeout_s;
	/* Called with the whole request; `tag` is the listener's. */
	void (*handle)(void *ctx, struct exchange *exchange, int tag);
	void *ctx;
};

MUST_CHECK int server_open(struct server **out, const struct server_options *options,
			   struct error *err);
/* Before server_start; `tag` comes back with each request.  *port is the one taken (TCP). */
MUST_CHECK int server_listen(struct server *server, enum server_listener kind, const char *address,
			     int tag, uint16_t *port, struct error *err);
MUST_CHECK int server_start(struct server *server, struct error *err); /* starts the thread */
/* Refuse new connections, finish what is running (at most grace_ms), end the thread. */
void server_stop(struct server *server, unsigned grace_ms);
void server_close(struct server *server);
/* Answered by the server's thread when it is alive: fn(ctx) runs there.  Any thread. */
void server_post(struct server *server, void (*fn)(void *ctx), void *ctx);

const char *exchange_method(const struct exchange *exchange);
const char *exchange_path(const struct exchange *exchange); /* percent-decoded, starts with / */
const char *exchange_query(const struct exchange *exchange, const char *key);   /* NULL */
const char *exchange_header(const struct exchange *exchange, const char *name); /* NULL */
const char *exchange_body(const struct exchange *exchange, size_t *len);

/* One answer; `headers` is "Name: value\n" lines or NULL, `body` is copied. */
void exchange_answer(struct exchange *exchange, int status, const char *content_type,
		     const char *headers, const void *body, size_t len);
/* Promise to answer later (returns the same exchange); afterwards exchange_answer may be called
 * from any thread, even when the peer has gone. */
struct exchange *exchange_keep(struct exchange *exchange);

#endif
