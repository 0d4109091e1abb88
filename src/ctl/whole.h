/* Small files, read and written whole. */
#ifndef CTL_WHOLE_H
#define CTL_WHOLE_H

#include <stddef.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/error.h"

/* Appends the bytes of a file, or of the descriptor `in` for "-".  -E_LIMIT past `most`. */
MUST_CHECK int whole_read(const char *path, int in, size_t most, struct buf *out,
			  struct error *err);

/* Replace folder/name in one step, synced; with `owner` the file is handed to that user. */
MUST_CHECK int whole_write(const char *folder, const char *name, const struct buf *bytes,
			   const struct stat *owner, struct error *err);

#endif
