#include "unit/probe/website.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/pool.h"
#include "base/vec.h"
#include "net/server.h"

#define LIMIT_PLACES 64

struct place {
	const char *path, *content_type, *headers;
	int status;
	const void *body;
	size_t len;
	atomic_uint asked;
};

struct website {
	struct server *server;
	uint16_t port;
	struct pool pool;
	struct place places[LIMIT_PLACES];
	size_t count;
	pthread_mutex_t lock;
	struct vec_of(struct exchange *) hanging; /* under the lock */
	atomic_uint asked;
};

static void handle(void *ctx, struct exchange *exchange, int tag)
{
	struct website *website = ctx;
	(void)tag;
	atomic_fetch_add(&website->asked, 1);
	for (size_t i = 0; i < website->count; i++) {
		struct place *place = &website->places[i];
		if (strcmp(place->path, exchange_path(exchange)) != 0)
			continue;
		atomic_fetch_add(&place->asked, 1);
		if (place->status == WEBSITE_HANGS) {
			pthread_mutex_lock(&website->lock);
			*VEC_PUSH(&website->hanging) = exchange_keep(exchange);
			pthread_mutex_unlock(&website->lock);
		} else {
			exchange_answer(exchange, place->status, place->content_type,
					place->headers, place->body, place->len);
		}
		return;
	}
	exchange_answer(exchange, 404, "text/html", NULL, "404", 3);
}

struct website *website_open(void)
{
	struct website *website = mem_alloc(sizeof(*website));
	pthread_mutex_init(&website->lock, NULL);
	struct server_options options = {.max_body_bytes = 1000,
					 .max_connections = 100,
					 .idle_timeout_s = 60,
					 .handle = handle,
					 .ctx = website};
	struct error err;
	if (server_open(&website->server, &options, &err) < 0 ||
	    server_listen(website->server, SERVER_TCP, "127.0.0.1:0", 0, &website->port, &err) <
		    0 ||
	    server_start(website->server, &err) < 0)
		abort();
	return website;
}

uint16_t website_port(const struct website *website)
{
	return website->port;
}

void website_put(struct website *website, const char *path, int status, const char *content_type,
		 const char *headers, const void *body, size_t len)
{
	if (website->count == LIMIT_PLACES)
		abort();
	struct place *place = &website->places[website->count];
	place->path = pool_text(&website->pool, path);
	place->status = status;
	place->content_type = pool_text(&website->pool, content_type);
	place->headers = pool_text(&website->pool, headers);
	place->body = pool_text_len(&website->pool, body, len);
	place->len = len;
	website->count++;
}

unsigned website_asked(const struct website *website, const char *path)
{
	if (path == NULL)
		return atomic_load(&website->asked);
	for (size_t i = 0; i < website->count; i++)
		if (strcmp(website->places[i].path, path) == 0)
			return atomic_load(&website->places[i].asked);
	return 0;
}

void website_close(struct website *website)
{
	pthread_mutex_lock(&website->lock);
	VEC_EACH(&website->hanging, exchange)
		exchange_answer(*exchange, 200, "text/html", NULL, "", 0);
	pthread_mutex_unlock(&website->lock);
	server_stop(website->server, 1000);
	server_close(website->server);
	VEC_FINISH(&website->hanging);
	pthread_mutex_destroy(&website->lock);
	pool_finish(&website->pool);
	mem_free(website);
}
