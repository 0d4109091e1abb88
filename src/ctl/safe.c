#include "ctl/safe.h"

#include <stdbool.h>
#include <string.h>

#include "base/macros.h"
#include "base/text.h"

#define MARK "\xef\xbf\xbd"

static bool is_control(uint32_t code)
{
	bool classic = code < ' ' || (code >= 0x7f && code < 0xa0);
	bool separator = code == 0x2028 || code == 0x2029;
	bool direction = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
	return classic || separator || direction;
}

void safe_add(struct buf *out, const char *text)
{
	const char *end = text + strlen(text);
	while (text < end) {
		uint32_t code;
		size_t step = text_decode(text, end, &code);
		if (*text == '\n' || *text == '\t')
			buf_char(out, ' ');
		else if (step == 0 || is_control(code))
			buf_text_add(out, MARK);
		else
			buf_add(out, text, step);
		text += step > 0 ? step : 1;
	}
}

void safe_print(FILE *file, const char *text)
{
	scoped(buf_finish) struct buf safe = {0};
	safe_add(&safe, text);
	fputs(buf_text(&safe), file);
}
