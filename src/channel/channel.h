/* Where documents are made public: one backend a type (http, site, board, manual ...).
 *
 * A channel does one operation at a time for a publication and says how it ended; it decides
 * nothing about trying again.  Loop thread.  The idempotency key was on disk before the call.
 *
 * `done` is called exactly once, never from inside channel_run, and must not free the channel.  Of
 * a request everything but the document is copied.  The configuration outlives its channels. */
#ifndef CHANNEL_CHANNEL_H
#define CHANNEL_CHANNEL_H

#include <stdbool.h>

#include "config/config.h"
#include "core/model/document.h"
#include "net/client.h"
#include "net/loop.h"

enum channel_operation { CHANNEL_CREATE, CHANNEL_FIND, CHANNEL_UPDATE, CHANNEL_WITHDRAW };
const char *channel_operation_name(enum channel_operation operation);

enum channel_end {
	CHANNEL_ACCEPTED,  /* done, and the answer says so: url and remote_id are set */
	CHANNEL_FOUND,     /* FIND: it is there; url and remote_id are set */
	CHANNEL_NOT_FOUND, /* FIND: certainly not there now */
	CHANNEL_FAILED,    /* certainly not done; `permanent` when the same again is useless */
	CHANNEL_UNCLEAR,   /* it may have been done */
};

struct channel_request {
	enum channel_operation operation;
	const char *key; /* gongshi-<id>-r<revision>-<channel> */
	int64_t document_id;
	int revision;
	const struct document *document; /* attachments have paths; borrowed until done */
	const char *remote_id;           /* UPDATE, WITHDRAW; NULL */
	const char *url;                 /* of the page so far, NULL */
	const char *department_name, *category_name; /* for people */
	const char *bureau;
	struct instant published_at; /* time to print as PubDate: never earlier than now */
	int offset_s;
};

struct channel_result {
	enum channel_end end;
	const char *remote_id; /* NULL */
	const char *url;       /* where the public reads it, NULL when not named yet */
	bool changed_key;      /* the CMS filed it under another key: duplicate or taken name */
	bool permanent;
	long retry_after_s; /* -1: not said */
	int status;         /* HTTP, 0 */
	const char *reason; /* one sentence, never NULL; no secrets */
};

typedef void channel_done(void *ctx, const struct channel_result *result);

struct channel;

/* What every backend gets from the shell. */
struct channel_world {
	struct loop *loop;
	struct client *client;
	const char *bureau;
	const char *site_domain, *site_id_code; /* page tags; NULL */
	const char *const *preset_folders;      /* NULL-ended, searched in order */
	const char *const *template_folders;
	int offset_s;
};

/* Read one group of `channels` (faults into the report, NULL comes back). */
struct channel *channel_configure(const struct config_node *group, struct config_report *report);
/* Make folders, read presets... */
MUST_CHECK int channel_start(struct channel *channel, const struct channel_world *world,
			     struct error *err);
void channel_run(struct channel *channel, const struct channel_request *request, channel_done *done,
		 void *ctx);
void channel_free(struct channel *channel); /* pending requests end as UNCLEAR first */

const char *channel_name(const struct channel *channel);
const char *channel_type(const struct channel *channel);
/* Both are known once the channel is started: a preset says them. */
bool channel_can_find(const struct channel *channel);
int64_t channel_settle_us(const struct channel *channel);
bool channel_attested(const struct channel *channel);     /* people say so, there is no page */
unsigned channel_parallel(const struct channel *channel); /* requests at a time */
/* For the probe: hosts that may serve it, and whether its own host may be private. */
const char *channel_host(const struct channel *channel);
const char *const *channel_hosts(const struct channel *channel);
bool channel_allows_private(const struct channel *channel);
const char *channel_ca_file(const struct channel *channel);
/* Public pages that we serve ourselves: directory and address; false when there is none.  Names in
 * it that begin with a dot are ours alone. */
bool channel_serves(const struct channel *channel, const char **directory, const char **url);

#endif
