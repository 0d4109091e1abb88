/* The memory backend, reading: worlds are small, so looking for something walks the rows. */
#include "store/memory.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

int64_t memory_next_id(struct store *store)
{
	return (int64_t)memory_of(store)->rows.len + 1;
}

uint64_t memory_entries(struct store *store)
{
	return memory_of(store)->lines.len;
}

int64_t memory_find_key(struct store *store, const char *key)
{
	VEC_EACH(&memory_of(store)->rows, kept)
		if (kept->row.id != 0 && text_equal(kept->row.key, key))
			return kept->row.id;
	return 0;
}

int64_t memory_find_number(struct store *store, const char *normal)
{
	int64_t newest = 0;
	VEC_EACH(&memory_of(store)->rows, kept)
		if (!text_empty(normal) && text_equal(kept->row.number, normal))
			newest = kept->row.id;
	return newest;
}

static struct kept_row *row_of(struct memory *m, int64_t id)
{
	return id > 0 && (size_t)id <= m->rows.len && m->rows.at[id - 1].row.id == id
		       ? &m->rows.at[id - 1]
		       : NULL;
}

int memory_load(struct store *store, int64_t document, store_line_seen *seen, void *ctx,
		       struct error *err)
{
	struct memory *m = memory_of(store);
	struct kept_row *kept = row_of(m, document);
	if (kept == NULL)
		return error_set(err, E_NOT_FOUND, "there is no dossier %lld", (long long)document);
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < kept->seqs.len; i++) {
		const struct line *line = &m->lines.at[kept->seqs.at[i]];
		rc = seen(ctx, kept->seqs.at[i], line->text, line->len);
	}
	return rc;
}

int memory_lines(struct store *store, uint64_t from, uint64_t to, store_line_seen *seen,
			void *ctx, struct error *err)
{
	struct memory *m = memory_of(store);
	(void)err;
	int rc = 0;
	for (uint64_t seq = from; rc == 0 && seq <= to && seq < m->lines.len; seq++)
		rc = seen(ctx, seq, m->lines.at[seq].text, m->lines.at[seq].len);
	return rc;
}

/* The root of one full tile, from the leaves. */
static struct digest root_at(const struct memory *m, int level, uint64_t index)
{
	struct ledger_tree tree = {0};
	uint64_t count = UINT64_C(1) << (8 * level), from = index * count;
	for (uint64_t i = 0; i < count; i++)
		tree_add(&tree, m->lines.at[from + i].leaf);
	return tree_root(&tree);
}

int memory_tile(struct store *store, int level, uint64_t index, uint8_t *hashes, int *width,
		       struct error *err)
{
	struct memory *m = memory_of(store);
	uint64_t count = m->lines.len >> (8 * level), from = index * TILE_WIDTH;
	if (from >= count)
		return error_set(err, E_NOT_FOUND, "there is no such tile");
	*width = (int)(count - from < TILE_WIDTH ? count - from : TILE_WIDTH);
	for (int i = 0; i < *width; i++) {
		struct digest hash = root_at(m, level, from + (uint64_t)i);
		memcpy(hashes + i * 32, hash.byte, sizeof(hash.byte));
	}
	return 0;
}

int memory_content(struct store *store, int64_t document, int revision, const char *name,
			  struct buf *out, struct error *err)
{
	struct memory *m = memory_of(store);
	for (size_t i = m->contents.len; i-- > 0;) {
		const struct content *c = &m->contents.at[i];
		if (c->document != document || c->revision != revision || !text_equal(c->name, name))
			continue;
		buf_add(out, c->bytes, c->len);
		return 0;
	}
	return error_set(err, E_NOT_FOUND, "the store has no %s", name);
}

int memory_setting(struct store *store, const char *name, struct buf *out,
			  struct error *err)
{
	struct memory *m = memory_of(store);
	for (size_t i = m->settings.len; i-- > 0;) {
		if (!text_equal(m->settings.at[i].name, name))
			continue;
		buf_text_add(out, m->settings.at[i].value);
		return 0;
	}
	return error_set(err, E_NOT_FOUND, "the store has no %s", name);
}

