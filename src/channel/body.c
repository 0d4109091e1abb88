#include "channel/body.h"

#include <string.h>

#include "base/encode.h"
#include "base/macros.h"
#include "base/text.h"

#define IDEOGRAPHIC_BLANK "\xe3\x80\x80"
/* As wide as this, an indent means the right half of the line: signature and date. */
#define RIGHT_INDENT 8

/* Width of the blanks that a line begins with, in ideographic blanks; *skip are their bytes. */
static size_t indent_of(const char *line, size_t len, size_t *skip)
{
	size_t halves = 0;
	size_t at = 0;
	while (at < len) {
		if (line[at] == ' ' || line[at] == '\r') {
			halves++;
			at++;
		} else if (line[at] == '\t') {
			halves += 4;
			at++;
		} else if (len - at >= 3 && memcmp(line + at, IDEOGRAPHIC_BLANK, 3) == 0) {
			halves += 2;
			at += 3;
		} else {
			break;
		}
	}
	*skip = at;
	return halves / 2;
}

static void paragraph(const char *line, size_t len, enum body_look look, bool indents_used,
		      struct buf *out)
{
	size_t skip;
	size_t indent = indent_of(line, len, &skip);
	size_t trimmed = len;
	const char *text = text_trim(line, &trimmed);
	if (trimmed == 0)
		return;

	if (look == BODY_THEIR_PAGE) {
		buf_text_add(out, "<p>");
		for (size_t i = 0; i < indent && i < RIGHT_INDENT * 3; i++)
			buf_text_add(out, IDEOGRAPHIC_BLANK);
	} else if (indent >= RIGHT_INDENT) {
		buf_text_add(out, "<p class=\"right\">");
	} else {
		buf_text_add(out, indents_used && indent == 0 ? "<p class=\"flush\">" : "<p>");
	}
	encode_html(out, text, trimmed);
	buf_text_add(out, "</p>\n");
}

static bool any_indent(const char *text)
{
	for (const char *line = text; line != NULL && *line != '\0';) {
		size_t skip;
		size_t len = strcspn(line, "\n");
		if (indent_of(line, len, &skip) >= 1 && skip < len)
			return true;
		line += len + (line[len] == '\n');
	}
	return false;
}

void body_html(const struct document *document, enum body_look look, const struct body_files *files,
	       struct buf *out)
{
	const char *body = document->body;
	if (document->body_is_html) {
		html_clean(body, strlen(body), files, out);
		return;
	}
	/* In a text without any indent no line is meant to be flush: all are paragraphs. */
	bool indents_used = any_indent(body);
	for (const char *line = body; *line != '\0';) {
		size_t len = strcspn(line, "\n");
		paragraph(line, len, look, indents_used, out);
		line += len + (line[len] == '\n');
	}
}

void body_text(const struct document *document, struct buf *out)
{
	if (document->body_is_html)
		html_plain(document->body, strlen(document->body), out);
	else
		buf_text_add(out, document->body);
}

void body_beginning(const struct document *document, size_t characters, struct buf *out)
{
	scoped(buf_finish) struct buf text = {0};
	body_text(document, &text);
	const char *at = buf_text(&text);
	const char *end = at + text.len;
	bool blank = true; /* none at the beginning, one between words */
	uint32_t code;
	size_t step;
	while (characters > 0 && (step = text_decode(at, end, &code)) > 0) {
		bool is_blank = code <= ' ' || code == 0x3000 || code == 0xa0;
		if (!is_blank) {
			text_encode(out, code);
			characters--;
		} else if (!blank) {
			buf_char(out, ' ');
		}
		blank = is_blank;
		at += step;
	}
	if (at < end)
		buf_text_add(out, "……");
}

void body_date(struct civil_date date, struct buf *out)
{
	if (civil_date_is_set(date))
		buf_print(out, "%d年%d月%d日", date.year, date.month, date.day);
}

/* --- 公示内容 ---------------------------------------------------------------------------- */

