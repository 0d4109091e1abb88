#include "core/gate/digits.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "base/text.h"

#define GAP_CHARACTERS 6

static bool is_invisible(uint32_t code)
{
	return (code >= 0x200b && code <= 0x200f) || code == 0x2060 || code == 0xfeff ||
	       code == 0xad;
}

/* One character folded, invisible ones passed over; 0 at the end. */
static uint32_t next_code(const char **at, const char *end)
{
	uint32_t code = 0;
	do {
		size_t bytes = text_decode(*at, end, &code);
		if (bytes == 0 && *at < end) {
			(*at)++;
			return 0xfffd;
		}
		if (bytes == 0)
			return 0;
		*at += bytes;
	} while (is_invisible(code));
	if (code >= 0xff01 && code <= 0xff5e)
		return code - 0xff01 + '!';
	if (code == 0x2160 + 9) /* the Roman numeral ten is typed for X */
		return 'X';
	return code == 0x3000 || code == 0xa0 || code == 0x2002 || code == 0x2003 ? ' ' : code;
}

static uint32_t peek_code(const char *at, const char *end)
{
	return next_code(&at, end);
}

static bool is_digit(uint32_t code)
{
	return code >= '0' && code <= '9';
}

static bool is_letter(uint32_t code)
{
	return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

static bool is_hyphen(uint32_t code)
{
	return code == '-' || (code >= 0x2010 && code <= 0x2015) || code == 0x2212;
}

/* --- what stands around a group ------------------------------------------------------------ */

static bool has_word(const char *const *words, const char *at, size_t len)
{
	for (; *words != NULL; words++)
		if (strlen(*words) <= len && strncasecmp(*words, at, strlen(*words)) == 0)
			return true;
	return false;
}

/* "SL13812345678" is a code, "Tel13812345678" is none. */
static bool is_letter_before(const char *text, const char *from)
{
	static const char *const labels[] = {"tel", "phone",  "mobile", "mob", "cell",
					     "mp",  "wechat", "wx",     "vx",  "qq",
					     "id",  "no",     NULL};
	const char *word = from;
	while (word > text && is_letter((unsigned char)word[-1]))
		word--;
	if (word == from)
		return from > text && from[-1] == '_';
	for (const char *const *label = labels; *label != NULL; label++)
		if (strlen(*label) == (size_t)(from - word) &&
		    strncasecmp(*label, word, strlen(*label)) == 0)
			return false;
	return true;
}

static bool is_letter_after(const char *at, const char *end)
{
	static const char *const labels[] = {"email", "e-mail", "mail", "tel", "qq",
					     "wx",    "wechat", "fax",  NULL};
	return is_letter(peek_code(at, end)) && !has_word(labels, at, (size_t)(end - at));
}

static bool is_amount(const char *text, const char *from, const char *at, const char *end)
{
	static const char *const units[] = {"元",   "万元", "万吨", "亿",   "吨", "立方", "平方",
					    "千瓦", "公里", "万立", "万平", "亩", "%",    NULL};
	static const char *const money[] = {"￥", "¥", "$", NULL};
	for (const char *const *sign = money; *sign != NULL; sign++) {
		size_t len = strlen(*sign);
		if ((size_t)(from - text) >= len && memcmp(from - len, *sign, len) == 0)
			return true;
	}
	while (at < end && *at == ' ')
		at++;
	return has_word(units, at, (size_t)(end - at)) ||
	       (end - at > 1 && *at == '.' && is_digit((unsigned char)at[1]));
}

/* --- groups -------------------------------------------------------------------------------- */

/* From the first digit; leaves `at` behind the last. */
static void read_group(struct digit_reader *reader, struct digit_group *group)
{
	*group = (struct digit_group){.from = reader->at};
	const char *after = reader->at;
	for (uint32_t code = next_code(&after, reader->end); is_digit(code);
	     code = next_code(&after, reader->end)) {
		if (group->len < DIGITS_GROUP)
			group->digit[group->len] = (char)code;
		group->len++;
		reader->at = after;
	}
	group->letter_before = is_letter_before(reader->text, group->from);
	group->letter_after = is_letter_after(reader->at, reader->end);
	group->is_amount = is_amount(reader->text, group->from, reader->at, reader->end);
}

/* An X that no letter or digit follows. */
static bool take_check_x(const char **at, const char *end)
{
	const char *after = *at;
	uint32_t code = next_code(&after, end);
	uint32_t next = peek_code(after, end);
	if ((code != 'X' && code != 'x') || is_letter(next) || is_digit(next))
		return false;
	*at = after;
	return true;
}

/* Passes over separators; what they are, or GAP_END when nothing of a number follows. */
static enum digit_gap read_gap(const char **at, const char *end)
{
	enum digit_gap gap = GAP_END;
	int hyphens = 0, dots = 0, others = 0;
	const char *after = *at;
	for (int i = 0; i <= GAP_CHARACTERS; i++) {
		uint32_t code = next_code(&after, end);
		if (code == '\t' || code == '\n' || code == '\r' || code == 0x2028)
			gap = GAP_CELL;
		else if (is_hyphen(code))
			hyphens++;
		else if (code == '.' || code == 0xb7)
			dots++;
		else if (code == ' ')
			others++;
		else
			break;
		if (gap == GAP_END)
			gap = GAP_BLANK;
		*at = after;
	}
	if (hyphens + dots > 1 || (dots == 1 && (others > 0 || gap == GAP_CELL)))
		return GAP_END;
	if (gap == GAP_BLANK && hyphens == 1)
		return GAP_HYPHEN;
	return gap == GAP_BLANK && dots == 1 ? GAP_DOT : gap;
}

bool digits_next(struct digit_reader *reader, struct digit_chain *out)
{
	out->len = 0;
	for (const char *at = reader->at; reader->at < reader->end; reader->at = at)
		if (is_digit(next_code(&at, reader->end)))
			break;

	while (reader->at < reader->end && out->len < DIGITS_CHAIN) {
		struct digit_group *group = &out->group[out->len++];
		read_group(reader, group);
		if (take_check_x(&reader->at, reader->end))
			group->check_x = true;
		const char *at = reader->at;
		enum digit_gap gap = read_gap(&at, reader->end);
		if (gap != GAP_END && !group->check_x && take_check_x(&at, reader->end)) {
			group->check_x = true;
			reader->at = at;
			gap = read_gap(&at, reader->end);
		}
		if (gap == GAP_END || !is_digit(peek_code(at, reader->end)))
			break;
		group->gap = gap;
		reader->at = at;
	}
	if (out->len > 0)
		out->group[out->len - 1].gap = GAP_END;
	return out->len > 0;
}
