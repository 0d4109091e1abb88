#include "config/kinds.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/civil_date.h"
#include "base/instant.h"
#include "base/limits.h"
#include "base/text.h"
#include "config/node.h"
#include "config/values.h"

PRINTF_LIKE(2, 3)
static bool tell(struct slot *slot, const char *fmt, ...)
{
	char text[ERROR_TEXT_BYTES];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	config_fault(slot->report, slot->node, "%s", text);
	slot->told = true;
	return false;
}

/* Control characters would reach mail headers and file names. */
static bool clean_text(struct slot *slot, const struct config_node *node, const char **out)
{
	if (!config_get_text(node, out))
		return false;
	if (strlen(*out) > LIMIT_TEXT_FIELD_BYTES)
		return tell(slot, "设置 \"%s\" 太长 setting \"%s\" is too long", slot->field->name,
			    slot->field->name);
	for (const char *at = *out; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			return tell(slot, "设置 \"%s\" 里有控制字符 control character in \"%s\"",
				    slot->field->name, slot->field->name);
	if (!text_is_utf8(*out, strlen(*out))) /* by an \x escape */
		return tell(slot, "设置 \"%s\" 不是 UTF-8 setting \"%s\" is not UTF-8",
			    slot->field->name, slot->field->name);
	return true;
}

static bool in_range(struct slot *slot, int64_t value)
{
	const struct config_field *field = slot->field;
	if ((field->min == 0 && field->max == 0) || (value >= field->min && value <= field->max))
		return true;
	const char *unit = field->kind == CONFIG_DURATION ? " s"
			   : field->kind == CONFIG_BYTES  ? " bytes"
							  : "";
	return tell(slot,
		    "设置 \"%s\" 超出范围（%lld 到 %lld%s） \"%s\" is out of range "
		    "(%lld to %lld%s)",
		    field->name, (long long)field->min, (long long)field->max, unit, field->name,
		    (long long)field->min, (long long)field->max, unit);
}

static bool read_text(struct slot *slot)
{
	const char *text;
	if (!clean_text(slot, slot->node, &text))
		return false;
	if (slot->field->required && text_empty(text))
		return tell(slot, "设置 \"%s\" 不能为空 setting \"%s\" must not be empty",
			    slot->field->name, slot->field->name);
	*(const char **)slot->into = pool_text(slot->pool, text);
	return true;
}

static const char *path_of(struct slot *slot, const struct config_node *node, const char *text)
{
	while (text_starts(text, "./"))
		text += 2;
	/* The file that names it, which may be an included one. */
	const char *file = file_absolute(slot->pool, node_origin(node).file);
	return origin_beside(slot->pool, file, text);
}

static bool read_path(struct slot *slot)
{
	const char *text;
	if (!clean_text(slot, slot->node, &text))
		return false;
	if (text_empty(text))
		return tell(slot, "设置 \"%s\" 不能为空 setting \"%s\" must not be empty",
			    slot->field->name, slot->field->name);
	*(const char **)slot->into = path_of(slot, slot->node, text);
	return true;
}

/* Texts or, with `paths`, names of files. */
static bool read_many(struct slot *slot, bool paths)
{
	bool list = config_is_list(slot->node);
	size_t count = list ? config_length(slot->node) : 1;
	const char **texts = pool_alloc(slot->pool, (count + 1) * sizeof(*texts));
	for (size_t i = 0; i < count; i++) {
		const struct config_node *item = list ? config_item(slot->node, i) : slot->node;
		const char *text;
		if (!clean_text(slot, item, &text))
			return false;
		if (text_empty(text))
			return tell(slot, "设置 \"%s\" 里有空项 empty item in \"%s\"",
				    slot->field->name, slot->field->name);
		texts[i] = paths ? path_of(slot, item, text) : pool_text(slot->pool, text);
	}
	*(const char *const **)slot->into = texts;
	return true;
}

static bool read_texts(struct slot *slot)
{
	return read_many(slot, false);
}

static bool read_paths(struct slot *slot)
{
	return read_many(slot, true);
}

static bool read_bool(struct slot *slot)
{
	return config_get_bool(slot->node, slot->into);
}

static bool read_int(struct slot *slot)
{
	int64_t value;
	if (!config_get_int(slot->node, &value) || !in_range(slot, value))
		return false;
	*(int64_t *)slot->into = value;
	return true;
}

static bool read_duration(struct slot *slot)
{
	int64_t us;
	const char *text;
	if (config_get_int(slot->node, &us)) {
		if (us < 0)
			return false;
		us *= INSTANT_SECOND;
	} else if (!config_get_text(slot->node, &text) || value_duration(text, &us) < 0) {
		return false;
	}
	/* Rounded up, so that "1500 ms" is not taken for one second. */
	if (!in_range(slot, us / INSTANT_SECOND + (us % INSTANT_SECOND != 0)))
		return false;
	*(int64_t *)slot->into = us;
	return true;
}

static bool read_bytes(struct slot *slot)
{
	int64_t bytes;
	const char *text;
	if (!config_get_int(slot->node, &bytes) &&
	    (!config_get_text(slot->node, &text) || value_bytes(text, &bytes) < 0))
		return false;
	if (bytes < 0 || !in_range(slot, bytes))
		return false;
	*(int64_t *)slot->into = bytes;
	return true;
}

static bool read_time(struct slot *slot)
{
	int32_t second;
	const char *text;
	if (!config_get_text(slot->node, &text) || value_time(text, &second) < 0 ||
	    !in_range(slot, second))
		return false;
	*(int32_t *)slot->into = second;
	return true;
}

static bool read_date(struct slot *slot)
{
	const char *text;
	return config_get_text(slot->node, &text) && civil_date_parse(text, slot->into) == 0;
}

static bool read_offset(struct slot *slot)
{
	const char *text;
	return config_get_text(slot->node, &text) && value_offset(text, slot->into) == 0;
}

static bool read_secret(struct slot *slot)
{
	const char *path;
	struct error err = {0};
	if (!clean_text(slot, slot->node, &path))
		return false;
	scoped(buf_finish) struct buf secret = {0};
	if (config_read_secret(path_of(slot, slot->node, path), &secret, &err) < 0)
		return tell(slot, "%s: %s", slot->field->name, err.text);
	*(const char **)slot->into = pool_text_len(slot->pool, buf_text(&secret), secret.len);
	explicit_bzero(secret.data, secret.len);
	return true;
}

static bool read_url(struct slot *slot)
{
	const char *text;
	if (!clean_text(slot, slot->node, &text) || !value_is_url(text))
		return false;
	if (value_url_has_user(text))
		return tell(slot,
			    "地址 \"%s\" 里不能带用户名和密码，请另用文件 no user or "
			    "password inside the address \"%s\"; use the _file settings",
			    slot->field->name, slot->field->name);
	*(const char **)slot->into = pool_text(slot->pool, text);
	return true;
}

static bool read_node(struct slot *slot)
{
	if (!config_is_group(slot->node) && !config_is_list(slot->node))
		return false;
	*(const struct config_node **)slot->into = slot->node;
	return true;
}

static const struct {
	bool (*read)(struct slot *slot);
	const char *chinese, *english; /* what is expected */
} kinds[] = {
	[CONFIG_TEXT] = {read_text, "加引号的文字", "text in quotes"},
	[CONFIG_TEXTS] = {read_texts, "一个或几个文字，如 [ \"a\", \"b\" ]",
			  "texts, as [ \"a\", \"b\" ]"},
	[CONFIG_BOOL] = {read_bool, "true 或 false，不加引号", "true or false, without quotes"},
	[CONFIG_INT] = {read_int, "不加引号的整数", "an integer without quotes"},
	[CONFIG_DURATION] = {read_duration, "时长，如 \"10 minutes\"、\"5 hours\"",
			     "a duration, as \"10 minutes\" or \"5 hours\""},
	[CONFIG_BYTES] = {read_bytes, "大小，如 \"64 MiB\"", "a size, as \"64 MiB\""},
	[CONFIG_TIME] = {read_time, "钟点，如 \"08:30\"", "a time of day, as \"08:30\""},
	[CONFIG_DATE] = {read_date, "日期，如 \"2019-05-15\"", "a date, as \"2019-05-15\""},
	[CONFIG_OFFSET] = {read_offset, "时差，如 \"+08:00\"", "an offset, as \"+08:00\""},
	[CONFIG_PATH] = {read_path, "加引号的路径", "a path in quotes"},
	[CONFIG_PATHS] = {read_paths, "一个或几个路径，如 [ \"a\", \"b\" ]",
			  "paths, as [ \"a\", \"b\" ]"},
	[CONFIG_SECRET] = {read_secret, "加引号的文件名", "the name of a file in quotes"},
	[CONFIG_URL] = {read_url, "完整网址，如 \"https://www.example.gov.cn\"",
			"a whole address, as \"https://www.example.gov.cn\""},
	[CONFIG_NODE] = {read_node, "括号里的一组设置", "a group or list in brackets"},
};

bool kind_read(struct slot *slot)
{
	return kinds[slot->field->kind].read(slot);
}

const char *kind_chinese(enum config_kind kind)
{
	return kinds[kind].chinese;
}

const char *kind_english(enum config_kind kind)
{
	return kinds[kind].english;
}
