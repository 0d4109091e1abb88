/* HTTP and mail client on libcurl's multi interface and libuv: one connection pool for all of the
 * daemon.  Loop thread only.
 *
 * Every request ends by calling `done` exactly once, also at close (CLIENT_CANCELED).
 * Names are resolved by the loop's own pool, never by curl; each address is vetted before a socket
 * is opened: a private, loopback, link-local or otherwise special address is refused unless the
 * request says that its own host may be one (`allow_private`: the configuration named it).
 * No environment proxy, no redirect for anything but GET: to the same host, at its own port or
 * 80 or 443, or to one of `hosts`.  Credentials and headers other than Accept* and User-Agent stay
 * with the scheme, host and port of `url`.
 *
 * At most 16 requests a host and 256 in all are on their way, the others wait; the time-out counts
 * from client_send.  A request that changes something is never sent twice by itself. */
#ifndef NET_CLIENT_H
#define NET_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "net/loop.h"

enum client_end {
	CLIENT_ANSWERED, /* a whole answer arrived: look at status */
	CLIENT_NOT_SENT, /* nothing of the request can have reached the peer: safe to send again */
	CLIENT_UNCLEAR,  /* it may have been received: time-out, reset, cut answer */
	CLIENT_REFUSED,  /* by us: forbidden address, redirect, body over the limit */
	CLIENT_CANCELED, /* we are closing */
};

struct client_header {
	const char *name;
	const char *value;
};

struct client_request {
	const char *method; /* "GET", "POST", ... */
	const char *url;    /* http or https */
	const struct client_header *headers;
	size_t header_count;
	const void *body; /* borrowed until done is called */
	size_t body_bytes;
	const char *body_path;       /* or: send this file */
	const char *user, *password; /* HTTP Basic; NULL: none */
	const char *ca_file;         /* NULL: the system's */
	uint32_t timeout_ms;         /* whole request, real time; 0: 30 s */
	size_t max_answer_bytes;     /* more ends as CLIENT_REFUSED with `truncated`; 0: 1 MiB */
	int max_redirects;           /* 0: none, a 3xx is the answer; GET only */
	const char *const *hosts;    /* NULL-ended: "name" (usual ports) or "name:port" */
	bool allow_private;          /* the host of `url` may have a private address */
};

struct client_answer {
	enum client_end end;
	int status;          /* 0 unless a status line arrived */
	const char *headers; /* raw lines of the last answer, "Name: value\r\n"... */
	const char *body;    /* NUL behind it */
	size_t body_bytes;
	bool truncated;
	const char *url; /* where the answer came from, after redirects */
	int redirects;
	char certificate_sha256[65]; /* leaf of the TLS peer, hex; "" without TLS */
	int64_t elapsed_us;          /* real time */
	const char *error;           /* sentence when end is not CLIENT_ANSWERED, else "" */
};

/* Value of the first such header of the answer into out, in place of what was there; false when
 * it is missing. */
bool client_answer_header(const struct client_answer *answer, const char *name, struct buf *out);

typedef void client_done(void *ctx, const struct client_answer *answer);

struct client;
MUST_CHECK int client_open(struct client **out, struct loop *loop, struct error *err);
/* All texts of the request are copied, but for `body`.  `done` is never called before client_send
 * has returned, except while the client is being closed.  The answer is valid only inside `done`. */
void client_send(struct client *client, const struct client_request *request, client_done *done,
		 void *ctx);

struct client_mail {
	const char *url; /* smtp://host:port or smtps:// */
	const char *user, *password;
	const char *ca_file;
	bool require_tls;      /* STARTTLS demanded */
	bool refuse_tls;       /* STARTTLS not used, even when it is offered */
	const char *from;      /* envelope */
	const char *const *to; /* NULL-ended */
	const char *message;   /* whole RFC 5322 text with CRLF */
	size_t message_bytes;
	uint32_t timeout_ms;
	bool allow_private;
};
/* Runs on a thread of the loop's pool, four at once; everything is copied.  The answer's status is
 * the last SMTP reply code (250 accepted, 4xx later, 5xx never): a refusal by number counts as an
 * answer.  One refused recipient refuses the mail. */
void client_send_mail(struct client *client, const struct client_mail *mail, client_done *done,
		      void *ctx);

size_t client_in_flight(const struct client *client);
/* Ends everything with CLIENT_CANCELED; also from within a `done`.  NULL is fine. */
void client_close(struct client *client);

#endif
