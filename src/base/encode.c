#include "base/encode.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"

static const char base64_digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void encode_base64(struct buf *out, const void *bytes, size_t len)
{
	const uint8_t *at = bytes;
	buf_reserve(out, (len + 2) / 3 * 4);
	for (size_t i = 0; i < len; i += 3) {
		size_t rest = len - i;
		uint32_t group = (uint32_t)at[i] << 16;
		if (rest > 1)
			group |= (uint32_t)at[i + 1] << 8;
		if (rest > 2)
			group |= at[i + 2];
		char quad[4] = {
			base64_digits[group >> 18],
			base64_digits[group >> 12 & 0x3f],
			rest > 1 ? base64_digits[group >> 6 & 0x3f] : '=',
			rest > 2 ? base64_digits[group & 0x3f] : '=',
		};
		buf_add(out, quad, sizeof(quad));
	}
}

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Decode the `digits` (2 to 4) that begin a quad; the bits left over must be zero, so that equal
 * bytes have one spelling. */
static int decode_quad(const char *quad, size_t digits, struct buf *out)
{
	uint32_t group = 0;
	for (size_t i = 0; i < 4; i++) {
		int value = i < digits ? base64_value(quad[i]) : 0;
		if (value < 0)
			return -E_INVALID;
		group = group << 6 | (uint32_t)value;
	}
	size_t count = digits - 1;
	if ((group & (0xffffffu >> (8 * count))) != 0)
		return -E_INVALID;
	char bytes[3] = {(char)(group >> 16), (char)(group >> 8), (char)group};
	buf_add(out, bytes, count);
	return 0;
}

int decode_base64(const char *text, size_t len, struct buf *out)
{
	if (len % 4 != 0)
		return -E_INVALID;
	size_t start = out->len;
	buf_reserve(out, len / 4 * 3);
	for (size_t i = 0; i < len; i += 4) {
		size_t digits = 4;
		if (i + 4 == len && text[i + 3] == '=')
			digits = text[i + 2] == '=' ? 2 : 3;
		int rc = decode_quad(text + i, digits, out);
		if (rc < 0) {
			out->len = start;
			out->data[start] = '\0';
			return rc;
		}
	}
	return 0;
}

static bool is_unreserved(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

void encode_percent(struct buf *out, const char *text, size_t len)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < len; i++) {
		uint8_t byte = (uint8_t)text[i];
		if (is_unreserved(text[i])) {
			buf_char(out, text[i]);
		} else {
			char escape[3] = {'%', hex[byte >> 4], hex[byte & 0x0f]};
			buf_add(out, escape, sizeof(escape));
		}
	}
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int decode_percent(const char *text, size_t len, struct buf *out)
{
	size_t start = out->len;
	buf_reserve(out, len);
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		if (c == '%') {
			int high = len - i > 2 ? hex_value(text[i + 1]) : -1;
			int low = len - i > 2 ? hex_value(text[i + 2]) : -1;
			c = high >= 0 && low >= 0 ? (char)(high << 4 | low) : '\0';
			i += 2;
		}
		if (c == '\0') {
			out->len = start;
			out->data[start] = '\0';
			return -E_INVALID;
		}
		buf_char(out, c);
	}
	return 0;
}

static const char *html_entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void encode_html(struct buf *out, const char *text, size_t len)
{
	size_t plain = 0; /* start of the run that needs no escape */
	buf_reserve(out, len);
	for (size_t i = 0; i < len; i++) {
		const char *entity = html_entity(text[i]);
		if (entity == NULL)
			continue;
		buf_add(out, text + plain, i - plain);
		buf_text_add(out, entity);
		plain = i + 1;
	}
	buf_add(out, text + plain, len - plain);
}

void encode_hex(struct buf *out, const void *bytes, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	const uint8_t *at = bytes;
	buf_reserve(out, 2 * len);
	for (size_t i = 0; i < len; i++) {
		char pair[2] = {hex[at[i] >> 4], hex[at[i] & 0x0f]};
		buf_add(out, pair, sizeof(pair));
	}
}
