#include "reader/html_guard.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

#define COMPARISONS_MAX UINT64_C(1000000000) /* about a second */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Behind `=`: a quoted value, or one that ends at a blank or `>`. */
static const char *skip_value(const char *at, const char *end)
{
	while (at < end && is_blank(*at))
		at++;
	if (at < end && (*at == '"' || *at == '\'')) {
		const char *close = memchr(at + 1, *at, (size_t)(end - at - 1));
		return close != NULL ? close + 1 : end;
	}
	while (at < end && !is_blank(*at) && *at != '>')
		at++;
	return at;
}

/* Count the attributes of the tag whose name begins at `at`; returns where the tag ends. */
static const char *count_attributes(const char *at, const char *end, uint64_t *count)
{
	bool inside_name = true;
	while (at < end && *at != '>') {
		if (*at == '=') {
			at = skip_value(at + 1, end);
			inside_name = false;
			continue;
		}
		bool separator = is_blank(*at) || *at == '/';
		*count += !separator && !inside_name;
		inside_name = !separator;
		at++;
	}
	return at;
}

/* Where `word` ends, at or after `at`, whatever its case; `end` when it does not come. */
static const char *behind(const char *at, const char *end, const char *word)
{
	size_t len = strlen(word);
	for (; (size_t)(end - at) >= len; at++)
		if (strncasecmp(at, word, len) == 0)
			return at + len;
	return end;
}

static bool is_named(const char *at, const char *end, const char *name)
{
	size_t len = strlen(name);
	return (size_t)(end - at) > len && strncasecmp(at, name, len) == 0 &&
	       (is_blank(at[len]) || at[len] == '>' || at[len] == '/');
}

/* Pass what begins behind a "<" as the parser does, so that a quote in a comment or in a script
 * cannot hide a tag from us.  Returns where it ends. */
static const char *pass(const char *at, const char *end, uint64_t *attributes)
{
	if (end - at >= 3 && memcmp(at, "!--", 3) == 0)
		return behind(at + 3, end, "-->");
	bool name = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || *at == '_' ||
		    *at == ':' || (*at & 0x80) != 0;
	if (!name)
		return at;
	const char *close = count_attributes(at, end, attributes);
	if (is_named(at, end, "script"))
		return behind(close, end, "</script");
	if (is_named(at, end, "style"))
		return behind(close, end, "</style");
	return close;
}

bool html_guard_affordable(const char *html, size_t len)
{
	const char *end = html + len;
	uint64_t comparisons = 0;
	while (html < end && (html = memchr(html, '<', (size_t)(end - html))) != NULL) {
		html++;
		uint64_t attributes = 0;
		if (html < end)
			html = pass(html, end, &attributes);
		comparisons += attributes * attributes / 2;
		if (comparisons > COMPARISONS_MAX)
			return false;
	}
	return true;
}

void html_guard_repair(const char *html, size_t len, struct buf *out)
{
	const char *end = html + len;
	buf_reserve(out, len);
	while (html < end) {
		uint32_t code;
		size_t step = text_decode(html, end, &code);
		if (step == 0)
			text_encode(out, 0xfffd);
		else if (code != 0)
			buf_add(out, html, step);
		html += step > 0 ? step : 1;
	}
}
