/* The `match` of a rule: which documents it binds.  Names are turned into ids here, so that the
 * core compares ids only. */
#include "base/text.h"
#include "settings/reading.h"

struct match_settings {
	const char *const *categories,
		*const *departments, *const *issuers, *const *disclosures, *const *audiences;
	bool public_interest;
};

static const struct config_field match_fields[] = {
	{"category", CONFIG_TEXTS, .offset = CONFIG_FIELD(match_settings, categories)},
	{"department", CONFIG_TEXTS, .offset = CONFIG_FIELD(match_settings, departments)},
	{"issuer", CONFIG_TEXTS, .offset = CONFIG_FIELD(match_settings, issuers)},
	{"disclosure", CONFIG_TEXTS, .offset = CONFIG_FIELD(match_settings, disclosures),
	 .help = "active, on-request, none"},
	{"public_interest", CONFIG_BOOL, .offset = CONFIG_FIELD(match_settings, public_interest)},
	{"audience", CONFIG_TEXTS, .offset = CONFIG_FIELD(match_settings, audiences),
	 .help = "public, internal"},
	{0},
};

static const char *category_id(const struct law *law, const char *text)
{
	const struct category *category = law_category(law, text);
	return category != NULL ? category->id : NULL;
}

static const char *department_id(const struct law *law, const char *text)
{
	const struct department *department = law_department_named(law, text);
	return department != NULL ? department->id : NULL;
}

/* The ids of what a list of ids or names refers to. */
static const char *const *read_ids(struct reading *reading, const struct config_node *node,
				   const char *const *texts,
				   const char *(*id_of)(const struct law *law, const char *text),
				   const char *chinese, const char *english, struct known known)
{
	if (texts == NULL)
		return NULL;
	int count = 0;
	while (texts[count] != NULL)
		count++;
	const char **ids = law_room(reading, count + 1, sizeof(*ids));
	for (int i = 0; i < count; i++) {
		ids[i] = id_of(reading->law, texts[i]);
		if (ids[i] == NULL) {
			fault_reference(reading, node, chinese, english, texts[i], known);
			ids[i] = "";
		}
	}
	return ids;
}

static int read_disclosures(struct reading *reading, const struct config_node *node,
			    const char *const *texts)
{
	int set = 0;
	if (texts == NULL)
		return -1;
	for (; *texts != NULL; texts++) {
		enum disclosure disclosure;
		if (disclosure_parse(*texts, &disclosure) == 0)
			set |= 1 << disclosure;
		else
			config_fault(reading->report, node,
				     "disclosure \"%s\" 应是 active、on-request 或 none disclosure "
				     "\"%s\" must be active, on-request or none",
				     *texts, *texts);
	}
	return set;
}

static int read_audience(struct reading *reading, const struct config_node *node,
			 const char *const *texts)
{
	bool asked[2] = {false, false};
	if (texts == NULL)
		return -1;
	for (; *texts != NULL; texts++) {
		if (text_equal(*texts, audience_name(AUDIENCE_PUBLIC)))
			asked[AUDIENCE_PUBLIC] = true;
		else if (text_equal(*texts, audience_name(AUDIENCE_INTERNAL)))
			asked[AUDIENCE_INTERNAL] = true;
		else
			config_fault(
				reading->report, node,
				"audience \"%s\" 应是 public 或 internal audience \"%s\" must be "
				"public or internal",
				*texts, *texts);
	}
	if (asked[AUDIENCE_PUBLIC] == asked[AUDIENCE_INTERNAL])
		return -1;
	return asked[AUDIENCE_INTERNAL] ? AUDIENCE_INTERNAL : AUDIENCE_PUBLIC;
}

/* A list without values would bind nothing, and nobody would notice. */
static void check_filled(struct reading *reading, const struct config_node *group)
{
	for (size_t i = 0; i < config_length(group); i++) {
		const struct config_node *node = config_item(group, i);
		if (config_is_list(node) && config_length(node) == 0)
			config_fault(reading->report, node,
				     "match 的 \"%s\" 是空的，这条规则什么也管不到 \"%s\" of match "
				     "is empty: the rule would bind nothing",
				     config_name(node), config_name(node));
	}
}

void read_match(struct reading *reading, const struct config_node *group, struct rule_match *out)
{
	const struct law *law = reading->law;
	struct match_settings given;
	config_fields(group, match_fields, &given, reading->report);
	if (config_is_group(group))
		check_filled(reading, group);

	*out = (struct rule_match){
		.categories = read_ids(reading, config_member(group, "category"), given.categories,
				       category_id, "类别", "category",
				       KNOWN(law->categories, law->category_count)),
		.departments = read_ids(reading, config_member(group, "department"),
					given.departments, department_id, "处室", "department",
					KNOWN(law->departments, law->department_count)),
		.issuers = law_texts(reading, given.issuers),
		.disclosure = read_disclosures(reading, config_member(group, "disclosure"),
					       given.disclosures),
		.public_interest = -1,
		.audience = read_audience(reading, config_member(group, "audience"),
					  given.audiences),
	};
	if (config_member(group, "public_interest") != NULL)
		out->public_interest = given.public_interest ? 1 : 0;
}
