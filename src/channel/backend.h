/* What a backend of this room is made of; only files of channel/ include it.
 *
 * channel.c owns what all channels have in common: the settings, the list of pending operations and
 * their ends.  A backend's own struct begins with `struct channel`, its operation's with
 * `struct operation`, so that one table of settings and one pointer serve both.
 *
 * Life of an operation: channel_run copies the request and posts it to the loop, so a backend is
 * never entered from inside channel_run and may end an operation at once.  The backend calls
 * operation_end exactly once and operation_free when nothing refers to it any more.  When the
 * channel goes first, the end has been told and `channel` is NULL: only operation_free is left. */
#ifndef CHANNEL_BACKEND_H
#define CHANNEL_BACKEND_H

#include "channel/channel.h"

struct operation {
	struct channel *channel; /* NULL: the channel is gone, the end was told */
	const struct channel_ops *ops;
	struct operation *next, *before;
	struct pool pool;
	/* Texts in the pool; the document is borrowed until the end. */
	struct channel_request request;
	channel_done *done;
	void *ctx;
};

struct channel_ops {
	const char *name;                  /* as written in the configuration */
	const struct config_field *fields; /* its own settings, offsets into its own struct */
	size_t channel_bytes, operation_bytes;
	bool attested; /* people say so, there is no page */
	/* Optional: faults that the table cannot see, values that it cannot read. */
	void (*check)(struct channel *channel, const struct config_node *group,
		      struct config_report *report);
	/* Optional: make folders, read files. */
	int (*start)(struct channel *channel, struct error *err);
	void (*run)(struct channel *channel, struct operation *operation);
	/* Optional: frees what the operation holds beside its pool. */
	void (*drop)(struct operation *operation);
	/* Optional: the channel is closing; wait for threads that still use documents.  Operations
	 * not ended by it are ended as UNCLEAR right after. */
	void (*stop)(struct channel *channel);
	/* Optional: frees what the channel holds beside its pool. */
	void (*finish)(struct channel *channel);
};

struct channel {
	const struct channel_ops *ops;
	struct pool pool;
	struct channel_world world; /* set by channel_start */
	struct operation *pending;
	bool can_find;         /* backends set it at start */
	const char *directory; /* of pages that we write, else NULL */

	/* settings that every type has */
	const char *name, *type;
	const char *url, *host; /* host with its port when that is odd; NULL for attested ones */
	const char *ca_file;
	const char *const *hosts; /* never NULL */
	int64_t parallel;
	int64_t settle_us; /* -1 until known */
	int64_t watch_us;
	bool internal, allow_private;
};

extern const struct channel_ops channel_http, channel_site, channel_board, channel_manual;

void operation_end(struct operation *operation, const struct channel_result *result);
void operation_free(struct operation *operation);
/* The common case: end it and free it. */
void operation_finish(struct operation *operation, const struct channel_result *result);
/* Failed, certainly not done. */
void operation_refuse(struct operation *operation, const char *reason);

#endif
