/* The kinds of settings: how the text of each is read, and what to say when it is not one. */
#ifndef CONFIG_KINDS_H
#define CONFIG_KINDS_H

#include "config/config.h"

/* One setting being read. */
struct slot {
	const struct config_field *field;
	const struct config_node *node;
	struct pool *pool;
	void *into; /* the member */
	bool told;  /* a sentence of its own was reported */
	struct config_report *report;
};

/* Read slot->node into slot->into.  False when it is wrong; then slot->told says whether a sentence
 * was reported already, or the general one of kind_chinese and kind_english is due. */
bool kind_read(struct slot *slot);
const char *kind_chinese(enum config_kind kind); /* what is expected */
const char *kind_english(enum config_kind kind);

#endif
