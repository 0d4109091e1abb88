/* Shared by the files of engine/, by nobody else. */
#ifndef ENGINE_ENGINE_INSIDE_H
#define ENGINE_ENGINE_INSIDE_H

#include "engine/engine.h"

/* --- cache.c: dossiers lately used -------------------------------------------------------------- */

struct cached {
	struct dossier dossier;
	struct cached *newer, *older, *chain; /* by use; in the hash bucket */
	bool touched;	      /* changed in this batch: its row is to be written */
	struct cached *next_touched;
	struct vec_of(uint64_t) new_seqs;
};

struct cache;
struct cache *cache_new(size_t room);
void cache_free(struct cache *cache);
struct cached *cache_find(struct cache *cache, int64_t id); /* NULL; becomes the newest */
struct cached *cache_add(struct cache *cache, int64_t id);  /* evicts the oldest untouched */
void cache_drop(struct cache *cache, struct cached *entry);
size_t cache_size(const struct cache *cache);

/* --- flight.c: what is in flight or waits for a slot ----------------------------------------------- */

struct flight;
struct flight *flight_new(void);
void flight_free(struct flight *flight);
bool flight_add(struct flight *flight, int64_t document, uint64_t what); /* false: was there */
void flight_remove(struct flight *flight, int64_t document, uint64_t what);
bool flight_has(const struct flight *flight, int64_t document, uint64_t what);
size_t flight_size(const struct flight *flight);
/* `what`: a channel by its place in the options, as operation or probe, or an alert. */
uint64_t flight_operation(size_t channel);
uint64_t flight_probe(size_t channel);
uint64_t flight_alert(uint64_t alert);

/* --- the engine --------------------------------------------------------------------------------------- */

struct waiting { /* a ring of dossiers that want a slot */
	int64_t *ids;
	size_t head, len, room;
};
void waiting_push(struct waiting *waiting, int64_t id);
bool waiting_pop(struct waiting *waiting, int64_t *id);
void waiting_free(struct waiting *waiting);

struct lane { /* one channel */
	char *name;
	unsigned parallel;
	unsigned operations, probes; /* in flight */
	struct waiting want_operation, want_probe;
};

struct letter;	    /* digest.c: what one person is to be told */
struct last_letter; /* and when he was told last */

/* What has to be undone when a commit fails. */
struct tail {
	struct ledger_tree tree;
	struct digest last_leaf;
	struct instant last_time;
	int64_t next_id;
	uint64_t entries;
	uint64_t signed_entries; /* entries when the newest checkpoint had been written; 0: unknown */
};

/* end.c: the ledger's end at start */
struct engine;
MUST_CHECK int end_read(struct engine *engine, struct error *err);
/* Within a transaction: sign the tree and write it down; `ask` takes the newest when nothing was
 * written since. */
MUST_CHECK int checkpoint_write(struct engine *engine, struct instant now, struct buf *note,
				struct error *err);
MUST_CHECK int checkpoint_ask(struct engine *engine, struct instant now, struct buf *note,
			      struct error *err);

struct engine {
	struct engine_options options;
	const struct law *law;
	struct cache *cache;
	struct flight *flight;
	struct lane *lanes;
	size_t lane_count;
	struct tail tail;
	struct cached *touched;
	struct buf line;
	struct letter *letters;
	struct last_letter *last_letters;
	struct vec_of(struct task *) ready; /* handed out after the commit */
	struct job *kept;	  /* to be tried again after a failed commit */
	int64_t resume_after;	  /* start: dossiers with actions in flight, by id; -1: done */
	int64_t replan_after;	  /* after a change of law; -1: done */
	uint64_t turns, commits;
	bool store_failing;
	struct instant trust_after; /* look-ups from then on may prove that something is not there */
};

/* NULL when the configuration has no such channel any more. */
struct lane *engine_lane(struct engine *engine, const char *channel, size_t *index);
void engine_log(const struct engine *engine, int priority, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* turn.c */
MUST_CHECK int turn_load(struct engine *engine, int64_t id, struct cached **out,
			 struct error *err);
/* Append and apply what was decided; only the store can fail. */
MUST_CHECK int turn_run(struct engine *engine, struct cached *entry, struct outcome *out,
			struct error *err);
MUST_CHECK int turn_write(struct engine *engine, struct fact *fact, struct error *err);
/* Facts that time alone owes, until there are none. */
MUST_CHECK int turn_settle(struct engine *engine, struct cached *entry, struct instant now,
			   struct error *err);
void turn_touch(struct engine *engine, struct cached *entry);

/* row.c */
MUST_CHECK int row_put(struct engine *engine, struct cached *entry, struct instant now,
		       struct error *err);

/* dispatch.c: ended and pump before the commit, so that one commit holds what came back and the
 * intentions of what goes out in its place; the others after it */
void dispatch_want(struct engine *engine, struct cached *entry, struct instant now);
/* Fill free slots: write the intentions, make the tasks ready. */
MUST_CHECK int dispatch_pump(struct engine *engine, struct instant now, struct error *err);
bool dispatch_has_work(const struct engine *engine); /* a free slot and somebody who wants it */
void dispatch_ended(struct engine *engine, const struct job *job);
void dispatch_not_ended(struct engine *engine, const struct job *job); /* the commit failed */
void dispatch_hand_out(struct engine *engine); /* the ready tasks go to the world */
void dispatch_undo(struct engine *engine);     /* the commit failed: they wait again */

/* digest.c */
void digest_add(struct engine *engine, struct cached *entry, const struct action *action,
		struct instant now);
/* Make tasks of the letters whose time has come, and hand them out. */
void digest_flush(struct engine *engine, struct instant now);
struct instant digest_next(const struct engine *engine);
void digest_forget(struct engine *engine); /* close */

/* task.c */
struct task *task_about(const struct engine *engine, const struct dossier *dossier,
			const struct publication *publication, struct instant now);
/* Load the document's content as of a revision; -E_NOT_FOUND... */
MUST_CHECK int task_content(struct engine *engine, struct task *task, struct error *err);

#endif
