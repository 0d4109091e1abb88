#include "core/verify/text_match.h"

#include <stdbool.h>
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "core/verify/han.h"

#define NOWHERE ((size_t)-1)
#define LIMIT_GAP_BYTES 1200u /* of template between two pieces */
#define SHORT_BYTES 60u       /* a text of up to 20 characters is easily part of another */
#define TELLING_BYTES 12u     /* a piece that does not stand on a page by chance */
#define LIMIT_SAMPLES 64u
#define LIMIT_CLOSEST_BYTES 65536u /* how far to look for the closest reading */

struct piece {
	size_t at, len; /* in the body */
	size_t found;   /* in the page */
	bool loose;
};

struct walk {
	const struct folded *body, *page;
	const char *const *loose;
	struct vec_of(struct piece) pieces;
};

static void walk_finish(struct walk *walk)
{
	VEC_FINISH(&walk->pieces);
}

static const char *piece_text(const struct walk *walk, const struct piece *piece)
{
	return walk->body->text.data + piece->at;
}

/* --- where a text may stand ------------------------------------------------------------------ */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(uint32_t code)
{
	return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') || han_is(code);
}

static uint32_t code_before(const struct folded *text, size_t offset)
{
	size_t start = offset - 1;
	while (start > 0 && ((unsigned char)text->text.data[start] & 0xc0) == 0x80)
		start--;
	uint32_t code = 0;
	text_decode(text->text.data + start, text->text.data + offset, &code);
	return code;
}

/* Does the page's text fall apart here?  A short text wants the end of a line or of a phrase on
 * both sides: 同意 is not in 不同意.  A long one is content if it does not split a number. */
static bool is_edge(const struct folded *page, size_t offset, bool is_short)
{
	if (fold_is_break(page, offset))
		return true;
	const char *text = page->text.data;
	if (is_digit(text[offset - 1]) && is_digit(text[offset]))
		return false;
	if (!is_short)
		return true;
	uint32_t after = 0;
	text_decode(text + offset, text + page->text.len, &after);
	return !is_word(code_before(page, offset)) || !is_word(after);
}

static size_t find(const struct folded *page, size_t from, size_t to, const char *text, size_t len)
{
	if (from > to || to - from < len)
		return NOWHERE;
	const char *at = memmem(page->text.data + from, to - from, text, len);
	return at != NULL ? (size_t)(at - page->text.data) : NOWHERE;
}

bool text_match_run(const struct folded *body, const struct folded *page)
{
	size_t len = body->text.len;
	if (len == 0)
		return true;
	bool is_short = len <= SHORT_BYTES;
	for (size_t at = 0; (at = find(page, at, page->text.len, body->text.data, len)) != NOWHERE;
	     at++)
		if (is_edge(page, at, is_short) && is_edge(page, at + len, is_short))
			return true;
	return false;
}

/* --- piece by piece -------------------------------------------------------------------------- */

static bool is_loose(const struct walk *walk, const char *text, size_t len)
{
	for (const char *const *line = walk->loose; *line != NULL; line++)
		if (strlen(*line) == len && memcmp(*line, text, len) == 0)
			return true;
	return false;
}

static void add_piece(struct walk *walk, size_t at, size_t end)
{
	if (at == end)
		return;
	struct piece *piece = VEC_PUSH(&walk->pieces);
	*piece = (struct piece){.at = at, .len = end - at, .found = NOWHERE};
	piece->loose = is_loose(walk, walk->body->text.data + at, end - at);
}

static void split(struct walk *walk)
{
	static const char stop[] = "。";
	const struct folded *body = walk->body;
	for (size_t i = 0; i + 1 < body->breaks.len; i++) {
		size_t at = body->breaks.at[i].at;
		size_t end = body->breaks.at[i + 1].at;
		size_t full;
		while ((full = find(body, at, end, stop, strlen(stop))) != NOWHERE) {
			add_piece(walk, at, full + strlen(stop));
			at = full + strlen(stop);
		}
		add_piece(walk, at, end);
	}
}

static bool stands_at(const struct walk *walk, const struct piece *piece, size_t from)
{
	const struct buf *page = &walk->page->text;
	return page->len - from >= piece->len &&
	       memcmp(page->data + from, piece_text(walk, piece), piece->len) == 0;
}

/* The next place for a piece when the one before it ends at `from`: right there, or after a gap
 * that has lines of its own. */
static size_t next_place(const struct walk *walk, const struct piece *piece, size_t from,
			 bool is_first)
{
	const struct folded *page = walk->page;
	const char *text = piece_text(walk, piece);
	bool is_short = piece->len <= SHORT_BYTES;
	if (!is_first && stands_at(walk, piece, from))
		return from;
	if (!is_first && !fold_is_break(page, from))
		return NOWHERE;
	for (size_t at = from; (at = find(page, at, page->text.len, text, piece->len)) != NOWHERE;
	     at++)
		if (fold_is_break(page, at) || (is_first && is_edge(page, at, is_short)))
			return at;
	return NOWHERE;
}

