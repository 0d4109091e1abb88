/* For the files of net/ only: what server.c (threads, listeners), server_socket.c (descriptors)
 * and server_exchange.c (requests and answers) share. */
#ifndef NET_SERVER_INSIDE_H
#define NET_SERVER_INSIDE_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdbool.h>
#include <sys/types.h>
#include <uv.h>

#include "base/buf.h"
#include "base/vec.h"
#include "net/loop.h"
#include "net/server.h"

struct listener {
	struct listener *next;
	struct server *server;
	int tag;
	int fd;            /* -1: handed over to the daemon */
	char *path;        /* of a unix socket, else NULL */
	dev_t path_device; /* the file we made: a later daemon's stays */
	ino_t path_inode;
	struct MHD_Daemon *daemon;
	uv_poll_t poll;
	uv_timer_t timer;
};

struct server {
	struct server_options options;
	struct loop *loop;
	struct listener *listeners;
	struct exchange *live;  /* exchanges with a connection */
	struct exchange *spare; /* kept for reuse */
	unsigned spare_count;
	uv_timer_t grace; /* runs after server_stop */
	bool has_grace;
	bool stopping;
	bool ended;
	unsigned grace_ms;
	pthread_t thread;
	bool is_started;
	pthread_mutex_t lock; /* guards the two below, for keepers in other threads */
	bool is_closed;
	unsigned holders; /* the owner and every kept exchange */
};

struct exchange {
	struct server *server;
	struct listener *listener;
	struct exchange *next, **link;     /* in server->live; next alone in server->spare */
	struct MHD_Connection *connection; /* NULL: the peer has gone */
	const char *method;
	const char *path;
	struct buf body;
	size_t dropped_bytes; /* of a body over the limit */
	bool is_handled;      /* options.handle has been called */
	bool is_kept;
	bool is_held; /* kept, and the keeper has not answered yet */
	bool is_suspended;
	int status;
	struct MHD_Response *response; /* the server's thread only */
	int late_status;               /* written by the keeper before its post */
	struct MHD_Response *late_response;
};

/* --- server_socket.c --- */
MUST_CHECK int server_socket_unix(struct listener *listener, const char *path, struct error *err);
MUST_CHECK int server_socket_tcp(struct listener *listener, const char *address, uint16_t *port,
				 struct error *err);
void server_socket_remove(struct listener *listener); /* the file of a unix socket */

/* --- server_exchange.c --- */
enum MHD_Result exchange_on_request(void *cls, struct MHD_Connection *connection, const char *url,
				    const char *method, const char *version, const char *upload,
				    size_t *upload_bytes, void **slot);
void exchange_on_completed(void *cls, struct MHD_Connection *connection, void **slot,
			   enum MHD_RequestTerminationCode how);
size_t exchange_unescape(void *cls, struct MHD_Connection *connection, char *text);
/* Answer everything that waits for another thread with 503, because we stop. */
void exchange_give_up_all(struct server *server);
void exchange_free_spares(struct server *server);

/* --- server.c --- */
void server_run_soon(struct listener *listener);
void server_let_go(struct server *server); /* one holder less */

#endif
