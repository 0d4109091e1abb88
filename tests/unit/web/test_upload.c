#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../config/conf_folder.h"
#include "base/macros.h"
#include "web/upload.h"

struct row {
	const char *name, *bytes;
	int rc;
};

static const struct row rows[] = {
	{"附件1.pdf", "%PDF", 0},    {"b", "", 0},          {"附件1.pdf", "again", -E_INVALID},
	{"../out", "x", -E_INVALID}, {"", "x", -E_INVALID}, {".hidden", "x", -E_INVALID},
};

static void files_are_written_and_gone(void **state)
{
	(void)state;
	struct conf_folder folder;
	struct upload upload;
	struct error err = {0};
	char parent[128], path[600];
	conf_folder_open(&folder);
	snprintf(parent, sizeof(parent), "%s/upload", folder.path);
	for (int again = 0; again < 2; again++) { /* the parent is made, then it is there */
		assert_int_equal(upload_open(parent, &upload, &err), 0);
		for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
			const struct part part = {.name = "file",
						  .file_name = rows[i].name,
						  .bytes = rows[i].bytes,
						  .len = strlen(rows[i].bytes)};
			assert_int_equal(upload_write(&upload, &part, &err), rows[i].rc);
		}
		char text[8] = {0};
		snprintf(path, sizeof(path), "%s/附件1.pdf", buf_text(&upload.folder));
		FILE *file = fopen(path, "re");
		assert_non_null(file);
		assert_int_equal(fread(text, 1, sizeof(text) - 1, file), 4);
		fclose(file);
		assert_string_equal(text, "%PDF");
		upload_finish(&upload);
		assert_int_equal(access(path, F_OK), -1);
		upload_finish(&upload); /* nothing is left to do */
	}
	assert_int_equal(rmdir(parent), 0); /* empty */
	conf_folder_close(&folder);
}

static void no_folder(void **state)
{
	(void)state;
	struct upload upload;
	struct error err = {0};
	assert_int_equal(upload_open(NULL, &upload, &err), -E_UNSUPPORTED);
	upload_finish(&upload);
	assert_int_equal(upload_open("/proc/none/upload", &upload, &err), -E_NOT_FOUND);
	upload_finish(&upload);
	assert_true(upload_open("/proc", &upload, &err) < 0);
	upload_finish(&upload);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_written_and_gone),
		cmocka_unit_test(no_folder),
	};
	return cmocka_run_group_tests_name("web/upload", tests, NULL, NULL);
}
