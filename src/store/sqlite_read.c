#include <string.h>

#include "base/text.h"
#include "store/sqlite.h"

/* One number, or the fallback when there is no row or it is NULL. */
static int64_t one_number(struct sqlite *sqlite, sqlite3_stmt *statement, int64_t fallback)
{
	(void)sqlite;
	int64_t value = fallback;
	if (sqlite3_step(statement) == SQLITE_ROW &&
	    sqlite3_column_type(statement, 0) != SQLITE_NULL)
		value = sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return value;
}

int64_t sqlite_next_id(struct store *store)
{
	struct sqlite *sqlite = sqlite_of(store);
	sqlite3_stmt *statement = sqlite_prepared(sqlite, SQL_NEXT_ID, NULL);
	return statement == NULL ? 1 : one_number(sqlite, statement, 1);
}

uint64_t sqlite_entries(struct store *store)
{
	struct sqlite *sqlite = sqlite_of(store);
	sqlite3_stmt *statement = sqlite_prepared(sqlite, SQL_ENTRIES, NULL);
	return statement == NULL ? 0 : (uint64_t)one_number(sqlite, statement, 0);
}

static int64_t find_text(struct store *store, enum sqlite_statement which, const char *text)
{
	struct sqlite *sqlite = sqlite_of(store);
	sqlite3_stmt *statement = sqlite_prepared(sqlite, which, NULL);
	if (statement == NULL || text == NULL)
		return 0;
	sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
	return one_number(sqlite, statement, 0);
}

int64_t sqlite_find_key(struct store *store, const char *key)
{
	return find_text(store, SQL_FIND_KEY, key);
}

int64_t sqlite_find_number(struct store *store, const char *normal)
{
	return text_empty(normal) ? 0 : find_text(store, SQL_FIND_NUMBER, normal);
}

static int see_line(struct sqlite *sqlite, uint64_t seq, store_line_seen *seen, void *ctx,
		    struct error *err)
{
	sqlite3_stmt *statement = sqlite_prepared(sqlite, SQL_LINE, err);
	if (statement == NULL)
		return -E_IO;
	sqlite3_bind_int64(statement, 1, (sqlite3_int64)seq);
	int rc = sqlite3_step(statement);
	if (rc == SQLITE_ROW)
		rc = seen(ctx, seq, (const char *)sqlite3_column_text(statement, 0),
			  (size_t)sqlite3_column_bytes(statement, 0));
	else if (rc == SQLITE_DONE)
		rc = error_set(err, E_CORRUPT, "ledger entry %llu is missing",
			       (unsigned long long)seq);
	else
		rc = sqlite_error(sqlite, "read a ledger entry", err);
	sqlite3_reset(statement);
	return rc;
}

static bool next_varint(const uint8_t **at, const uint8_t *end, uint64_t *out)
{
	uint64_t value = 0;
	for (int shift = 0; *at < end && shift < 64; shift += 7) {
		uint8_t byte = *(*at)++;
		value |= (uint64_t)(byte & 0x7f) << shift;
		if ((byte & 0x80) == 0) {
			*out = value;
			return true;
		}
	}
	return false;
}

int sqlite_load(struct store *store, int64_t document, store_line_seen *seen, void *ctx,
		struct error *err)
{
	struct sqlite *sqlite = sqlite_of(store);
	scoped(buf_finish) struct buf seqs = {0};
	sqlite3_stmt *statement = sqlite_prepared(sqlite, SQL_SEQS, err);
	if (statement == NULL)
		return -E_IO;
	sqlite3_bind_int64(statement, 1, document);
	int rc = sqlite3_step(statement);
	if (rc == SQLITE_ROW)
		buf_add(&seqs, sqlite3_column_blob(statement, 0),
			(size_t)sqlite3_column_bytes(statement, 0));
	sqlite3_reset(statement);
	if (rc == SQLITE_DONE)
		return error_set(err, E_NOT_FOUND, "there is no dossier %lld", (long long)document);
	if (rc != SQLITE_ROW)
		return sqlite_error(sqlite, "read a dossier", err);

	const uint8_t *at = (const uint8_t *)seqs.data, *end = at + seqs.len;
	uint64_t seq;
	rc = 0;
	while (rc == 0 && at < end && next_varint(&at, end, &seq))
		rc = see_line(sqlite, seq, seen, ctx, err);
	return rc;
}

