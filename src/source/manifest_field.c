#include "source/manifest_field.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "core/model/date_text.h"
#include "source/refusal.h"

bool field_absent(const struct field *field)
{
	return field->value == NULL || json_is_null(field->value) ||
	       (json_is_string(field->value) && text_empty(json_string_value(field->value)));
}

int field_missing(const struct field *field)
{
	return refusal_set(field->refusal, E_INVALID, "field-missing", field->name,
			   "缺少“%s”（%s）：请补上后重新报送。",
			   "%s (%s) is missing: add it and hand the document in again.",
			   field->label, field->name);
}

int field_wrong(const struct field *field, const char *zh, const char *en)
{
	return refusal_set(field->refusal, E_INVALID, "field-invalid", field->name,
			   "“%s”（%s）%s%.0s", "%s (%s) %.0s%s", field->label, field->name, zh, en);
}

static int wrong_kind(const struct field *field)
{
	return field_wrong(field, "应为文字：请用引号括起来。", "must be text: put it in quotes.");
}

/* Control characters, and the marks that turn the direction of writing: they make a title look
 * like another one. */
static bool is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 ||
	       (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/* Line feeds and tabs; word processors also write page and column breaks. */
static bool is_layout(uint32_t code)
{
	return code >= '\t' && code <= '\r';
}

int field_check_text(const struct field *field, const char *text, size_t len, bool one_line)
{
	const char *end = text + len;
	uint32_t code;
	for (size_t step; (step = text_decode(text, end, &code)) > 0; text += step) {
		if (code == 0xfffd)
			return refusal_set(
				field->refusal, E_INVALID, "encoding", field->name,
				"“%s”（%s）中有无法识别的字符（U+FFFD），转码时已损坏：请从原件重新"
				"导出。",
				"%s (%s) holds characters that were lost in an earlier conversion "
				"(U+FFFD): export it again from the original.",
				field->label, field->name);
		if (is_control(code) && (one_line || !is_layout(code)))
			return refusal_set(
				field->refusal, E_INVALID, "control-character", field->name,
				"“%s”（%s）中有控制字符 U+%04X：请删去（换行也不允许出现在单行字段"
				"中）。",
				"%s (%s) holds the control character U+%04X: take it out (a line "
				"break is one, where one line is asked for).",
				field->label, field->name, code);
	}
	if (text != end)
		return refusal_set(field->refusal, E_INVALID, "encoding", field->name,
				   "“%s”（%s）不是有效的 UTF-8 文字：请重新导出。",
				   "%s (%s) is not valid UTF-8: export it again.", field->label,
				   field->name);
	return 0;
}

static int check_length(const struct field *field, size_t len, size_t max_bytes)
{
	if (len <= max_bytes)
		return 0;
	return refusal_set(field->refusal, E_LIMIT, "too-large", field->name,
			   "“%s”（%s）过长：%zu 字节，最多 %zu 字节，请缩短。",
			   "%s (%s) is too long: %zu bytes, at most %zu; shorten it.", field->label,
			   field->name, len, max_bytes);
}

int field_line(const struct field *field, const char **out)
{
	if (field_absent(field))
		return 0;
	if (!json_is_string(field->value))
		return wrong_kind(field);
	size_t len = json_string_length(field->value);
	const char *text = text_trim(json_string_value(field->value), &len);
	int rc = check_length(field, len, LIMIT_TEXT_FIELD_BYTES);
	if (rc == 0)
		rc = field_check_text(field, text, len, true);
	if (rc == 0)
		*out = pool_text_len(field->pool, text, len);
	return rc;
}

/* Line feeds as we keep them, so that a copy from another system is the same content. */
static char *unix_lines(struct pool *pool, const char *text, size_t len)
{
	char *copy = pool_text_len(pool, text, len);
	char *to = copy;
	for (const char *from = copy; *from != '\0'; from++) {
		if (from[0] == '\r' && from[1] == '\n')
			continue;
		*to++ = *from == '\r' ? '\n' : *from;
	}
	*to = '\0';
	return copy;
}

int field_text(const struct field *field, size_t max_bytes, const char **out)
{
	if (field_absent(field))
		return 0;
	if (!json_is_string(field->value))
		return wrong_kind(field);
	const char *text = json_string_value(field->value);
	size_t len = json_string_length(field->value);
	int rc = check_length(field, len, max_bytes);
	if (rc == 0)
		rc = field_check_text(field, text, len, false);
	if (rc == 0)
		*out = unix_lines(field->pool, text, len);
	return rc;
}

/* Bytes of a separator at `at`: people write lists with any of these. */
static size_t separator(const char *at, const char *end)
{
	static const char *const marks[] = {",", ";", "，", "；", "、"};
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		size_t len = strlen(marks[i]);
		if ((size_t)(end - at) >= len && memcmp(at, marks[i], len) == 0)
			return len;
	}
	return 0;
}

