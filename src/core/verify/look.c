#include "core/verify/look.h"

#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "base/text.h"
#include "core/model/date_text.h"

#define LIMIT_HEADINGS 3u /* a page with more uses them for the items of a list */
#define LOOSE_FIXED 5
#define LIMIT_LOOSE 16

static void fold_to(struct buf *out, const char *text)
{
	if (text != NULL)
		verify_fold(text, strlen(text), out);
}

bool look_contains(const struct buf *text, const struct buf *part)
{
	return part->len > 0 && text->len >= part->len &&
	       memmem(text->data, text->len, part->data, part->len) != NULL;
}

/* --- the title ------------------------------------------------------------------------------- */

static bool is_in_heading(const struct look *look)
{
	const struct seen_page *seen = look->seen;
	if (seen->heading_count > LIMIT_HEADINGS)
		return false;
	for (size_t i = 0; i < seen->heading_count; i++) {
		scoped(buf_finish) struct buf heading = {0};
		fold_to(&heading, seen->headings[i]);
		if (look_contains(&heading, &look->title))
			return true;
	}
	return false;
}

static bool is_in_article_title(const struct look *look)
{
	const struct seen_page *seen = look->seen;
	for (size_t i = 0; i < seen->meta_count; i++) {
		if (strcasecmp(seen->metas[i].name, "ArticleTitle") != 0)
			continue;
		scoped(buf_finish) struct buf title = {0};
		fold_to(&title, seen->metas[i].content);
		if (look_contains(&title, &look->title))
			return true;
	}
	return false;
}

/* The page of a search for the title has it in its head, too. */
static bool is_search(const struct look *look)
{
	static const char *const words[] = {"搜索", "检索", "search"};
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		struct buf word = {.data = (char *)words[i], .len = strlen(words[i])};
		if (look_contains(&look->head, &word) && !look_contains(&look->title, &word))
			return true;
	}
	return false;
}

static void read_title(struct look *look)
{
	bool in_head = look_contains(&look->head, &look->title);
	look->title_shown = in_head || look_contains(&look->page.text, &look->title);
	look->headline = !is_search(look) &&
			 (in_head || is_in_article_title(look) || is_in_heading(look));
}

/* --- lines that templates put elsewhere ------------------------------------------------------ */

struct loose {
	const char *lines[LOOSE_FIXED + LIMIT_LOOSE + 1]; /* NULL-ended */
	size_t count;
	struct buf fixed[LOOSE_FIXED];
	struct buf found[LIMIT_LOOSE];
};

static void loose_finish(struct loose *loose)
{
	for (size_t i = 0; i < LOOSE_FIXED; i++)
		buf_finish(&loose->fixed[i]);
	for (size_t i = 0; i < LIMIT_LOOSE; i++)
		buf_finish(&loose->found[i]);
}

static void add_fixed(struct loose *loose, size_t which, const char *text, const char *more)
{
	struct buf *line = &loose->fixed[which];
	if (text_empty(text))
		return;
	fold_to(line, text);
	fold_to(line, more);
	loose->lines[loose->count++] = line->data;
}

/* Lines of the body that are only its date or its number: both are looked for on their own. */
static void add_lines(struct loose *loose, const struct document *issued, const char *body)
{
	size_t found = 0;
	for (const char *line = body; *line != '\0' && found < LIMIT_LOOSE;) {
		size_t len = strcspn(line, "\n");
		scoped(buf_finish) struct buf text = {0};
		buf_add(&text, line, len < 200 ? len : 0);
		struct civil_date date;
		bool is_date = date_text_read(buf_text(&text), &date) == 0 &&
			       civil_date_compare(date, issued->issued_on) == 0;
		if (is_date || (issued->number.original != NULL && text.len > 0 &&
				shown_is_number(text.data, text.len, &issued->number))) {
			fold_to(&loose->found[found], text.data);
			loose->lines[loose->count++] = buf_text(&loose->found[found]);
			found++;
		}
		line += len + (line[len] == '\n');
	}
}

static void match_body(struct look *look, const char *body)
{
	if (text_match_run(&look->body, &look->page)) {
		look->match = (struct text_match){.shown_percent = 100};
		return;
	}
	scoped(loose_finish) struct loose loose = {0};
	const struct document *issued = look->issued;
	add_fixed(&loose, 0, issued->title, NULL);
	add_fixed(&loose, 1, issued->issuer, NULL);
	add_fixed(&loose, 2, issued->issuer, "文件");
	add_fixed(&loose, 3, issued->issuer, issued->title);
	add_fixed(&loose, 4, issued->number.original, NULL);
	add_lines(&loose, issued, body);
	look->match = text_match(&look->body, &look->page, loose.lines);
}

