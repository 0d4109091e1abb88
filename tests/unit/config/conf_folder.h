/* A folder for one test, gone when it ends. */
#ifndef TESTS_UNIT_CONFIG_CONF_FOLDER_H
#define TESTS_UNIT_CONFIG_CONF_FOLDER_H

#include <stddef.h>

struct conf_folder {
	char path[64];
	char file[192]; /* the path of the file written last */
};

void conf_folder_open(struct conf_folder *folder);
/* Write a file, making the folders on the way; returns its path, valid until the next call. */
const char *conf_folder_write(struct conf_folder *folder, const char *name, const char *text);
const char *conf_folder_write_bytes(struct conf_folder *folder, const char *name, const void *bytes,
				    size_t len);
void conf_folder_close(struct conf_folder *folder);

#endif