static void add_item(struct buf *out, const char *text, size_t len)
{
	text = text_trim(text, &len);
	if (len == 0)
		return;
	if (out->len > 0)
		buf_char(out, ',');
	buf_add(out, text, len);
}

static void add_items(struct buf *out, const char *text)
{
	const char *end = text + strlen(text);
	const char *from = text;
	while (text < end) {
		size_t len = separator(text, end);
		if (len > 0) {
			add_item(out, from, (size_t)(text - from));
			from = text + len;
		}
		text += len > 0 ? len : 1;
	}
	add_item(out, from, (size_t)(end - from));
}

int field_list(const struct field *field, const char **out)
{
	if (field_absent(field))
		return 0;
	scoped(buf_finish) struct buf joined = {0};
	if (json_is_string(field->value)) {
		add_items(&joined, json_string_value(field->value));
	} else if (json_is_array(field->value)) {
		for (size_t i = 0; i < json_array_size(field->value); i++) {
			const json_t *item = json_array_get(field->value, i);
			if (!json_is_string(item))
				return wrong_kind(field);
			add_items(&joined, json_string_value(item));
		}
	} else {
		return wrong_kind(field);
	}
	int rc = check_length(field, joined.len, LIMIT_TEXT_FIELD_BYTES);
	if (rc == 0)
		rc = field_check_text(field, buf_text(&joined), joined.len, true);
	if (rc == 0 && joined.len > 0)
		*out = pool_text(field->pool, buf_text(&joined));
	return rc;
}

int field_date(const struct field *field, struct civil_date *out)
{
	const char *text = NULL;
	int rc = field_line(field, &text);
	if (rc < 0 || text == NULL)
		return rc;
	if (date_text_read(text, out) == 0)
		return 0;
	char shown[REFUSAL_EXCERPT];
	return refusal_set(field->refusal, E_INVALID, "date", field->name,
			   "“%s”（%s）不是日期：“%s”。请写成 2009-03-05、2009年3月5日或"
			   "二〇〇九年三月五日。",
			   "%s (%s) is no date: \"%s\". Write 2009-03-05 or 2009年3月5日.",
			   field->label, field->name, refusal_excerpt(text, shown));
}

int field_bool(const struct field *field, bool *out)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = {{"true", true}, {"是", true}, {"false", false}, {"否", false}};

	if (field_absent(field))
		return 0;
	if (json_is_boolean(field->value)) {
		*out = json_is_true(field->value);
		return 0;
	}
	if (json_is_string(field->value)) {
		size_t len = json_string_length(field->value);
		const char *text = text_trim(json_string_value(field->value), &len);
		for (size_t i = 0; i < ARRAY_LEN(words); i++) {
			if (strlen(words[i].word) != len ||
			    strncasecmp(words[i].word, text, len) != 0)
				continue;
			*out = words[i].value;
			return 0;
		}
	}
	return field_wrong(field, "只能是 true、false、是或否。", "must be true, false, 是 or 否.");
}
