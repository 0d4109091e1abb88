/* The table reader: one row of struct config_field at a time. */
#include <string.h>

#include "base/civil_date.h"
#include "base/instant.h"
#include "base/vec.h"
#include "config/kinds.h"
#include "config/node.h"

static void set_default(const struct config_field *field, void *into)
{
	switch (field->kind) {
	case CONFIG_BOOL:
		*(bool *)into = field->def != 0;
		break;
	case CONFIG_INT:
	case CONFIG_BYTES:
		*(int64_t *)into = field->def;
		break;
	case CONFIG_DURATION:
		*(int64_t *)into = field->def * INSTANT_SECOND;
		break;
	case CONFIG_TIME:
		*(int32_t *)into = (int32_t)field->def;
		break;
	case CONFIG_OFFSET:
		*(int *)into = (int)field->def;
		break;
	case CONFIG_DATE:
		*(struct civil_date *)into = (struct civil_date){0};
		break;
	case CONFIG_TEXT:
	case CONFIG_PATH:
	case CONFIG_URL:
		*(const char **)into = field->def_text;
		break;
	case CONFIG_TEXTS:
	case CONFIG_PATHS:
	case CONFIG_SECRET:
	case CONFIG_NODE:
		*(const void **)into = NULL;
		break;
	}
}

static void read_field(const struct config_node *group, const struct config_field *field,
		       void *into, struct config_report *report)
{
	scoped(buf_finish) struct buf hint = {0};
	if (field->help != NULL)
		buf_print(&hint, " (%s)", field->help);
	set_default(field, into);
	const struct config_node *node = config_member(group, field->name);
	if (node == NULL) {
		if (field->required)
			config_fault(report, group, "缺少设置 \"%s\" missing setting \"%s\"%s",
				     field->name, field->name, buf_text(&hint));
		return;
	}
	struct slot slot = {
		.field = field,
		.node = node,
		.pool = &node_config(node)->pool,
		.into = into,
		.report = report,
	};
	if (kind_read(&slot) || slot.told)
		return;
	config_fault(report, node, "设置 \"%s\" 应是%s \"%s\" must be %s%s", field->name,
		     kind_chinese(field->kind), field->name, kind_english(field->kind),
		     buf_text(&hint));
}

struct names {
	const char **at;
	size_t len, room;
};

static bool names_have(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->len; i++)
		if (strcmp(names->at[i], name) == 0)
			return true;
	return false;
}

static void check_unknown(const struct config_node *group, const struct names *known,
			  struct config_report *report)
{
	for (size_t i = 0; i < config_length(group); i++) {
		const struct config_node *node = config_item(group, i);
		const char *name = config_name(node);
		if (names_have(known, name))
			continue;
		const char *near = config_nearest(name, known->at);
		if (near != NULL)
			config_fault(
				report, node,
				"未知的设置 \"%s\"，是否为 \"%s\"？ unknown setting \"%s\", did "
				"you mean \"%s\"?",
				name, near, name, near);
		else
			config_fault(report, node, "未知的设置 \"%s\" unknown setting \"%s\"", name,
				     name);
	}
}

void config_fields_also(const struct config_node *group, const struct config_field *fields,
			const char *const *also, void *into, struct config_report *report)
{
	if (group != NULL && !config_is_group(group)) {
		config_fault(report, group,
			     "这里应是花括号里的一组设置 { … } a group { … } is expected here");
		group = NULL;
	}
	struct names known = {0};
	const struct config_field *field = fields;
	for (; field->name != NULL; field++) {
		read_field(group, field, (char *)into + field->offset, report);
		*VEC_PUSH(&known) = field->name;
	}
	for (; also != NULL && *also != NULL; also++)
		*VEC_PUSH(&known) = *also;
	if (!names_have(&known, "*")) {
		*VEC_PUSH(&known) = NULL;
		known.len--;
		check_unknown(group, &known, report);
	}
	VEC_FINISH(&known);
}

void config_fields(const struct config_node *node, const struct config_field *fields, void *into,
		   struct config_report *report)
{
	config_fields_also(node, fields, NULL, into, report);
}
