/* Channels and notifiers: what the core must know of each.  Everything else in their groups is
 * read by the backend itself. */
#include "base/instant.h"
#include "base/text.h"
#include "settings/reading.h"

#define WATCH_DEFAULT_S (6 * 3600) /* of a page once its verdict is stable */

static const char *const anything[] = {"*", NULL};

/* A server may still be working on a request for so long after we gave up (contract, section 6);
 * a preset knows better. */
static const struct channel_kind {
	const char *type;
	bool attested, can_find;
	int64_t settle_us;
} channel_kinds[] = {
	{"http", .can_find = true, .settle_us = 60 * INSTANT_SECOND},
	{"site", .can_find = true},
	{.type = "mail"},
	{"board", .attested = true},
	{"manual", .attested = true},
	{"drop", .can_find = true, .settle_us = 60 * INSTANT_SECOND},
	{"exec", .can_find = true, .settle_us = 60 * INSTANT_SECOND},
};
static const char *const channel_types[] = {"http",   "site", "mail", "board",
					    "manual", "drop", "exec", NULL};

struct channel_settings {
	const char *name, *type;
	bool internal;
	int64_t watch_us, settle_us;
};

static const struct config_field channel_fields[] = {
	{"name", CONFIG_TEXT, .offset = CONFIG_FIELD(channel_settings, name), .required = true,
	 .help = "name = \"website\""},
	{"type", CONFIG_TEXT, .offset = CONFIG_FIELD(channel_settings, type), .required = true,
	 .help = "type = \"site\""},
	{"internal", CONFIG_BOOL, .offset = CONFIG_FIELD(channel_settings, internal)},
	{"watch", CONFIG_DURATION, .offset = CONFIG_FIELD(channel_settings, watch_us), .min = 1,
	 .max = 31 * 86400, .def = WATCH_DEFAULT_S},
	{"settle", CONFIG_DURATION, .offset = CONFIG_FIELD(channel_settings, settle_us),
	 .max = 86400, .def = -1},
	{0},
};

void read_channels(struct reading *reading, const struct config_node *list)
{
	int count = list_count(reading, list);
	struct channel_terms *channels = law_room(reading, count, sizeof(*channels));
	for (int i = 0; i < count; i++) {
		const struct config_node *node = config_item(list, (size_t)i);
		struct channel_settings given;
		config_fields_also(node, channel_fields, anything, &given, reading->report);
		check_id(reading, node, given.name, channels, i, sizeof(*channels));
		channels[i].name = law_id(reading, given.name);
		channels[i].internal = given.internal;
		channels[i].watch_us = given.watch_us;

		int kind = read_choice(reading, node, "type", given.type, channel_types);
		if (kind < 0)
			continue;
		channels[i].attested = channel_kinds[kind].attested;
		channels[i].can_find = channel_kinds[kind].can_find;
		channels[i].settle_us = given.settle_us >= 0 ? given.settle_us
							     : channel_kinds[kind].settle_us;
		if (reading->check != NULL)
			reading->check(node, true, reading->report);
	}
	reading->settings->channel_terms = channels;
	reading->law->channels = channels;
	reading->law->channel_count = count;
}

struct notifier_settings {
	const char *name, *type;
};

static const struct config_field notifier_fields[] = {
	{"name", CONFIG_TEXT, .offset = CONFIG_FIELD(notifier_settings, name), .required = true,
	 .help = "name = \"mail\""},
	{"type", CONFIG_TEXT, .offset = CONFIG_FIELD(notifier_settings, type), .required = true,
	 .help = "type = \"smtp\""},
	{0},
};

static const char *const notifier_types[] = {"smtp",    "maildir", "wecom", "dingtalk", "feishu",
					     "webhook", "journal", "exec",  NULL};

void read_notifiers(struct reading *reading, const struct config_node *list)
{
	int count = list_count(reading, list);
	struct notifier_terms *notifiers = law_room(reading, count, sizeof(*notifiers));
	for (int i = 0; i < count; i++) {
		const struct config_node *node = config_item(list, (size_t)i);
		struct notifier_settings given;
		config_fields_also(node, notifier_fields, anything, &given, reading->report);
		check_id(reading, node, given.name, notifiers, i, sizeof(*notifiers));
		notifiers[i].name = law_id(reading, given.name);

		int type = read_choice(reading, node, "type", given.type, notifier_types);
		notifiers[i].type = type >= 0 ? notifier_types[type] : "";
		notifiers[i].needs_mail = text_equal(notifiers[i].type, "smtp") ||
					  text_equal(notifiers[i].type, "maildir");
		if (type >= 0 && reading->check != NULL)
			reading->check(node, false, reading->report);
	}
	reading->law->notifiers = notifiers;
	reading->law->notifier_count = count;
}

struct channel_terms *settings_channel_terms(struct settings *settings, const char *name)
{
	const struct channel_terms *found = law_channel(settings->law, name);
	if (found == NULL)
		return NULL;
	return settings->channel_terms + (found - settings->law->channels);
}
