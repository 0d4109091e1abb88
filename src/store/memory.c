/* The memory backend, for the simulator and for tests: what is committed survives a made-up crash,
 * what was only begun is undone.  Small worlds: looking for something walks the rows. */
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
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

static struct memory *memory_of(struct store *store)
{
	return (struct memory *)store;
}

void store_memory_fault(struct store *store, int (*fault)(void *ctx), void *ctx)
{
	memory_of(store)->fault = fault;
	memory_of(store)->fault_ctx = ctx;
}

static int memory_open(const char *path, bool read_only, struct store **out, struct error *err)
{
	(void)path;
	if (read_only)
		return error_set(err, E_UNSUPPORTED, "a memory store cannot be read from outside");
	struct memory *memory = mem_alloc(sizeof(*memory));
	memory->store.ops = &store_memory;
	*out = &memory->store;
	return 0;
}

/* --- writing ------------------------------------------------------------------------------------------ */

static int memory_begin(struct store *store, struct error *err)
{
	struct memory *m = memory_of(store);
	(void)err;
	m->lines_before = m->lines.len;
	m->rows_before = m->rows.len;
	m->contents_before = m->contents.len;
	m->settings_before = m->settings.len;
	return 0;
}

static int memory_put_entry(struct store *store, uint64_t seq, const char *line, size_t len,
			    struct digest leaf, struct error *err)
{
	struct memory *m = memory_of(store);
	if (seq != m->lines.len)
		return error_set(err, E_CORRUPT, "entry %llu does not follow entry %zu",
				 (unsigned long long)seq, m->lines.len);
	struct line *kept = VEC_PUSH(&m->lines);
	kept->text = mem_alloc(len + 1);
	memcpy(kept->text, line, len);
	kept->len = len;
	kept->leaf = leaf;
	return 0;
}

static void keep_row(struct kept_row *kept, const struct store_row *row)
{
	struct pool *pool = &kept->pool;
	pool_finish(pool);
	kept->row = *row;
	kept->row.key = pool_text(pool, row->key);
	kept->row.number = pool_text(pool, row->number);
	kept->row.title = pool_text(pool, row->title);
	kept->row.issuer = pool_text(pool, row->issuer);
	kept->row.department = pool_text(pool, row->department);
	kept->row.category = pool_text(pool, row->category);
	kept->row.content = pool_text(pool, row->content);
	kept->row.state = pool_text(pool, row->state);
	kept->row.notes = pool_text(pool, row->notes != NULL ? row->notes : "");
}

static int memory_put_row(struct store *store, const struct store_row *row,
			  const uint64_t *new_seqs, size_t new_count, struct error *err)
{
	struct memory *m = memory_of(store);
	(void)err;
	while (m->rows.len < (size_t)row->id)
		VEC_PUSH(&m->rows);
	struct kept_row *kept = &m->rows.at[row->id - 1];
	if ((size_t)row->id <= m->rows_before) {
		struct undo_row *undo = VEC_PUSH(&m->undo);
		keep_row(&undo->row, &kept->row);
		undo->seqs = kept->seqs.len;
	}
	keep_row(kept, row);
	for (size_t i = 0; i < new_count; i++)
		*VEC_PUSH(&kept->seqs) = new_seqs[i];
	return 0;
}

static void content_free(struct content *content)
{
	mem_free(content->name);
	mem_free(content->bytes);
}

/* A newer content of the same name stands behind the older one and wins. */
static int memory_put_content(struct store *store, int64_t document, int revision,
			      const char *name, const void *bytes, size_t len, struct error *err)
{
	(void)err;
	struct content *content = VEC_PUSH(&memory_of(store)->contents);
	*content = (struct content){document, revision, mem_copy_text(name), mem_alloc(len + 1), len};
	memcpy(content->bytes, bytes, len);
	return 0;
}

static int memory_put_setting(struct store *store, const char *name, const char *value,
			      struct error *err)
{
	(void)err;
	*VEC_PUSH(&memory_of(store)->settings) =
		(struct setting){mem_copy_text(name), mem_copy_text(value)};
	return 0;
}

static void forget_undo(struct memory *m)
{
	VEC_EACH(&m->undo, undo)
		pool_finish(&undo->row.pool);
	m->undo.len = 0;
}

static int memory_commit(struct store *store, struct error *err)
{
	struct memory *m = memory_of(store);
	int rc = m->fault == NULL ? 0 : m->fault(m->fault_ctx);
	if (rc < 0)
		return error_set(err, (enum error_code)-rc, "commit: a made-up fault of the disk");
	forget_undo(m);
	(void)memory_begin(store, err);
	return 0;
}

static void row_free(struct kept_row *kept)
{
	pool_finish(&kept->pool);
	VEC_FINISH(&kept->seqs);
}

static void memory_rollback(struct store *store)
{
	struct memory *m = memory_of(store);
	while (m->undo.len > 0) {
		struct undo_row *undo = &m->undo.at[--m->undo.len];
		struct kept_row *kept = &m->rows.at[undo->row.row.id - 1];
		keep_row(kept, &undo->row.row);
		kept->seqs.len = undo->seqs;
		pool_finish(&undo->row.pool);
	}
	for (; m->rows.len > m->rows_before; m->rows.len--)
		row_free(&m->rows.at[m->rows.len - 1]);
	for (; m->lines.len > m->lines_before; m->lines.len--)
		mem_free(m->lines.at[m->lines.len - 1].text);
	for (; m->contents.len > m->contents_before; m->contents.len--)
		content_free(&m->contents.at[m->contents.len - 1]);
	for (; m->settings.len > m->settings_before; m->settings.len--) {
		mem_free(m->settings.at[m->settings.len - 1].name);
		mem_free(m->settings.at[m->settings.len - 1].value);
	}
}

