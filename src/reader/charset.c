#include "reader/charset.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"

#define SNIFF_BYTES 4096u

static const struct alias {
	const char *name;
	enum charset charset;
} aliases[] = {
	{"utf-8", CHARSET_UTF8},
	{"utf8", CHARSET_UTF8},
	{"unicode-1-1-utf-8", CHARSET_UTF8},
	{"gb18030", CHARSET_GB18030},
	{"gb-18030", CHARSET_GB18030},
	{"gbk", CHARSET_GB18030},
	{"x-gbk", CHARSET_GB18030},
	{"cp936", CHARSET_GB18030},
	{"ms936", CHARSET_GB18030},
	{"windows-936", CHARSET_GB18030},
	{"gb2312", CHARSET_GB18030},
	{"gb-2312", CHARSET_GB18030},
	{"gb_2312", CHARSET_GB18030},
	{"gb_2312-80", CHARSET_GB18030},
	{"euc-cn", CHARSET_GB18030},
	{"csgb2312", CHARSET_GB18030},
	{"chinese", CHARSET_GB18030},
	{"utf-16", CHARSET_UTF16LE}, /* without a mark; a mark is looked for earlier */
	{"utf-16le", CHARSET_UTF16LE},
	{"utf-16be", CHARSET_UTF16BE},
	{"iso-8859-1", CHARSET_LATIN1},
	{"iso8859-1", CHARSET_LATIN1},
	{"iso_8859-1", CHARSET_LATIN1},
	{"latin1", CHARSET_LATIN1},
	{"windows-1252", CHARSET_LATIN1},
	{"cp1252", CHARSET_LATIN1},
	{"us-ascii", CHARSET_LATIN1},
	{"ascii", CHARSET_LATIN1},
};

const char *charset_name(enum charset charset)
{
	switch (charset) {
	case CHARSET_UTF8:
		return "UTF-8";
	case CHARSET_GB18030:
		return "GB18030";
	case CHARSET_UTF16LE:
		return "UTF-16LE";
	case CHARSET_UTF16BE:
		return "UTF-16BE";
	case CHARSET_LATIN1:
		return "ISO-8859-1";
	case CHARSET_NONE:
	case CHARSET_UNKNOWN:
		break;
	}
	assert(!"a charset that we read");
	return "";
}

static bool is_padding(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '"' || c == '\'';
}

enum charset charset_parse(const char *name, size_t len)
{
	if (name == NULL)
		return CHARSET_NONE;
	while (len > 0 && is_padding(name[0])) {
		name++;
		len--;
	}
	while (len > 0 && is_padding(name[len - 1]))
		len--;
	if (len == 0)
		return CHARSET_NONE;
	for (size_t i = 0; i < ARRAY_LEN(aliases); i++)
		if (strlen(aliases[i].name) == len && strncasecmp(aliases[i].name, name, len) == 0)
			return aliases[i].charset;
	return CHARSET_UNKNOWN;
}

/* Where `word` (lower case) begins at or after `at`, whatever its case; NULL when nowhere. */
static const char *find_word(const char *at, const char *end, const char *word)
{
	size_t len = strlen(word);
	for (; (size_t)(end - at) >= len; at++)
		if (strncasecmp(at, word, len) == 0)
			return at;
	return NULL;
}

/* The value behind `word` and an equals sign: quoted, or up to a blank, `;`, `>`, `/` or `?`. */
static enum charset value_behind(const char *at, const char *end, const char *word)
{
	at = find_word(at, end, word);
	if (at == NULL)
		return CHARSET_NONE;
	at += strlen(word);
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
		at++;
	if (at == end || *at != '=')
		return CHARSET_NONE;
	at++;
	while (at < end && is_padding(*at))
		at++;
	const char *from = at;
	while (at < end && !is_padding(*at) && strchr(";>/?", *at) == NULL)
		at++;
	return charset_parse(from, (size_t)(at - from));
}

enum charset charset_sniff(const char *bytes, size_t len)
{
	const char *end = bytes + (len < SNIFF_BYTES ? len : SNIFF_BYTES);
	if (len >= 5 && strncasecmp(bytes, "<?xml", 5) == 0) {
		const char *close = find_word(bytes, end, "?>");
		enum charset xml = value_behind(bytes, close != NULL ? close : end, "encoding");
		if (xml != CHARSET_NONE)
			return xml;
	}

	for (const char *at = bytes; (at = memchr(at, '<', (size_t)(end - at))) != NULL;) {
		bool comment = end - at >= 4 && memcmp(at, "<!--", 4) == 0;
		const char *close = find_word(at, end, comment ? "-->" : ">");
		if (close == NULL)
			break;
		enum charset meta = CHARSET_NONE;
		if (!comment && end - at >= 5 && strncasecmp(at, "<meta", 5) == 0)
			meta = value_behind(at, close, "charset");
		if (meta != CHARSET_NONE)
			return meta;
		at = close;
	}
	return CHARSET_NONE;
}
