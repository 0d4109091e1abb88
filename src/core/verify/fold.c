#include "core/verify/fold.h"

#include <stdint.h>
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "core/verify/han.h"
#include "core/verify/verify.h"

#define DROPPED 0
#define ROOM_BYTES 4        /* what one character may need behind the text */
#define PINYIN_CHARACTERS 8 /* "zhuāng" has six; room for blanks */

/* What a character folds to when it is neither a letter nor 汉字.  Sorted by code. */
static const struct {
	uint16_t first, last;
	uint16_t to; /* DROPPED, or the code for `first`; the others follow it when `counts` */
	bool counts;
} ranges[] = {
	/* clang-format off */
	{0x0000, 0x0020, DROPPED, false}, {0x0022, 0x0022, DROPPED, false},
	{0x0027, 0x0027, DROPPED, false}, {0x0041, 0x005a, 'a', true},
	{0x0060, 0x0060, DROPPED, false}, {0x007f, 0x00a0, DROPPED, false},
	{0x00ab, 0x00ab, DROPPED, false}, {0x00ad, 0x00ad, DROPPED, false},
	{0x00b2, 0x00b3, '2', true},      {0x00b4, 0x00b4, DROPPED, false},
	{0x00b9, 0x00b9, '1', false},     {0x00bb, 0x00bb, DROPPED, false},
	{0x00d7, 0x00d7, 'x', false},     {0x1680, 0x1680, DROPPED, false},
	{0x180e, 0x180e, DROPPED, false}, {0x2000, 0x200f, DROPPED, false},
	{0x2010, 0x2015, '-', false},     {0x2018, 0x201f, DROPPED, false},
	{0x2022, 0x2022, 0xb7, false},    {0x2024, 0x2024, '.', false},
	{0x2025, 0x2026, '.', false},     {0x2027, 0x2027, 0xb7, false},
	{0x2028, 0x202f, DROPPED, false}, {0x2032, 0x2037, DROPPED, false},
	{0x2039, 0x203a, DROPPED, false}, {0x2053, 0x2053, '~', false},
	{0x205f, 0x206f, DROPPED, false}, {0x2070, 0x2070, '0', false},
	{0x2074, 0x2079, '4', true},      {0x2080, 0x2089, '0', true},
	{0x2212, 0x2212, '-', false},     {0x2215, 0x2215, '/', false},
	{0x2219, 0x2219, 0xb7, false},    {0x2236, 0x2236, ':', false},
	{0x223c, 0x223c, '~', false},     {0x22c5, 0x22c5, 0xb7, false},
	{0x22ef, 0x22ef, '.', false},     {0x2500, 0x2501, '-', false},
	{0x25cb, 0x25cb, 0x3007, false},  {0x25ef, 0x25ef, 0x3007, false},
	{0x3000, 0x3000, DROPPED, false}, {0x300c, 0x300f, DROPPED, false},
	{0x3010, 0x3010, '[', false},     {0x3011, 0x3011, ']', false},
	{0x3014, 0x3014, '[', false},     {0x3015, 0x3015, ']', false},
	{0x301c, 0x301c, '~', false},     {0x301d, 0x301f, DROPPED, false},
	{0x30fb, 0x30fb, 0xb7, false},    {0x30fc, 0x30fc, '-', false},
	{0xfe00, 0xfe0f, DROPPED, false}, {0xfe30, 0xfe30, '.', false},
	{0xfe31, 0xfe32, '-', false},     {0xfe41, 0xfe44, DROPPED, false},
	{0xfe50, 0xfe50, ',', false},     {0xfe51, 0xfe51, 0x3001, false},
	{0xfe52, 0xfe52, '.', false},     {0xfe54, 0xfe54, ';', false},
	{0xfe55, 0xfe55, ':', false},     {0xfe56, 0xfe56, '?', false},
	{0xfe57, 0xfe57, '!', false},     {0xfe58, 0xfe58, '-', false},
	{0xfe59, 0xfe5a, '(', true},      {0xfe5d, 0xfe5d, '[', false},
	{0xfe5e, 0xfe5e, ']', false},     {0xfe62, 0xfe62, '+', false},
	{0xfe63, 0xfe63, '-', false},     {0xfe66, 0xfe66, '=', false},
	{0xfe6a, 0xfe6a, '%', false},     {0xfeff, 0xfeff, DROPPED, false},
	{0xff61, 0xff61, 0x3002, false},  {0xff64, 0xff64, 0x3001, false},
	{0xff65, 0xff65, 0xb7, false},    {0xffe5, 0xffe5, 0xa5, false},
	/* clang-format on */
};

/* Signs that stand for two characters or more. */
static const struct {
	uint16_t code;
	char text[4];
} signs[] = {
	{0x2103, "°c"}, {0x2116, "no"}, {0x338e, "mg"}, {0x338f, "kg"},  {0x339c, "mm"},
	{0x339d, "cm"}, {0x339e, "km"}, {0x33a1, "m2"}, {0x33a2, "km2"}, {0x33a5, "m3"},
};

struct folder {
	const char *at, *end;
	bool after_han;
	uint32_t last; /* what was put out before, 0 at the beginning */
};

static uint32_t fold_mark(uint32_t code)
{
	if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9'))
		return code;
	size_t low = 0, high = ARRAY_LEN(ranges);
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (code > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == ARRAY_LEN(ranges) || code < ranges[low].first)
		return code;
	return ranges[low].to + (ranges[low].counts ? code - ranges[low].first : 0);
}

static bool is_marked_vowel(uint32_t code)
{
	static const uint32_t vowels[] = U"āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ";
	for (size_t i = 0; vowels[i] != 0; i++)
		if (vowels[i] == code)
			return true;
	return false;
}