/* Earliest first, by repeated search: worlds are small. */
size_t memory_due(struct store *store, struct instant until, int64_t *ids, size_t room)
{
	struct memory *m = memory_of(store);
	size_t count = 0;
	VEC_EACH(&m->rows, kept) {
		if (kept->row.id == 0 || kept->row.wake_at.us == INT64_MAX ||
		    instant_before(until, kept->row.wake_at))
			continue;
		size_t place = count < room ? count : room;
		while (place > 0 && instant_before(kept->row.wake_at,
						   m->rows.at[ids[place - 1] - 1].row.wake_at)) {
			if (place < room)
				ids[place] = ids[place - 1];
			place--;
		}
		if (place < room)
			ids[place] = kept->row.id;
		count += count < room;
	}
	return count;
}

struct instant memory_next_wake(struct store *store)
{
	struct instant next = INSTANT_NEVER;
	VEC_EACH(&memory_of(store)->rows, kept)
		if (kept->row.id != 0)
			next = instant_min(next, kept->row.wake_at);
	return next;
}

static size_t ids_after(struct memory *m, int64_t after, bool owed, int64_t *ids, size_t room)
{
	size_t count = 0;
	VEC_EACH(&m->rows, kept)
		if (kept->row.id > after && count < room &&
		    (owed ? kept->row.owed : kept->row.open > 0))
			ids[count++] = kept->row.id;
	return count;
}

size_t memory_owed(struct store *store, int64_t after_id, int64_t *ids, size_t room)
{
	return ids_after(memory_of(store), after_id, true, ids, room);
}

size_t memory_open_ids(struct store *store, int64_t after_id, int64_t *ids, size_t room)
{
	return ids_after(memory_of(store), after_id, false, ids, room);
}

int memory_get_row(struct store *store, int64_t document, store_row_seen *seen, void *ctx,
			  struct error *err)
{
	struct kept_row *kept = row_of(memory_of(store), document);
	if (kept == NULL)
		return error_set(err, E_NOT_FOUND, "there is no dossier %lld", (long long)document);
	return seen(ctx, &kept->row);
}

int memory_count(struct store *store, struct instant now, struct store_counts *out,
			struct error *err)
{
	(void)err;
	*out = (struct store_counts){0};
	VEC_EACH(&memory_of(store)->rows, kept) {
		const struct store_row *row = &kept->row;
		if (row->id == 0)
			continue;
		const char *phase = memory_phase(row, now);
		out->documents++;
		out->open += text_equal(phase, "open");
		out->due_soon += text_equal(phase, "due-soon");
		out->overdue += text_equal(phase, "overdue");
		out->met += text_equal(phase, "met");
		out->met_late += text_equal(phase, "met-late");
		out->exempt += text_equal(phase, "exempt");
		out->held += text_equal(row->state, "held");
		out->awaiting_review += text_equal(row->state, "awaiting-review");
		out->withdrawn += text_equal(row->state, "withdrawn");
		out->overdue_unattempted += text_equal(phase, "overdue") && row->unattempted;
		out->without_wake += row->open > 0 && row->wake_at.us == INT64_MAX;
	}
	return 0;
}

int memory_add_object(struct store *store, struct digest digest, const char *path,
			     const void *bytes, size_t len, struct error *err)
{
	(void)bytes;
	(void)len;
	(void)err;
	*VEC_PUSH(&memory_of(store)->objects) =
		(struct object){digest, mem_copy_text(path != NULL ? path : "memory")};
	return 0;
}

int memory_object_path(struct store *store, struct digest digest, struct buf *out,
			      struct error *err)
{
	VEC_EACH(&memory_of(store)->objects, object) {
		if (!digest_equal(object->digest, digest))
			continue;
		buf_text_add(out, object->path);
		return 0;
	}
	return error_set(err, E_NOT_FOUND, "there is no such object");
}
