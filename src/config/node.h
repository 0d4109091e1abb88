/* How a node of the door and a setting of libconfig are the same thing: a node is never anything
 * but a pointer to libconfig's setting under another name. */
#ifndef CONFIG_NODE_H
#define CONFIG_NODE_H

#include <libconfig.h>

#include "config/config.h"
#include "config/origin.h"

struct config {
	config_t lib; /* first: a setting's `config` leads back to us */
	struct pool pool;
	struct origin origin;
	const char *path; /* absolute */
};

static inline const config_setting_t *node_setting(const struct config_node *node)
{
	return (const config_setting_t *)node;
}

static inline const struct config_node *setting_node(const config_setting_t *setting)
{
	return (const struct config_node *)setting;
}

static inline struct config *node_config(const struct config_node *node)
{
	return (struct config *)node_setting(node)->config;
}

/* Where a person finds it. */
struct origin_part node_origin(const struct config_node *node);

/* A name as the process sees it, made absolute with its working folder. */
const char *file_absolute(struct pool *pool, const char *path);

#endif
