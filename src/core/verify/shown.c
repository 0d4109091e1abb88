#include "core/verify/shown.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/macros.h"
#include "base/pool.h"
#include "base/text.h"
#include "core/model/date_text.h"
#include "core/verify/han.h"
#include "core/verify/verify.h"

#define LIMIT_PLACES 64 /* of a number or a label that are looked at: a page may be hostile */
#define LIMIT_LABELLED_BYTES 160u /* how far behind a label its value may stand */

/* --- 文号 ------------------------------------------------------------------------------------ */

static bool take(const char **at, const char *end, const char *text)
{
	size_t len = strlen(text);
	if ((size_t)(end - *at) < len || memcmp(*at, text, len) != 0)
		return false;
	*at += len;
	return true;
}

static bool take_one_of(const char **at, const char *end, const char *characters)
{
	if (*at >= end || **at == '\0' || strchr(characters, **at) == NULL)
		return false;
	(*at)++;
	return true;
}

/* Exactly this number, whatever zeros stand before it. */
static bool take_value(const char **at, const char *end, int value)
{
	const char *start = *at;
	long found = 0;
	while (*at < end && **at >= '0' && **at <= '9' && found < 1000000)
		found = found * 10 + *(*at)++ - '0';
	return *at > start && found == value && (*at == end || **at < '0' || **at > '9');
}

/* What follows the code, folded: brackets of any kind or none, 第 or not, zeros or not. */
static bool take_rest(const char **at, const char *end, const struct doc_number *number)
{
	take_one_of(at, end, "[(");
	if (number->year > 0) {
		if (!take_value(at, end, number->year))
			return false;
		take(at, end, "年");
		take_one_of(at, end, "])");
		take(at, end, "年");
	}
	take(at, end, "第");
	return take_value(at, end, number->serial) && take(at, end, "号");
}

/* As doc_number reads it: without blanks, and in simplified characters. */
static const char *plain_text(struct pool *pool, const char *text, size_t len)
{
	scoped(buf_finish) struct buf plain = {0};
	const char *end = text + len;
	uint32_t code;
	for (size_t step; (step = text_decode(text, end, &code)) > 0; text += step)
		if (code > ' ' && code != 0xa0 && code != 0x3000 && code != 0xfeff)
			text_encode(&plain, han_simplify(code));
	return pool_text(pool, buf_text(&plain));
}

static struct doc_number read_plain(struct pool *pool, const char *text, size_t len)
{
	return doc_number_read(pool, plain_text(pool, text, len));
}

bool shown_is_number(const char *text, size_t len, const struct doc_number *number)
{
	scoped(pool_finish) struct pool pool = {0};
	struct doc_number read = read_plain(&pool, text, len);
	return read.serial > 0 &&
	       text_equal(read.normal, plain_text(&pool, number->normal, strlen(number->normal)));
}

static bool is_written_well(const struct folded *page, size_t at, size_t end)
{
	/* 号 and 號 have as many bytes; what is folded away behind belongs to the page. */
	static const char last[] = "号";
	scoped(pool_finish) struct pool pool = {0};
	const char *start = fold_original(page, at);
	const char *stop = fold_original(page, end - strlen(last)) + strlen(last);
	return !read_plain(&pool, start, (size_t)(stop - start)).irregular;
}

static enum shown find_by_code(const struct folded *page, const struct doc_number *number,
			       const struct buf *code)
{
	const char *end = page->text.data + page->text.len;
	const char *at = page->text.data;
	enum shown shown = SHOWN_NOT;
	if (memmem(page->from, page->from_len, number->normal, strlen(number->normal)) != NULL)
		return SHOWN;
	int places = 0;
	while (places < LIMIT_PLACES &&
	       (at = memmem(at, (size_t)(end - at), code->data, code->len)) != NULL) {
		const char *rest = at + code->len;
		if (take_rest(&rest, end, number)) {
			places++;
			if (is_written_well(page, (size_t)(at - page->text.data),
					    (size_t)(rest - page->text.data)))
				return SHOWN;
			shown = SHOWN_IRREGULAR;
		}
		at += code->len;
	}
	return shown;
}

