#include "base/text.h"

#include <string.h>

size_t text_decode(const char *at, const char *end, uint32_t *code)
{
	if (at >= end)
		return 0;
	const unsigned char *byte = (const unsigned char *)at;
	if (byte[0] < 0x80) {
		*code = byte[0];
		return 1;
	}

	size_t len = byte[0] < 0xe0 ? 2 : byte[0] < 0xf0 ? 3 : 4;
	if (byte[0] < 0xc2 || byte[0] > 0xf4 || (size_t)(end - at) < len)
		return 0;
	uint32_t value = byte[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (byte[i] & 0x3f);
	}

	bool overlong = (len == 3 && value < 0x800) || (len == 4 && value < 0x10000);
	if (overlong || (value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff)
		return 0;
	*code = value;
	return len;
}

void text_encode(struct buf *out, uint32_t code)
{
	char byte[4];
	size_t len;
	if (code < 0x80) {
		byte[0] = (char)code;
		len = 1;
	} else if (code < 0x800) {
		byte[0] = (char)(0xc0 | code >> 6);
		byte[1] = (char)(0x80 | (code & 0x3f));
		len = 2;
	} else if (code < 0x10000) {
		byte[0] = (char)(0xe0 | code >> 12);
		byte[1] = (char)(0x80 | (code >> 6 & 0x3f));
		byte[2] = (char)(0x80 | (code & 0x3f));
		len = 3;
	} else {
		byte[0] = (char)(0xf0 | (code >> 18 & 0x07));
		byte[1] = (char)(0x80 | (code >> 12 & 0x3f));
		byte[2] = (char)(0x80 | (code >> 6 & 0x3f));
		byte[3] = (char)(0x80 | (code & 0x3f));
		len = 4;
	}
	buf_add(out, byte, len);
}

bool text_is_utf8(const char *bytes, size_t len)
{
	const char *end = bytes + len;
	while (bytes < end) {
		uint32_t code;
		size_t step = text_decode(bytes, end, &code);
		if (step == 0 || code == 0)
			return false;
		bytes += step;
	}
	return true;
}

static bool is_continuation(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

size_t text_cut(const char *text, size_t len, size_t max_bytes)
{
	if (len <= max_bytes)
		return len;
	size_t cut = max_bytes;
	while (cut > 0 && is_continuation(text[cut]))
		cut--;
	return cut;
}

size_t text_characters(const char *text, size_t len)
{
	size_t count = 0;
	for (size_t i = 0; i < len; i++)
		count += !is_continuation(text[i]);
	return count;
}

bool text_equal(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool text_starts(const char *text, const char *prefix)
{
	return text != NULL && strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix)
{
	size_t len = text != NULL ? strlen(text) : 0;
	size_t suffix_len = strlen(suffix);
	return text != NULL && len >= suffix_len &&
	       memcmp(text + len - suffix_len, suffix, suffix_len) == 0;
}

static bool is_white(uint32_t code)
{
	return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x3000 || code == 0xa0 ||
	       code == 0xfeff;
}

/* Bytes of the white character that `text` begins with, 0 if there is none. */
static size_t white_at(const char *text, size_t len)
{
	uint32_t code;
	size_t step = text_decode(text, text + len, &code);
	return step > 0 && is_white(code) ? step : 0;
}

bool text_empty(const char *text)
{
	if (text == NULL)
		return true;
	size_t len = strlen(text);
	text_trim(text, &len);
	return len == 0;
}

const char *text_trim(const char *text, size_t *len)
{
	size_t rest = *len;
	size_t step;
	while ((step = white_at(text, rest)) > 0) {
		text += step;
		rest -= step;
	}
	while (rest > 0) {
		size_t last = rest - 1;
		while (last > 0 && is_continuation(text[last]))
			last--;
		if (white_at(text + last, rest - last) != rest - last)
			break;
		rest = last;
	}
	*len = rest;
	return text;
}

void text_fold_width(const char *text, size_t len, struct buf *out)
{
	const char *end = text + len;
	buf_reserve(out, len);
	while (text < end) {
		uint32_t code;
		size_t step = text_decode(text, end, &code);
		if (step == 3 && code >= 0xff01 && code <= 0xff5e)
			buf_char(out, (char)(code - 0xff01 + '!'));
		else if (step == 3 && code == 0x3000)
			buf_char(out, ' ');
		else
			buf_add(out, text, step > 0 ? step : 1);
		text += step > 0 ? step : 1;
	}
}
