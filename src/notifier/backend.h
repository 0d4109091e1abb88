/* What a backend of this room is made of; only files of notifier/ include it.
 *
 * notifier.c owns what all notifiers have in common: the settings, the list of messages on their
 * way and their ends.  A backend's own struct begins with `struct notifier`, so that one table of
 * settings serves both.
 *
 * Life of a delivery: notifier_send copies the message and posts it to the loop, so a backend is
 * never entered from inside notifier_send and may end a delivery at once.  The backend calls
 * delivery_end exactly once and delivery_free when nothing refers to it any more.  When the
 * notifier goes first, the end has been told and `notifier` is NULL: only delivery_free is left. */
#ifndef NOTIFIER_BACKEND_H
#define NOTIFIER_BACKEND_H

#include "base/pool.h"
#include "notifier/notifier.h"

struct delivery {
	struct notifier *notifier; /* NULL: the notifier is gone, the end was told */
	struct delivery *next, *before;
	struct pool pool;
	struct message message; /* texts in the pool, data a copy of its own */
	struct buf body;        /* what the backend sends */
	const char *path;       /* maildir */
	struct error err;       /* of a pool thread */
	notifier_done *done;
	void *ctx;
};

struct notifier_ops {
	const char *name;                  /* as written in the configuration */
	const struct config_field *fields; /* its own settings, offsets into its own struct */
	size_t notifier_bytes;
	bool needs_mail;
	unsigned
		budget; /* messages a minute unless the configuration says otherwise; 0: no limit */
	/* Optional: faults that the table cannot see, values that it cannot read. */
	void (*check)(struct notifier *notifier, const struct config_node *group,
		      struct config_report *report);
	/* Optional: make folders. */
	int (*start)(struct notifier *notifier, struct error *err);
	void (*send)(struct notifier *notifier, struct delivery *delivery);
};

struct notifier {
	const struct notifier_ops *ops;
	struct pool pool;
	struct notifier_world world; /* set by notifier_start */
	struct delivery *pending;

	/* settings that every type has */
	const char *name, *type;
	int64_t budget; /* -1: the type's own */
};

extern const struct notifier_ops notifier_smtp, notifier_maildir, notifier_wecom, notifier_dingtalk,
	notifier_feishu, notifier_webhook, notifier_journal;

void delivery_end(struct delivery *delivery, const struct notifier_result *result);
void delivery_free(struct delivery *delivery);
/* The common case: end it and free it. */
void delivery_finish(struct delivery *delivery, enum notifier_end end, long retry_after_s,
		     const char *reason);

#endif
