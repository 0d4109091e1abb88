#include "reader/html_style.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "base/text.h"

#define FAR_OUTSIDE_PX (-500.0)
#define READABLE_PX 2.0
#define PROPERTY_BYTES 32
#define VALUE_BYTES 96

/* What several declarations say together. */
struct box {
	bool no_size;   /* a side of length 0 */
	bool clipped;   /* overflow does not show */
	bool placed;    /* position: absolute or fixed */
	bool outside;   /* left or top far off the page */
	bool clip_none; /* clip to nothing */
	char colour[VALUE_BYTES], background[VALUE_BYTES];
};

struct declaration {
	char property[PROPERTY_BYTES];
	char value[VALUE_BYTES];
};

/* The number a value begins with; *unit is what stands behind it.  False when it is none. */
static bool number(const char *value, double *out, const char **unit)
{
	/* strtod alone would also read "inf", "nan" and hexadecimal. */
	const char *digit = value + (*value == '-' || *value == '+');
	if (!isdigit((unsigned char)*digit) && *digit != '.')
		return false;
	char plain[24];
	size_t len = strspn(value, "+-.0123456789");
	if (len >= sizeof(plain))
		return false;
	memcpy(plain, value, len);
	plain[len] = '\0';
	*out = strtod(plain, NULL);
	*unit = value + len;
	return true;
}

static bool is_zero(const char *value)
{
	double length;
	const char *unit;
	return number(value, &length, &unit) && length == 0;
}

static bool is_far_outside(const char *value)
{
	double length;
	const char *unit;
	if (!number(value, &length, &unit))
		return false;
	bool wide_unit = text_starts(unit, "em") || text_starts(unit, "rem") ||
			 text_starts(unit, "vw") || text_starts(unit, "vh") ||
			 text_starts(unit, "%");
	return length <= (wide_unit ? FAR_OUTSIDE_PX / 10 : FAR_OUTSIDE_PX);
}

static bool is_unreadably_small(const char *value)
{
	double length;
	const char *unit;
	if (!number(value, &length, &unit))
		return false;
	bool absolute = text_starts(unit, "px") || text_starts(unit, "pt");
	return length <= 0 || (absolute && length < READABLE_PX);
}

/* #abc and the common names become #aabbcc, so that two spellings of one colour are equal. */
static void fold_colour(const char *value, char out[VALUE_BYTES])
{
	static const char *const names[][2] = {
		{"white", "#ffffff"},
		{"black", "#000000"},
		{"rgb(255,255,255)", "#ffffff"},
		{"rgb(0,0,0)", "#000000"},
	};
	size_t len = 0;
	for (; *value != '\0' && len + 1 < VALUE_BYTES; value++)
		if (*value != ' ')
			out[len++] = *value;
	out[len] = '\0';
	if (out[0] == '#' && len == 4) {
		char full[] = {'#', out[1], out[1], out[2], out[2], out[3], out[3], '\0'};
		memcpy(out, full, sizeof(full));
	}
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(out, names[i][0]) == 0)
			snprintf(out, VALUE_BYTES, "%s", names[i][1]);
}

static bool is_side(const char *property)
{
	static const char *const sides[] = {"width", "height", "max-width", "max-height"};
	for (size_t i = 0; i < ARRAY_LEN(sides); i++)
		if (strcmp(property, sides[i]) == 0)
			return true;
	return false;
}

