#include "net/server.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "net/loop_inside.h"
#include "net/server_inside.h"

/* Headers and the part of the body that is being read; answers are not in it. */
#define CONNECTION_BYTES 16384

/* --- one listener on the loop ----------------------------------------------------------- */

static void end_if_quiet(struct server *server);

static void run_listener(struct listener *listener);

static void on_timer(uv_timer_t *timer)
{
	run_listener(timer->data);
}

static void on_events(uv_poll_t *poll, int status UNUSED, int events UNUSED)
{
	run_listener(poll->data);
}

/* libmicrohttpd's epoll is edge-triggered: what it says it still has to do is told only by
 * MHD_get_timeout, never by the descriptor again. */
static void run_listener(struct listener *listener)
{
	MHD_run(listener->daemon);
	MHD_UNSIGNED_LONG_LONG wait_ms = 0;
	if (MHD_get_timeout(listener->daemon, &wait_ms) == MHD_YES)
		uv_timer_start(&listener->timer, on_timer, wait_ms, 0);
	else
		uv_timer_stop(&listener->timer);
	if (listener->server->stopping)
		end_if_quiet(listener->server);
}

void server_run_soon(struct listener *listener)
{
	uv_timer_start(&listener->timer, on_timer, 0, 0);
}

static int start_listener(struct listener *listener, struct error *err)
{
	struct server *server = listener->server;
	listener->daemon = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, exchange_on_request,
		listener, MHD_OPTION_LISTEN_SOCKET, listener->fd, MHD_OPTION_NOTIFY_COMPLETED,
		exchange_on_completed, NULL, MHD_OPTION_UNESCAPE_CALLBACK, exchange_unescape, NULL,
		MHD_OPTION_CONNECTION_LIMIT, server->options.max_connections,
		MHD_OPTION_CONNECTION_TIMEOUT, server->options.idle_timeout_s,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
	if (listener->daemon == NULL)
		return error_set(err, E_IO, "start the HTTP server: libmicrohttpd refused");
	listener->fd = -1;

	const union MHD_DaemonInfo *info = MHD_get_daemon_info(listener->daemon,
							       MHD_DAEMON_INFO_EPOLL_FD);
	assert(info != NULL);
	uv_loop_t *uv = loop_uv(server->loop);
	int rc = uv_poll_init(uv, &listener->poll, info->epoll_fd);
	assert(rc == 0);
	(void)rc;
	uv_timer_init(uv, &listener->timer);
	listener->poll.data = listener;
	listener->timer.data = listener;
	uv_poll_start(&listener->poll, UV_READABLE, on_events);
	return 0;
}

/* --- stopping; the server's thread ------------------------------------------------------ */

static void end_listener(struct listener *listener)
{
	if (listener->daemon == NULL)
		return;
	/* Let go of the descriptor before the daemon closes it. */
	uv_close((uv_handle_t *)&listener->poll, NULL);
	uv_close((uv_handle_t *)&listener->timer, NULL);
	MHD_stop_daemon(listener->daemon);
	listener->daemon = NULL;
}

static void end_server(struct server *server)
{
	if (server->ended)
		return;
	server->ended = true;
	exchange_give_up_all(server);
	for (struct listener *l = server->listeners; l != NULL; l = l->next) {
		/* One turn takes the connections back, one writes, one clears up. */
		for (int i = 0; l->daemon != NULL && i < 3; i++)
			MHD_run(l->daemon);
		end_listener(l);
	}
	if (server->has_grace)
		uv_close((uv_handle_t *)&server->grace, NULL);
	loop_stop(server->loop);
}

static void end_if_quiet(struct server *server)
{
	if (server->live == NULL)
		end_server(server);
}

static void on_grace_over(uv_timer_t *timer)
{
	end_server(timer->data);
}

static void begin_stop(void *ctx)
{
	struct server *server = ctx;
	server->stopping = true;
	for (struct listener *l = server->listeners; l != NULL; l = l->next) {
		int fd = MHD_quiesce_daemon(l->daemon);
		server_socket_remove(l);
		if (fd != MHD_INVALID_SOCKET)
			close(fd);
	}
	uv_timer_init(loop_uv(server->loop), &server->grace);
	server->has_grace = true;
	server->grace.data = server;
	uv_timer_start(&server->grace, on_grace_over, server->grace_ms, 0);
	end_if_quiet(server);
}

static void *serve(void *ctx)
{
	struct server *server = ctx;
	loop_run(server->loop);
	return NULL;
}

/* --- the door --------------------------------------------------------------------------- */

int server_open(struct server **out, const struct server_options *options, struct error *err)
{
	assert(options->handle != NULL && options->max_connections > 0);
	struct loop *loop = NULL;
	int rc = loop_open(&loop, err);
	if (rc < 0)
		return rc;
	struct server *server = mem_alloc(sizeof(*server));
	server->options = *options;
	server->loop = loop;
	server->holders = 1;
	pthread_mutex_init(&server->lock, NULL);
	*out = server;
	return 0;
}

int server_listen(struct server *server, enum server_listener kind, const char *address, int tag,
		  uint16_t *port, struct error *err)
{
	assert(!server->is_started);
	struct listener *listener = mem_alloc(sizeof(*listener));
	listener->server = server;
	listener->tag = tag;
	listener->fd = -1;
	int rc = kind == SERVER_UNIX ? server_socket_unix(listener, address, err)
				     : server_socket_tcp(listener, address, port, err);
	if (rc < 0) {
		mem_free(listener);
		return rc;
	}
	listener->next = server->listeners;
	server->listeners = listener;
	return 0;
}

int server_start(struct server *server, struct error *err)
{
	for (struct listener *l = server->listeners; l != NULL; l = l->next) {
		int rc = start_listener(l, err);
		if (rc < 0)
			return rc;
	}
	int rc = pthread_create(&server->thread, NULL, serve, server);
	if (rc != 0)
		return error_set(err, E_IO, "start the HTTP thread: %s", strerror(rc));
	server->is_started = true;
	return 0;
}

void server_stop(struct server *server, unsigned grace_ms)
{
	if (server == NULL || !server->is_started)
		return;
	server->grace_ms = grace_ms;
	loop_post(server->loop, begin_stop, server);
	pthread_join(server->thread, NULL);
	server->is_started = false;
}

void server_post(struct server *server, void (*fn)(void *ctx), void *ctx)
{
	loop_post(server->loop, fn, ctx);
}

void server_let_go(struct server *server)
{
	pthread_mutex_lock(&server->lock);
	bool is_last = --server->holders == 0;
	pthread_mutex_unlock(&server->lock);
	if (!is_last)
		return;
	pthread_mutex_destroy(&server->lock);
	mem_free(server);
}

void server_close(struct server *server)
{
	if (server == NULL)
		return;
	server_stop(server, 0);
	for (struct listener *l = server->listeners; l != NULL; l = l->next)
		end_listener(l); /* those of a server that never started */

	/* From here on a late answer is thrown away where it is given. */
	pthread_mutex_lock(&server->lock);
	server->is_closed = true;
	pthread_mutex_unlock(&server->lock);
	loop_close(server->loop);

	exchange_free_spares(server);
	while (server->listeners != NULL) {
		struct listener *l = server->listeners;
		server->listeners = l->next;
		if (l->fd >= 0)
			close(l->fd);
		server_socket_remove(l);
		mem_free(l);
	}
	server_let_go(server);
}
