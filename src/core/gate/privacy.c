/* Personal numbers: ID cards, mobile telephones, bank cards, also when they are split by blanks or
 * hyphens or written full width.  Credit codes, landlines, index and document numbers do not fire. */
#include <string.h>

#include "base/text.h"
#include "core/gate/gate.h"

#define RUN_DIGITS 24

/* A run of digits as people read it: separators between digits are passed over. */
struct run {
	char digit[RUN_DIGITS + 1];
	int len;
	bool letters; /* touches a letter: a code, not a number (but a final X of an ID) */
	int groups;   /* parts between separators */
};

struct reader {
	const char *at, *end;
	uint32_t before; /* the character before the run */
};

static uint32_t next_code(const char **at, const char *end)
{
	uint32_t code = 0;
	size_t bytes = text_decode(*at, end, &code);
	if (bytes == 0) {
		*at = *at < end ? *at + 1 : end;
		return 0;
	}
	*at += bytes;
	if (code >= 0xFF01 && code <= 0xFF5E) /* full width */
		code -= 0xFEE0;
	return code == 0x3000 || code == 0xA0 ? ' ' : code;
}

static bool is_digit(uint32_t code)
{
	return code >= '0' && code <= '9';
}

static bool is_letter(uint32_t code)
{
	return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

static bool is_separator(uint32_t code)
{
	return code == ' ' || code == '-' || code == '\t' || code == 0x2010 || code == 0x2013 ||
	       code == 0x2014;
}

/* One separator may stand between two digits; anything else ends the run. */
static bool read_run(struct reader *reader, struct run *run)
{
	uint32_t code = 0;
	*run = (struct run){0};
	while (reader->at < reader->end && !is_digit(code)) {
		reader->before = code;
		code = next_code(&reader->at, reader->end);
	}
	if (!is_digit(code))
		return false;
	run->letters = is_letter(reader->before) || reader->before == '.';
	run->groups = 1;
	while (is_digit(code)) {
		if (run->len < RUN_DIGITS)
			run->digit[run->len] = (char)code;
		run->len++;
		const char *mark = reader->at;
		code = reader->at < reader->end ? next_code(&reader->at, reader->end) : 0;
		if (is_separator(code)) {
			const char *second = reader->at;
			uint32_t after = second < reader->end ? next_code(&second, reader->end) : 0;
			bool check_digit = run->len == 17 && (after == 'X' || after == 'x');
			if (is_digit(after) || check_digit) {
				reader->at = second;
				code = after;
				run->groups++;
			}
			if (is_digit(after))
				continue;
		}
		if ((code == 'X' || code == 'x') && run->len == 17) {
			run->digit[run->len++] = 'X';
			mark = reader->at;
			code = reader->at < reader->end ? next_code(&reader->at, reader->end) : 0;
		}
		if (!is_digit(code)) {
			run->letters = run->letters || is_letter(code);
			reader->at = mark; /* the next run sees what ended this one */
			if (code != 0)
				(void)next_code(&reader->at, reader->end);
			reader->before = code;
		}
	}
	return true;
}

static int number_at(const char *digit, int count)
{
	int value = 0;
	for (int i = 0; i < count; i++)
		value = value * 10 + (digit[i] - '0');
	return value;
}

static bool is_date(int year, int month, int day)
{
	struct civil_date date = {(int16_t)year, (uint8_t)month, (uint8_t)day};
	return year >= 1900 && year <= 2100 && month <= 12 && day <= 31 &&
	       civil_date_is_valid(date);
}

/* First two digits: the provinces of GB/T 2260, and 81 to 83 of residents from Hong Kong, Macao and
 * Taiwan. */
static bool is_region(const char *digit)
{
	int region = number_at(digit, 2);
	return (region >= 11 && region <= 65) || region == 71 || (region >= 81 && region <= 83);
}

/* GB 11643-1999: weights 2^(17-i) mod 11. */
static bool is_id18(const struct run *run)
{
	static const int weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0;
	if (run->len != 18 || !is_region(run->digit))
		return false;
	for (int i = 0; i < 17; i++)
		sum += weight[i] * (run->digit[i] - '0');
	return run->digit[17] == "10X98765432"[sum % 11] &&
	       is_date(number_at(run->digit + 6, 4), number_at(run->digit + 10, 2),
		       number_at(run->digit + 12, 2));
}

static bool is_id15(const struct run *run)
{
	return run->len == 15 && is_region(run->digit) &&
	       is_date(1900 + number_at(run->digit + 6, 2), number_at(run->digit + 8, 2),
		       number_at(run->digit + 10, 2));
}

static bool is_mobile(const struct run *run)
{
	const char *digit = run->digit;
	int len = run->len;
	if (len == 13 && digit[0] == '8' && digit[1] == '6') {
		digit += 2;
		len -= 2;
	}
	return len == 11 && digit[0] == '1' && digit[1] >= '3' && digit[1] <= '9';
}

static bool is_card(const struct run *run)
{
	if (run->len < 16 || run->len > 19 || run->digit[run->len - 1] == 'X')
		return false;
	bool union_pay = run->digit[0] == '6' && run->digit[1] == '2';
	if (!union_pay && run->digit[0] != '4' && run->digit[0] != '5')
		return false;
	int sum = 0;
	for (int i = 0; i < run->len; i++) {
		int value = run->digit[run->len - 1 - i] - '0';
		if (i % 2 == 1)
			value = value * 2 > 9 ? value * 2 - 9 : value * 2;
		sum += value;
	}
	return sum % 10 == 0;
}

static void mask(const struct run *run, const char *kind, int head, int tail, struct buf *out)
{
	if (out->len > 0)
		buf_text_add(out, "、");
	buf_text_add(out, kind);
	buf_add(out, run->digit, (size_t)head);
	for (int i = head; i < run->len - tail; i++)
		buf_char(out, '*');
	buf_add(out, run->digit + run->len - tail, (size_t)tail);
}

/* The digits of `allowed`, separators dropped, contain the whole run. */
static bool is_allowed(const struct run *run, const char *allowed)
{
	struct reader reader = {allowed, allowed == NULL ? NULL : allowed + strlen(allowed), 0};
	struct run other;
	while (allowed != NULL && read_run(&reader, &other))
		if (other.len == run->len && memcmp(other.digit, run->digit, (size_t)run->len) == 0)
			return true;
	return false;
}

int gate_privacy(const char *text, size_t len, const char *allowed, struct buf *masked)
{
	struct reader reader = {text, text + len, 0};
	struct run run;
	int count = 0;
	while (read_run(&reader, &run)) {
		if (run.letters || run.len > RUN_DIGITS || is_allowed(&run, allowed))
			continue;
		if (is_id18(&run))
			mask(&run, "身份证号", 2, 3, masked);
		else if (is_id15(&run))
			mask(&run, "身份证号", 2, 3, masked);
		else if (is_mobile(&run))
			mask(&run, "手机号", 3, 4, masked);
		else if (is_card(&run))
			mask(&run, "银行卡号", 4, 4, masked);
		else
			continue;
		count++;
	}
	return count;
}
