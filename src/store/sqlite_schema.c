/* The schema, one row a version: opening migrates upwards, one version after the other, each in a
 * transaction of its own.  A row that has been released never changes. */
#include <string.h>

#include "store/sqlite.h"

static const char *const migrations[] = {
	/* 1 */
	"CREATE TABLE ledger(seq INTEGER PRIMARY KEY, line TEXT NOT NULL) STRICT;"
	"CREATE TABLE tile(id INTEGER PRIMARY KEY, hashes BLOB NOT NULL) STRICT;"
	"CREATE TABLE dossier(id INTEGER PRIMARY KEY, key TEXT NOT NULL, number TEXT NOT NULL,"
	" title TEXT NOT NULL, issuer TEXT NOT NULL, department TEXT NOT NULL,"
	" category TEXT NOT NULL, content TEXT NOT NULL, revision INTEGER NOT NULL,"
	" issued_on INTEGER NOT NULL, received_at INTEGER NOT NULL, due_at INTEGER NOT NULL,"
	" soon_at INTEGER NOT NULL, met INTEGER NOT NULL, met_late INTEGER NOT NULL,"
	" exempt INTEGER NOT NULL, open INTEGER NOT NULL, state TEXT NOT NULL,"
	" wake_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, unattempted INTEGER NOT NULL,"
	" owed INTEGER NOT NULL, notes TEXT NOT NULL, seqs BLOB NOT NULL) STRICT;"
	"CREATE UNIQUE INDEX dossier_key ON dossier(key);"
	"CREATE INDEX dossier_number ON dossier(number) WHERE number<>'';"
	"CREATE INDEX dossier_wake ON dossier(wake_at) WHERE wake_at<9223372036854775807;"
	/* Counting reads these instead of the rows: so they hold all that it looks at. */
	"CREATE INDEX dossier_due ON dossier(due_at,id,soon_at,wake_at,unattempted,open)"
	" WHERE open>0;"
	"CREATE INDEX dossier_ended ON dossier(met_late,met,exempt,open) WHERE open=0;"
	"CREATE INDEX dossier_state ON dossier(state) WHERE state<>'open' AND state<>'closed';"
	"CREATE INDEX dossier_owed ON dossier(id) WHERE owed=1;"
	"CREATE TABLE content(document INTEGER NOT NULL, revision INTEGER NOT NULL,"
	" name TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;"
	"CREATE UNIQUE INDEX content_name ON content(document,revision,name);"
	"CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;",
};

static int version_of(struct sqlite *sqlite, int *version, struct error *err)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(sqlite->db, "PRAGMA user_version", -1, &statement, NULL) !=
		    SQLITE_OK ||
	    sqlite3_step(statement) != SQLITE_ROW) {
		sqlite3_finalize(statement);
		return sqlite_error(sqlite, "read the store's version", err);
	}
	*version = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return 0;
}

#define STRICT_SINCE 3037000
#define STRICT_WORD " STRICT"

/* Older SQLite does not know the word; there columns take what they are given. */
static void add_migration(const char *text, struct buf *out)
{
	bool strict = sqlite3_libversion_number() >= STRICT_SINCE;
	const char *word;
	while (!strict && (word = strstr(text, STRICT_WORD)) != NULL) {
		buf_add(out, text, (size_t)(word - text));
		text = word + sizeof(STRICT_WORD) - 1;
	}
	buf_text_add(out, text);
}

static int migrate(struct sqlite *sqlite, int to, struct error *err)
{
	char mark[64];
	scoped(buf_finish) struct buf text = {0};
	add_migration(migrations[to - 1], &text);
	sqlite3_snprintf(sizeof(mark), mark, "PRAGMA user_version=%d", to);
	int rc = sqlite_exec(sqlite, "BEGIN IMMEDIATE", err);
	if (rc == 0)
		rc = sqlite_exec(sqlite, buf_text(&text), err);
	if (rc == 0)
		rc = sqlite_exec(sqlite, mark, err);
	if (rc == 0)
		rc = sqlite_exec(sqlite, "COMMIT", err);
	if (rc == 0)
		return 0;
	struct error ignored;
	(void)!sqlite_exec(sqlite, "ROLLBACK", &ignored);
	return error_wrap(err, rc, "bring the store to version %d", to);
}

int sqlite_schema(struct sqlite *sqlite, struct error *err)
{
	const int newest = (int)ARRAY_LEN(migrations);
	int version = 0;
	int rc = version_of(sqlite, &version, err);
	if (rc < 0)
		return rc;
	if (version > newest)
		return error_set(err, E_UNSUPPORTED,
				 "the store in %s has version %d, this program knows %d: install a "
				 "newer gongshid", sqlite->state, version, newest);
	if (sqlite->read_only && version < newest)
		return error_set(err, E_UNSUPPORTED,
				 "the store in %s has the older version %d: start gongshid once, it "
				 "migrates", sqlite->state, version);
	while (rc == 0 && version < newest)
		rc = migrate(sqlite, ++version, err);
	return rc;
}
