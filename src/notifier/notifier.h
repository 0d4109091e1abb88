/* Tells people: mail, chat robots, web hooks, the journal.  One backend a type.
 *
 * Success is what the peer's body says, never the status alone.  Loop thread. */
#ifndef NOTIFIER_NOTIFIER_H
#define NOTIFIER_NOTIFIER_H

#include <jansson.h>
#include <stdbool.h>

#include "config/config.h"
#include "net/client.h"
#include "net/loop.h"

struct message {
	const char *id;      /* stable: the same for every try of the same alerts */
	const char *person;  /* id */
	const char *name;    /* for people */
	const char *mail;    /* NULL */
	const char *mobile;  /* NULL */
	const char *subject; /* one line, UTF-8 */
	const char *text;    /* plain text, LF */
	const json_t *data;  /* for webhook and exec: what the message is about; may be NULL */
	struct instant at;
	int offset_s;
	bool urgent;
};

enum notifier_end {
	NOTIFIER_DELIVERED,
	NOTIFIER_REFUSED, /* this person cannot be told this way: take the next */
	NOTIFIER_LATER,   /* try again: time-out, 4xx of SMTP, rate limit */
};
struct notifier_result {
	enum notifier_end end;
	long retry_after_s; /* -1: not said */
	const char *reason; /* one sentence, never NULL; no secrets */
};
typedef void notifier_done(void *ctx, const struct notifier_result *result);

struct notifier;
struct notifier_world {
	struct loop *loop;
	struct client *client;
	const char *bureau;
	/* The journal notifier writes through this; the daemon owns the log. */
	void (*log)(void *ctx, int priority, const char *sentence);
	void *log_ctx;
};

struct notifier *notifier_configure(const struct config_node *group, struct config_report *report);
MUST_CHECK int notifier_start(struct notifier *notifier, const struct notifier_world *world,
			      struct error *err);
/* `done` is called exactly once.  The message is copied. */
void notifier_send(struct notifier *notifier, const struct message *message, notifier_done *done,
		   void *ctx);
void notifier_free(struct notifier *notifier); /* pending messages end as LATER first */

const char *notifier_name(const struct notifier *notifier);
const char *notifier_type(const struct notifier *notifier);
bool notifier_needs_mail(const struct notifier *notifier);
/* Messages a minute that the peer takes, 0: no limit. */
unsigned notifier_budget(const struct notifier *notifier);

#endif
