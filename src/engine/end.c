/* The ledger's end: read at start, signed as a checkpoint. */
#include <string.h>

#include "base/mem.h"
#include "engine/engine_inside.h"

static int last_line(void *ctx, uint64_t seq, const char *line, size_t len)
{
	struct tail *tail = ctx;
	struct pool pool = {0};
	struct error err;
	struct fact fact;
	tail->last_leaf = ledger_leaf(line, len);
	int rc = ledger_read(line, len, &pool, &fact, &err);
	if (rc == 0 && seq == tail->entries - 1)
		tail->last_time = instant_max(tail->last_time, fact.at);
	pool_finish(&pool);
	return rc;
}

static struct digest hash_at(const uint8_t *hashes, int i)
{
	struct digest hash;
	memcpy(hash.byte, hashes + i * 32, sizeof(hash.byte));
	return hash;
}

/* The right edge from the tiles: a perfect subtree of 2^k leaves is folded from a tile's hashes. */
static int edge_read(struct store *store, struct ledger_tree *tree, uint64_t size,
		     struct error *err)
{
	uint8_t *hashes = mem_alloc(TILE_WIDTH * 32);
	int rc = 0;
	for (int level = TILE_LEVELS - 1; level >= 0 && rc == 0; level--) {
		uint64_t count = level * 8 >= 64 ? 0 : size >> (level * 8);
		int width = (int)(count % TILE_WIDTH), have = 0;
		if (width == 0)
			continue;
		rc = store_tile(store, level, count / TILE_WIDTH, hashes, &have, err);
		if (rc == 0 && have < width)
			rc = error_set(err, E_CORRUPT, "ledger tile %d is short", level);
		for (int i = 0; rc == 0 && i < width; i++)
			tree_add_perfect(tree, hash_at(hashes, i), level * 8);
	}
	mem_free(hashes);
	return rc;
}

int end_read(struct engine *engine, struct error *err)
{
	struct store *store = engine->options.store;
	struct tail *tail = &engine->tail;
	tail->next_id = store_next_id(store);
	tail->entries = store_entries(store);
	if (tail->entries == 0)
		return 0;
	int rc = store_lines(store, tail->entries - 1, tail->entries - 1, last_line, tail, err);
	if (rc == 0)
		rc = edge_read(store, &tail->tree, tail->entries, err);
	if (rc == 0 && tail->tree.size != tail->entries)
		rc = error_set(err, E_CORRUPT, "ledger tree has %llu of %llu entries",
			       (unsigned long long)tail->tree.size,
			       (unsigned long long)tail->entries);
	return error_wrap(err, rc, "read the end of the ledger");
}

int checkpoint_write(struct engine *engine, struct instant now, struct buf *note,
		     struct error *err)
{
	char root[DIGEST_TEXT];
	uint64_t entries = engine->tail.entries;
	struct digest top = tree_root(&engine->tail.tree);
	checkpoint_sign(engine->options.key.name, entries, top, &engine->options.key,
			&engine->options.seed, note);
	struct fact fact = {
		.kind = FACT_CHECKPOINT_SIGNED,
		.at = now,
		.actor = "gongshi",
		.size = (int64_t)entries,
		.root = digest_print(top, root),
		.note = buf_text(note),
	};
	int rc = turn_write(engine, &fact, err);
	if (rc == 0)
		rc = store_put_setting(engine->options.store, "checkpoint", buf_text(note), err);
	engine->tail.signed_entries = engine->tail.entries;
	return rc;
}

int checkpoint_ask(struct engine *engine, struct instant now, struct buf *note, struct error *err)
{
	if (engine->tail.signed_entries > 0 && engine->tail.signed_entries == engine->tail.entries)
		return store_setting(engine->options.store, "checkpoint", note, err);
	return checkpoint_write(engine, now, note, err);
}

int engine_checkpoint(struct engine *engine, struct instant now, struct error *err)
{
	struct tail before = engine->tail;
	scoped(buf_finish) struct buf note = {0};
	int rc = store_begin(engine->options.store, err);
	if (rc == 0)
		rc = checkpoint_write(engine, now, &note, err);
	if (rc == 0)
		rc = store_commit(engine->options.store, err);
	if (rc < 0) {
		store_rollback(engine->options.store);
		engine->tail = before;
	}
	return rc;
}