/* A template may leave a loose line out, but not show it otherwise: is the page's line here this
 * one with something changed inside? */
static bool is_like(const struct walk *walk, const struct piece *piece, size_t from)
{
	const char *text = piece_text(walk, piece);
	const char *line = walk->page->text.data + from;
	size_t len = fold_line_end(walk->page, from) - from;
	size_t least = len < piece->len ? len : piece->len;
	size_t head = 0, tail = 0;
	while (head < least && text[head] == line[head])
		head++;
	while (tail < least - head && text[piece->len - 1 - tail] == line[len - 1 - tail])
		tail++;
	return len <= piece->len * 2 && (head + tail) * 2 > piece->len;
}

/* Places every piece as early as possible.  Returns the piece that has no place, NULL if none;
 * *from is then where it was looked for. */
static struct piece *place_pieces(struct walk *walk, size_t *from)
{
	bool is_first = true;
	*from = 0;
	VEC_EACH(&walk->pieces, piece) {
		if (!piece->loose)
			piece->found = next_place(walk, piece, *from, is_first);
		else if (!is_first && stands_at(walk, piece, *from))
			piece->found = *from;
		else if (is_first || !is_like(walk, piece, *from))
			continue;
		if (piece->found == NOWHERE)
			return piece;
		*from = piece->found + piece->len;
		is_first = false;
	}
	return NULL;
}

/* Moves the pieces as far back as the next one allows, so that a title or an abstract which
 * repeats the first lines does not make a gap. */
static void tighten(struct walk *walk)
{
	const struct folded *page = walk->page;
	size_t next = NOWHERE;
	for (size_t i = walk->pieces.len; i > 0; i--) {
		struct piece *piece = &walk->pieces.at[i - 1];
		if (piece->found == NOWHERE) /* loose and left out */
			continue;
		size_t at = piece->found;
		if (next != NOWHERE && next - at > piece->len + LIMIT_GAP_BYTES)
			at = next - piece->len - LIMIT_GAP_BYTES;
		for (; next != NOWHERE &&
		       (at = find(page, at, next, piece_text(walk, piece), piece->len)) != NOWHERE;
		     at++)
			if (at + piece->len == next ||
			    (fold_is_break(page, at + piece->len) && fold_is_break(page, next)))
				piece->found = at;
		next = piece->found;
	}
}

/* --- what stands between two pieces ---------------------------------------------------------- */

static bool has_template_word(const char *text, size_t len)
{
	/* Folded, as everything here. */
	/* clang-format off */
	static const char *const words[] = {
		"分享", "打印", "字号:", "字体:", "大中小", "收藏本", "关闭窗口", "扫一扫", "二维码",
		"上一页", "下一页", "上一篇", "下一篇", "返回顶部", "当前位置", "语音朗读", "无障碍",
		"浏览次数", "点击数", "阅读次数", "阅读全文", "责任编辑", "信息来源", "发布时间",
		"发布日期", "推荐阅读", "相关链接", "相关阅读", "相关文章", "更多>>", "附件下载",
	};
	/* clang-format on */
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (memmem(text, len, words[i], strlen(words[i])) != NULL)
			return true;
	return false;
}

/* "第2页", "-2-", "[1][2]下一页" has a word of its own. */
static bool is_page_number(const char *text, size_t len)
{
	static const char page[] = "页";
	if (len > 24)
		return false;
	if (len >= 3 && text[0] == '-' && text[len - 1] == '-')
		return strspn(text + 1, "0123456789") == len - 2;
	return len >= 6 && memcmp(text, "第", 3) == 0 &&
	       memmem(text, len, page, strlen(page)) != NULL;
}

static bool is_gap_of_template(const struct walk *walk, const char *text, size_t len)
{
	static const char stop[] = "。";
	if (len == 0 || is_loose(walk, text, len))
		return true;
	if (len > LIMIT_GAP_BYTES || memmem(text, len, stop, strlen(stop)) != NULL)
		return false;
	return is_page_number(text, len) || has_template_word(text, len);
}

static struct text_match judge_gaps(const struct walk *walk)
{
	const char *page = walk->page->text.data;
	const struct piece *last = NULL;
	size_t end = NOWHERE;
	VEC_EACH(&walk->pieces, piece) {
		if (piece->found == NOWHERE) /* loose and left out */
			continue;
		if (end != NOWHERE && !is_gap_of_template(walk, page + end, piece->found - end))
			return (struct text_match){.difference = TEXT_INSERTED,
						   .body_at = piece->at,
						   .body_end = piece->at + piece->len,
						   .page_at = end,
						   .page_end = piece->found};
		end = piece->found + piece->len;
		last = piece;
	}
	if (last != NULL && !is_edge(walk->page, end, last->len <= SHORT_BYTES))
		return (struct text_match){.difference = TEXT_CHANGED,
					   .body_at = last->at + last->len,
					   .body_end = last->at + last->len,
					   .page_at = end,
					   .page_end = end};
	return (struct text_match){.difference = TEXT_SAME};
}

