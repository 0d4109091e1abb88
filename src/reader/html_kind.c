/* Is it HTML or plain text, and the text of either. */
#include <string.h>

#include "base/text.h"
#include "reader/html.h"
#include "reader/html_element.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

/* Does a tag of HTML begin behind this "<"?  Plain text has its own use for the sign: "<附件>",
 * "水位<b3". */
static bool is_tag(const char *at, const char *end)
{
	if (at < end && *at == '!')
		return end - at >= 8 &&
		       (memcmp(at, "!doctype", 8) == 0 || memcmp(at, "!DOCTYPE", 8) == 0);
	if (at < end && *at == '/')
		at++;
	const char *name = at;
	while (at < end && is_name(*at))
		at++;
	if (at == end || !is_letter(*name) || strchr(" \t\r\n/>", *at) == NULL)
		return false;
	return html_element_known(name, (size_t)(at - name)) &&
	       memchr(at, '>', (size_t)(end - at)) != NULL;
}

bool html_looks_like(const char *text, size_t len)
{
	const char *end = text + len;
	for (const char *at = text; at < end; at++) {
		at = memchr(at, '<', (size_t)(end - at));
		if (at == NULL)
			return false;
		if (is_tag(at + 1, end))
			return true;
	}
	return false;
}

/* Line feeds as we write them, whatever system the text came from. */
static void add_plain(const char *text, size_t len, struct buf *out)
{
	buf_reserve(out, len);
	for (size_t i = 0; i < len; i++) {
		if (text[i] != '\r')
			buf_char(out, text[i]);
		else if (i + 1 == len || text[i + 1] != '\n')
			buf_char(out, '\n');
	}
}

void html_to_text(const char *html, size_t len, struct buf *out)
{
	scoped(html_finish) struct html_page page = {0};
	if (html_looks_like(html, len) && html_read(html, len, &page, NULL) == 0)
		buf_text_add(out, page.text);
	else
		add_plain(html, len, out);
}
