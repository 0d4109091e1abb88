/* Shared by the files of the memory backend. */
#ifndef STORE_MEMORY_H
#define STORE_MEMORY_H

#include "base/pool.h"
#include "base/vec.h"
#include "core/ledger/ledger.h"
#include "store/backend.h"

struct line {
	char *text;
	size_t len;
	struct digest leaf;
};

struct kept_row {
	struct store_row row; /* texts in the pool below */
	struct pool pool;
	struct vec_of(uint64_t) seqs;
};

struct content {
	int64_t document;
	int revision;
	char *name, *bytes;
	size_t len;
};

struct setting {
	char *name, *value;
};

struct object {
	struct digest digest;
	char *path;
};

struct undo_row { /* a row as it was before this transaction */
	struct kept_row row;
	size_t place; /* in rows; the old row may be none and so have no id */
	size_t seqs;
};

struct memory {
	struct store store;
	struct vec_of(struct line) lines;
	struct vec_of(struct kept_row) rows; /* by id, from 1 */
	struct vec_of(struct content) contents;
	struct vec_of(struct setting) settings;
	struct vec_of(struct object) objects;
	/* the transaction */
	size_t lines_before, rows_before, contents_before, settings_before;
	struct vec_of(struct undo_row) undo;
	int (*fault)(void *ctx);
	void *fault_ctx;
};

static inline struct memory *memory_of(struct store *store)
{
	return (struct memory *)store; /* store is the first member */
}

/* memory_read.c */
int64_t memory_next_id(struct store *store);
uint64_t memory_entries(struct store *store);
int64_t memory_find_key(struct store *store, const char *key);
int64_t memory_find_number(struct store *store, const char *normal);
int memory_load(struct store *store, int64_t document, store_line_seen *seen, void *ctx,
		       struct error *err);
int memory_lines(struct store *store, uint64_t from, uint64_t to, store_line_seen *seen,
			void *ctx, struct error *err);
int memory_tile(struct store *store, int level, uint64_t index, uint8_t *hashes, int *width,
		       struct error *err);
int memory_content(struct store *store, int64_t document, int revision, const char *name,
			  struct buf *out, struct error *err);
int memory_setting(struct store *store, const char *name, struct buf *out,
			  struct error *err);
size_t memory_due(struct store *store, struct instant until, int64_t *ids, size_t room);
struct instant memory_next_wake(struct store *store);
size_t memory_owed(struct store *store, int64_t after_id, int64_t *ids, size_t room);
size_t memory_open_ids(struct store *store, int64_t after_id, int64_t *ids, size_t room);
int memory_get_row(struct store *store, int64_t document, store_row_seen *seen, void *ctx,
			  struct error *err);
int memory_list(struct store *store, const struct store_filter *filter,
		       store_row_seen *seen, void *ctx, struct error *err);
int memory_count(struct store *store, struct instant now, struct store_counts *out,
			struct error *err);
int memory_add_object(struct store *store, struct digest digest, const char *path,
			     const void *bytes, size_t len, struct error *err);
int memory_object_path(struct store *store, struct digest digest, struct buf *out,
			      struct error *err);


/* memory_list.c: the phase of a row at a moment, as contract section 1 has it; "" without duties */
const char *memory_phase(const struct store_row *row, struct instant now);

#endif