/* --- the first difference -------------------------------------------------------------------- */

/* The longest beginning of the piece that stands behind `from`; *at is where. */
static size_t longest_beginning(const struct walk *walk, const struct piece *piece, size_t from,
				size_t *at)
{
	const struct folded *page = walk->page;
	const char *text = piece_text(walk, piece);
	size_t to = page->text.len;
	if (to - from > LIMIT_CLOSEST_BYTES)
		to = from + LIMIT_CLOSEST_BYTES;
	size_t low = 0, high = piece->len;
	*at = from;
	while (low < high) {
		size_t middle = (low + high + 1) / 2;
		size_t place = find(page, from, to, text, middle);
		if (place == NOWHERE) {
			high = middle - 1;
		} else {
			low = middle;
			*at = place;
		}
	}
	return text_cut(text, piece->len, low);
}

static size_t common_beginning(const struct walk *walk, const struct piece *piece, size_t from)
{
	const char *text = piece_text(walk, piece);
	const struct folded *page = walk->page;
	size_t len = 0;
	while (len < piece->len && from + len < page->text.len &&
	       text[len] == page->text.data[from + len])
		len++;
	return text_cut(text, piece->len, len);
}

static bool is_rest_gone(const struct walk *walk, const struct piece *failed, size_t from)
{
	const struct piece *end = walk->pieces.at + walk->pieces.len;
	unsigned later = 0;
	for (const struct piece *piece = failed + 1; piece < end && later < LIMIT_SAMPLES;
	     piece++) {
		if (piece->loose || piece->len < TELLING_BYTES)
			continue;
		later++;
		if (find(walk->page, from, walk->page->text.len, piece_text(walk, piece),
			 piece->len) != NOWHERE)
			return false;
	}
	return later > 0;
}

static struct text_match describe(const struct walk *walk, const struct piece *failed, size_t from)
{
	struct text_match match = {.difference = TEXT_MISSING,
				   .body_at = failed->at,
				   .body_end = failed->at + failed->len,
				   .page_at = from,
				   .page_end = from};
	size_t common = common_beginning(walk, failed, from);
	if (is_rest_gone(walk, failed, from)) {
		match.difference = TEXT_CUT;
		match.body_at += common;
		return match;
	}
	size_t at = from;
	size_t len = longest_beginning(walk, failed, from, &at);
	if (len == failed->len) { /* only something in front of it is too much */
		match.difference = TEXT_INSERTED;
		match.page_end = at;
		return match;
	}
	if (common > 0 && common + TELLING_BYTES > len) {
		at = from;
		len = common;
	}
	if (find(walk->page, 0, from, piece_text(walk, failed), failed->len) != NOWHERE) {
		match.difference = TEXT_MOVED;
	} else if (at == from ? len > 0 : len >= TELLING_BYTES || len * 2 >= failed->len) {
		match.difference = TEXT_CHANGED;
		match.body_at += len;
		match.page_at = match.page_end = at + len;
	}
	return match;
}

/* The part of a sample of the pieces that is anywhere on the page; short ones count only where
 * there are no others. */
static unsigned shown_percent(const struct walk *walk)
{
	size_t all = 0, shown = 0, all_short = 0, shown_short = 0;
	size_t stride = walk->pieces.len / LIMIT_SAMPLES + 1;
	for (size_t i = 0; i < walk->pieces.len; i += stride) {
		const struct piece *piece = &walk->pieces.at[i];
		if (piece->loose)
			continue;
		bool is_short = piece->len < TELLING_BYTES;
		bool found = find(walk->page, 0, walk->page->text.len, piece_text(walk, piece),
				  piece->len) != NOWHERE;
		*(is_short ? &all_short : &all) += piece->len;
		if (found)
			*(is_short ? &shown_short : &shown) += piece->len;
	}
	if (all > 0)
		return (unsigned)(shown * 100 / all);
	return all_short > 0 ? (unsigned)(shown_short * 100 / all_short) : 0;
}

struct text_match text_match(const struct folded *body, const struct folded *page,
			     const char *const *loose)
{
	if (text_match_run(body, page))
		return (struct text_match){.difference = TEXT_SAME, .shown_percent = 100};

	scoped(walk_finish) struct walk walk = {.body = body, .page = page, .loose = loose};
	split(&walk);
	size_t from;
	const struct piece *failed = place_pieces(&walk, &from);
	struct text_match match;
	if (failed == NULL) {
		tighten(&walk);
		match = judge_gaps(&walk);
	} else {
		match = describe(&walk, failed, from);
	}
	match.shown_percent = match.difference == TEXT_SAME ? 100 : shown_percent(&walk);
	return match;
}
