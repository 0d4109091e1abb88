#include "conf_folder.h"

#include <assert.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void conf_folder_open(struct conf_folder *folder)
{
	const char *parent = getenv("TMPDIR");
	if (parent == NULL || strlen(parent) > 40)
		parent = "/tmp";
	snprintf(folder->path, sizeof(folder->path), "%s/gongshi-XXXXXX", parent);
	assert(mkdtemp(folder->path) != NULL);
}

const char *conf_folder_write_bytes(struct conf_folder *folder, const char *name, const void *bytes,
				    size_t len)
{
	snprintf(folder->file, sizeof(folder->file), "%s/%s", folder->path, name);
	for (char *at = folder->file + strlen(folder->path) + 1; (at = strchr(at, '/')) != NULL;
	     at++) {
		*at = '\0';
		mkdir(folder->file, 0755);
		*at = '/';
	}
	FILE *file = fopen(folder->file, "we");
	assert(file != NULL);
	size_t written = fwrite(bytes, 1, len, file);
	assert(written == len);
	int rc = fclose(file);
	assert(rc == 0);
	return folder->file;
}

const char *conf_folder_write(struct conf_folder *folder, const char *name, const char *text)
{
	return conf_folder_write_bytes(folder, name, text, strlen(text));
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
	(void)st;
	(void)kind;
	(void)walk;
	return remove(path);
}

void conf_folder_close(struct conf_folder *folder)
{
	nftw(folder->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	folder->path[0] = '\0';
}