static bool is_labelled_other(const struct folded *page, size_t at, const struct doc_number *number,
			      bool *same, struct buf *other)
{
	static const char stop[] = "号";
	scoped(pool_finish) struct pool pool = {0};
	const char *start = fold_original(page, at);
	size_t len = (size_t)(page->from + page->from_len - start);
	if (len > LIMIT_LABELLED_BYTES)
		len = text_cut(start, len, LIMIT_LABELLED_BYTES);
	const char *end = memmem(start, len, stop, strlen(stop));
	if (end == NULL)
		return false;
	len = (size_t)(end - start) + strlen(stop);
	struct doc_number read = read_plain(&pool, start, len);
	if (!read.comparable)
		return false;
	if (shown_is_number(start, len, number)) {
		*same = true;
		return false;
	}
	buf_clear(other);
	buf_text_add(other, read.original);
	return true;
}

/* "发文字号：…" on the page: it names ours, another one, or nothing that can be read. */
static bool has_other_label(const struct folded *page, const struct doc_number *number,
			    struct buf *other)
{
	static const char *const labels[] = {"文号:", "文号]", "字号:", "字号]"};
	bool same = false, differs = false;
	int places = 0;
	const char *end = page->text.data + page->text.len;
	for (size_t i = 0; i < ARRAY_LEN(labels) && !same; i++) {
		size_t len = strlen(labels[i]);
		const char *at = page->text.data;
		while (!same && places++ < LIMIT_PLACES &&
		       (at = memmem(at, (size_t)(end - at), labels[i], len)) != NULL) {
			at += len;
			differs |= is_labelled_other(page, (size_t)(at - page->text.data), number,
						     &same, other);
		}
	}
	return differs && !same;
}

enum shown shown_number(const struct folded *page, const struct doc_number *number,
			struct buf *other)
{
	bool has_grammar = number->serial > 0 && !text_empty(number->code);
	const char *text = has_grammar ? number->code : number->original;
	scoped(buf_finish) struct buf code = {0};
	verify_fold(text, strlen(text), &code);
	if (code.len == 0)
		return SHOWN;
	if (page->text.len == 0)
		return SHOWN_NOT;
	if (!has_grammar)
		return memmem(page->text.data, page->text.len, code.data, code.len) != NULL
			       ? SHOWN
			       : SHOWN_NOT;
	if (number->comparable && has_other_label(page, number, other))
		return SHOWN_OTHER;
	return find_by_code(page, number, &code);
}

/* --- dates ----------------------------------------------------------------------------------- */

static bool stands_anywhere(const char *text, struct civil_date date)
{
	const char *end = text + strlen(text);
	struct civil_date found;
	size_t len;
	for (const char *at = text; (at = date_text_find(at, end, &found, &len)) != NULL; at += len)
		if (civil_date_compare(found, date) == 0)
			return true;
	return false;
}

/* "成文日期：…" on the page names another day, and none that is ours. */
static bool has_other_date(const char *text, struct civil_date date, struct buf *other)
{
	static const char label[] = "成文日期";
	const char *end = text + strlen(text);
	bool differs = false;
	for (const char *at = text; (at = strstr(at, label)) != NULL;) {
		at += strlen(label);
		const char *stop = at + text_cut(at, (size_t)(end - at), 64);
		struct civil_date found;
		size_t len;
		const char *place = date_text_find(at, stop, &found, &len);
		/* Only what follows the label: a colon, brackets, blanks. */
		if (place == NULL || place - at > 12)
			continue;
		if (civil_date_compare(found, date) == 0)
			return false;
		differs = true;
		buf_clear(other);
		buf_add(other, place, len);
	}
	return differs;
}

enum shown shown_date(const struct folded *page, struct civil_date date, struct buf *other)
{
	if (has_other_date(page->from, date, other))
		return SHOWN_OTHER;
	/* The folded text has no line end within a spelled date. */
	if (stands_anywhere(page->from, date) || stands_anywhere(buf_text(&page->text), date))
		return SHOWN;
	return SHOWN_NOT;
}
