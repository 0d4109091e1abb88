/* The sqlite backend: opening, statements, errors.  WAL, synchronous=FULL, one writing connection
 * that also checkpoints (SQLite before 3.51.3 can corrupt a database when two connections do). */
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/mem.h"
#include "store/objects.h"

#define ROW_COLUMNS                                                                         \
	"id,key,number,title,issuer,department,category,content,revision,issued_on,"       \
	"received_at,due_at,soon_at,met,met_late,exempt,open,state,wake_at,changed_at,"    \
	"unattempted,owed,notes"

static const char *const sql[SQL_STATEMENTS] = {
	[SQL_PUT_ENTRY] = "INSERT INTO ledger(seq,line) VALUES(?1,?2)",
	[SQL_PUT_TILE] = "INSERT INTO tile(id,hashes) VALUES(?1,?2) "
			 "ON CONFLICT(id) DO UPDATE SET hashes=excluded.hashes",
	[SQL_PUT_ROW] =
		"INSERT INTO dossier(" ROW_COLUMNS ",seqs) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,"
		"?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24) ON CONFLICT(id) DO UPDATE "
		"SET key=excluded.key,number=excluded.number,title=excluded.title,"
		"issuer=excluded.issuer,department=excluded.department,category=excluded.category,"
		"content=excluded.content,revision=excluded.revision,issued_on=excluded.issued_on,"
		"received_at=excluded.received_at,due_at=excluded.due_at,soon_at=excluded.soon_at,"
		"met=excluded.met,met_late=excluded.met_late,exempt=excluded.exempt,"
		"open=excluded.open,state=excluded.state,wake_at=excluded.wake_at,"
		"changed_at=excluded.changed_at,unattempted=excluded.unattempted,"
		"owed=excluded.owed,notes=excluded.notes,"
		"seqs=CAST(seqs||excluded.seqs AS BLOB)",
	/* Most turns change no text.  An UPDATE rewrites the indexes of all columns that it names,
	 * and those of keys and numbers are the dear ones: their pages lie anywhere. */
	[SQL_CHANGE_ROW] =
		"UPDATE dossier SET due_at=?12,soon_at=?13,met=?14,met_late=?15,exempt=?16,open=?17,"
		"state=?18,wake_at=?19,changed_at=?20,unattempted=?21,owed=?22,notes=?23,"
		"seqs=CAST(seqs||?24 AS BLOB) WHERE id=?1 AND key=?2 AND number=?3 AND title=?4 AND "
		"issuer=?5 AND department=?6 AND category=?7 AND content=?8 AND revision=?9 AND "
		"issued_on=?10 AND received_at=?11",
	[SQL_PUT_CONTENT] = "INSERT INTO content(document,revision,name,bytes) VALUES(?1,?2,?3,?4) "
			    "ON CONFLICT(document,revision,name) DO UPDATE SET bytes=excluded.bytes",
	[SQL_PUT_SETTING] = "INSERT INTO setting(name,value) VALUES(?1,?2) "
			    "ON CONFLICT(name) DO UPDATE SET value=excluded.value",
	[SQL_NEXT_ID] = "SELECT coalesce(max(id),0)+1 FROM dossier",
	[SQL_ENTRIES] = "SELECT coalesce(max(seq)+1,0) FROM ledger",
	[SQL_FIND_KEY] = "SELECT id FROM dossier WHERE key=?1",
	[SQL_FIND_NUMBER] = "SELECT max(id) FROM dossier WHERE number=?1",
	[SQL_SEQS] = "SELECT seqs FROM dossier WHERE id=?1",
	[SQL_LINE] = "SELECT line FROM ledger WHERE seq=?1",
	[SQL_LINES] = "SELECT seq,line FROM ledger WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq",
	[SQL_TILE] = "SELECT hashes FROM tile WHERE id=?1",
	[SQL_CONTENT] = "SELECT bytes FROM content WHERE document=?1 AND revision=?2 AND name=?3",
	[SQL_SETTING] = "SELECT value FROM setting WHERE name=?1",
	[SQL_DUE] = "SELECT id FROM dossier WHERE wake_at<=?1 AND wake_at<9223372036854775807 "
		    "ORDER BY wake_at LIMIT ?2",
	[SQL_NEXT_WAKE] = "SELECT wake_at FROM dossier WHERE wake_at<9223372036854775807 "
			  "ORDER BY wake_at LIMIT 1",
	[SQL_OWED] = "SELECT id FROM dossier WHERE owed=1 AND id>?1 ORDER BY id LIMIT ?2",
	[SQL_OPEN_IDS] = "SELECT id FROM dossier WHERE open>0 AND id>?1 ORDER BY id LIMIT ?2",
	[SQL_GET_ROW] = "SELECT " ROW_COLUMNS " FROM dossier WHERE id=?1",
};