/* Readings without a tone mark.  Any other word in brackets is part of what is said. */
static bool is_toneless(const char *word)
{
	static const char *const words[] = {"de", "le", "me", "ne", "ba", "ma", "zhe", "men", "zi"};
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

/* Bytes of a pinyin insert, as some mirrors put it behind a character: 務(wù).  0: none. */
static size_t pinyin_at(const char *at, const char *end)
{
	const char *start = at;
	char word[PINYIN_CHARACTERS + 1] = "";
	size_t len = 0;
	bool tone = false;
	uint32_t code;
	size_t step = text_decode(at, end, &code);
	for (at += step; len < PINYIN_CHARACTERS && (step = text_decode(at, end, &code)) > 0;) {
		at += step;
		if (code == ')' || code == 0xff09)
			return tone || is_toneless(word) ? (size_t)(at - start) : 0;
		tone |= is_marked_vowel(code);
		bool letter = (code >= 'a' && code <= 'z') || code == 0xfc || code == 0x251 ||
			      code == 0x261 || is_marked_vowel(code);
		if (!letter)
			return 0;
		word[len++] = code < 0x80 ? (char)code : '?';
	}
	return 0;
}

static size_t put(char *out, uint32_t code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

static size_t put_mark(struct folder *folder, uint32_t code, char *out)
{
	if (code >= 0xff01 && code <= 0xff5e)
		code -= 0xff01 - '!';
	for (size_t i = 0; code >= 0x2103 && code <= 0x33a5 && i < ARRAY_LEN(signs); i++) {
		if (signs[i].code != code)
			continue;
		folder->last = code;
		size_t len = strlen(signs[i].text);
		memcpy(out, signs[i].text, len);
		return len;
	}
	code = fold_mark(code);
	if (code == DROPPED || (code >= 0xe0100 && code <= 0xe01ef))
		return 0;
	/* "--", "——" and "-" are one dash; "......" and "……" one dot. */
	if ((code == '-' || code == '.') && folder->last == code)
		return 0;
	folder->last = code;
	return put(out, code);
}

/* Fold the next character.  Returns the bytes put into out, at most 4 and never more than were
 * read. */
static size_t fold_next(struct folder *folder, char *out)
{
	uint32_t code;
	size_t step = text_decode(folder->at, folder->end, &code);
	if (step == 0) {
		folder->last = 0xfffd;
		folder->after_han = false;
		out[0] = *folder->at++;
		return 1;
	}
	const char *start = folder->at;
	folder->at += step;
	if (code == '\n') { /* each line folds alone: fold_original counts on it */
		folder->last = 0;
		folder->after_han = false;
		return 0;
	}
	if (han_is(code)) {
		folder->after_han = true;
		folder->last = han_simplify(code);
		return put(out, folder->last);
	}
	if (folder->after_han && (code == '(' || code == 0xff08)) {
		size_t pinyin = pinyin_at(start, folder->end);
		if (pinyin > 0) {
			folder->at = start + pinyin;
			return 0;
		}
	}
	size_t put_bytes = put_mark(folder, code, out);
	if (put_bytes > 0)
		folder->after_han = false;
	return put_bytes;
}

static void add_break(struct folded *out, const char *at)
{
	if (out->breaks.len == 0 || out->breaks.at[out->breaks.len - 1].at != out->text.len)
		*VEC_PUSH(&out->breaks) = (struct fold_break){out->text.len,
							      (size_t)(at - out->from)};
}

void fold_text(const char *text, size_t len, struct folded *out)
{
	*out = (struct folded){.from = text, .from_len = len};
	struct folder folder = {.at = text, .end = text + len};
	buf_reserve(&out->text, len + ROOM_BYTES);
	add_break(out, text);
	while (folder.at < folder.end) {
		if (*folder.at == '\n')
			add_break(out, folder.at);
		out->text.len += fold_next(&folder, out->text.data + out->text.len);
	}
	out->text.data[out->text.len] = '\0';
	add_break(out, folder.end);
}

void fold_finish(struct folded *folded)
{
	buf_finish(&folded->text);
	VEC_FINISH(&folded->breaks);
}

/* The index of the first break at or after `offset`; the last one when it is behind all. */
static size_t find_break(const struct folded *folded, size_t offset)
{
	size_t low = 0, high = folded->breaks.len - 1;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (folded->breaks.at[middle].at < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool fold_is_break(const struct folded *folded, size_t offset)
{
	return folded->breaks.at[find_break(folded, offset)].at == offset;
}

size_t fold_line_end(const struct folded *folded, size_t offset)
{
	return folded->breaks.at[find_break(folded, offset + 1)].at;
}

size_t fold_line_start(const struct folded *folded, size_t offset)
{
	size_t line = find_break(folded, offset);
	if (line > 0 && folded->breaks.at[line].at > offset)
		line--;
	return folded->breaks.at[line].at;
}

const char *fold_original(const struct folded *folded, size_t offset)
{
	size_t line = find_break(folded, offset);
	if (line > 0 && folded->breaks.at[line].at > offset)
		line--;
	size_t done = folded->breaks.at[line].at;
	const char *start = folded->from + folded->breaks.at[line].origin;
	struct folder folder = {.at = start, .end = folded->from + folded->from_len};
	while (folder.at < folder.end) {
		char out[ROOM_BYTES];
		start = folder.at;
		size_t bytes = fold_next(&folder, out);
		if (bytes > 0 && done + bytes > offset)
			return start;
		done += bytes;
	}
	return folder.end;
}

void verify_fold(const char *text, size_t len, struct buf *out)
{
	struct folder folder = {.at = text, .end = text + len};
	buf_reserve(out, len + ROOM_BYTES);
	while (folder.at < folder.end)
		out->len += fold_next(&folder, out->data + out->len);
	out->data[out->len] = '\0';
}
