#include "store/store.h"

#include "base/text.h"
#include "store/backend.h"

static const struct store_ops *const registry[] = {
	&store_sqlite,
	&store_memory,
};

int store_open(const char *type, const char *path, bool read_only, struct store **out,
	       struct error *err)
{
	for (size_t i = 0; i < ARRAY_LEN(registry); i++)
		if (text_equal(registry[i]->name, type))
			return registry[i]->open(path, read_only, out, err);
	return error_set(err, E_UNSUPPORTED,
			 "store type \"%s\" is not built in: use \"sqlite\"", type);
}

void store_close(struct store *store)
{
	if (store != NULL)
		store->ops->close(store);
}

int store_begin(struct store *store, struct error *err)
{
	return store->ops->begin(store, err);
}

int store_put_entry(struct store *store, uint64_t seq, const char *line, size_t len,
		    struct digest leaf, struct error *err)
{
	return store->ops->put_entry(store, seq, line, len, leaf, err);
}

int store_put_row(struct store *store, const struct store_row *row, const uint64_t *new_seqs,
		  size_t new_count, struct error *err)
{
	return store->ops->put_row(store, row, new_seqs, new_count, err);
}

int store_put_content(struct store *store, int64_t document, int revision, const char *name,
		      const void *bytes, size_t len, struct error *err)
{
	return store->ops->put_content(store, document, revision, name, bytes, len, err);
}

int store_put_setting(struct store *store, const char *name, const char *value,
		      struct error *err)
{
	return store->ops->put_setting(store, name, value, err);
}

int store_commit(struct store *store, struct error *err)
{
	return store->ops->commit(store, err);
}

void store_rollback(struct store *store)
{
	store->ops->rollback(store);
}

void store_tidy(struct store *store, bool idle)
{
	if (store->ops->tidy != NULL)
		store->ops->tidy(store, idle);
}

int64_t store_next_id(struct store *store)
{
	return store->ops->next_id(store);
}

uint64_t store_entries(struct store *store)
{
	return store->ops->entries(store);
}

int64_t store_find_key(struct store *store, const char *key)
{
	return store->ops->find_key(store, key);
}

int64_t store_find_number(struct store *store, const char *normal)
{
	return store->ops->find_number(store, normal);
}

int store_load(struct store *store, int64_t document, store_line_seen *seen, void *ctx,
	       struct error *err)
{
	return store->ops->load(store, document, seen, ctx, err);
}

int store_lines(struct store *store, uint64_t from, uint64_t to, store_line_seen *seen, void *ctx,
		struct error *err)
{
	return store->ops->lines(store, from, to, seen, ctx, err);
}

int store_tile(struct store *store, int level, uint64_t index, uint8_t *hashes, int *width,
	       struct error *err)
{
	return store->ops->tile(store, level, index, hashes, width, err);
}

int store_content(struct store *store, int64_t document, int revision, const char *name,
		  struct buf *out, struct error *err)
{
	return store->ops->content(store, document, revision, name, out, err);
}

int store_setting(struct store *store, const char *name, struct buf *out, struct error *err)
{
	return store->ops->setting(store, name, out, err);
}

size_t store_due(struct store *store, struct instant until, int64_t *ids, size_t room)
{
	return store->ops->due(store, until, ids, room);
}

struct instant store_next_wake(struct store *store)
{
	return store->ops->next_wake(store);
}

size_t store_owed(struct store *store, int64_t after_id, int64_t *ids, size_t room)
{
	return store->ops->owed(store, after_id, ids, room);
}

size_t store_open_ids(struct store *store, int64_t after_id, int64_t *ids, size_t room)
{
	return store->ops->open_ids(store, after_id, ids, room);
}

int store_get_row(struct store *store, int64_t document, store_row_seen *seen, void *ctx,
		  struct error *err)
{
	return store->ops->get_row(store, document, seen, ctx, err);
}

int store_list(struct store *store, const struct store_filter *filter, store_row_seen *seen,
	       void *ctx, struct error *err)
{
	return store->ops->list(store, filter, seen, ctx, err);
}

int store_count(struct store *store, struct instant now, struct store_counts *out,
		struct error *err)
{
	return store->ops->count(store, now, out, err);
}

int store_add_object(struct store *store, struct digest digest, const char *path,
		     const void *bytes, size_t len, struct error *err)
{
	return store->ops->add_object(store, digest, path, bytes, len, err);
}

int store_object_path(struct store *store, struct digest digest, struct buf *out,
		      struct error *err)
{
	return store->ops->object_path(store, digest, out, err);
}
