#include <string.h>

#include "base/mem.h"
#include "store/sqlite.h"

/* Checkpoint when idle from 4 MiB of log on, and always at 64 MiB. */
#define FRAMES_IDLE 1024
#define FRAMES_ALWAYS 16384

int sqlite_begin(struct store *store, struct error *err)
{
	struct sqlite *sqlite = sqlite_of(store);
	int rc = sqlite_exec(sqlite, "BEGIN IMMEDIATE", err);
	sqlite->begun = rc == 0;
	return rc;
}

static int64_t tile_id(int level, uint64_t index)
{
	return (int64_t)level << 56 | (int64_t)index;
}

struct tile_target {
	struct sqlite *sqlite;
	struct error *err;
};

static int put_tile(void *ctx, int level, uint64_t index, const struct digest *hashes, int width)
{
	struct tile_target *target = ctx;
	sqlite3_stmt *statement = sqlite_prepared(target->sqlite, SQL_PUT_TILE, target->err);
	if (statement == NULL)
		return -E_IO;
	sqlite3_bind_int64(statement, 1, tile_id(level, index));
	sqlite3_bind_blob(statement, 2, hashes, width * (int)sizeof(*hashes), SQLITE_STATIC);
	return sqlite_run(target->sqlite, statement, target->err);
}

int sqlite_put_entry(struct store *store, uint64_t seq, const char *line, size_t len,
		     struct digest leaf, struct error *err)
{
	struct sqlite *sqlite = sqlite_of(store);
	sqlite3_stmt *statement = sqlite_prepared(sqlite, SQL_PUT_ENTRY, err);
	if (statement == NULL)
		return -E_IO;
	sqlite3_bind_int64(statement, 1, (sqlite3_int64)seq);
	sqlite3_bind_text(statement, 2, line, (int)len, SQLITE_STATIC);
	int rc = sqlite_run(sqlite, statement, err);
	if (rc < 0)
		return rc;
	struct tile_target target = {sqlite, err};
	sqlite->entries++;
	return tiles_add(&sqlite->tiles, leaf, put_tile, &target);
}

static void add_varint(struct buf *out, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		buf_char(out, (char)(value | 0x80));
	buf_char(out, (char)value);
}

static void bind_text(sqlite3_stmt *statement, int place, const char *text)
{
	sqlite3_bind_text(statement, place, text == NULL ? "" : text, -1, SQLITE_STATIC);
}

/* In the order of ROW_COLUMNS, and the new seqs behind them. */
static void bind_row(sqlite3_stmt *st, const struct store_row *row, const struct buf *seqs)
{
	const char *texts[] = {row->key,	row->number,   row->title,  row->issuer,
			       row->department, row->category, row->content};
	sqlite3_bind_int64(st, 1, row->id);
	for (int i = 0; i < (int)ARRAY_LEN(texts); i++)
		bind_text(st, i + 2, texts[i]);
	const int64_t numbers[] = {row->revision,
				   civil_date_is_set(row->issued_on)
					   ? civil_date_number(row->issued_on)
					   : INT32_MIN,
				   row->received_at.us, row->due_at.us, row->soon_at.us, row->met,
				   row->met_late, row->exempt, row->open};
	for (int i = 0; i < (int)ARRAY_LEN(numbers); i++)
		sqlite3_bind_int64(st, i + 9, numbers[i]);
	bind_text(st, 18, row->state);
	sqlite3_bind_int64(st, 19, row->wake_at.us);
	sqlite3_bind_int64(st, 20, row->changed_at.us);
	sqlite3_bind_int(st, 21, row->unattempted);
	sqlite3_bind_int(st, 22, row->owed);
	bind_text(st, 23, row->notes);
	sqlite3_bind_blob(st, 24, buf_text(seqs), (int)seqs->len, SQLITE_STATIC);
}

int sqlite_put_row(struct store *store, const struct store_row *row, const uint64_t *new_seqs,
		   size_t new_count, struct error *err)
{
	static const enum sqlite_statement ways[] = {SQL_CHANGE_ROW, SQL_PUT_ROW};
	struct sqlite *sqlite = sqlite_of(store);
	buf_clear(&sqlite->scratch);
	for (size_t i = 0; i < new_count; i++)
		add_varint(&sqlite->scratch, new_seqs[i]);
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		sqlite3_stmt *statement = sqlite_prepared(sqlite, ways[i], err);
		if (statement == NULL)
			return -E_IO;
		bind_row(statement, row, &sqlite->scratch);
		int rc = sqlite_run(sqlite, statement, err);
		if (rc < 0 || sqlite3_changes(sqlite->db) > 0)
			return rc;
	}
	return 0;
}

