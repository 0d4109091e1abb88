/* What does the store cost?  bench_store DIR [DOCUMENTS]
 *
 * A document is four entries, one row and one content, in commits of 64 and of 256 documents; the
 * same inserts by SQLite alone stand beside it.  Then a store of 100,000 dossiers is opened. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/ledger/ledger.h"
#include "store/store.h"

#define ENTRIES 4
#define CONTENT_BYTES 2000

static double now_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void must(int rc, const struct error *err)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "bench_store: %s\n", err->text);
	exit(1);
}

static char content[CONTENT_BYTES];

static size_t make_line(uint64_t seq, char *out, size_t room)
{
	return (size_t)snprintf(
		out, room,
		"{\"seq\":%llu,\"time\":\"2009-11-02T08:00:00.000+08:00\",\"event\":"
		"\"publication.intended\",\"document\":9,\"actor\":\"gongshi\",\"data\":{"
		"\"channel\":\"website\",\"key\":\"gongshi-9-r1-website\",\"revision\":1,"
		"\"attempt\":1,\"operation\":\"create\"},\"prev\":\"%064llu\"}",
		(unsigned long long)seq, (unsigned long long)seq);
}

static struct store_row make_row(int64_t id, char *key, char *number)
{
	snprintf(key, 128, "盐城市水利局/盐水政〔2009〕%lld号", (long long)(id * 7919 % 1000003));
	snprintf(number, 128, "盐水政〔2009〕%lld号", (long long)(id * 7919 % 1000003));
	return (struct store_row){
		.id = id,
		.key = key,
		.number = number,
		.title = "关于加强全市防汛防旱工作进一步落实责任的通知",
		.issuer = "盐城市水利局",
		.department = "hydrology",
		.category = "official-document",
		.content = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		.revision = 1,
		.issued_on = {2009, 11, 2},
		.received_at = {id},
		.due_at = {id * 1000},
		.soon_at = {id * 900},
		.open = id % 5 == 0,
		.state = id % 5 == 0 ? "open" : "closed",
		.met = id % 5 != 0,
		.wake_at = {id * 7919 % 1000003 * 1000},
		.changed_at = {id},
		.notes = "",
	};
}

/* Documents first to last, so many a commit. */
static double fill(struct store *store, uint64_t *seq, int64_t first, int64_t last, int batch)
{
	struct error err = {0};
	double start = now_s();
	for (int64_t id = first; id <= last;) {
		must(store_begin(store, &err), &err);
		for (int i = 0; i < batch && id <= last; i++, id++) {
			char line[512], key[128], number[128];
			uint64_t seqs[ENTRIES];
			for (int e = 0; e < ENTRIES; e++) {
				size_t len = make_line(*seq, line, sizeof(line));
				struct digest leaf = ledger_leaf(line, len);
				must(store_put_entry(store, *seq, line, len, leaf, &err), &err);
				seqs[e] = (*seq)++;
			}
			struct store_row row = make_row(id, key, number);
			must(store_put_row(store, &row, seqs, ENTRIES, &err), &err);
			must(store_put_content(store, id, 1, "manifest", content, sizeof(content),
					       &err),
			     &err);
		}
		must(store_commit(store, &err), &err);
		store_tidy(store, false);
	}
	return now_s() - start;
}

/* What a daemon mostly does: dossiers here and there get two entries and a new wake-up. */
static void change(const char *folder, int64_t documents, int batch)
{
	struct error err = {0};
	struct store *store = NULL;
	must(store_open("sqlite", folder, false, &store, &err), &err);
	uint64_t seq = store_entries(store);
	double start = now_s();
	for (int64_t turn = 0; turn < 20000;) {
		must(store_begin(store, &err), &err);
		for (int i = 0; i < batch; i++, turn++) {
			char line[512], key[128], number[128];
			uint64_t seqs[2] = {seq, seq + 1};
			for (int e = 0; e < 2; e++, seq++) {
				size_t len = make_line(seq, line, sizeof(line));
				struct digest leaf = ledger_leaf(line, len);
				must(store_put_entry(store, seq, line, len, leaf, &err), &err);
			}
			struct store_row row = make_row(turn * 104729 % documents + 1, key, number);
			row.wake_at.us += turn;
			must(store_put_row(store, &row, seqs, 2, &err), &err);
		}
		must(store_commit(store, &err), &err);
		store_tidy(store, false);
	}
	printf("changing dossiers at random, batch %d: %.0f/s\n", batch, 20000 / (now_s() - start));
	store_close(store);
}

