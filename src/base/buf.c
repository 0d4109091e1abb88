#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

#define FIRST_ROOM_BYTES 64u

void buf_reserve(struct buf *buf, size_t more)
{
	size_t needed;
	if (__builtin_add_overflow(buf->len, more, &needed) || needed > SIZE_MAX / 2)
		needed = SIZE_MAX - 1; /* mem_resize ends the process with the usual message */
	if (needed < buf->room)
		return;

	size_t room = buf->room > 0 ? buf->room : FIRST_ROOM_BYTES;
	while (room <= needed && room <= SIZE_MAX / 4)
		room *= 2;
	buf->data = mem_resize(buf->data, room > needed ? room : needed + 1);
	buf->room = room;
	buf->data[buf->len] = '\0';
}

void buf_add(struct buf *buf, const void *bytes, size_t len)
{
	buf_reserve(buf, len);
	if (len > 0)
		memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void buf_text_add(struct buf *buf, const char *text)
{
	if (text != NULL)
		buf_add(buf, text, strlen(text));
}

void buf_char(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void buf_print(struct buf *buf, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	va_list again;
	va_copy(again, args);

	buf_reserve(buf, 0);
	size_t free_bytes = buf->room - buf->len;
	int len = vsnprintf(buf->data + buf->len, free_bytes, fmt, args);
	va_end(args);
	if (len > 0 && (size_t)len >= free_bytes) {
		buf_reserve(buf, (size_t)len);
		vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, again);
	}
	va_end(again);
	if (len > 0)
		buf->len += (size_t)len;
	buf->data[buf->len] = '\0';
}

void buf_clear(struct buf *buf)
{
	buf->len = 0;
	if (buf->data != NULL)
		buf->data[0] = '\0';
}

const char *buf_text(const struct buf *buf)
{
	return buf->data != NULL ? buf->data : "";
}

char *buf_take(struct buf *buf)
{
	char *data = buf->data != NULL ? buf->data : mem_alloc(1);
	*buf = (struct buf){0};
	return data;
}

void buf_finish(struct buf *buf)
{
	mem_free(buf->data);
	*buf = (struct buf){0};
}
