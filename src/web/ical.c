#include "web/ical.h"

#include <string.h>

#include "base/text.h"

#define LINE_BYTES 75 /* RFC 5545, 3.1: octets, without the line break */

/* Folded where a line is full, never inside a character; the blank that begins a continued line
 * counts as one of its bytes. */
static void fold(struct buf *out, const struct buf *line)
{
	const char *at = buf_text(line);
	size_t left = line->len, room = LINE_BYTES;
	while (left > room) {
		size_t len = text_cut(at, left, room);
		buf_add(out, at, len);
		buf_text_add(out, "\r\n ");
		at += len;
		left -= len;
		room = LINE_BYTES - 1;
	}
	buf_add(out, at, left);
	buf_text_add(out, "\r\n");
}

void ical_line(struct buf *out, const char *name, const char *value)
{
	scoped(buf_finish) struct buf line = {0};
	buf_print(&line, "%s:%s", name, value);
	fold(out, &line);
}

void ical_text(struct buf *out, const char *name, const char *text)
{
	scoped(buf_finish) struct buf line = {0};
	buf_print(&line, "%s:", name);
	for (; *text != '\0'; text++) {
		if (strchr("\\;,", *text) != NULL)
			buf_char(&line, '\\');
		if (*text == '\n')
			buf_text_add(&line, "\\n");
		else if ((unsigned char)*text >= ' ' && *text != 0x7f)
			buf_char(&line, *text);
	}
	fold(out, &line);
}

void ical_date(struct buf *out, const char *name, struct civil_date date)
{
	buf_print(out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, date.year, date.month, date.day);
}

void ical_instant(struct buf *out, const char *name, struct instant at)
{
	struct civil_date date = civil_date_at(at, 0);
	int second = instant_second_of_day(at, 0);
	buf_print(out, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, date.year, date.month, date.day,
		  second / 3600, second / 60 % 60, second % 60);
}