static void sql(sqlite3 *db, const char *text)
{
	char *complaint = NULL;
	if (sqlite3_exec(db, text, NULL, NULL, &complaint) == SQLITE_OK)
		return;
	fprintf(stderr, "bench_store: %s\n", complaint);
	exit(1);
}

static sqlite3_stmt *prepared(sqlite3 *db, const char *text)
{
	sqlite3_stmt *statement = NULL;
	sqlite3_prepare_v2(db, text, -1, &statement, NULL);
	return statement;
}

/* The same bytes into tables without any further index. */
static double fill_barely(const char *path, int64_t documents, int batch)
{
	sqlite3 *db = NULL;
	sqlite3_open(path, &db);
	sql(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=16384;"
		"CREATE TABLE ledger(seq INTEGER PRIMARY KEY, line TEXT NOT NULL);"
		"CREATE TABLE dossier(id INTEGER PRIMARY KEY, key TEXT, number TEXT, title TEXT,"
		" issuer TEXT, wake_at INTEGER);"
		"CREATE TABLE content(id INTEGER PRIMARY KEY, bytes BLOB);");
	sqlite3_stmt *entry = prepared(db, "INSERT INTO ledger VALUES(?1,?2)");
	sqlite3_stmt *dossier = prepared(db, "INSERT INTO dossier VALUES(?1,?2,?3,?4,?5,?6)");
	sqlite3_stmt *bytes = prepared(db, "INSERT INTO content VALUES(?1,?2)");
	double start = now_s();
	uint64_t seq = 0;
	for (int64_t id = 1; id <= documents;) {
		sql(db, "BEGIN IMMEDIATE");
		for (int i = 0; i < batch && id <= documents; i++, id++) {
			char line[512], key[128], number[128];
			for (int e = 0; e < ENTRIES; e++) {
				size_t len = make_line(seq, line, sizeof(line));
				sqlite3_bind_int64(entry, 1, (sqlite3_int64)seq++);
				sqlite3_bind_text(entry, 2, line, (int)len, SQLITE_STATIC);
				sqlite3_step(entry);
				sqlite3_reset(entry);
			}
			struct store_row row = make_row(id, key, number);
			sqlite3_bind_int64(dossier, 1, id);
			sqlite3_bind_text(dossier, 2, row.key, -1, SQLITE_STATIC);
			sqlite3_bind_text(dossier, 3, row.number, -1, SQLITE_STATIC);
			sqlite3_bind_text(dossier, 4, row.title, -1, SQLITE_STATIC);
			sqlite3_bind_text(dossier, 5, row.issuer, -1, SQLITE_STATIC);
			sqlite3_bind_int64(dossier, 6, row.wake_at.us);
			sqlite3_step(dossier);
			sqlite3_reset(dossier);
			sqlite3_bind_int64(bytes, 1, id);
			sqlite3_bind_blob(bytes, 2, content, sizeof(content), SQLITE_STATIC);
			sqlite3_step(bytes);
			sqlite3_reset(bytes);
		}
		sql(db, "COMMIT");
	}
	double seconds = now_s() - start;
	sqlite3_finalize(entry);
	sqlite3_finalize(dossier);
	sqlite3_finalize(bytes);
	sqlite3_close(db);
	return seconds;
}

