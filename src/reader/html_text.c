#include "reader/html_text.h"

#include <stdint.h>

#include "base/text.h"

static int strength(char gap)
{
	return gap == '\n' ? 3 : gap == '\t' ? 2 : gap == ' ' ? 1 : 0;
}

void html_text_gap(struct html_text *text, char gap)
{
	if (strength(gap) > strength(text->gap))
		text->gap = gap;
}

/* Characters that take no room on the screen; they are put between the others to mislead programs,
 * or by editors without anybody's knowledge. */
static bool is_invisible(uint32_t code)
{
	return code == 0xad || code == 0x200b || code == 0x2060 || code == 0xfeff;
}

static void put(struct html_text *text, const char *bytes, size_t len)
{
	/* A gap at the very beginning separates nothing. */
	if (text->gap != 0 && text->out.len > 0)
		buf_char(&text->out, text->gap);
	text->gap = 0;
	buf_add(&text->out, bytes, len);
}

void html_text_add(struct html_text *text, const char *bytes, size_t len, bool pre)
{
	const char *end = bytes + len;
	while (bytes < end) {
		uint32_t code;
		size_t step = text_decode(bytes, end, &code);
		if (step == 0) {
			bytes++;
			continue;
		}
		bool line_feed = code == '\n' || code == '\r';
		if (pre && line_feed)
			html_text_gap(text, '\n');
		else if (line_feed || code == ' ' || code == '\t' || code == '\f' || code == 0xa0)
			html_text_gap(text, ' ');
		else if (!is_invisible(code))
			put(text, bytes, step);
		bytes += step;
	}
}

void html_text_finish(struct html_text *text)
{
	buf_finish(&text->out);
	text->gap = 0;
}