/* Some templates keep the date in a tag alone.  PubDate is another date: that of the page. */
static bool is_date_in_tag(const struct look *look)
{
	const struct seen_page *seen = look->seen;
	for (size_t i = 0; i < seen->meta_count; i++) {
		struct civil_date date;
		if (strcasecmp(seen->metas[i].name, "PubDate") != 0 &&
		    date_text_read(seen->metas[i].content, &date) == 0 &&
		    civil_date_compare(date, look->issued->issued_on) == 0)
			return true;
	}
	return false;
}

/* --- all of it ------------------------------------------------------------------------------- */

void look_read(const struct document *issued, const char *issued_text, const struct seen_page *seen,
	       struct look *out)
{
	*out = (struct look){.issued = issued, .seen = seen};
	const char *body = issued_text != NULL ? issued_text : issued->body;
	const char *text = seen->text != NULL ? seen->text : "";
	const char *hidden = seen->hidden != NULL ? seen->hidden : "";
	fold_text(body, strlen(body), &out->body);
	fold_text(text, strlen(text), &out->page);
	fold_text(hidden, strlen(hidden), &out->hidden);
	fold_to(&out->title, issued->title);
	fold_to(&out->head, seen->title);

	read_title(out);
	out->number = issued->number.original != NULL
			      ? shown_number(&out->page, &issued->number, &out->other_number)
			      : SHOWN;
	out->date = shown_date(&out->page, issued->issued_on, &out->other_date);
	if (out->date == SHOWN_NOT && is_date_in_tag(out))
		out->date = SHOWN;
	match_body(out, body);
}

void look_finish(struct look *look)
{
	fold_finish(&look->body);
	fold_finish(&look->page);
	fold_finish(&look->hidden);
	buf_finish(&look->title);
	buf_finish(&look->head);
	buf_finish(&look->other_number);
	buf_finish(&look->other_date);
}

bool look_is_whole(const struct look *look)
{
	return look->title_shown && (look->number == SHOWN || look->number == SHOWN_IRREGULAR) &&
	       look->date == SHOWN && look->match.difference == TEXT_SAME;
}

/* --- phrases -------------------------------------------------------------------------------- */

size_t look_count(const struct buf *text, const char *phrase)
{
	size_t count = 0;
	size_t len = strlen(phrase);
	const char *at = buf_text(text);
	const char *end = at + text->len;
	for (; (at = memmem(at, (size_t)(end - at), phrase, len)) != NULL; at += len)
		count++;
	return count;
}

bool look_shows(const struct look *look, const char *phrase)
{
	const struct seen_page *seen = look->seen;
	size_t outside = look_count(&look->page.text, phrase);
	for (size_t i = 0; seen->link_texts != NULL && i < seen->link_count && outside > 0; i++) {
		scoped(buf_finish) struct buf link = {0};
		verify_fold(seen->link_texts[i], strlen(seen->link_texts[i]), &link);
		size_t inside = look_count(&link, phrase);
		outside -= inside < outside ? inside : outside;
	}
	return outside > 0;
}

/* --- quoting --------------------------------------------------------------------------------- */

static size_t step_back(const char *text, size_t at, size_t characters)
{
	for (; characters > 0 && at > 0; characters--) {
		at--;
		while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80)
			at--;
	}
	return at;
}

static size_t step_on(const char *text, size_t len, size_t at, size_t characters)
{
	for (; characters > 0 && at < len; characters--) {
		at++;
		while (at < len && ((unsigned char)text[at] & 0xc0) == 0x80)
			at++;
	}
	return at;
}

void look_quote(struct buf *out, const struct folded *text, size_t at, size_t characters_before,
		size_t characters_after)
{
	size_t first = step_back(text->text.data, at, characters_before);
	size_t last = step_on(text->text.data, text->text.len, at, characters_after);
	const char *from = fold_original(text, first);
	const char *to = fold_original(text, last);
	size_t len = (size_t)(to - from);
	from = text_trim(from, &len);
	buf_text_add(out, first > 0 ? "“…" : "“");
	bool blank = false;
	for (size_t i = 0; i < len; i++) {
		bool is_blank = (unsigned char)from[i] <= ' ';
		if (!is_blank)
			buf_char(out, from[i]);
		else if (!blank)
			buf_char(out, ' ');
		blank = is_blank;
	}
	buf_text_add(out, last < text->text.len ? "…”" : "”");
}