int sqlite_put_content(struct store *store, int64_t document, int revision, const char *name,
		       const void *bytes, size_t len, struct error *err)
{
	struct sqlite *sqlite = sqlite_of(store);
	sqlite3_stmt *statement = sqlite_prepared(sqlite, SQL_PUT_CONTENT, err);
	if (statement == NULL)
		return -E_IO;
	sqlite3_bind_int64(statement, 1, document);
	sqlite3_bind_int(statement, 2, revision);
	bind_text(statement, 3, name);
	sqlite3_bind_blob64(statement, 4, bytes, len, SQLITE_STATIC);
	return sqlite_run(sqlite, statement, err);
}

int sqlite_put_setting(struct store *store, const char *name, const char *value,
		       struct error *err)
{
	struct sqlite *sqlite = sqlite_of(store);
	sqlite3_stmt *statement = sqlite_prepared(sqlite, SQL_PUT_SETTING, err);
	if (statement == NULL)
		return -E_IO;
	bind_text(statement, 1, name);
	bind_text(statement, 2, value);
	return sqlite_run(sqlite, statement, err);
}

int sqlite_commit(struct store *store, struct error *err)
{
	struct sqlite *sqlite = sqlite_of(store);
	int rc = sqlite_exec(sqlite, "COMMIT", err);
	if (rc < 0)
		sqlite_rollback(store);
	sqlite->begun = false;
	return rc;
}

void sqlite_rollback(struct store *store)
{
	struct sqlite *sqlite = sqlite_of(store);
	struct error ignored;
	if (!sqlite->begun)
		return;
	sqlite->begun = false;
	/* A full disk may have ended the transaction already. */
	if (sqlite3_get_autocommit(sqlite->db) == 0)
		(void)!sqlite_exec(sqlite, "ROLLBACK", &ignored);
	(void)!sqlite_restore_tiles(sqlite, &ignored);
}

void sqlite_tidy(struct store *store, bool idle)
{
	struct sqlite *sqlite = sqlite_of(store);
	if (sqlite->wal_frames < (idle ? FRAMES_IDLE : FRAMES_ALWAYS))
		return;
	sqlite3_wal_checkpoint_v2(sqlite->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	sqlite->wal_frames = 0;
}

/* --- the unfinished tiles ------------------------------------------------------------------------- */

static int restore_leaf(void *ctx, uint64_t seq, const char *line, size_t len)
{
	struct digest *hashes = ctx;
	hashes[seq % TILE_WIDTH] = ledger_leaf(line, len);
	return 0;
}

int sqlite_restore_tiles(struct sqlite *sqlite, struct error *err)
{
	struct store *store = &sqlite->store;
	struct digest *hashes = mem_alloc_array(TILE_WIDTH, sizeof(*hashes));
	tiles_finish(&sqlite->tiles);
	uint64_t size = sqlite->entries = sqlite_entries(store);
	uint64_t from = size - size % TILE_WIDTH;
	int rc = size > from ? sqlite_lines(store, from, size - 1, restore_leaf, hashes, err) : 0;
	if (rc == 0)
		tiles_restore(&sqlite->tiles, 0, from / TILE_WIDTH, hashes, (int)(size - from));
	for (int level = 1; rc == 0 && level < TILE_LEVELS && (size >> (8 * level)) > 0; level++) {
		uint64_t count = size >> (8 * level);
		int width = 0, want = (int)(count % TILE_WIDTH);
		if (want > 0)
			rc = sqlite_tile(store, level, count / TILE_WIDTH, (uint8_t *)hashes, &width,
					 err);
		if (rc == 0 && width < want)
			rc = error_set(err, E_CORRUPT, "tile %d of the ledger is short", level);
		if (rc == 0)
			tiles_restore(&sqlite->tiles, level, count / TILE_WIDTH, hashes, want);
	}
	mem_free(hashes);
	return rc;
}
