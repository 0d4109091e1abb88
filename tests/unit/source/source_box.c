#include "source_box.h"

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/macros.h"

static const char *const hydrology_aliases[] = {"水文水资源处", NULL};
static const struct department departments[] = {
	{.id = "hydrology", .name = "水文处", .aliases = hydrology_aliases},
	{.id = "office", .name = "办公室"},
};
static const struct category categories[] = {
	{"official-document", "水利公文"},
	{"appointment-notice", "任前公示"},
};
const struct law box_law = {
	.departments = departments,
	.department_count = ARRAY_LEN(departments),
	.categories = categories,
	.category_count = ARRAY_LEN(categories),
};

static void must(bool ok)
{
	if (!ok)
		abort();
}

static const char *in_box(const struct box *box, const char *path)
{
	static char full[4096];
	snprintf(full, sizeof(full), "%s/%s", box->path, path);
	return full;
}

void box_open(struct box *box)
{
	const char *tmp = getenv("TMPDIR");
	snprintf(box->path, sizeof(box->path), "%s/source-box-XXXXXX", tmp != NULL ? tmp : "/tmp");
	must(mkdtemp(box->path) != NULL);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
	(void)status;
	(void)kind;
	(void)ftw;
	return remove(path);
}

void box_close(struct box *box)
{
	nftw(box->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void box_folder(const struct box *box, const char *path)
{
	must(mkdir(in_box(box, path), 0755) == 0);
}

static void write_with(const struct box *box, const char *path, int flags, const void *bytes,
		       size_t len)
{
	int fd = open(in_box(box, path), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0644);
	must(fd >= 0);
	must(write(fd, bytes, len) == (ssize_t)len);
	close(fd);
}

void box_write_bytes(const struct box *box, const char *path, const void *bytes, size_t len)
{
	write_with(box, path, O_TRUNC, bytes, len);
}

void box_write(const struct box *box, const char *path, const char *text)
{
	box_write_bytes(box, path, text, strlen(text));
}

void box_append(const struct box *box, const char *path, const char *text)
{
	write_with(box, path, O_APPEND, text, strlen(text));
}

void box_rename(const struct box *box, const char *from, const char *to)
{
	char old[4096];
	snprintf(old, sizeof(old), "%s", in_box(box, from));
	must(rename(old, in_box(box, to)) == 0);
}

void box_link(const struct box *box, const char *target, const char *path)
{
	must(symlink(target, in_box(box, path)) == 0);
}

bool box_has(const struct box *box, const char *path)
{
	struct stat status;
	return lstat(in_box(box, path), &status) == 0;
}

const char *box_read(const struct box *box, const char *path)
{
	static char text[65536];
	FILE *file = fopen(in_box(box, path), "re");
	size_t len = file != NULL ? fread(text, 1, sizeof(text) - 1, file) : 0;
	text[len] = '\0';
	if (file != NULL)
		fclose(file);
	return text;
}

int box_count(const struct box *box, const char *path)
{
	DIR *dir = opendir(in_box(box, path));
	int count = 0;
	for (const struct dirent *found; dir != NULL && (found = readdir(dir)) != NULL;)
		count += found->d_name[0] != '.';
	if (dir != NULL)
		closedir(dir);
	return count;
}
