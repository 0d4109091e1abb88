/* What a database file must do beyond the common rules: survive, be shared, refuse, fail well. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failing_disk.h"
#include "store_sample.h"

static int count_line(void *ctx, uint64_t seq, const char *line, size_t len)
{
	char expected[256];
	uint64_t *next = ctx;
	assert_int_equal(seq, *next);
	assert_int_equal(len, store_sample_line(seq, expected, sizeof(expected)));
	assert_memory_equal(line, expected, len);
	++*next;
	return 0;
}

/* All lines are there, the tiles make their tree, and the next entry fits. */
static void assert_whole(struct store *store, uint64_t entries)
{
	uint64_t seen = 0;
	assert_int_equal(store_entries(store), entries);
	assert_int_equal(store_lines(store, 0, UINT64_MAX, count_line, &seen, NULL), 0);
	assert_int_equal(seen, entries);
}

static int read_tile(void *ctx, int level, uint64_t index, struct digest *hashes, int *width)
{
	return store_tile(ctx, level, index, hashes->byte, width, NULL);
}

static void assert_tree(struct store *store, const struct ledger_tree *tree)
{
	struct ledger_tree loaded;
	assert_int_equal(tree_load(read_tile, store, tree->size, &loaded, NULL), 0);
	assert_true(digest_equal(tree_root(&loaded), tree_root(tree)));
}

static void everything_is_there_after_reopening(void **state)
{
	(void)state;
	struct store_sample sample;
	store_sample_init(&sample, "sqlite");
	for (int round = 1; round <= 4; round++) {
		store_sample_begin(&sample);
		store_sample_put(&sample, 300);
		struct store_row row = row_sample(round);
		uint64_t seq = sample.tree.size - 1;
		assert_int_equal(store_put_row(sample.store, &row, &seq, 1, NULL), 0);
		store_sample_commit(&sample);
		store_sample_reopen(&sample);
		assert_whole(sample.store, sample.tree.size);
		assert_tree(sample.store, &sample.tree);
		assert_int_equal(store_next_id(sample.store), round + 1);
		assert_int_equal(store_find_key(sample.store, row.key), round);
		assert_int_equal(store_next_wake(sample.store).us, row_sample(1).wake_at.us);
	}
	store_sample_finish(&sample);
}

static void there_is_one_writer(void **state)
{
	(void)state;
	struct store_sample sample;
	store_sample_init(&sample, "sqlite");
	struct store *second = NULL;
	struct error err = {0};
	assert_int_equal(store_open("sqlite", sample.folder, false, &second, &err), -E_BUSY);
	assert_non_null(strstr(err.text, sample.folder));
	assert_null(second);
	store_sample_reopen(&sample); /* the lock goes with its holder */
	store_sample_finish(&sample);
}

static void readers_see_what_is_committed(void **state)
{
	(void)state;
	struct store_sample sample;
	store_sample_init(&sample, "sqlite");
	store_sample_fill(&sample, 3);
	struct store *reader = NULL;
	assert_int_equal(store_open("sqlite", sample.folder, true, &reader, NULL), 0);
	assert_whole(reader, 3);
	store_sample_begin(&sample);
	store_sample_put(&sample, 300);
	assert_whole(reader, 3);
	store_sample_commit(&sample);
	assert_whole(reader, 303);
	assert_tree(reader, &sample.tree);
	store_tidy(sample.store, true);
	assert_whole(reader, 303);
	assert_tree(reader, &sample.tree);
	assert_true(store_begin(reader, NULL) < 0 || store_put_setting(reader, "a", "b", NULL) < 0);
	store_rollback(reader);
	store_close(reader);
	store_sample_finish(&sample);
}

/* As `gongshictl ledger verify` does when the daemon is down, also on a copy it cannot write to. */
static void a_closed_store_can_be_read(void **state)
{
	(void)state;
	struct store_sample sample;
	store_sample_init(&sample, "sqlite");
	store_sample_fill(&sample, 3);
	store_close(sample.store);
	sample.store = NULL;
	for (int mode = 0; mode < 2; mode++) {
		assert_int_equal(chmod(sample.folder, mode == 0 ? 0700 : 0500), 0);
		struct store *reader = NULL;
		struct error err = {0};
		if (store_open("sqlite", sample.folder, true, &reader, &err) < 0)
			fail_msg("%s", err.text);
		assert_whole(reader, 3);
		store_close(reader);
	}
	assert_int_equal(chmod(sample.folder, 0700), 0);
	struct store *none = NULL;
	assert_true(store_open("sqlite", "/nowhere/at/all", true, &none, NULL) < 0);
	assert_true(store_open("sqlite", "/nowhere/at/all", false, &none, NULL) < 0);
	assert_null(none);
	store_sample_finish(&sample);
}