/* Declarations that decide by themselves. */
static void judge_alone(const struct declaration *said, struct html_style *out)
{
	const char *property = said->property;
	const char *value = said->value;
	if (strcmp(property, "display") == 0)
		out->gone |= strcmp(value, "none") == 0;
	else if (strcmp(property, "visibility") == 0)
		out->visibility = strcmp(value, "hidden") == 0 || strcmp(value, "collapse") == 0
					  ? HTML_HIDDEN
					  : HTML_SHOWN;
	else if (strcmp(property, "content-visibility") == 0)
		out->gone |= strcmp(value, "hidden") == 0;
	else if (strcmp(property, "opacity") == 0)
		out->gone |= is_zero(value);
	else if (strcmp(property, "font-size") == 0)
		out->size = is_unreadably_small(value) ? HTML_HIDDEN : HTML_SHOWN;
	else if (strcmp(property, "font") == 0 && is_zero(value))
		out->size = HTML_HIDDEN;
	else if (strcmp(property, "text-indent") == 0)
		out->gone |= is_far_outside(value);
	else if (strcmp(property, "transform") == 0)
		out->gone |= text_starts(value, "scale(0)") || text_starts(value, "scale(0,");
	else if (strcmp(property, "color") == 0)
		out->gone |= strcmp(value, "transparent") == 0;
}

/* Declarations that decide only with others. */
static void gather(const struct declaration *said, struct box *box)
{
	const char *property = said->property;
	const char *value = said->value;
	if (is_side(property))
		box->no_size |= is_zero(value);
	else if (text_starts(property, "overflow"))
		box->clipped |= strcmp(value, "hidden") == 0 || strcmp(value, "clip") == 0;
	else if (strcmp(property, "position") == 0)
		box->placed |= strcmp(value, "absolute") == 0 || strcmp(value, "fixed") == 0;
	else if (strcmp(property, "left") == 0 || strcmp(property, "top") == 0)
		box->outside |= is_far_outside(value);
	else if (strcmp(property, "clip") == 0)
		box->clip_none |= text_starts(value, "rect(0") && strstr(value, "auto") == NULL &&
				  strpbrk(value, "123456789") == NULL;
	else if (strcmp(property, "clip-path") == 0)
		box->clip_none |= strcmp(value, "inset(100%)") == 0 ||
				  strcmp(value, "inset(50%)") == 0;
	else if (strcmp(property, "color") == 0)
		fold_colour(value, box->colour);
	else if (strcmp(property, "background-color") == 0 || strcmp(property, "background") == 0)
		fold_colour(value, box->background);
}

/* Copy a piece in lower case, without comments and blanks at its ends. */
static void copy_piece(const char *from, const char *end, char *out, size_t room)
{
	size_t len = 0;
	while (from < end && len + 1 < room) {
		if (end - from >= 2 && from[0] == '/' && from[1] == '*') {
			const char *close = strstr(from + 2, "*/");
			from = close != NULL && close < end ? close + 2 : end;
			continue;
		}
		bool blank = isspace((unsigned char)*from) != 0;
		if (!blank || len > 0)
			out[len++] = blank ? ' ' : (char)tolower((unsigned char)*from);
		from++;
	}
	while (len > 0 && out[len - 1] == ' ')
		len--;
	out[len] = '\0';
}

/* Read the declaration at `at`; returns where the next begins. */
static const char *next_declaration(const char *at, struct declaration *out)
{
	const char *end = at + strcspn(at, ";");
	const char *colon = memchr(at, ':', (size_t)(end - at));
	*out = (struct declaration){0};
	if (colon != NULL) {
		copy_piece(at, colon, out->property, sizeof(out->property));
		const char *important = memchr(colon, '!', (size_t)(end - colon));
		copy_piece(colon + 1, important != NULL ? important : end, out->value,
			   sizeof(out->value));
	}
	return *end == ';' ? end + 1 : end;
}

struct html_style html_style_read(const char *style)
{
	struct html_style out = {0};
	struct box box = {0};
	while (*style != '\0') {
		struct declaration said;
		style = next_declaration(style, &said);
		judge_alone(&said, &out);
		gather(&said, &box);
	}
	out.gone |= box.no_size && box.clipped;
	out.gone |= box.placed && (box.outside || box.clip_none);
	out.gone |= box.colour[0] != '\0' && strcmp(box.colour, box.background) == 0;
	return out;
}