static void report(const char *what, int batch, double seconds, int64_t documents)
{
	printf("%-14s batch %3d: %7.0f documents/s, %8.0f entries/s\n", what, batch,
	       (double)documents / seconds, (double)documents * ENTRIES / seconds);
}

static long rss_kib(void)
{
	long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");
	if (file == NULL || fscanf(file, "%*d %ld", &pages) != 1)
		pages = 0;
	if (file != NULL)
		fclose(file);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static int see_row(void *ctx, const struct store_row *row)
{
	(void)row;
	++*(int *)ctx;
	return 0;
}

static int see_line(void *ctx, uint64_t seq, const char *line, size_t len)
{
	(void)line;
	*(uint64_t *)ctx += seq + len;
	return 0;
}

static void list(struct store *store, const char *what, const struct store_filter *filter)
{
	struct error err = {0};
	int rows = 0;
	double start = now_s();
	must(store_list(store, filter, see_row, &rows, &err), &err);
	printf("  list %-22s %6.2f ms, %d rows\n", what, (now_s() - start) * 1e3, rows);
}

static void ask(const char *folder, bool read_only)
{
	struct error err = {0};
	struct store *store = NULL;
	long before = rss_kib();
	double start = now_s();
	must(store_open("sqlite", folder, read_only, &store, &err), &err);
	printf("opened %s: %.2f ms, %llu entries\n", read_only ? "to read" : "to write",
	       (now_s() - start) * 1e3, (unsigned long long)store_entries(store));

	struct store_counts counts;
	for (int i = 0; i < 2; i++) {
		start = now_s();
		must(store_count(store, (struct instant){50000000}, &counts, &err), &err);
		printf("  count %29.2f ms, %lld documents\n", (now_s() - start) * 1e3,
		       (long long)counts.documents);
	}
	int64_t ids[1024];
	start = now_s();
	size_t due = store_due(store, (struct instant){500000000}, ids, 1024);
	printf("  due %31.2f ms, %zu\n", (now_s() - start) * 1e3, due);
	struct store_filter filter = {.limit = 50, .now = {50000000}};
	list(store, "newest", &filter);
	filter.by_due = true;
	list(store, "by due", &filter);
	filter.phase = "overdue";
	list(store, "overdue by due", &filter);
	filter = (struct store_filter){.limit = 50, .now = {50000000}, .search = "没有 这个"};
	list(store, "search without a hit", &filter);

	uint64_t sum = 0;
	start = now_s();
	for (int64_t id = 1; id <= 1000; id++)
		must(store_load(store, id * 97, see_line, &sum, &err), &err);
	printf("  load a dossier %20.1f us\n", (now_s() - start) * 1e3);
	printf("  memory %28.1f MiB more\n", (double)(rss_kib() - before) / 1024);
	store_close(store);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: bench_store DIR [DOCUMENTS]\n");
		return 2;
	}
	int64_t documents = argc > 2 ? atoll(argv[2]) : 20000;
	for (size_t i = 0; i < sizeof(content); i++)
		content[i] = (char)(i * 7);
	static const int batches[] = {64, 256};
	for (int i = 0; i < 2; i++) {
		char path[512];
		struct error err = {0};
		struct store *store = NULL;
		uint64_t seq = 0;
		snprintf(path, sizeof(path), "%s/store-%d", argv[1], batches[i]);
		mkdir(path, 0700);
		must(store_open("sqlite", path, false, &store, &err), &err);
		report("gongshi", batches[i], fill(store, &seq, 1, documents, batches[i]),
		       documents);
		if (i == 1)
			fill(store, &seq, documents + 1, 100000, 1024);
		store_close(store);
		snprintf(path, sizeof(path), "%s/bare-%d.db", argv[1], batches[i]);
		report("SQLite alone", batches[i], fill_barely(path, documents, batches[i]),
		       documents);
	}
	char path[512];
	snprintf(path, sizeof(path), "%s/store-256", argv[1]);
	ask(path, false);
	change(path, 100000, 64);
	change(path, 100000, 256);
	ask(path, true);
	return 0;
}
