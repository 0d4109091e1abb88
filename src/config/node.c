#include "config/node.h"

const struct config_node *config_member(const struct config_node *group, const char *name)
{
	if (!config_is_group(group))
		return NULL;
	return setting_node(config_setting_get_member(node_setting(group), name));
}

size_t config_length(const struct config_node *list)
{
	if (list == NULL)
		return 0;
	int length = config_setting_length(node_setting(list));
	return length > 0 ? (size_t)length : 0;
}

const struct config_node *config_item(const struct config_node *list, size_t index)
{
	return setting_node(config_setting_get_elem(node_setting(list), (unsigned)index));
}

const char *config_name(const struct config_node *node)
{
	return node != NULL ? config_setting_name(node_setting(node)) : NULL;
}

bool config_is_group(const struct config_node *node)
{
	return node != NULL && config_setting_is_group(node_setting(node));
}

bool config_is_list(const struct config_node *node)
{
	return node != NULL && (config_setting_is_list(node_setting(node)) ||
				config_setting_is_array(node_setting(node)));
}

/* By type, never by the converting accessors: they answer 0 for a value of another kind. */
bool config_get_text(const struct config_node *node, const char **out)
{
	if (node == NULL || config_setting_type(node_setting(node)) != CONFIG_TYPE_STRING)
		return false;
	const char *text = config_setting_get_string(node_setting(node));
	*out = text != NULL ? text : "";
	return true;
}

bool config_get_int(const struct config_node *node, int64_t *out)
{
	if (node == NULL || config_setting_type(node_setting(node)) != CONFIG_TYPE_INT)
		return false;
	*out = config_setting_get_int(node_setting(node));
	return true;
}

bool config_get_bool(const struct config_node *node, bool *out)
{
	if (node == NULL || config_setting_type(node_setting(node)) != CONFIG_TYPE_BOOL)
		return false;
	*out = config_setting_get_bool(node_setting(node)) != CONFIG_FALSE;
	return true;
}