int sqlite_error(const struct sqlite *sqlite, const char *what, struct error *err)
{
	int code = sqlite3_errcode(sqlite->db) & 0xff;
	enum error_code ours = code == SQLITE_FULL	? E_FULL
			       : code == SQLITE_BUSY	? E_BUSY
			       : code == SQLITE_CONSTRAINT ? E_EXISTS
			       : code == SQLITE_CORRUPT || code == SQLITE_NOTADB ? E_CORRUPT
										 : E_IO;
	int system = sqlite3_system_errno(sqlite->db);
	if (code == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT))
		ours = E_FULL;
	return error_set(err, ours, "%s: %s%s", what, sqlite3_errmsg(sqlite->db),
			 ours == E_FULL ? ": make room on the disk of the state directory" : "");
}

sqlite3_stmt *sqlite_prepared(struct sqlite *sqlite, enum sqlite_statement which,
			      struct error *err)
{
	sqlite3_stmt **place = &sqlite->statement[which];
	if (*place == NULL &&
	    sqlite3_prepare_v3(sqlite->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT, place, NULL) !=
		    SQLITE_OK) {
		(void)sqlite_error(sqlite, "prepare a statement of the store", err);
		return NULL;
	}
	sqlite3_reset(*place);
	sqlite3_clear_bindings(*place);
	return *place;
}

int sqlite_run(struct sqlite *sqlite, sqlite3_stmt *statement, struct error *err)
{
	int rc = sqlite3_step(statement);
	if (rc != SQLITE_DONE && rc != SQLITE_ROW) {
		int ours = sqlite_error(sqlite, "write to the store", err);
		sqlite3_reset(statement);
		return ours;
	}
	sqlite3_reset(statement);
	return 0;
}

int sqlite_exec(struct sqlite *sqlite, const char *text, struct error *err)
{
	if (sqlite3_exec(sqlite->db, text, NULL, NULL, NULL) != SQLITE_OK)
		return sqlite_error(sqlite, "store", err);
	return 0;
}

/* --- life --------------------------------------------------------------------------------------- */

