/* A box for the tests of the source room: a folder of its own, a small law, good manifests. */
#ifndef TESTS_SOURCE_BOX_H
#define TESTS_SOURCE_BOX_H

#include <stdbool.h>
#include <stddef.h>

#include "core/model/law.h"

struct box {
	char path[256];
};

void box_open(struct box *box);
void box_close(struct box *box); /* with all that is in it */

/* Paths are relative to the box. */
void box_folder(const struct box *box, const char *path);
void box_write(const struct box *box, const char *path, const char *text);
void box_write_bytes(const struct box *box, const char *path, const void *bytes, size_t len);
void box_append(const struct box *box, const char *path, const char *text);
void box_rename(const struct box *box, const char *from, const char *to);
void box_link(const struct box *box, const char *target, const char *path);
bool box_has(const struct box *box, const char *path);
/* "" when there is no such file; valid until the next call. */
const char *box_read(const struct box *box, const char *path);
int box_count(const struct box *box, const char *path); /* names in a folder */

/* Departments hydrology (水文处, 水文水资源处) and office (办公室), category official-document
 * (水利公文) and appointment-notice (任前公示). */
extern const struct law box_law;

#define MANIFEST_REST                                                                                  \
	"\"issuer\":\"盐城市水利局\",\"department\":\"hydrology\",\"issued_on\":\"2009-03-02\"," \
	"\"category\":\"official-document\",\"disclosure\":\"active\",\"public_interest\":true"

#endif
