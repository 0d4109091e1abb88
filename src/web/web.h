/* The one interface: route table, API, pages, feeds; on the unix socket and on TCP alike
 * (contract, section 5).  Runs on the HTTP thread; reads by a read-only store of its own; whatever
 * changes anything goes to the engine as a job and is answered after its commit. */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/sha256.h"
#include "core/model/law.h"
#include "engine/engine.h"
#include "net/server.h"
#include "render/render.h"

struct web;

/* Tags of the listeners. */
enum web_listener {
	WEB_UNIX = 0,  /* who may open the socket is an operator */
	WEB_TCP = 1,   /* bearer tokens; without a tokens file pages can be read, nothing else */
	WEB_SITE = 16, /* 16 + n: the nth served site, static files only */
};

struct web_site {
	const char *directory; /* public pages */
	const char *prefix;    /* path below which they stand, "/" */
};

struct web_options {
	const char *store_type, *store_path;
	const char *spool;	   /* NULL: none */
	const char *upload;	   /* folder for attachments that are being received; NULL: none are */
	const char *tokens_file;   /* NULL: no tokens */
	const char *ledger_key;	   /* the verifier key as ledger_key_print writes it; NULL: not told */
	int64_t attachment_bytes;
	const struct render_set *templates; /* templates/page */
	const struct law *law;	   /* until web_set_law */
	const struct web_site *sites;
	size_t site_count;
	/* Hand a job to the engine; false when its queue is full (answered with 503). */
	bool (*submit)(void *ctx, struct job *job);
	/* Keep an attachment that was received, durably; called on the HTTP thread before the job
	 * that speaks of it is submitted. */
	int (*keep_object)(void *ctx, struct digest digest, const char *path, struct error *err);
	/* What the daemon knows: `status` gets "channels" and "notifiers", lists of objects with
	 * name, type, health ("ok", "failing"); called on the HTTP thread. */
	void (*stats)(void *ctx, struct engine_stats *engine, json_t *status);
	void (*log)(void *ctx, int priority, const char *sentence);
	void *ctx;
};

/* Everything in `options` but templates and law is copied.  Reads the tokens file; opens the store
 * read-only, so the writer must have opened it before. */
MUST_CHECK int web_open(struct web **out, const struct web_options *options, struct error *err);
/* struct server_options.handle */
void web_handle(void *web, struct exchange *exchange, int tag);
/* On the HTTP thread (server_post). */
void web_set_law(struct web *web, const struct law *law);
/* Read the tokens file again; on failure the old tokens stay.  On the HTTP thread. */
MUST_CHECK int web_load_tokens(struct web *web, struct error *err);
void web_close(struct web *web);

#endif