/* The database among the files of the folder; its name is the backend's own. */
static void database_path(const struct store_sample *sample, char *out, size_t room)
{
	char command[256];
	snprintf(command, sizeof(command), "ls '%s'/*.db '%s'/*.sqlite 2>/dev/null", sample->folder,
		 sample->folder);
	FILE *list = popen(command, "re");
	assert_non_null(list);
	assert_non_null(fgets(out, (int)room, list));
	out[strcspn(out, "\n")] = '\0';
	pclose(list);
}

static void sql(const char *path, const char *text)
{
	sqlite3 *db = NULL;
	char *complaint = NULL;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, text, NULL, NULL, &complaint) != SQLITE_OK)
		fail_msg("%s: %s", text, complaint);
	sqlite3_close(db);
}

static void other_versions_of_the_schema_are_met(void **state)
{
	(void)state;
	struct store_sample sample;
	struct error err = {0};
	char path[256];
	store_sample_init(&sample, "sqlite");
	store_sample_fill(&sample, 3);
	store_close(sample.store);
	sample.store = NULL;
	database_path(&sample, path, sizeof(path));

	/* A newer daemon was here: nothing is touched, whoever asks. */
	sql(path, "PRAGMA user_version = 1000");
	for (int read_only = 0; read_only < 2; read_only++) {
		assert_int_equal(
			store_open("sqlite", sample.folder, read_only, &sample.store, &err),
			-E_UNSUPPORTED);
		assert_non_null(strstr(err.text, "1000"));
		assert_null(sample.store);
	}
	sql(path, "PRAGMA user_version = 1");
	store_sample_reopen(&sample);
	assert_whole(sample.store, 3);
	store_close(sample.store);
	sample.store = NULL;

	/* Another program's file, and no database at all. */
	sql(path, "PRAGMA user_version = 0");
	assert_true(store_open("sqlite", sample.folder, false, &sample.store, &err) < 0);
	FILE *file = fopen(path, "we");
	for (int i = 0; i < 4096; i++)
		fputs("no database at all.", file);
	fclose(file);
	assert_int_equal(store_open("sqlite", sample.folder, false, &sample.store, &err),
			 -E_CORRUPT);
	assert_null(sample.store);

	/* Begun and left before the first table: as if it were not there. */
	file = fopen(path, "we");
	fclose(file);
	sample.tree = (struct ledger_tree){0};
	store_sample_reopen(&sample);
	store_sample_fill(&sample, 1);
	assert_whole(sample.store, 1);
	store_sample_finish(&sample);
}

/* A write or sync that fails: the commit says so, nothing of it stays, and once there is room the
 * same goes through. */
static void a_full_disk_undoes_the_commit(void **state)
{
	(void)state;
	static const struct {
		enum disk_failure failure;
		int rc;
	} cases[] = {{DISK_FULL, -E_FULL}, {DISK_WRITE, -E_IO}, {DISK_SYNC, -E_IO}};
	failing_disk_install();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct store_sample sample;
		store_sample_init(&sample, "sqlite");
		store_sample_fill(&sample, 3);
		for (int round = 0; round < 2; round++) {
			struct ledger_tree before = sample.tree;
			struct error err = {0};
			store_sample_begin(&sample);
			store_sample_put(&sample, 400);
			struct store_row row = row_sample(4);
			assert_int_equal(
				store_put_row(sample.store, &row, (uint64_t[]){3}, 1, NULL), 0);
			failing_disk_fail(cases[i].failure);
			int rc = store_commit(sample.store, &err);
			failing_disk_fail(DISK_WORKS);
			if (rc != cases[i].rc || err.text[0] == '\0')
				fail_msg("%zu: %d %s", i, rc, err.text);
			store_rollback(sample.store);
			sample.tree = before;
			assert_whole(sample.store, 3);
			assert_int_equal(store_next_id(sample.store), 4);
			assert_int_equal(store_find_key(sample.store, row.key), 0);
		}
		store_sample_begin(&sample);
		store_sample_put(&sample, 400);
		store_sample_commit(&sample);
		assert_whole(sample.store, 403);
		assert_tree(sample.store, &sample.tree);
		store_sample_reopen(&sample);
		assert_whole(sample.store, 403);
		assert_tree(sample.store, &sample.tree);
		store_sample_finish(&sample);
	}
}