/* Only what is listed here is shown: a notice must not carry an ID number by oversight. */
static const struct label {
	const char *key, *chinese;
} person_labels[] = {
	{"name", "姓名"},
	{"sex", "性别"},
	{"ethnicity", "民族"},
	{"born", "出生年月"},
	{"party", "政治面貌"},
	{"education", "学历"},
	{"degree", "学位"},
	{"joined", "参加工作时间"},
	{"current_post", "现任职务"},
	{"current", "现任职务"},
	{"proposed_post", "拟任职务"},
	{"proposed", "拟任职务"},
};

static const struct label objection_labels[] = {
	{"office", "受理部门"},    {"phone", "联系电话"},    {"address", "通讯地址"},
	{"post_code", "邮政编码"}, {"postcode", "邮政编码"}, {"hours", "受理时间"},
	{"period", "公示时间"},    {"mail", "电子邮箱"},
};

/* A manifest may use the English or the Chinese name. */
static const char *labelled(const json_t *object, const struct label *label)
{
	const char *text = json_string_value(json_object_get(object, label->key));
	if (text == NULL)
		text = json_string_value(json_object_get(object, label->chinese));
	return text;
}

static bool column_is_used(const json_t *people, const struct label *label)
{
	size_t i;
	json_t *person;
	json_array_foreach(people, i, person)
		if (labelled(person, label) != NULL)
			return true;
	return false;
}

/* "current" and "current_post" are one column. */
static bool is_repeated(const json_t *people, const struct label *label)
{
	for (const struct label *earlier = person_labels; earlier < label; earlier++)
		if (text_equal(earlier->chinese, label->chinese) && column_is_used(people, earlier))
			return true;
	return false;
}

static void cell(struct buf *out, const char *element, const char *text)
{
	buf_print(out, "<%s>", element);
	if (text != NULL)
		encode_html(out, text, strlen(text));
	buf_print(out, "</%s>", element);
}

static bool any_column(const json_t *people)
{
	for (size_t i = 0; i < ARRAY_LEN(person_labels); i++)
		if (column_is_used(people, &person_labels[i]))
			return true;
	return false;
}

static void people_table(const json_t *people, struct buf *out)
{
	if (!any_column(people))
		return;
	buf_text_add(out, "<table class=\"people\">\n<thead><tr>");
	for (size_t i = 0; i < ARRAY_LEN(person_labels); i++)
		if (column_is_used(people, &person_labels[i]) &&
		    !is_repeated(people, &person_labels[i]))
			cell(out, "th", person_labels[i].chinese);
	buf_text_add(out, "</tr></thead>\n<tbody>\n");
	size_t at;
	json_t *person;
	json_array_foreach(people, at, person) {
		buf_text_add(out, "<tr>");
		for (size_t i = 0; i < ARRAY_LEN(person_labels); i++)
			if (column_is_used(people, &person_labels[i]) &&
			    !is_repeated(people, &person_labels[i]))
				cell(out, "td", labelled(person, &person_labels[i]));
		buf_text_add(out, "</tr>\n");
	}
	buf_text_add(out, "</tbody>\n</table>\n");
}

static void objections_table(const json_t *objections, struct buf *out)
{
	bool begun = false;
	for (size_t i = 0; i < ARRAY_LEN(objection_labels); i++) {
		const char *text = labelled(objections, &objection_labels[i]);
		if (text == NULL)
			continue;
		buf_text_add(out, begun ? "" : "<table class=\"objections\">\n<tbody>\n");
		begun = true;
		buf_text_add(out, "<tr>");
		cell(out, "th", objection_labels[i].chinese);
		cell(out, "td", text);
		buf_text_add(out, "</tr>\n");
	}
	if (begun)
		buf_text_add(out, "</tbody>\n</table>\n");
}

/* The names of the members are the bureau's own: every list is of people, every group says where
 * objections go, and that may stand beside the people as well. */
void body_notice(const struct document *document, struct buf *out)
{
	json_t *notice = document->notice;
	const char *name;
	json_t *member;
	json_object_foreach(notice, name, member)
		if (json_is_array(member))
			people_table(member, out);
	json_object_foreach(notice, name, member)
		if (json_is_object(member))
			objections_table(member, out);
	objections_table(notice, out);
}
