/* Lines from a file descriptor, in large pieces: for files of any length in little memory. */
#ifndef CTL_LINES_H
#define CTL_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/macros.h"

struct lines {
	int fd;
	char *at; /* LINES_ROOM bytes */
	size_t from, to;
	bool ended;
};
#define LINES_ROOM (1u << 20) /* no line may be longer */

void lines_open(struct lines *lines, int fd); /* the descriptor stays the caller's */
void lines_finish(struct lines *lines);
/* Is there a whole line that can be had without reading? */
bool lines_ready(const struct lines *lines);
/* 1 with the next line, NUL-ended in place of its line feed and valid until the next call; *whole is
 * false when the file ended without one.  0 at the end, -E_LIMIT when it is longer than the room,
 * -E_IO. */
MUST_CHECK int lines_next(struct lines *lines, char **line, size_t *len, bool *whole,
			  struct error *err);

#endif