int sqlite_lines(struct store *store, uint64_t from, uint64_t to, store_line_seen *seen, void *ctx,
		 struct error *err)
{
	struct sqlite *sqlite = sqlite_of(store);
	sqlite3_stmt *statement = sqlite_prepared(sqlite, SQL_LINES, err);
	if (statement == NULL)
		return -E_IO;
	sqlite3_bind_int64(statement, 1, (sqlite3_int64)from);
	sqlite3_bind_int64(statement, 2, to > INT64_MAX ? INT64_MAX : (sqlite3_int64)to);
	int step, rc = 0;
	while (rc == 0 && (step = sqlite3_step(statement)) == SQLITE_ROW)
		rc = seen(ctx, (uint64_t)sqlite3_column_int64(statement, 0),
			  (const char *)sqlite3_column_text(statement, 1),
			  (size_t)sqlite3_column_bytes(statement, 1));
	if (rc == 0 && step != SQLITE_DONE)
		rc = sqlite_error(sqlite, "read the ledger", err);
	sqlite3_reset(statement);
	return rc;
}

struct leaves {
	uint8_t *hashes;
	int width;
};

static int see_leaf(void *ctx, uint64_t seq, const char *line, size_t len)
{
	struct leaves *leaves = ctx;
	(void)seq;
	struct digest leaf = ledger_leaf(line, len);
	memcpy(leaves->hashes + leaves->width++ * 32, leaf.byte, sizeof(leaf.byte));
	return 0;
}

int sqlite_tile(struct store *store, int level, uint64_t index, uint8_t *hashes, int *width,
		struct error *err)
{
	struct sqlite *sqlite = sqlite_of(store);
	sqlite3_stmt *statement = sqlite_prepared(sqlite, SQL_TILE, err);
	if (statement == NULL)
		return -E_IO;
	sqlite3_bind_int64(statement, 1, (int64_t)level << 56 | (int64_t)index);
	int step = sqlite3_step(statement);
	*width = 0;
	if (step == SQLITE_ROW) {
		int bytes = sqlite3_column_bytes(statement, 0);
		*width = bytes / 32 <= TILE_WIDTH ? bytes / 32 : 0;
		memcpy(hashes, sqlite3_column_blob(statement, 0), (size_t)*width * 32);
	}
	sqlite3_reset(statement);
	/* The unfinished tile of leaves is not kept: its entries are. */
	if (*width == 0 && level == 0) {
		struct leaves leaves = {hashes, 0};
		int rc = sqlite_lines(store, index * TILE_WIDTH, index * TILE_WIDTH + TILE_WIDTH - 1,
				      see_leaf, &leaves, err);
		if (rc < 0)
			return rc;
		*width = leaves.width;
	}
	if (*width == 0)
		return error_set(err, E_NOT_FOUND, "there is no such tile");
	return 0;
}

static int one_blob(struct sqlite *sqlite, sqlite3_stmt *statement, const char *what,
		    struct buf *out, struct error *err)
{
	int step = sqlite3_step(statement), rc = 0;
	if (step == SQLITE_ROW)
		buf_add(out, sqlite3_column_blob(statement, 0),
			(size_t)sqlite3_column_bytes(statement, 0));
	else if (step == SQLITE_DONE)
		rc = error_set(err, E_NOT_FOUND, "the store has no %s", what);
	else
		rc = sqlite_error(sqlite, what, err);
	sqlite3_reset(statement);
	return rc;
}

int sqlite_content(struct store *store, int64_t document, int revision, const char *name,
		   struct buf *out, struct error *err)
{
	struct sqlite *sqlite = sqlite_of(store);
	sqlite3_stmt *statement = sqlite_prepared(sqlite, SQL_CONTENT, err);
	if (statement == NULL)
		return -E_IO;
	sqlite3_bind_int64(statement, 1, document);
	sqlite3_bind_int(statement, 2, revision);
	sqlite3_bind_text(statement, 3, name, -1, SQLITE_STATIC);
	return one_blob(sqlite, statement, name, out, err);
}

int sqlite_setting(struct store *store, const char *name, struct buf *out, struct error *err)
{
	struct sqlite *sqlite = sqlite_of(store);
	sqlite3_stmt *statement = sqlite_prepared(sqlite, SQL_SETTING, err);
	if (statement == NULL)
		return -E_IO;
	sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
	return one_blob(sqlite, statement, name, out, err);
}
