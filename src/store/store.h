/* Keeps what must survive: the ledger's lines, the wake-up index, the rows that lists are made of,
 * the texts of documents.  Backends: sqlite, memory (for the simulator); one const table each.
 *
 * One writer: the engine's thread.  Readers open the same path read-only, any number, each used by
 * one thread.  Nothing is true before store_commit has returned 0. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/civil_date.h"
#include "base/error.h"
#include "base/instant.h"
#include "base/sha256.h"

struct store;

/* `type` is "sqlite" or "memory"; `path` is the state directory (made by the caller, mode 0700).
 * Opening to write takes the instance lock (-E_BUSY when another daemon has it), creates or
 * migrates the schema, and refuses a newer schema (-E_UNSUPPORTED). */
MUST_CHECK int store_open(const char *type, const char *path, bool read_only, struct store **out,
			  struct error *err);
void store_close(struct store *store); /* a writer checkpoints first */

/* --- writing: begin, put, commit ----------------------------------------------------------------- */

MUST_CHECK int store_begin(struct store *store, struct error *err);
/* Entries come in order of seq, without a gap.  `leaf` is its hash; full tiles of every level are
 * made by the store. */
MUST_CHECK int store_put_entry(struct store *store, uint64_t seq, const char *line, size_t len,
			       struct digest leaf, struct error *err);

/* What lists, counts and the wake-up index know of a dossier: derived, can be rebuilt. */
struct store_row {
	int64_t id;
	const char *key;	/* identity, unique */
	const char *number;	/* normal form, "" */
	const char *title, *issuer, *department, *category;
	const char *content;	/* digest of the newest revision, hex */
	int revision;
	struct civil_date issued_on;
	struct instant received_at;
	struct instant due_at;	/* earliest of the open obligations; NEVER: none open */
	struct instant soon_at; /* when the first rung of it falls; NEVER */
	int met, met_late, exempt, open; /* obligations by end; open: not ended */
	const char *state;	/* "open", "held", "awaiting-review", "closed", "withdrawn" */
	struct instant wake_at; /* NEVER: nothing will happen by itself */
	struct instant changed_at;
	bool unattempted;	/* something is owed to a channel and no attempt was made yet */
	bool owed;		/* an action was handed out and has not come back: resume it at start */
	const char *notes;	/* what is counted but no fact (last probes), opaque text, "" */
};
/* Insert or replace; the seqs are added to the dossier's list of entries. */
MUST_CHECK int store_put_row(struct store *store, const struct store_row *row,
			     const uint64_t *new_seqs, size_t new_count, struct error *err);
/* Bytes of a revision: "manifest", "page:website"... */
MUST_CHECK int store_put_content(struct store *store, int64_t document, int revision,
				 const char *name, const void *bytes, size_t len,
				 struct error *err);
MUST_CHECK int store_put_setting(struct store *store, const char *name, const char *value,
				 struct error *err);
/* Durable when it returns 0.  On failure everything since begin is undone. */
MUST_CHECK int store_commit(struct store *store, struct error *err);
void store_rollback(struct store *store);
/* Housekeeping when there is nothing else to do; `idle` false: only if the log is long. */
void store_tidy(struct store *store, bool idle);

/* --- reading ---------------------------------------------------------------------------------------- */

int64_t store_next_id(struct store *store);   /* first free document id, from 1 */
uint64_t store_entries(struct store *store);  /* number of ledger entries */
/* 0 when there is none. */
int64_t store_find_key(struct store *store, const char *key);
int64_t store_find_number(struct store *store, const char *normal); /* newest of that number */

typedef int store_line_seen(void *ctx, uint64_t seq, const char *line, size_t len);
/* All entries of a dossier in order; a non-zero return of `seen` ends it and is handed back.
 * -E_NOT_FOUND. */
MUST_CHECK int store_load(struct store *store, int64_t document, store_line_seen *seen, void *ctx,
			  struct error *err);
/* Entries from..to, both inclusive. */
MUST_CHECK int store_lines(struct store *store, uint64_t from, uint64_t to, store_line_seen *seen,
			   void *ctx, struct error *err);
MUST_CHECK int store_tile(struct store *store, int level, uint64_t index, uint8_t *hashes,
			  int *width, struct error *err); /* 256 * 32 bytes of room */
MUST_CHECK int store_content(struct store *store, int64_t document, int revision, const char *name,
			     struct buf *out, struct error *err);
MUST_CHECK int store_setting(struct store *store, const char *name, struct buf *out,
			     struct error *err); /* -E_NOT_FOUND */

/* Dossiers whose wake-up is at or before `until`, earliest first. */
size_t store_due(struct store *store, struct instant until, int64_t *ids, size_t room);
struct instant store_next_wake(struct store *store); /* NEVER */
/* Dossiers whose row says `owed`, by id, after `after_id`: what a restart resumes. */
size_t store_owed(struct store *store, int64_t after_id, int64_t *ids, size_t room);
/* Dossiers with a duty that has not ended, by id, after `after_id`: what a change of law replans. */
size_t store_open_ids(struct store *store, int64_t after_id, int64_t *ids, size_t room);
/* The row of one dossier, texts valid inside `seen`.  -E_NOT_FOUND. */
typedef int store_row_seen(void *ctx, const struct store_row *row);
MUST_CHECK int store_get_row(struct store *store, int64_t document, store_row_seen *seen, void *ctx,
			     struct error *err);

struct store_filter {
	const char *phase;	/* "open", "due-soon", "overdue", "met", "met-late", "exempt"; NULL */
	const char *state;	/* NULL */
	const char *department; /* id; NULL */
	struct civil_date due_before; /* unset: any; with offset_s */
	const char *search;	/* words in title, number, issuer: all must be there; NULL */
	struct instant now;	/* the moment at which phases are asked */
	int offset_s;
	int64_t after_id;	/* cursor: rows after this one, 0 from the start */
	int64_t after_due_us;
	bool by_due;		/* order by due_at, id; else by id descending (newest first) */
	int limit;
};
MUST_CHECK int store_list(struct store *store, const struct store_filter *filter,
			  store_row_seen *seen, void *ctx, struct error *err);

struct store_counts {
	int64_t documents, open, due_soon, overdue, met, met_late, exempt, held, awaiting_review,
		withdrawn, overdue_unattempted, without_wake;
};
MUST_CHECK int store_count(struct store *store, struct instant now, struct store_counts *out,
			   struct error *err);

/* --- objects: attachments by digest, as files below the state directory ----------------------------- */

/* Copy the file in, synced, under its digest; nothing happens when it is there.  `path` may be
 * NULL: then `bytes` are kept.  Call before the commit that speaks of it.  memory: kept in memory. */
MUST_CHECK int store_add_object(struct store *store, struct digest digest, const char *path,
				const void *bytes, size_t len, struct error *err);
/* Where it lies; into out.  -E_NOT_FOUND. */
MUST_CHECK int store_object_path(struct store *store, struct digest digest, struct buf *out,
				 struct error *err);

/* --- for the simulator ------------------------------------------------------------------------------- */

/* memory only: asked at every commit; a negative -E_* makes it fail as a disk would. */
void store_memory_fault(struct store *store, int (*fault)(void *ctx), void *ctx);

#endif
