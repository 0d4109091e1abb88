#include "core/model/date_text.h"

#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

struct cursor {
	const char *at, *end;
};

/* The character at the cursor in half width and its bytes; 0 at the end and on a bad byte. */
static size_t peek(const struct cursor *cursor, uint32_t *code)
{
	size_t step = text_decode(cursor->at, cursor->end, code);
	if (step == 0)
		*code = 0;
	else if (*code >= 0xff01 && *code <= 0xff5e)
		*code -= 0xff01 - '!';
	return step;
}

static bool take(struct cursor *cursor, uint32_t wanted)
{
	uint32_t code;
	size_t step = peek(cursor, &code);
	if (step == 0 || code != wanted)
		return false;
	cursor->at += step;
	return true;
}

static void skip_blanks(struct cursor *cursor)
{
	while (take(cursor, ' ') || take(cursor, '\t') || take(cursor, 0x3000) ||
	       take(cursor, 0xa0))
		;
}

static bool is_digit(uint32_t code)
{
	return code >= '0' && code <= '9';
}

/* 〇 is missing from GB2312, so people typed what looks like it: circle, letter, nought. */
static bool is_zero(uint32_t code)
{
	return code == U'〇' || code == U'○' || code == U'◯' || code == U'零' || code == 'O' ||
	       code == 'o' || code == '0';
}

/* The value of one digit as years are spelled, or -1. */
static int digit_value(uint32_t code)
{
	static const uint32_t digits[] = U"一二三四五六七八九";
	if (is_zero(code))
		return 0;
	if (is_digit(code))
		return (int)(code - '0');
	for (int i = 0; i < 9; i++)
		if (digits[i] == code)
			return i + 1;
	return -1;
}

/* Four digits; *plain when all are Arabic. */
static bool read_year(struct cursor *cursor, int *year, bool *plain)
{
	int value = 0;
	*plain = true;
	for (int i = 0; i < 4; i++) {
		uint32_t code;
		size_t step = peek(cursor, &code);
		int digit = step > 0 ? digit_value(code) : -1;
		if (digit < 0)
			return false;
		*plain = *plain && is_digit(code);
		value = value * 10 + digit;
		cursor->at += step;
	}
	*year = value;
	return value >= 1000;
}

/* One or two Arabic digits, or -1. */
static int read_arabic(struct cursor *cursor)
{
	int value = -1;
	for (int i = 0; i < 2; i++) {
		uint32_t code;
		size_t step = peek(cursor, &code);
		if (step == 0 || !is_digit(code))
			break;
		value = (value < 0 ? 0 : value * 10) + (int)(code - '0');
		cursor->at += step;
	}
	return value;
}

/* The single digit at the cursor, 0 when there is none: 十 alone is ten. */
static int read_ones(struct cursor *cursor)
{
	uint32_t code;
	size_t step = peek(cursor, &code);
	int digit = step > 0 ? digit_value(code) : -1;
	if (digit <= 0)
		return 0;
	cursor->at += step;
	return digit;
}

/* 元, 九, 〇九, 十, 十九, 二十, 三十一, 廿五, 卅一; or -1. */
static int read_chinese(struct cursor *cursor)
{
	if (take(cursor, U'元')) /* 元月 is January */
		return 1;
	if (take(cursor, U'十'))
		return 10 + read_ones(cursor);
	if (take(cursor, U'廿'))
		return 20 + read_ones(cursor);
	if (take(cursor, U'卅'))
		return 30 + read_ones(cursor);

	uint32_t code;
	size_t step = peek(cursor, &code);
	if (step > 0 && is_zero(code)) {
		cursor->at += step;
		int ones = read_ones(cursor);
		return ones > 0 ? ones : -1;
	}
	int tens = read_ones(cursor);
	if (tens == 0)
		return -1;
	return take(cursor, U'十') ? tens * 10 + read_ones(cursor) : tens;
}

static int read_number(struct cursor *cursor)
{
	uint32_t code;
	return peek(cursor, &code) > 0 && is_digit(code) ? read_arabic(cursor)
							 : read_chinese(cursor);
}

/* 年 has been read: 3月5日.  号 for 日 is spoken language, but leaves no doubt. */
static bool read_spelled(struct cursor *cursor, int *month, int *day)
{
	skip_blanks(cursor);
	*month = read_number(cursor);
	skip_blanks(cursor);
	if (*month < 0 || !take(cursor, U'月'))
		return false;
	skip_blanks(cursor);
	*day = read_number(cursor);
	skip_blanks(cursor);
	return *day >= 0 && (take(cursor, U'日') || take(cursor, U'号'));
}

/* More digits behind would make it something else: a version, a telephone number. */
static bool ends_here(struct cursor cursor, uint32_t separator)
{
	uint32_t code;
	take(&cursor, separator);
	return peek(&cursor, &code) == 0 || !is_digit(code);
}

/* The year has been read: -03-05, /3/5, .3.5. */
static bool read_separated(struct cursor *cursor, int *month, int *day)
{
	uint32_t separator;
	size_t step = peek(cursor, &separator);
	if (step == 0 || (separator != '-' && separator != '/' && separator != '.'))
		return false;
	cursor->at += step;
	skip_blanks(cursor);
	*month = read_arabic(cursor);
	skip_blanks(cursor);
	if (*month < 0 || !take(cursor, separator))
		return false;
	skip_blanks(cursor);
	*day = read_arabic(cursor);
	return *day >= 0 && ends_here(*cursor, separator);
}

/* A date that begins exactly at `at`; its end, or NULL. */
static const char *read_date(const char *at, const char *end, struct civil_date *out)
{
	struct cursor cursor = {at, end};
	int year, month, day;
	bool plain;
	if (!read_year(&cursor, &year, &plain))
		return NULL;
	skip_blanks(&cursor);
	bool read = take(&cursor, U'年') ? read_spelled(&cursor, &month, &day)
					 : plain && read_separated(&cursor, &month, &day);
	if (!read)
		return NULL;
	struct civil_date date = {(int16_t)year, (uint8_t)month, (uint8_t)day};
	if (!civil_date_is_valid(date))
		return NULL;
	*out = date;
	return cursor.at;
}

int date_text_read(const char *text, struct civil_date *out)
{
	if (text == NULL)
		return -E_INVALID;
	size_t len = strlen(text);
	text = text_trim(text, &len);
	struct civil_date date;
	if (read_date(text, text + len, &date) != text + len)
		return -E_INVALID;
	*out = date;
	return 0;
}

/* Letters that stand for zero are ordinary letters in front of a date: "NO 2009", "AUTO2009". */
static bool belongs_to_number(uint32_t code)
{
	return code != 'O' && code != 'o' && digit_value(code) >= 0;
}

const char *date_text_find(const char *at, const char *end, struct civil_date *out, size_t *len)
{
	uint32_t before = 0;
	uint32_t before_that = 0;
	while (at < end) {
		struct cursor cursor = {at, end};
		uint32_t code;
		size_t step = peek(&cursor, &code);
		bool inside = belongs_to_number(before) ||
			      ((before == '-' || before == '/' || before == '.') &&
			       is_digit(before_that));
		const char *stop = step > 0 && !inside ? read_date(at, end, out) : NULL;
		if (stop != NULL) {
			*len = (size_t)(stop - at);
			return at;
		}
		before_that = before;
		before = code;
		at += step > 0 ? step : 1;
	}
	return NULL;
}