/* Killed in the middle: what was committed is there, of the rest nothing. */
static void a_killed_writer_leaves_whole_commits(void **state)
{
	(void)state;
	struct store_sample sample;
	store_sample_init(&sample, "sqlite");
	store_sample_fill(&sample, 2);
	store_close(sample.store);
	sample.store = NULL;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		store_sample_reopen(&sample);
		for (int round = 0; round < 3; round++) {
			store_sample_begin(&sample);
			store_sample_put(&sample, 300);
			store_sample_commit(&sample);
		}
		store_sample_begin(&sample);
		store_sample_put(&sample, 300);
		kill(getpid(), SIGKILL);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	store_sample_reopen(&sample);
	assert_whole(sample.store, 902);
	store_sample_put(&sample, 0);
	while (sample.tree.size < 902) {
		char line[256];
		size_t len = store_sample_line(sample.tree.size, line, sizeof(line));
		tree_add(&sample.tree, ledger_leaf(line, len));
	}
	assert_tree(sample.store, &sample.tree);
	store_sample_finish(&sample);
}

static void the_log_is_folded_back(void **state)
{
	(void)state;
	struct store_sample sample;
	char path[300];
	struct stat before, after;
	store_sample_init(&sample, "sqlite");
	database_path(&sample, path, sizeof(path));
	store_sample_begin(&sample);
	store_sample_put(&sample, 60000); /* some 6 MiB */
	store_sample_commit(&sample);
	assert_int_equal(stat(path, &before), 0);
	store_tidy(sample.store, false); /* not long enough to be bothered with */
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(after.st_size, before.st_size);
	store_tidy(sample.store, true);
	assert_int_equal(stat(path, &after), 0);
	assert_true(after.st_size > before.st_size);
	store_close(sample.store);
	sample.store = NULL;
	strcat(path, "-wal");
	assert_true(stat(path, &after) < 0 || after.st_size == 0);
	store_sample_finish(&sample);
}

static void objects_lie_in_files(void **state)
{
	(void)state;
	struct store_sample sample;
	store_sample_init(&sample, "sqlite");
	char source[128];
	snprintf(source, sizeof(source), "%s/attached", sample.folder);
	FILE *file = fopen(source, "we");
	for (int i = 0; i < 100000; i++)
		fputs("0123456789", file);
	fclose(file);
	scoped(buf_finish) struct buf all = {0};
	for (int i = 0; i < 100000; i++)
		buf_text_add(&all, "0123456789");
	struct digest digest = sha256_of(all.data, all.len);
	struct digest other = sha256_of("x", 1);
	struct error err = {0};

	/* What changed since it was digested is not kept. */
	assert_true(store_add_object(sample.store, other, source, NULL, 0, &err) < 0);
	scoped(buf_finish) struct buf path = {0};
	assert_int_equal(store_object_path(sample.store, other, &path, NULL), -E_NOT_FOUND);
	assert_int_equal(store_add_object(sample.store, digest, "/nowhere", NULL, 0, &err),
			 -E_NOT_FOUND);
	assert_int_equal(store_add_object(sample.store, digest, source, NULL, 0, &err), 0);
	assert_int_equal(store_object_path(sample.store, digest, &path, NULL), 0);

	struct stat is;
	assert_int_equal(stat(path.data, &is), 0);
	assert_int_equal(is.st_size, 1000000);
	char command[512];
	snprintf(command, sizeof(command),
		 "cmp -s '%s' '%s' && test $(find '%s'/objects -type f | wc -l) = 1", source,
		 path.data, sample.folder);
	assert_int_equal(system(command), 0);
	store_sample_finish(&sample);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_there_after_reopening),
		cmocka_unit_test(there_is_one_writer),
		cmocka_unit_test(readers_see_what_is_committed),
		cmocka_unit_test(a_closed_store_can_be_read),
		cmocka_unit_test(other_versions_of_the_schema_are_met),
		cmocka_unit_test(a_killed_writer_leaves_whole_commits),
		cmocka_unit_test(the_log_is_folded_back),
		cmocka_unit_test(objects_lie_in_files),
		cmocka_unit_test(a_full_disk_undoes_the_commit), /* last: its disk stays */
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
