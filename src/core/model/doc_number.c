#include "core/model/doc_number.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/macros.h"
#include "base/text.h"

/* Longer texts are sentences, not numbers. */
#define LIMIT_NUMBER_CHARACTERS 96
#define LIMIT_SERIAL_DIGITS 6
#define FIRST_YEAR 1949
#define LAST_YEAR 2100

/* The text in one writing: half width, all brackets 〔〕, no blanks.  Read from the right, where
 * the grammar is strict; what is left at the front is the code. */
struct scan {
	uint32_t at[LIMIT_NUMBER_CHARACTERS];
	int len;
};

enum form {
	FORM_NONE,
	FORM_BRACKET, /* 盐水政〔2009〕9号 */
	FORM_YEAR,    /* 公告2023年第5号, 盐水政2009年9号 */
	FORM_NO_YEAR, /* 国务院令第492号, 盐水政9号 */
};

struct parts {
	enum form form;
	int code_len;
	int year, serial;
	int serial_digits;
	bool ordinal; /* 第 */
};

static bool is_blank(uint32_t code)
{
	return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x3000 || code == 0xa0 ||
	       code == 0xfeff || (code >= 0x2000 && code <= 0x200b);
}

static uint32_t fold(uint32_t code)
{
	static const uint32_t opening[] = U"[(【﹝［（〖❲";
	static const uint32_t closing[] = U"])】﹞］）〗❳";
	if (code >= 0xff01 && code <= 0xff5e)
		code -= 0xff01 - '!';
	for (size_t i = 0; opening[i] != 0; i++) {
		if (code == opening[i])
			return U'〔';
		if (code == closing[i])
			return U'〕';
	}
	return code == U'號' ? U'号' : code;
}

/* Also copies the text without its blanks, otherwise unchanged, into `tight`. */
static bool scan_text(const char *text, size_t len, struct scan *scan, struct buf *tight)
{
	const char *end = text + len;
	scan->len = 0;
	while (text < end) {
		uint32_t code;
		size_t step = text_decode(text, end, &code);
		if (step == 0 || scan->len == LIMIT_NUMBER_CHARACTERS)
			return false;
		if (!is_blank(code)) {
			scan->at[scan->len++] = fold(code);
			buf_add(tight, text, step);
		}
		text += step;
	}
	return true;
}

/* Cut a character off the end, when it is this one. */
static bool cut(struct scan *scan, uint32_t code)
{
	if (scan->len == 0 || scan->at[scan->len - 1] != code)
		return false;
	scan->len--;
	return true;
}

/* Cut the digits off the end; returns how many, 0 when there are none or too many. */
static int cut_digits(struct scan *scan, int *value)
{
	int first = scan->len;
	while (first > 0 && scan->at[first - 1] >= '0' && scan->at[first - 1] <= '9')
		first--;
	int digits = scan->len - first;
	if (digits > LIMIT_SERIAL_DIGITS)
		return 0;
	*value = 0;
	for (int i = first; i < scan->len; i++)
		*value = *value * 10 + (int)(scan->at[i] - '0');
	scan->len = first;
	return digits;
}

static bool cut_year(struct scan *scan, int *year)
{
	return cut_digits(scan, year) == 4 && *year >= FIRST_YEAR && *year <= LAST_YEAR;
}

/* 水利部令（第50号） and 公告（2023年第5号）: the bracket holds the whole number. */
static void unwrap(struct scan *scan)
{
	if (scan->len < 2 || scan->at[scan->len - 1] != U'〕' || scan->at[scan->len - 2] != U'号')
		return;
	int open = scan->len - 1;
	while (open >= 0 && scan->at[open] != U'〔')
		open--;
	if (open < 0)
		return;
	memmove(&scan->at[open], &scan->at[open + 1],
		(size_t)(scan->len - 2 - open) * sizeof(scan->at[0]));
	scan->len -= 2;
}

