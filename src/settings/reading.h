/* What the readers of the groups share while one configuration is read.
 *
 * They run in an order that lets each look up what it refers to: people before posts, posts before
 * ladders, ladders and channels before rules. */
#ifndef SETTINGS_READING_H
#define SETTINGS_READING_H

#include "settings/settings.h"

struct reading {
	struct settings *settings;
	struct law *law;
	struct config_report *report;
	settings_check_backend *check;
};

/* settings.c reads the groups of single values; these read the lists. */
void read_categories(struct reading *reading, const struct config_node *list);
void read_people(struct reading *reading, const struct config_node *list);
void read_departments(struct reading *reading, const struct config_node *list);
void read_bureau_posts(struct reading *reading, const struct config_node *group);
void read_channels(struct reading *reading, const struct config_node *list);
void read_notifiers(struct reading *reading, const struct config_node *list);
void read_ladders(struct reading *reading, const struct config_node *list);
void read_rules(struct reading *reading, const struct config_node *list);
void read_match(struct reading *reading, const struct config_node *group, struct rule_match *out);

/* Do the posts and notifiers of a rung exist, and can anybody be told?  `node` is the rung's. */
void check_rung_reach(struct reading *reading, const struct config_node *node,
		      const struct rung *rung);

/* The items of `( { … }, … )`, 0 for NULL; a group or an array instead is a fault. */
int list_count(struct reading *reading, const struct config_node *list);

/* Zeroed room in the law's pool. */
void *law_room(struct reading *reading, int count, size_t bytes_each);

/* Copies that live as long as the law.  NULL stays NULL; law_id makes "" of it. */
const char *law_text(struct reading *reading, const char *text);
const char *law_id(struct reading *reading, const char *text);
const char *const *law_texts(struct reading *reading, const char *const *texts);

/* Is `id` of the form [a-z][a-z0-9-]* and new among `count` structs that begin with their id?
 * `node` is the group it stands in. */
void check_id(struct reading *reading, const struct config_node *node, const char *id,
	      const void *structs, int count, size_t bytes_each);

/* A reference to something that does not exist; the nearest of the known ones is suggested. */
struct known {
	const void *structs; /* each begins with its id or name */
	int count;
	size_t bytes_each;
};
void fault_reference(struct reading *reading, const struct config_node *node, const char *chinese,
		     const char *english, const char *id, struct known known);
#define KNOWN(array, n) ((struct known){(array), (n), sizeof(*(array))})

/* One of a fixed list of words (NULL-ended); -1 after a fault that shows the list.  A NULL word
 * (missing) is -1 without a fault. */
int read_choice(struct reading *reading, const struct config_node *group, const char *setting,
		const char *word, const char *const *words);

#endif
