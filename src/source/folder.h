/* Files and folders that others wrote, reached from a folder that is open: no path is followed, no
 * link is followed, and what is no plain file is not read. */
#ifndef SOURCE_FOLDER_H
#define SOURCE_FOLDER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/error.h"

/* Destroyers for scoped(). */
void folder_close_fd(int *fd);

/* Open a plain file for reading.  -E_NOT_FOUND; -E_INVALID for a link or anything that is no plain
 * file; else as error_sys. */
MUST_CHECK int folder_open_file(int folder_fd, const char *name, int *fd, struct stat *status,
				struct error *err);

/* Has the file changed in what can be told from outside? */
bool folder_same_file(const struct stat *a, const struct stat *b);

/* All bytes of an open file, appended to out.  -E_LIMIT past max_bytes, -E_BUSY when it changed
 * meanwhile; `status` is what it was when opened.  The bytes are on disk when this returns. */
MUST_CHECK int folder_read_file(int fd, const struct stat *status, int64_t max_bytes,
				struct buf *out, struct error *err);

/* The same without keeping them: each piece goes to `add`. */
MUST_CHECK int folder_stream_file(int fd, const struct stat *status, int64_t max_bytes,
				  void (*add)(void *ctx, const void *bytes, size_t len), void *ctx,
				  struct error *err);

/* Open a folder; with `make` it comes into being first, and its parent knows of it on disk. */
MUST_CHECK int folder_open(int parent_fd, const char *name, bool make, int *fd, struct error *err);

MUST_CHECK int folder_sync(int fd, struct error *err);

/* Write a new file whole and onto disk; an older one of the name is replaced in one step. */
MUST_CHECK int folder_write_file(int folder_fd, const char *name, const void *bytes, size_t len,
				 struct error *err);

#endif