static bool is_code_character(uint32_t code)
{
	return (code >= 0x3400 && code <= 0x9fff) || (code >= 0x20000 && code <= 0x3ffff) ||
	       (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z') || code == U'〇';
}

/* Brackets inside a code (发改办（财金）) are taken only where the year has its own. */
static bool is_code(const struct scan *scan, bool brackets)
{
	for (int i = 0; i < scan->len; i++) {
		bool bracket = scan->at[i] == U'〔' || scan->at[i] == U'〕';
		if (bracket ? !brackets : !is_code_character(scan->at[i]))
			return false;
	}
	return true;
}

static struct parts take_apart(struct scan *scan)
{
	struct parts parts = {0};
	unwrap(scan);
	if (cut(scan, U'件') && !cut(scan, U'文'))
		return parts;
	cut(scan, U'文');
	if (!cut(scan, U'号'))
		return parts;
	parts.serial_digits = cut_digits(scan, &parts.serial);
	if (parts.serial_digits == 0 || parts.serial == 0)
		return parts;
	parts.ordinal = cut(scan, U'第');

	enum form form = FORM_NO_YEAR;
	if (cut(scan, U'〕')) {
		form = FORM_BRACKET;
		cut(scan, U'年');
		if (!cut_year(scan, &parts.year) || !cut(scan, U'〔'))
			return parts;
	} else if (cut(scan, U'年')) {
		form = FORM_YEAR;
		if (!cut_year(scan, &parts.year))
			return parts;
	}
	if (!is_code(scan, form == FORM_BRACKET))
		return parts;
	parts.form = form;
	parts.code_len = scan->len;
	return parts;
}

static const char *code_text(struct pool *pool, const struct scan *scan, int len)
{
	scoped(buf_finish) struct buf text = {0};
	for (int i = 0; i < len; i++) {
		uint32_t code = scan->at[i];
		text_encode(&text, code == U'〔' ? U'（' : code == U'〕' ? U'）' : code);
	}
	return pool_text(pool, buf_text(&text));
}

/* Orders and announcements carry 第 lawfully. */
static bool is_order(const char *code)
{
	return text_ends(code, "令") || text_ends(code, "公告") || text_ends(code, "通告");
}

/* Orders are numbered through; announcements begin anew every year, and the orders of the
 * President (主席令) with every term of the National People's Congress. */
static bool is_numbered_through(const char *code)
{
	return text_ends(code, "令") && !text_ends(code, "主席令");
}

/* 盐水政20099号 has lost its brackets: no telling where the year ends. */
static bool is_lossy(const struct parts *parts)
{
	int head = parts->serial;
	while (head > 9999)
		head /= 10;
	return parts->serial_digits >= 4 && !parts->ordinal && head >= FIRST_YEAR &&
	       head <= LAST_YEAR;
}

static void read_yearless(struct pool *pool, const struct parts *parts, struct doc_number *number)
{
	bool order = is_order(number->code);
	if (is_lossy(parts)) {
		number->code = "";
		return;
	}
	number->serial = parts->serial;
	number->comparable = is_numbered_through(number->code);
	number->normal = pool_print(pool, "%s%s%d号", number->code, order ? "第" : "",
				    parts->serial);
}

static void read_dated(struct pool *pool, const struct parts *parts, struct doc_number *number)
{
	number->year = parts->year;
	number->serial = parts->serial;
	number->comparable = number->code[0] != '\0';
	number->normal = is_order(number->code) ? pool_print(pool, "%s%d年第%d号", number->code,
							     parts->year, parts->serial)
						: pool_print(pool, "%s〔%d〕%d号", number->code,
							     parts->year, parts->serial);
}

/* Blanks between 令 and 第 are layout; so are brackets around the year of an announcement, which
 * some ministries use for good. */
static bool is_regular(const struct parts *parts, const struct doc_number *number,
		       const char *tight)
{
	if (!is_order(number->code))
		return parts->year != 0 && number->comparable &&
		       text_equal(number->original, number->normal);
	if (text_equal(tight, number->normal))
		return true;
	scoped(buf_finish) struct buf bracket = {0};
	buf_print(&bracket, "%s〔%d〕%d号", number->code, parts->year, parts->serial);
	return parts->form == FORM_BRACKET && text_equal(tight, buf_text(&bracket));
}

struct doc_number doc_number_read(struct pool *pool, const char *text)
{
	struct doc_number number = {.normal = "", .code = ""};
	if (text_empty(text))
		return number;
	size_t len = strlen(text);
	text = text_trim(text, &len);
	number.original = pool_text_len(pool, text, len);
	number.normal = number.original;
	number.irregular = true;

	struct scan scan;
	scoped(buf_finish) struct buf tight = {0};
	if (!scan_text(text, len, &scan, &tight))
		return number;
	struct parts parts = take_apart(&scan);
	if (parts.form == FORM_NONE)
		return number;
	number.code = code_text(pool, &scan, parts.code_len);
	if (parts.form == FORM_NO_YEAR)
		read_yearless(pool, &parts, &number);
	else
		read_dated(pool, &parts, &number);
	number.irregular = !is_regular(&parts, &number, buf_text(&tight));
	return number;
}
