#include "ctl/places.h"

#include "base/mem.h"

/* The same defaults as in the settings room, which has them from the build too. */
#ifndef GONGSHI_SYSCONFDIR
#define GONGSHI_DATADIR "/usr/share/gongshi"
#define GONGSHI_LOCALSTATEDIR "/var"
#define GONGSHI_RUNSTATEDIR "/run"
#endif

static const struct config_field path_fields[] = {
	{"state", CONFIG_PATH, .offset = CONFIG_FIELD(places, state),
	 .def_text = GONGSHI_LOCALSTATEDIR "/lib/gongshi"},
	{"socket", CONFIG_PATH, .offset = CONFIG_FIELD(places, socket),
	 .def_text = GONGSHI_RUNSTATEDIR "/gongshi/gongshid.sock"},
	{"holidays", CONFIG_PATHS, .offset = CONFIG_FIELD(places, holidays)},
	{0},
};
static const struct config_field store_fields[] = {
	{"type", CONFIG_TEXT, .offset = CONFIG_FIELD(places, store_type), .def_text = "sqlite"},
	{0},
};
static const struct config_field bureau_fields[] = {
	{"domain", CONFIG_TEXT, .offset = CONFIG_FIELD(places, domain)},
	{0},
};

int places_load(const char *path, struct places **out, struct config_report *report)
{
	static const char *const others[] = {"*", NULL};
	static const char *const usual_holidays[] = {GONGSHI_DATADIR "/holidays", NULL};
	struct config *config;
	int faults_before = report->count;
	if (config_open(path, &config, report) < 0)
		return -E_INVALID;

	struct places *places = mem_alloc(sizeof(*places));
	const struct config_node *root = config_root(config);
	places->config = config;
	config_fields_also(config_member(root, "paths"), path_fields, others, places, report);
	config_fields_also(config_member(root, "store"), store_fields, others, places, report);
	config_fields_also(config_member(root, "bureau"), bureau_fields, others, places, report);
	if (places->holidays == NULL)
		places->holidays = usual_holidays;
	if (report->count != faults_before) {
		places_free(places);
		return -E_INVALID;
	}
	*out = places;
	return 0;
}

void places_free(struct places *places)
{
	if (places == NULL)
		return;
	config_close(places->config);
	mem_free(places);
}
