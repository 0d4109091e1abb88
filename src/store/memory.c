/* The memory backend, for the simulator and for tests: what is committed survives a made-up crash,
 * what was only begun is undone.  Small worlds: looking for something walks the rows. */
#include "store/memory.h"

#include <string.h>

#include "base/mem.h"

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
		undo->place = (size_t)row->id - 1;
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
		struct kept_row *kept = &m->rows.at[undo->place];
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

static int memory_commit(struct store *store, struct error *err)
{
	struct memory *m = memory_of(store);
	int rc = m->fault == NULL ? 0 : m->fault(m->fault_ctx);
	if (rc < 0) {
		memory_rollback(store);
		return error_set(err, (enum error_code)-rc, "commit: a made-up fault of the disk");
	}
	forget_undo(m);
	return memory_begin(store, err);
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