static void memory_close(struct store *store)
{
	struct memory *m = memory_of(store);
	forget_undo(m);
	m->lines_before = m->rows_before = m->contents_before = m->settings_before = 0;
	memory_rollback(store);
	VEC_EACH(&m->objects, object)
		mem_free(object->path);
	VEC_FINISH(&m->objects);
	VEC_FINISH(&m->undo);
	VEC_FINISH(&m->rows);
	VEC_FINISH(&m->lines);
	VEC_FINISH(&m->contents);
	VEC_FINISH(&m->settings);
	mem_free(m);
}

/* --- reading ---------------------------------------------------------------------------------------------- */

static int64_t memory_next_id(struct store *store)
{
	return (int64_t)memory_of(store)->rows.len + 1;
}

static uint64_t memory_entries(struct store *store)
{
	return memory_of(store)->lines.len;
}

static int64_t memory_find_key(struct store *store, const char *key)
{
	VEC_EACH(&memory_of(store)->rows, kept)
		if (kept->row.id != 0 && text_equal(kept->row.key, key))
			return kept->row.id;
	return 0;
}

static int64_t memory_find_number(struct store *store, const char *normal)
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

static int memory_load(struct store *store, int64_t document, store_line_seen *seen, void *ctx,
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

static int memory_lines(struct store *store, uint64_t from, uint64_t to, store_line_seen *seen,
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

static int memory_tile(struct store *store, int level, uint64_t index, uint8_t *hashes, int *width,
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

static int memory_content(struct store *store, int64_t document, int revision, const char *name,
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

static int memory_setting(struct store *store, const char *name, struct buf *out,
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
static size_t memory_due(struct store *store, struct instant until, int64_t *ids, size_t room)
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

static struct instant memory_next_wake(struct store *store)
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

static size_t memory_owed(struct store *store, int64_t after_id, int64_t *ids, size_t room)
{
	return ids_after(memory_of(store), after_id, true, ids, room);
}

static size_t memory_open_ids(struct store *store, int64_t after_id, int64_t *ids, size_t room)
{
	return ids_after(memory_of(store), after_id, false, ids, room);
}

static int memory_get_row(struct store *store, int64_t document, store_row_seen *seen, void *ctx,
			  struct error *err)
{
	struct kept_row *kept = row_of(memory_of(store), document);
	if (kept == NULL)
		return error_set(err, E_NOT_FOUND, "there is no dossier %lld", (long long)document);
	return seen(ctx, &kept->row);
}

static const char *phase_of(const struct store_row *row, struct instant now)
{
	if (row->open > 0)
		return !instant_before(now, row->due_at)    ? "overdue"
		       : !instant_before(now, row->soon_at) ? "due-soon"
							    : "open";
	return row->met_late > 0 ? "met-late" : row->met > 0 ? "met" : row->exempt > 0 ? "exempt" : "";
}

static bool fits(const struct store_row *row, const struct store_filter *filter)
{
	if (row->id == 0 || (filter->after_id > 0 && row->id >= filter->after_id && !filter->by_due))
		return false;
	if (filter->phase != NULL && !text_equal(filter->phase, phase_of(row, filter->now)))
		return false;
	if (filter->state != NULL && !text_equal(filter->state, row->state))
		return false;
	return filter->department == NULL || text_equal(filter->department, row->department);
}

/* Newest first; search, due dates and their order are the database's business. */
static int memory_list(struct store *store, const struct store_filter *filter,
		       store_row_seen *seen, void *ctx, struct error *err)
{
	struct memory *m = memory_of(store);
	int rc = 0, count = 0;
	(void)err;
	for (size_t i = m->rows.len; rc == 0 && i-- > 0;)
		if (fits(&m->rows.at[i].row, filter) && count++ < (filter->limit > 0 ? filter->limit : 100))
			rc = seen(ctx, &m->rows.at[i].row);
	return rc;
}

static int memory_count(struct store *store, struct instant now, struct store_counts *out,
			struct error *err)
{
	(void)err;
	*out = (struct store_counts){0};
	VEC_EACH(&memory_of(store)->rows, kept) {
		const struct store_row *row = &kept->row;
		if (row->id == 0)
			continue;
		const char *phase = phase_of(row, now);
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

static int memory_add_object(struct store *store, struct digest digest, const char *path,
			     const void *bytes, size_t len, struct error *err)
{
	(void)bytes;
	(void)len;
	(void)err;
	*VEC_PUSH(&memory_of(store)->objects) =
		(struct object){digest, mem_copy_text(path != NULL ? path : "memory")};
	return 0;
}

static int memory_object_path(struct store *store, struct digest digest, struct buf *out,
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

const struct store_ops store_memory = {
	.name = "memory",
	.open = memory_open,
	.close = memory_close,
	.begin = memory_begin,
	.put_entry = memory_put_entry,
	.put_row = memory_put_row,
	.put_content = memory_put_content,
	.put_setting = memory_put_setting,
	.commit = memory_commit,
	.rollback = memory_rollback,
	.next_id = memory_next_id,
	.entries = memory_entries,
	.find_key = memory_find_key,
	.find_number = memory_find_number,
	.load = memory_load,
	.lines = memory_lines,
	.tile = memory_tile,
	.content = memory_content,
	.setting = memory_setting,
	.due = memory_due,
	.next_wake = memory_next_wake,
	.owed = memory_owed,
	.open_ids = memory_open_ids,
	.get_row = memory_get_row,
	.list = memory_list,
	.count = memory_count,
	.add_object = memory_add_object,
	.object_path = memory_object_path,
};
