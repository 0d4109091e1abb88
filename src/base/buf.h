/* A growing run of bytes.  Start with `struct buf b = {0}`; data is always followed by a NUL that
 * does not count, once anything was added or buf_text was called. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>

#include "base/macros.h"

struct buf {
	char *data;
	size_t len;
	size_t room;
};

void buf_add(struct buf *buf, const void *bytes, size_t len);
void buf_text_add(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
void buf_print(struct buf *buf, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_reserve(struct buf *buf, size_t more); /* room for so many bytes behind len */
void buf_clear(struct buf *buf);                /* len 0, the room stays */
const char *buf_text(const struct buf *buf);    /* "" when empty; valid until the next change */
char *buf_take(struct buf *buf);                /* the bytes, NUL ended; mem_free; buf is empty */
void buf_finish(struct buf *buf);

#endif
