/* What a backend of the store gives: one const table, one registry line in store.c.  The functions
 * are those of the door without their prefix. */
#ifndef STORE_BACKEND_H
#define STORE_BACKEND_H

#include "store/store.h"

struct store_ops {
	const char *name; /* as written in the configuration */
	int (*open)(const char *path, bool read_only, struct store **out, struct error *err);
	void (*close)(struct store *store);

	int (*begin)(struct store *store, struct error *err);
	int (*put_entry)(struct store *store, uint64_t seq, const char *line, size_t len,
			 struct digest leaf, struct error *err);
	int (*put_row)(struct store *store, const struct store_row *row, const uint64_t *new_seqs,
		       size_t new_count, struct error *err);
	int (*put_content)(struct store *store, int64_t document, int revision, const char *name,
			   const void *bytes, size_t len, struct error *err);
	int (*put_setting)(struct store *store, const char *name, const char *value,
			   struct error *err);
	int (*commit)(struct store *store, struct error *err);
	void (*rollback)(struct store *store);
	void (*tidy)(struct store *store, bool idle); /* optional: nothing to do */

	int64_t (*next_id)(struct store *store);
	uint64_t (*entries)(struct store *store);
	int64_t (*find_key)(struct store *store, const char *key);
	int64_t (*find_number)(struct store *store, const char *normal);
	int (*load)(struct store *store, int64_t document, store_line_seen *seen, void *ctx,
		    struct error *err);
	int (*lines)(struct store *store, uint64_t from, uint64_t to, store_line_seen *seen,
		     void *ctx, struct error *err);
	int (*tile)(struct store *store, int level, uint64_t index, uint8_t *hashes, int *width,
		    struct error *err);
	int (*content)(struct store *store, int64_t document, int revision, const char *name,
		       struct buf *out, struct error *err);
	int (*setting)(struct store *store, const char *name, struct buf *out, struct error *err);
	size_t (*due)(struct store *store, struct instant until, int64_t *ids, size_t room);
	struct instant (*next_wake)(struct store *store);
	size_t (*owed)(struct store *store, int64_t after_id, int64_t *ids, size_t room);
	size_t (*open_ids)(struct store *store, int64_t after_id, int64_t *ids, size_t room);
	int (*get_row)(struct store *store, int64_t document, store_row_seen *seen, void *ctx,
		       struct error *err);
	int (*list)(struct store *store, const struct store_filter *filter, store_row_seen *seen,
		    void *ctx, struct error *err);
	int (*count)(struct store *store, struct instant now, struct store_counts *out,
		     struct error *err);

	int (*add_object)(struct store *store, struct digest digest, const char *path,
			  const void *bytes, size_t len, struct error *err);
	int (*object_path)(struct store *store, struct digest digest, struct buf *out,
			   struct error *err);
};

/* Every backend's struct begins with this. */
struct store {
	const struct store_ops *ops;
};

extern const struct store_ops store_sqlite, store_memory;

#endif
