/* Stories told as expected timelines: every file of tests/sim/stories.
 *
 *   test_stories              all of them, as TAP
 *   test_stories --tell FILE  what the ledger tells, for a story that is being written */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/law_sample.h"
#include "story.h"

static int read_file(const char *path, struct buf *out)
{
	char part[4096];
	size_t len;
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return -1;
	while ((len = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(out, part, len);
	fclose(file);
	return 0;
}

/* The first line that differs, of both. */
static void print_difference(const char *told, const char *expected)
{
	while (*told != '\0' && *expected != '\0') {
		size_t a = strcspn(told, "\n") + 1, b = strcspn(expected, "\n") + 1;
		if (a != b || strncmp(told, expected, a) != 0)
			break;
		told += a;
		expected += b;
	}
	printf("# expected: %.*s\n# told:     %.*s\n", (int)strcspn(expected, "\n"), expected,
	       (int)strcspn(told, "\n"), told);
}

static bool check_story(const char *path, struct law *law)
{
	scoped(buf_finish) struct buf text = {0}, told = {0}, expected = {0};
	struct error err = {0};
	if (read_file(path, &text) < 0) {
		printf("# cannot read %s\n", path);
		return false;
	}
	if (story_play(buf_text(&text), law, &told, &expected, &err) < 0) {
		printf("# %s\n", err.text);
		return false;
	}
	if (strcmp(buf_text(&told), buf_text(&expected)) == 0)
		return true;
	print_difference(buf_text(&told), buf_text(&expected));
	return false;
}

static int is_story(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);
	return len > 4 && strcmp(entry->d_name + len - 4, ".txt") == 0;
}

static int check_all(struct law *law)
{
	const char *top = getenv("top_srcdir");
	char folder[2048];
	struct dirent **entries;
	bool good = true;
	snprintf(folder, sizeof(folder), "%s/tests/sim/stories", top != NULL ? top : ".");
	int count = scandir(folder, &entries, is_story, alphasort);
	if (count <= 0) {
		printf("Bail out! no stories in %s\n", folder);
		return 1;
	}
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		bool told = check_story(path, law);
		good = good && told;
		printf("%sok %d - %s\n", told ? "" : "not ", i + 1, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return good ? 0 : 1;
}

static int tell(const char *path, struct law *law)
{
	scoped(buf_finish) struct buf text = {0}, told = {0}, expected = {0};
	struct error err = {0};
	if (read_file(path, &text) < 0 ||
	    story_play(buf_text(&text), law, &told, &expected, &err) < 0) {
		fprintf(stderr, "%s: %s\n", path, err.text);
		return 1;
	}
	fputs(buf_text(&told), stdout);
	return 0;
}

int main(int argc, char **argv)
{
	struct law *law = law_sample();
	int rc = argc == 3 && strcmp(argv[1], "--tell") == 0 ? tell(argv[2], law) : check_all(law);
	law_free(law);
	return rc;
}