static int take_lock(struct sqlite *sqlite, struct error *err)
{
	scoped(buf_finish) struct buf path = {0};
	buf_print(&path, "%s/lock", sqlite->state);
	sqlite->lock_fd = open(buf_text(&path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (sqlite->lock_fd < 0)
		return error_sys(err, "open %s", buf_text(&path));
	if (flock(sqlite->lock_fd, LOCK_EX | LOCK_NB) < 0)
		return error_set(err, E_BUSY,
				 "%s is in use by another gongshid: stop that one, or give this one "
				 "a state directory of its own", sqlite->state);
	return 0;
}

static int frames_in_wal(void *ctx, sqlite3 *db, const char *name, int frames)
{
	(void)db;
	(void)name;
	((struct sqlite *)ctx)->wal_frames = frames;
	return SQLITE_OK;
}

static int open_file(struct sqlite *sqlite, const char *path, struct error *err)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI |
		    (sqlite->read_only ? SQLITE_OPEN_READONLY
				       : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	if (sqlite3_open_v2(path, &sqlite->db, flags, NULL) != SQLITE_OK)
		return sqlite_error(sqlite, path, err);
	sqlite3_extended_result_codes(sqlite->db, 1);
	sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(sqlite->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_busy_timeout(sqlite->db, 5000);
	/* The last one is the first to look into the file. */
	return sqlite_exec(sqlite,
			   "PRAGMA cache_size=-8192; PRAGMA trusted_schema=OFF; "
			   "PRAGMA temp_store=MEMORY; PRAGMA user_version;",
			   err);
}

/* Reading a database with a write-ahead log means writing a file beside it.  Where that is not
 * allowed (an archived copy) and there is no log, nobody is writing: read it as it stands. */
static int open_to_read(struct sqlite *sqlite, const char *path, struct error *err)
{
	if (access(path, F_OK) < 0)
		return error_set(err, E_NOT_FOUND, "there is no store in %s yet", sqlite->state);
	struct error why = {0};
	int rc = open_file(sqlite, path, &why);
	scoped(buf_finish) struct buf name = {0};
	buf_print(&name, "%s-wal", path);
	if (rc == 0)
		return 0;
	if (access(sqlite->state, W_OK) == 0 || access(buf_text(&name), F_OK) == 0)
		return error_set(err, (enum error_code)-rc, "%s", why.text);
	sqlite3_close(sqlite->db);
	sqlite->db = NULL;
	buf_clear(&name);
	buf_text_add(&name, "file:");
	for (const char *at = path; *at != '\0'; at++)
		if (*at == '/')
			buf_char(&name, '/');
		else
			encode_percent(&name, at, 1);
	buf_text_add(&name, "?immutable=1");
	return open_file(sqlite, buf_text(&name), err);
}

static int open_database(struct sqlite *sqlite, struct error *err)
{
	scoped(buf_finish) struct buf path = {0};
	buf_print(&path, "%s/gongshi.db", sqlite->state);
	if (sqlite->read_only)
		return open_to_read(sqlite, buf_text(&path), err);
	int rc = open_file(sqlite, buf_text(&path), err);
	if (rc < 0)
		return rc;
	rc = sqlite_exec(sqlite,
			 "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
			 "PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=67108864; "
			 "PRAGMA foreign_keys=ON; PRAGMA secure_delete=FAST;",
			 err);
	sqlite3_wal_hook(sqlite->db, frames_in_wal, sqlite);
	return rc;
}

static void sqlite_close(struct store *store)
{
	struct sqlite *sqlite = sqlite_of(store);
	for (int i = 0; i < SQL_STATEMENTS; i++)
		sqlite3_finalize(sqlite->statement[i]);
	if (sqlite->db != NULL && !sqlite->read_only)
		sqlite3_wal_checkpoint_v2(sqlite->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_close(sqlite->db);
	if (sqlite->lock_fd >= 0)
		close(sqlite->lock_fd);
	tiles_finish(&sqlite->tiles);
	buf_finish(&sqlite->scratch);
	mem_free(sqlite->state);
	mem_free(sqlite);
}

static int sqlite_open(const char *path, bool read_only, struct store **out, struct error *err)
{
	struct sqlite *sqlite = mem_alloc(sizeof(*sqlite));
	sqlite->store.ops = &store_sqlite;
	sqlite->state = mem_copy_text(path);
	sqlite->read_only = read_only;
	sqlite->lock_fd = -1;
	int rc = read_only ? 0 : take_lock(sqlite, err);
	if (rc == 0)
		rc = open_database(sqlite, err);
	if (rc == 0)
		rc = sqlite_schema(sqlite, err);
	if (rc == 0 && !read_only)
		rc = sqlite_restore_tiles(sqlite, err);
	if (rc < 0) {
		sqlite_close(&sqlite->store);
		return rc;
	}
	*out = &sqlite->store;
	return 0;
}

static int sqlite_add_object(struct store *store, struct digest digest, const char *path,
			     const void *bytes, size_t len, struct error *err)
{
	return objects_add(sqlite_of(store)->state, digest, path, bytes, len, err);
}

static int sqlite_object_path(struct store *store, struct digest digest, struct buf *out,
			      struct error *err)
{
	return objects_path(sqlite_of(store)->state, digest, out, err);
}

const struct store_ops store_sqlite = {
	.name = "sqlite",
	.open = sqlite_open,
	.close = sqlite_close,
	.begin = sqlite_begin,
	.put_entry = sqlite_put_entry,
	.put_row = sqlite_put_row,
	.put_content = sqlite_put_content,
	.put_setting = sqlite_put_setting,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.tidy = sqlite_tidy,
	.next_id = sqlite_next_id,
	.entries = sqlite_entries,
	.find_key = sqlite_find_key,
	.find_number = sqlite_find_number,
	.load = sqlite_load,
	.lines = sqlite_lines,
	.tile = sqlite_tile,
	.content = sqlite_content,
	.setting = sqlite_setting,
	.due = sqlite_due,
	.next_wake = sqlite_next_wake,
	.owed = sqlite_owed,
	.open_ids = sqlite_open_ids,
	.get_row = sqlite_get_row,
	.list = sqlite_list,
	.count = sqlite_count,
	.add_object = sqlite_add_object,
	.object_path = sqlite_object_path,
};
