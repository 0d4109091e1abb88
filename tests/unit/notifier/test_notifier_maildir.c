#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/macros.h"
#include "base/text.h"
#include "notifier_bench.h"

#define MAILDIR "name = \"files\"; type = \"maildir\"; directory = \"deep/mails\"; "

static const char *path_of(struct notifier_bench *bench, const char *name)
{
	static char path[512];
	snprintf(path, sizeof(path), "%s/deep/mails/%s", bench->folder.path, name);
	return path;
}

/* How many files are in a folder; the name of the last one into `name`. */
static int count_files(struct notifier_bench *bench, const char *folder, char name[256])
{
	int count = 0;
	DIR *dir = opendir(path_of(bench, folder));
	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, 256, "%s", entry->d_name);
		count++;
	}
	closedir(dir);
	return count;
}

static void read_file(const char *path, struct buf *out)
{
	char bytes[4096];
	FILE *file = fopen(path, "re");
	assert_non_null(file);
	for (size_t len; (len = fread(bytes, 1, sizeof(bytes), file)) > 0;)
		buf_add(out, bytes, len);
	fclose(file);
}

static mode_t mode_of(const char *path)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 0777;
}

static void a_mail_becomes_a_file(void **state)
{
	struct notifier_bench *bench = *state;
	char name[256] = "";
	scoped(buf_finish) struct buf mail = {0};
	notifier_bench_open(bench, MAILDIR);
	assert_true(notifier_needs_mail(bench->notifier));
	assert_int_equal(count_files(bench, "cur", name), 0);
	notifier_bench_send(bench);
	assert_int_equal(bench->end, NOTIFIER_DELIVERED);
	assert_int_equal(count_files(bench, "tmp", name), 0);
	assert_int_equal(count_files(bench, "new", name), 1);
	assert_string_equal(name, "gongshi-7-0123456789abcdef.eml");
	const char *path = path_of(bench, "new/gongshi-7-0123456789abcdef.eml");
	assert_int_equal(mode_of(path), 0600);
	read_file(path, &mail);
	assert_true(text_starts(buf_text(&mail), "Date: Mon, 16 Mar 2009 08:30:00 +0800\nFrom: "));
	assert_non_null(strstr(buf_text(&mail), " <gongshi@localhost>\n"));
	assert_null(strchr(buf_text(&mail), '\r'));
	assert_int_equal(mode_of(path_of(bench, "new")), 0700);
	assert_int_equal(mode_of(path_of(bench, "")), 0700);
}

static void a_second_try_replaces_the_first(void **state)
{
	struct notifier_bench *bench = *state;
	char name[256];
	notifier_bench_open(bench, MAILDIR "from = \"a@b.example\";");
	notifier_bench_send(bench);
	notifier_bench_send(bench);
	assert_int_equal(count_files(bench, "new", name), 1);
	bench->message.id = "another";
	notifier_bench_send(bench);
	assert_int_equal(count_files(bench, "new", name), 2);
}

static void no_id_leads_out_of_the_folder(void **state)
{
	static char longest[400];
	static const char *const ids[] = {"../../x", "..",   ".",     "",  ".hidden",
					  "a/b",     "a\nb", longest, "水"};
	struct notifier_bench *bench = *state;
	char name[256];
	memset(longest, 'a', sizeof(longest) - 1);
	notifier_bench_open(bench, MAILDIR);
	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		bench->message.id = ids[i];
		notifier_bench_send(bench);
		assert_int_equal(bench->end, NOTIFIER_DELIVERED);
		assert_int_equal(count_files(bench, "new", name), (int)i + 1);
	}
	assert_int_equal(count_files(bench, "tmp", name), 0);
}

static void without_an_address_it_is_refused(void **state)
{
	static const char *const addresses[] = {NULL, "", "张伟", "a@b\r\nX: y"};
	struct notifier_bench *bench = *state;
	char name[256];
	notifier_bench_open(bench, MAILDIR);
	for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
		bench->message.mail = addresses[i];
		notifier_bench_send(bench);
		assert_int_equal(bench->end, NOTIFIER_REFUSED);
	}
	assert_int_equal(count_files(bench, "new", name), 0);
}

static void a_lost_folder_is_for_later(void **state)
{
	struct notifier_bench *bench = *state;
	notifier_bench_open(bench, MAILDIR);
	assert_int_equal(rmdir(path_of(bench, "tmp")), 0);
	notifier_bench_send(bench);
	assert_int_equal(bench->end, NOTIFIER_LATER);
	assert_non_null(strstr(bench->reason, "deep/mails/tmp/gongshi-7-0123456789abcdef.eml"));

	assert_int_equal(mkdir(path_of(bench, "tmp"), 0700), 0);
	assert_int_equal(rmdir(path_of(bench, "new")), 0);
	notifier_bench_send(bench);
	assert_int_equal(bench->end, NOTIFIER_LATER);
	char name[256];
	assert_int_equal(count_files(bench, "tmp", name), 0); /* nothing half done stays */
}

static void a_folder_that_cannot_be_made(void **state)
{
	struct notifier_bench *bench = *state;
	struct error err = {0};
	const struct notifier_world world = {.loop = bench->loop, .client = bench->client};
	conf_folder_write(&bench->folder, "deep", "a file in the way");
	bench->notifier = notifier_bench_configure(bench, MAILDIR);
	assert_non_null(bench->notifier);
	assert_true(notifier_start(bench->notifier, &world, &err) < 0);
	assert_non_null(strstr(err.text, "notifier files: "));
}

static void a_file_is_written_though_the_notifier_goes(void **state)
{
	struct notifier_bench *bench = *state;
	notifier_bench_open(bench, MAILDIR);
	notifier_bench_begin(bench);
	notifier_bench_close(bench);
	assert_int_equal(bench->done, 1);
	assert_int_equal(bench->end, NOTIFIER_LATER);
}

static void faults_of_its_settings(void **state)
{
	static const struct bench_fault faults[] = {
		{"name = \"files\"; type = \"maildir\";", "directory"},
		{MAILDIR "from = \"nobody\";", "from"},
	};
	notifier_bench_faults(*state, faults, ARRAY_LEN(faults));
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, notifier_bench_setup, notifier_bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_mail_becomes_a_file),
		TEST(a_second_try_replaces_the_first),
		TEST(no_id_leads_out_of_the_folder),
		TEST(without_an_address_it_is_refused),
		TEST(a_lost_folder_is_for_later),
		TEST(a_folder_that_cannot_be_made),
		TEST(a_file_is_written_though_the_notifier_goes),
		TEST(faults_of_its_settings),
	};
	return cmocka_run_group_tests_name("notifier/notifier_maildir", tests, NULL, NULL);
}
