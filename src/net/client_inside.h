/* For the files of net/ only.  The life of a call:
 *
 *   client_request.c   taken in: checked and copied
 *   client.c           waits in its host's queue, ends
 *   client_resolve.c   hosts: names, addresses, who may be spoken to
 *   client_url.c       what a URL says, where a redirect may lead
 *   client_transfer.c  on an easy handle of curl, and what its end means
 *   client_mail.c      the same for a mail, on a thread of the pool
 *   client_socket.c    curl's sockets and timer on the loop
 *
 * A call waits only in its host's queue: for the name, then for a free place. */
#ifndef NET_CLIENT_INSIDE_H
#define NET_CLIENT_INSIDE_H

#include <curl/curl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <uv.h>

#include "base/buf.h"
#include "base/pool.h"
#include "net/client.h"
#include "net/client_address.h"
#include "net/loop_inside.h"

#define LIMIT_HOST_IN_FLIGHT 16 /* more costs curl more than it gains */
#define LIMIT_MAIL_IN_FLIGHT 4  /* each takes one of the pool's eight threads */
#define LIMIT_IN_FLIGHT 256
#define LIMIT_HOSTS 256
#define LIMIT_HOST_ADDRESSES 8
#define LIMIT_CONNECTIONS 32 /* kept open between requests */
#define LIMIT_ANSWER_HEADER_BYTES (64u << 10)
#define NAME_FRESH_MS 30000
#define IDLE_MS 30000 /* then connections and handles are given up */

struct call {
	struct call *next; /* in its host's queue, or among the ended */
	struct client *client;
	struct host *host;
	struct pool pool; /* the texts below */
	struct client_request request;
	struct client_mail mail;
	bool is_mail;
	client_done *done;
	void *ctx;
	uint64_t started_us;
	uint64_t deadline_us;

	CURLU *url;
	const char *host_name; /* of the configured URL */
	const char *origin;    /* scheme://host:port of the configured URL */
	bool is_origin;        /* still there: credentials may be sent */
	bool may_be_private;   /* this hop's address */

	CURL *easy; /* while running */
	struct call *next_running, **running_link;
	struct curl_slist *header_list;
	struct curl_slist *pin;
	struct curl_slist *recipients;
	FILE *upload;
	int tries; /* how often curl began to send */
	bool is_address_refused;
	char reason[CURL_ERROR_SIZE];

	uv_work_t job; /* of a mail, as all that follows */
	bool is_away;  /* with the pool's thread */
	curl_socket_t mail_fds[LIMIT_HOST_ADDRESSES];
	size_t mail_fd_count;
	size_t sent_bytes; /* of the message, read by curl */
	CURLcode mail_rc;
	int mail_code; /* last reply */

	enum client_end end;
	struct buf error;
	struct buf headers, body;
	int status;
	bool has_head; /* the blank line behind the headers was seen */
	bool is_truncated;
	int redirects;
	char certificate[65];
};

struct host {
	struct host *next;
	const char *key; /* scheme://name:port */
	const char *name;
	int port;
	struct pool pool; /* key and name */
	struct call *first, *last;
	unsigned running, limit;
	bool is_literal; /* an address, not a name: nothing to pin */
	bool is_known;   /* the pins are good until fresh_until_us */
	bool is_looked_up;
	uint64_t fresh_until_us;
	char certificate[65]; /* last seen */
	char *pin_public;     /* for CURLOPT_RESOLVE; NULL: no such address */
	char *pin_any;
	uv_getaddrinfo_t lookup;
	struct client *client;
};

struct client {
	struct loop *loop;
	CURLM *multi; /* NULL: idle, or closing */
	struct host *hosts;
	struct call *ended; /* their `done` is called by the next kick */
	struct call **ended_tail;
	struct client_socket **sockets; /* by descriptor */
	size_t socket_room;
	CURL *spare[LIMIT_HOST_IN_FLIGHT * 2];
	unsigned spare_count;
	size_t calls;         /* between client_send and done */
	struct call *on_curl; /* requests running on multi */
	struct call *on_pool; /* mails */
	unsigned running;     /* how many of both */
	unsigned mails;
	bool is_full;           /* a host waits only because of a limit for all */
	atomic_bool is_closing; /* read by mails too */
	bool is_draining;       /* ends are told when curl has named them all */
	unsigned holders;       /* libuv handles and name look-ups that point here */
	uv_timer_t curl_timer;
	uv_idle_t kick;
	uv_timer_t patience; /* the earliest deadline in the queues */
	uint64_t patience_us;
	uv_timer_t sweep;
	uint64_t last_used_us;
};

/* --- client.c --- */
struct call *call_new(struct client *client, client_done *done, void *ctx, uint32_t timeout_ms);
void call_enqueue(struct call *call); /* with its host; starts what can be started */
/* Decide the end; `done` is called later, from the loop. */
void call_end(struct call *call, enum client_end end, const char *fmt, ...) PRINTF_LIKE(3, 4);
void call_free(struct call *call);
void call_join(struct call *call, struct call **list); /* counts as running from here... */
void call_leave(struct call *call);                    /* ...to here; again is fine */
void host_pump(struct host *host);
void host_freed(struct host *host); /* one of its places became free */
void client_finish_ended(struct client *client);
void client_hold(struct client *client);
void client_let_go(struct client *client);
void client_dropped(uv_handle_t *handle); /* close callback of the client's own handles */

/* --- client_resolve.c --- */
struct host *host_find(struct client *client, const char *scheme, const char *name, int port);
bool host_is_fresh(const struct host *host);
void host_look_up(struct host *host);
void hosts_forget_idle(struct client *client);
void host_free(struct host *host);

/* --- client_url.c --- */
/* Read the configured URL into call->url and call->host.  Ends the call and returns false when
 * it cannot be used. */
bool call_set_url(struct call *call, const char *url);
enum redirect {
	REDIRECT_NONE,    /* it is the answer */
	REDIRECT_FOLLOW,  /* call->url and call->host are the next hop */
	REDIRECT_REFUSED, /* the call has ended */
};
enum redirect call_redirect(struct call *call);

/* --- client_transfer.c --- */
void call_start(struct call *call);
void call_over(struct call *call, CURLcode rc);           /* the easy handle has left the multi */
void call_release(struct call *call);                     /* what only a running transfer needs */
void call_set_target(struct call *call, const char *pin); /* where to, and until when */

/* --- client_mail.c --- */
void mail_start(struct call *call, const char *pin);

/* --- client_socket.c --- */
bool client_multi_open(struct client *client);
void client_multi_close(struct client *client);
void client_kick(struct client *client); /* curl has something to do, or calls have ended */
void client_socket_options(CURL *easy, struct call *call);

#endif
