#include "settings/settings.h"

#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "core/calendar/calendar.h"
#include "settings/reading.h"

/* The build says where things are; a compiler run by hand gets what most systems have. */
#ifndef GONGSHI_SYSCONFDIR
#define GONGSHI_SYSCONFDIR "/etc/gongshi"
#define GONGSHI_DATADIR "/usr/share/gongshi"
#define GONGSHI_LOCALSTATEDIR "/var"
#define GONGSHI_RUNSTATEDIR "/run"
#endif

const char *settings_default_path(void)
{
	return GONGSHI_SYSCONFDIR "/gongshi.conf";
}

struct groups {
	const struct config_node *bureau, *paths, *store, *listen, *limits, *people, *departments,
		*posts, *categories, *rules, *ladders, *channels, *notifiers;
};

static const struct config_field group_fields[] = {
	{"bureau", CONFIG_NODE, .offset = CONFIG_FIELD(groups, bureau), .required = true,
	 .help = "bureau = { name = \"盐城市水利局\"; };"},
	{"paths", CONFIG_NODE, .offset = CONFIG_FIELD(groups, paths)},
	{"store", CONFIG_NODE, .offset = CONFIG_FIELD(groups, store)},
	{"listen", CONFIG_NODE, .offset = CONFIG_FIELD(groups, listen)},
	{"limits", CONFIG_NODE, .offset = CONFIG_FIELD(groups, limits)},
	{"people", CONFIG_NODE, .offset = CONFIG_FIELD(groups, people)},
	{"departments", CONFIG_NODE, .offset = CONFIG_FIELD(groups, departments)},
	{"posts", CONFIG_NODE, .offset = CONFIG_FIELD(groups, posts)},
	{"categories", CONFIG_NODE, .offset = CONFIG_FIELD(groups, categories)},
	{"rules", CONFIG_NODE, .offset = CONFIG_FIELD(groups, rules)},
	{"ladders", CONFIG_NODE, .offset = CONFIG_FIELD(groups, ladders)},
	{"channels", CONFIG_NODE, .offset = CONFIG_FIELD(groups, channels)},
	{"notifiers", CONFIG_NODE, .offset = CONFIG_FIELD(groups, notifiers)},
	{0},
};

struct bureau_settings {
	const char *name, *language, *site_id_code, *domain;
	int offset_s;
	int32_t close_of_business_s;
};

static const struct config_field bureau_fields[] = {
	{"name", CONFIG_TEXT, .offset = CONFIG_FIELD(bureau_settings, name), .required = true,
	 .help = "name = \"盐城市水利局\""},
	{"utc_offset", CONFIG_OFFSET, .offset = CONFIG_FIELD(bureau_settings, offset_s),
	 .def = 8 * 3600},
	{"language", CONFIG_TEXT, .offset = CONFIG_FIELD(bureau_settings, language),
	 .def_text = "zh_CN"},
	{"close_of_business", CONFIG_TIME,
	 .offset = CONFIG_FIELD(bureau_settings, close_of_business_s), .min = 60, .max = 86400,
	 .def = 86400},
	{"site_id_code", CONFIG_TEXT, .offset = CONFIG_FIELD(bureau_settings, site_id_code)},
	{"domain", CONFIG_TEXT, .offset = CONFIG_FIELD(bureau_settings, domain)},
	{0},
};

static const char *const languages[] = {"zh_CN", "en_US", "zh", "en", NULL};

static void read_bureau(struct reading *reading, const struct config_node *group)
{
	struct law *law = reading->law;
	struct bureau_settings given;
	if (group == NULL)
		return; /* told as missing */
	config_fields(group, bureau_fields, &given, reading->report);
	read_choice(reading, group, "language", given.language, languages);
	law->bureau = law_id(reading, given.name);
	law->offset_s = given.offset_s;
	law->close_of_business_s = given.close_of_business_s;
	law->chinese = given.language != NULL && text_starts(given.language, "zh");
	law->speed = 1;
	reading->settings->site_id_code = given.site_id_code;
	reading->settings->domain = given.domain;
}

static const struct config_field path_fields[] = {
	{"state", CONFIG_PATH, .offset = CONFIG_FIELD(settings, state),
	 .def_text = GONGSHI_LOCALSTATEDIR "/lib/gongshi"},
	{"spool", CONFIG_PATH, .offset = CONFIG_FIELD(settings, spool),
	 .def_text = GONGSHI_LOCALSTATEDIR "/spool/gongshi"},
	{"socket", CONFIG_PATH, .offset = CONFIG_FIELD(settings, socket),
	 .def_text = GONGSHI_RUNSTATEDIR "/gongshi/gongshid.sock"},
	{"holidays", CONFIG_PATHS, .offset = CONFIG_FIELD(settings, holidays)},
	{0},
};

static void read_paths(struct reading *reading, const struct config_node *group)
{
	static const char *const usual_holidays[] = {GONGSHI_DATADIR "/holidays", NULL};
	struct settings *settings = reading->settings;
	config_fields(group, path_fields, settings, reading->report);
	if (settings->holidays == NULL)
		settings->holidays = usual_holidays;
	/* The kernel's room for the name of a unix socket, its NUL included. */
	if (strlen(settings->socket) > 107)
		config_fault(
			reading->report, config_member(group, "socket"),
			"socket 路径太长，最多 107 字节 the path of the socket is too long, at "
			"most 107 bytes");
}

static const struct config_field store_fields[] = {
	{"type", CONFIG_TEXT, .offset = CONFIG_FIELD(settings, store_type), .def_text = "sqlite"},
	{"conninfo", CONFIG_TEXT, .offset = CONFIG_FIELD(settings, store_conninfo),
	 .help = "conninfo = \"dbname=gongshi\""},
	{0},
};
static const char *const store_types[] = {"sqlite", "postgres", "memory", NULL};

