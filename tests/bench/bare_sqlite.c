/* What SQLite alone can do: the rows that the daemon wrote, into tables and indexes of the same
 * form, by one connection with the same pragmas.
 *
 *     bare_sqlite DAEMON_DB NEW_DB DOCUMENTS_A_COMMIT [bare]
 *
 * With "bare" the tables have no index but their row number.  Everything is in memory before the
 * clock starts. */
#include <sqlite3.h>

#include "bench.h"

struct table {
	const char *name;
	int columns;
	size_t rows;
	sqlite3_value **values; /* rows x columns */
	sqlite3_stmt *insert;
};

static void sql(sqlite3 *db, const char *text)
{
	errno = 0;
	if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
		bench_die("%s: %s", text, sqlite3_errmsg(db));
}

static sqlite3_stmt *prepared(sqlite3 *db, const char *text)
{
	sqlite3_stmt *statement = NULL;
	errno = 0;
	if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) != SQLITE_OK)
		bench_die("%s: %s", text, sqlite3_errmsg(db));
	return statement;
}

static struct table load(sqlite3 *db, const char *name)
{
	char text[128];
	snprintf(text, sizeof(text), "SELECT * FROM %s ORDER BY rowid", name);
	sqlite3_stmt *statement = prepared(db, text);
	struct table table = {.name = name, .columns = sqlite3_column_count(statement)};
	size_t room = 0;
	while (sqlite3_step(statement) == SQLITE_ROW) {
		if (table.rows == room) {
			room = room == 0 ? 1024 : room * 2;
			table.values = realloc(table.values, room * (size_t)table.columns *
								     sizeof(*table.values));
		}
		for (int i = 0; i < table.columns; i++)
			table.values[table.rows * (size_t)table.columns + (size_t)i] =
				sqlite3_value_dup(sqlite3_column_value(statement, i));
		table.rows++;
	}
	sqlite3_finalize(statement);
	return table;
}

/* Tables first, then indexes, as sqlite_master names them. */
static void copy_schema(sqlite3 *from, sqlite3 *to, int with_indexes)
{
	sqlite3_stmt *statement = prepared(
		from, "SELECT type,sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT "
		      "LIKE 'sqlite_%' ORDER BY type='index'");
	while (sqlite3_step(statement) == SQLITE_ROW) {
		const char *type = (const char *)sqlite3_column_text(statement, 0);
		if (with_indexes || strcmp(type, "index") != 0)
			sql(to, (const char *)sqlite3_column_text(statement, 1));
	}
	sqlite3_finalize(statement);
}

static void prepare_insert(sqlite3 *db, struct table *table)
{
	char text[512];
	int len = snprintf(text, sizeof(text), "INSERT INTO %s VALUES(?", table->name);
	for (int i = 1; i < table->columns; i++)
		len += snprintf(text + len, sizeof(text) - (size_t)len, ",?");
	snprintf(text + len, sizeof(text) - (size_t)len, ")");
	table->insert = prepared(db, text);
}

static void insert(const struct table *table, size_t row)
{
	for (int i = 0; i < table->columns; i++)
		sqlite3_bind_value(table->insert, i + 1,
				   table->values[row * (size_t)table->columns + (size_t)i]);
	errno = 0;
	if (sqlite3_step(table->insert) != SQLITE_DONE)
		bench_die("insert into %s", table->name);
	sqlite3_reset(table->insert);
}

/* The rows of a table that belong to the documents up to `share` of all. */
static void insert_up_to(const struct table *table, size_t *done, double share)
{
	size_t end = (size_t)((double)table->rows * share + 0.5);
	while (*done < end)
		insert(table, (*done)++);
}

int main(int argc, char **argv)
{
	if (argc < 4)
		bench_die("usage: bare_sqlite DAEMON_DB NEW_DB DOCUMENTS_A_COMMIT [bare]");
	sqlite3 *from = NULL, *to = NULL;
	if (sqlite3_open_v2(argv[1], &from, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
	    sqlite3_open(argv[2], &to) != SQLITE_OK)
		bench_die("open %s and %s", argv[1], argv[2]);
	size_t batch = strtoul(argv[3], NULL, 10);
	struct table tables[] = {load(from, "ledger"), load(from, "content"),
				 load(from, "dossier")};
	sql(to, "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
		"PRAGMA cache_size=-8192; PRAGMA wal_autocheckpoint=16384; "
		"PRAGMA journal_size_limit=67108864; PRAGMA secure_delete=FAST;");
	copy_schema(from, to, argc < 5);
	sqlite3_close(from);
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		prepare_insert(to, &tables[i]);

	size_t documents = tables[2].rows, commits = 0, done[ARRAY_LEN(tables)] = {0};
	double start = bench_now_s(), cpu = bench_cpu_s();
	for (size_t first = 0; first < documents; first += batch, commits++) {
		size_t end = first + batch < documents ? first + batch : documents;
		sql(to, "BEGIN IMMEDIATE");
		for (size_t document = first + 1; document <= end; document++)
			for (size_t i = 0; i < ARRAY_LEN(tables); i++)
				insert_up_to(&tables[i], &done[i],
					     (double)document / (double)documents);
		sql(to, "COMMIT");
	}
	printf("{\"count\":%zu,\"seconds\":%.6f,\"cpu_s\":%.6f,\"commits\":%zu,\"entries\":%zu}\n",
	       documents, bench_now_s() - start, bench_cpu_s() - cpu, commits, tables[0].rows);
	return 0;
}
