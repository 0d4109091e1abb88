/* Shared by the files of the sqlite backend. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include <sqlite3.h>

#include "store/backend.h"
#include "store/tiles.h"

/* Statements that are asked again and again are prepared once, when first used. */
enum sqlite_statement {
	SQL_PUT_ENTRY, SQL_PUT_TILE, SQL_CHANGE_ROW, SQL_PUT_ROW, SQL_PUT_CONTENT, SQL_PUT_SETTING,
	SQL_NEXT_ID, SQL_ENTRIES, SQL_FIND_KEY, SQL_FIND_NUMBER, SQL_SEQS, SQL_LINE, SQL_LINES,
	SQL_TILE, SQL_CONTENT, SQL_SETTING, SQL_DUE, SQL_NEXT_WAKE, SQL_OWED, SQL_OPEN_IDS,
	SQL_GET_ROW, SQL_STATEMENTS
};

struct sqlite {
	struct store store;
	sqlite3 *db;
	sqlite3_stmt *statement[SQL_STATEMENTS];
	char *state; /* directory */
	int lock_fd; /* writer only, else -1 */
	bool read_only;
	bool begun;
	int wal_frames;
	struct tiles tiles;
	uint64_t entries; /* writer: counted here */
	struct buf scratch;
};

static inline struct sqlite *sqlite_of(struct store *store)
{
	return (struct sqlite *)store; /* store is the first member */
}

/* The prepared statement, reset, without bindings; NULL with err. */
sqlite3_stmt *sqlite_prepared(struct sqlite *sqlite, enum sqlite_statement which,
			      struct error *err);
/* Run to its end a statement that gives no rows. */
MUST_CHECK int sqlite_run(struct sqlite *sqlite, sqlite3_stmt *statement, struct error *err);
MUST_CHECK int sqlite_exec(struct sqlite *sqlite, const char *sql, struct error *err);
/* The error of the connection as ours: E_FULL, E_IO, E_BUSY, E_CORRUPT. */
int sqlite_error(const struct sqlite *sqlite, const char *what, struct error *err);

/* sqlite_schema.c */
MUST_CHECK int sqlite_schema(struct sqlite *sqlite, struct error *err);

/* sqlite_write.c */
int sqlite_begin(struct store *store, struct error *err);
int sqlite_put_entry(struct store *store, uint64_t seq, const char *line, size_t len,
		     struct digest leaf, struct error *err);
int sqlite_put_row(struct store *store, const struct store_row *row, const uint64_t *new_seqs,
		   size_t new_count, struct error *err);
int sqlite_put_content(struct store *store, int64_t document, int revision, const char *name,
		       const void *bytes, size_t len, struct error *err);
int sqlite_put_setting(struct store *store, const char *name, const char *value,
		       struct error *err);
int sqlite_commit(struct store *store, struct error *err);
void sqlite_rollback(struct store *store);
void sqlite_tidy(struct store *store, bool idle);
/* The unfinished tiles from what is on disk. */
MUST_CHECK int sqlite_restore_tiles(struct sqlite *sqlite, struct error *err);

/* sqlite_read.c */
int64_t sqlite_next_id(struct store *store);
uint64_t sqlite_entries(struct store *store);
int64_t sqlite_find_key(struct store *store, const char *key);
int64_t sqlite_find_number(struct store *store, const char *normal);
int sqlite_load(struct store *store, int64_t document, store_line_seen *seen, void *ctx,
		struct error *err);
int sqlite_lines(struct store *store, uint64_t from, uint64_t to, store_line_seen *seen, void *ctx,
		 struct error *err);
int sqlite_tile(struct store *store, int level, uint64_t index, uint8_t *hashes, int *width,
		struct error *err);
int sqlite_content(struct store *store, int64_t document, int revision, const char *name,
		   struct buf *out, struct error *err);
int sqlite_setting(struct store *store, const char *name, struct buf *out, struct error *err);

/* sqlite_list.c */
size_t sqlite_due(struct store *store, struct instant until, int64_t *ids, size_t room);
struct instant sqlite_next_wake(struct store *store);
size_t sqlite_owed(struct store *store, int64_t after_id, int64_t *ids, size_t room);
size_t sqlite_open_ids(struct store *store, int64_t after_id, int64_t *ids, size_t room);
int sqlite_get_row(struct store *store, int64_t document, store_row_seen *seen, void *ctx,
		   struct error *err);
int sqlite_list(struct store *store, const struct store_filter *filter, store_row_seen *seen,
		void *ctx, struct error *err);
int sqlite_count(struct store *store, struct instant now, struct store_counts *out,
		 struct error *err);

#endif
