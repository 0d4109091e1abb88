#include "ctl/width.h"

#include <string.h>

#include "base/macros.h"
#include "base/text.h"

struct range {
	uint32_t first, last;
};

/* Source: Unicode 15, EastAsianWidth.txt, classes W and F, joined where only unassigned code
 * points lie between. */
static const struct range wide[] = {
	{0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},
	{0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0xa4cf},
	{0xa960, 0xa97f},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe10, 0xfe19},
	{0xfe30, 0xfe6f},   {0xff01, 0xff60},   {0xffe0, 0xffe6},   {0x16fe0, 0x18cff},
	{0x1b000, 0x1b2ff}, {0x1f300, 0x1f64f}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};
/* Combining marks and what only steers. */
static const struct range none[] = {
	{0x0000, 0x001f}, {0x007f, 0x009f}, {0x0300, 0x036f}, {0x200b, 0x200f},
	{0x202a, 0x202e}, {0x2060, 0x2069}, {0x20d0, 0x20ff}, {0x302a, 0x302d},
	{0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0xe0100, 0xe01ef},
};

static int in_ranges(const struct range *ranges, size_t count, uint32_t code)
{
	for (size_t i = 0; i < count && ranges[i].first <= code; i++)
		if (code <= ranges[i].last)
			return 1;
	return 0;
}

int width_of(uint32_t code)
{
	if (code >= ' ' && code < 0x7f)
		return 1;
	if (in_ranges(none, ARRAY_LEN(none), code))
		return 0;
	return 1 + in_ranges(wide, ARRAY_LEN(wide), code);
}

/* A broken byte is shown as one mark. */
static size_t next_character(const char *at, const char *end, int *columns)
{
	uint32_t code;
	size_t step = text_decode(at, end, &code);
	*columns = step > 0 ? width_of(code) : 1;
	return step > 0 ? step : 1;
}

size_t width_cut(const char *text, size_t columns)
{
	const char *at = text;
	const char *end = text + strlen(text);
	size_t used = 0;
	while (at < end) {
		int more;
		size_t step = next_character(at, end, &more);
		if (used + (size_t)more > columns)
			break;
		used += (size_t)more;
		at += step;
	}
	return (size_t)(at - text);
}

size_t width_text(const char *text)
{
	const char *end = text + strlen(text);
	size_t used = 0;
	while (text < end) {
		int more;
		text += next_character(text, end, &more);
		used += (size_t)more;
	}
	return used;
}