static void read_store(struct reading *reading, const struct config_node *group)
{
	struct settings *settings = reading->settings;
	config_fields(group, store_fields, settings, reading->report);
	read_choice(reading, group, "type", settings->store_type, store_types);
	bool postgres = text_equal(settings->store_type, "postgres");
	const char *conninfo = settings->store_conninfo;
	const struct config_node *node = config_member(group, "conninfo");
	if (postgres && conninfo == NULL)
		config_fault(reading->report, group,
			     "缺少设置 \"conninfo\" missing setting \"conninfo\" (conninfo = "
			     "\"dbname=gongshi\")");
	else if (!postgres && conninfo != NULL)
		config_fault(reading->report, node,
			     "conninfo 只用于 postgres conninfo belongs to postgres only");
	else if (conninfo != NULL &&
		 (strstr(conninfo, "password") != NULL || strstr(conninfo, "://") != NULL))
		config_fault(reading->report, node,
			     "密码不能写在这里，请用 key=value 形式和 passfile=… no passwords "
			     "here: write key=value and use passfile=…");
}

struct listen_settings {
	const char *http, *tokens_file;
};

static const struct config_field listen_fields[] = {
	{"http", CONFIG_TEXT, .offset = CONFIG_FIELD(listen_settings, http),
	 .help = "http = \"127.0.0.1:8710\""},
	{"tokens_file", CONFIG_PATH, .offset = CONFIG_FIELD(listen_settings, tokens_file)},
	{0},
};

/* "127.0.0.1:8710", "[::1]:8710"; port 0 lets the system choose. */
static bool is_address(const char *text)
{
	const char *colon = strrchr(text, ':');
	if (colon == NULL || colon == text)
		return false;
	size_t host = (size_t)(colon - text), digits = strspn(colon + 1, "0123456789");
	if (digits == 0 || digits > 5 || colon[1 + digits] != '\0')
		return false;
	int port = 0;
	for (const char *at = colon + 1; *at != '\0'; at++)
		port = port * 10 + (*at - '0');
	bool bracketed = text[0] == '[' && text[host - 1] == ']' && host > 2;
	bool plain = strcspn(text, ":[]/@ ") == host;
	return port <= 65535 && (bracketed || plain);
}

static void read_listen(struct reading *reading, const struct config_node *group)
{
	struct listen_settings given;
	config_fields(group, listen_fields, &given, reading->report);
	if (given.http != NULL && !is_address(given.http))
		config_fault(reading->report, config_member(group, "http"),
			     "http 应写成 \"地址:端口\" write http as \"127.0.0.1:8710\"");
	reading->settings->http = given.http;
	reading->settings->tokens_file = given.tokens_file;
}

static const struct config_field limit_fields[] = {
	{"attachment", CONFIG_BYTES, .offset = CONFIG_FIELD(settings, attachment_bytes),
	 .min = 1 << 10, .max = LIMIT_ATTACHMENT_BYTES, .def = LIMIT_ATTACHMENT_BYTES,
	 .help = "attachment = \"64 MiB\""},
	{"rescan", CONFIG_DURATION, .offset = CONFIG_FIELD(settings, rescan_us), .min = 1,
	 .max = 3600, .def = 60, .help = "rescan = \"60 s\""},
	{0},
};

/* In the order in which each may refer to what was read before. */
static void read_groups(struct reading *reading)
{
	struct settings *settings = reading->settings;
	struct groups groups;
	config_fields(config_root(settings->config), group_fields, &groups, reading->report);
	read_bureau(reading, groups.bureau);
	read_paths(reading, groups.paths);
	read_store(reading, groups.store);
	read_listen(reading, groups.listen);
	config_fields(groups.limits, limit_fields, settings, reading->report);
	read_categories(reading, groups.categories);
	read_people(reading, groups.people);
	read_departments(reading, groups.departments);
	read_bureau_posts(reading, groups.posts);
	read_channels(reading, groups.channels);
	read_notifiers(reading, groups.notifiers);
	read_ladders(reading, groups.ladders);
	read_rules(reading, groups.rules);
	settings->channels = groups.channels;
	settings->notifiers = groups.notifiers;
}

/* 16 hex digits over the configuration as read and the calendar as built. */
static void stamp_edition(struct reading *reading)
{
	char hex[DIGEST_TEXT];
	struct digest text = config_digest(reading->settings->config);
	const char *calendar = calendar_edition(reading->law->calendar);
	struct digest both = sha256_of2(text.byte, sizeof(text.byte), calendar, strlen(calendar));
	reading->law->edition = pool_text_len(&reading->law->pool, digest_print(both, hex), 16);
}

int settings_load(const char *path, settings_check_backend *check, struct settings **out,
		  struct config_report *report)
{
	struct config *config;
	int faults_before = report->count;
	if (config_open(path, &config, report) < 0)
		return -E_INVALID;

	struct settings *settings = mem_alloc(sizeof(*settings));
	settings->config = config;
	settings->law = mem_alloc(sizeof(*settings->law));
	struct reading reading = {
		.settings = settings,
		.law = settings->law,
		.report = report,
		.check = check,
	};
	read_groups(&reading);
	settings->law->calendar = settings_calendar(settings, report);
	stamp_edition(&reading);
	if (report->count != faults_before) {
		settings_free(settings);
		return -E_INVALID;
	}
	*out = settings;
	return 0;
}

struct law *settings_take_law(struct settings *settings)
{
	struct law *law = settings->law;
	settings->law = NULL;
	settings->channel_terms = NULL;
	return law;
}

void settings_free(struct settings *settings)
{
	if (settings == NULL)
		return;
	law_free(settings->law);
	config_close(settings->config);
	mem_free(settings);
}
