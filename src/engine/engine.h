/* The engine: one turn after another, on one thread.
 *
 * A batch of jobs is taken at once: for each the dossier is loaded, the core decides, the facts are
 * appended; one commit makes all of them durable; only then are the jobs answered and the tasks
 * handed to the world.  Knows doors only: no libuv, no clock (every job brings its moment), no
 * thread (the daemon and the simulator bring their own). */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ed25519.h"
#include "base/error.h"
#include "core/core.h"
#include "core/ledger/ledger.h"
#include "render/render.h"
#include "store/store.h"

struct engine;

/* --- work for the world ------------------------------------------------------------------------ */

struct told_item {
	int64_t document;
	uint64_t alert;
};

/* One thing to do, self-contained.  The receiver owns it, ends it by handing in the jobs that say
 * how it went (task_ended), exactly once, and frees it with task_free. */
struct task {
	enum action_kind kind;
	struct pool pool; /* owns the texts */
	int64_t document_id;
	const char *channel;
	enum publish_operation operation;
	const char *key;
	int revision;
	const char *remote_id, *url;
	struct instant started_at, accepted_at, first_seen_at;
	struct document *document; /* content of the revision; NULL for TELL */
	const char *department_name, *category_name;
	/* TELL: one message to one person about several alerts */
	const char *person, *notifier;
	const char *message_id, *subject, *text;
	json_t *data;
	bool urgent;
	struct told_item *items;
	size_t item_count;
};
void task_free(struct task *task); /* NULL is fine */

/* --- jobs ---------------------------------------------------------------------------------------- */

struct job_result {
	int rc; /* 0 or -E_*: durable when 0 (also when a refusal was recorded) */
	int64_t document;
	enum received received;
	int year; /* of arrival, legal time */
	const char *sentence; /* when refused; valid inside done */
};

/* Something for the engine.  Made by the functions below, on any thread; the engine frees it. */
struct job {
	struct job *next;
	struct event event;
	int64_t document_id; /* 0: found by the document's key, or none */
	struct pool pool;    /* owns the event's texts */
	struct document *document; /* owned; with the canonical manifest beside it */
	char *manifest;
	size_t manifest_bytes;
	bool is_record;	     /* only write `record` into the ledger */
	bool is_checkpoint;  /* only sign; the note is the result's sentence */
	struct fact record;
	struct told_item *items; /* TOLD about several alerts */
	size_t item_count;
	void (*done)(void *ctx, const struct job_result *result); /* NULL: nobody waits */
	void *ctx;
};

/* The document's ownership passes; `source` is "spool", "http", "ctl". */
struct job *job_document(struct document *document, const char *source, const char *actor,
			 struct instant at);
/* The decision's texts are copied. */
struct job *job_decision(int64_t document, const struct event_decision *decision,
			 const char *actor, struct instant at);
/* A fact that concerns no dossier (a refusal, a start...); its texts are copied. */
struct job *job_record(const struct fact *fact);
/* A checkpoint of the ledger as it is, for whoever asks: signed anew if there is anything new. */
struct job *job_checkpoint(struct instant at);
struct job *job_published(const struct task *task, const struct event_published *end,
			  struct instant at);
struct job *job_probed(const struct task *task, const struct event_probed *seen,
		       struct instant at);
struct job *job_told(const struct task *task, const struct event_told *told, struct instant at);
void job_free(struct job *job);

/* --- the engine ----------------------------------------------------------------------------------- */

struct engine_channel { /* limits per channel */
	const char *name;
	unsigned parallel;
};

struct engine_options {
	struct store *store; /* borrowed, the only writer */
	const struct law *law; /* borrowed until engine_set_law */
	const struct render_set *templates; /* of messages; NULL: a plain built-in text */
	const char *link; /* address of the pages for messages, NULL */
	const struct engine_channel *channels;
	size_t channel_count;
	struct ed25519_seed seed; /* signs checkpoints */
	struct ledger_key key;
	void (*task)(void *ctx, struct task *task); /* hands a task to the world */
	void (*log)(void *ctx, int priority, const char *sentence);
	void *ctx;
};

/* Reads the ledger's end; `at` is now.  Returns -E_CORRUPT when the store contradicts itself. */
MUST_CHECK int engine_open(struct engine **out, const struct engine_options *options,
			   struct instant at, struct error *err);
void engine_close(struct engine *engine); /* without another word to the ledger */

/* Take the jobs (a list, in order), and all wake-ups up to `now` within bounds; commit; answer; hand
 * out tasks.  On -E_FULL or -E_IO nothing has changed: jobs that somebody waits for were answered
 * with the error, the rest are kept and tried with the next call.
 * *next: when to call again without a job (at or before `now`: there is more, call at once). */
MUST_CHECK int engine_run(struct engine *engine, struct job *jobs, struct instant now,
			  struct instant *next, struct error *err);

/* Other rules, calendar, people or channels; open duties are planned anew in the runs that follow.
 * The old law is not used any more when this returns. */
void engine_set_law(struct engine *engine, const struct law *law,
		    const struct engine_channel *channels, size_t count);

/* The wall clock was set forward (against a clock that never steps).  Settling times that were
 * running have not really passed: a look-up that finds nothing proves nothing until the longest of
 * them is over.  The same holds after every start, since nobody knows what happened to the clock. */
void engine_clock_set(struct engine *engine, struct instant now);

/* Sign the tree as it is (daily, and at stop): writes checkpoint.signed and keeps the note under
 * the setting "checkpoint". */
MUST_CHECK int engine_checkpoint(struct engine *engine, struct instant now, struct error *err);

struct engine_stats {
	uint64_t entries, turns, commits, documents;
	size_t in_flight, waiting, cached;
	bool store_failing;
};
void engine_stats(const struct engine *engine, struct engine_stats *out);

#endif
