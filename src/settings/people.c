/* Who works here: categories of documents, people, departments and posts. */
#include <string.h>

#include "base/civil_date.h"
#include "base/json.h"
#include "base/text.h"
#include "settings/reading.h"

struct named_settings {
	const char *id, *name;
};

static const struct config_field category_fields[] = {
	{"id", CONFIG_TEXT, .offset = CONFIG_FIELD(named_settings, id), .required = true,
	 .help = "id = \"plan\""},
	{"name", CONFIG_TEXT, .offset = CONFIG_FIELD(named_settings, name), .required = true,
	 .help = "name = \"规划计划\""},
	{0},
};

void read_categories(struct reading *reading, const struct config_node *list)
{
	int count = list_count(reading, list);
	struct category *categories = law_room(reading, count, sizeof(*categories));
	for (int i = 0; i < count; i++) {
		const struct config_node *node = config_item(list, (size_t)i);
		struct named_settings given;
		config_fields(node, category_fields, &given, reading->report);
		check_id(reading, node, given.id, categories, i, sizeof(*categories));
		categories[i].id = law_id(reading, given.id);
		categories[i].name = law_id(reading, given.name);
	}
	reading->law->categories = categories;
	reading->law->category_count = count;
}

struct person_settings {
	const char *id, *name, *mail, *mobile, *deputy;
	const struct config_node *away, *addresses;
};

static const struct config_field person_fields[] = {
	{"id", CONFIG_TEXT, .offset = CONFIG_FIELD(person_settings, id), .required = true,
	 .help = "id = \"zhang\""},
	{"name", CONFIG_TEXT, .offset = CONFIG_FIELD(person_settings, name), .required = true,
	 .help = "name = \"张伟\""},
	{"mail", CONFIG_TEXT, .offset = CONFIG_FIELD(person_settings, mail)},
	{"mobile", CONFIG_TEXT, .offset = CONFIG_FIELD(person_settings, mobile)},
	{"away", CONFIG_NODE, .offset = CONFIG_FIELD(person_settings, away),
	 .help = "away = ( { from = \"2009-05-04\"; until = \"2009-05-08\"; } )"},
	{"deputy", CONFIG_TEXT, .offset = CONFIG_FIELD(person_settings, deputy)},
	{"addresses", CONFIG_NODE, .offset = CONFIG_FIELD(person_settings, addresses),
	 .help = "addresses = { wecom = \"zhangwei\"; }"},
	{0},
};

static const struct config_field absence_fields[] = {
	{"from", CONFIG_DATE, .offset = CONFIG_FIELD(absence, from), .required = true},
	{"until", CONFIG_DATE, .offset = CONFIG_FIELD(absence, until), .required = true},
	{0},
};

static void read_away(struct reading *reading, const struct config_node *list,
		      struct person *person)
{
	int count = list_count(reading, list);
	struct absence *away = law_room(reading, count, sizeof(*away));
	for (int i = 0; i < count; i++) {
		const struct config_node *node = config_item(list, (size_t)i);
		config_fields(node, absence_fields, &away[i], reading->report);
		if (civil_date_is_set(away[i].from) && civil_date_is_set(away[i].until) &&
		    civil_date_compare(away[i].from, away[i].until) > 0)
			config_fault(reading->report, node,
				     "away: from 晚于 until away: from is later than until");
	}
	person->away = away;
	person->away_count = count;
}

static void read_addresses(struct reading *reading, const struct config_node *group,
			   struct person *person)
{
	if (group == NULL)
		return;
	if (!config_is_group(group)) {
		config_fault(reading->report, group,
			     "addresses 应写成 { … } write addresses as { wecom = \"…\"; }");
		return;
	}
	person->addresses = json_object();
	for (size_t i = 0; i < config_length(group); i++) {
		const struct config_node *node = config_item(group, i);
		const char *text;
		if (config_get_text(node, &text) && !text_empty(text))
			json_put_text(person->addresses, config_name(node), text);
		else
			config_fault(reading->report, node,
				     "地址 \"%s\" 应是加引号的文字 address \"%s\" must be text in "
				     "quotes",
				     config_name(node), config_name(node));
	}
}

/* A mailbox as we are ready to write it into a mail: trap T9, no blanks, no second header. */
static bool is_mail(const char *text)
{
	const char *at = strchr(text, '@');
	if (at == NULL || at == text || at[1] == '\0' || strchr(at + 1, '@') != NULL)
		return false;
	for (const char *c = text; *c != '\0'; c++)
		if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f ||
		    strchr("<>()[],;:\\\"", *c) != NULL)
			return false;
	return true;
}

static bool is_mobile(const char *text)
{
	size_t len = strspn(text, "+-0123456789");
	return text[len] == '\0' && len >= 5 && len <= 20;
}

static void read_person(struct reading *reading, const struct config_node *node, int index,
			struct person *people)
{
	struct person_settings given;
	struct person *person = &people[index];
	config_fields(node, person_fields, &given, reading->report);
	check_id(reading, node, given.id, people, index, sizeof(*people));
	if (given.mail != NULL && !is_mail(given.mail))
		config_fault(reading->report, config_member(node, "mail"),
			     "邮箱 \"%s\" 写法不对 \"%s\" is not a mail address", given.mail,
			     given.mail);
	if (given.mobile != NULL && !is_mobile(given.mobile))
		config_fault(reading->report, config_member(node, "mobile"),
			     "手机号 \"%s\" 写法不对 \"%s\" is not a telephone number",
			     given.mobile, given.mobile);
	person->id = law_id(reading, given.id);
	person->name = law_id(reading, given.name);
	person->mail = law_text(reading, given.mail);
	person->mobile = law_text(reading, given.mobile);
	person->deputy = law_text(reading, given.deputy);
	read_away(reading, given.away, person);
	read_addresses(reading, given.addresses, person);
}

static void check_deputy(struct reading *reading, const struct config_node *node,
			 const struct person *person)
{
	const struct law *law = reading->law;
	if (person->deputy == NULL)
		return;
	if (text_equal(person->deputy, person->id))
		config_fault(reading->report, config_member(node, "deputy"),
			     "\"%s\" 不能代理自己 \"%s\" cannot be the own deputy", person->id,
			     person->id);
	else if (law_person(law, person->deputy) == NULL)
		fault_reference(reading, config_member(node, "deputy"), "人员", "person",
				person->deputy, KNOWN(law->people, law->person_count));
}

void read_people(struct reading *reading, const struct config_node *list)
{
	int count = list_count(reading, list);
	struct person *people = law_room(reading, count, sizeof(*people));
	reading->law->people = people;
	reading->law->person_count = count; /* early: law_free drops the addresses */
	for (int i = 0; i < count; i++)
		read_person(reading, config_item(list, (size_t)i), i, people);
	for (int i = 0; i < count; i++)
		check_deputy(reading, config_item(list, (size_t)i), &people[i]);
}

/* { liaison = "zhang"; head = "li"; } */
static int read_posts(struct reading *reading, const struct config_node *group,
		      const struct post **out)
{
	const struct law *law = reading->law;
	*out = NULL;
	if (group == NULL)
		return 0;
	if (!config_is_group(group)) {
		config_fault(reading->report, group,
			     "posts 应写成 { … } write posts as { head = \"li\"; }");
		return 0;
	}
	int count = (int)config_length(group);
	struct post *posts = law_room(reading, count, sizeof(*posts));
	for (int i = 0; i < count; i++) {
		const struct config_node *node = config_item(group, (size_t)i);
		const char *person = "";
		check_id(reading, node, config_name(node), posts, i, sizeof(*posts));
		if (!config_get_text(node, &person))
			config_fault(
				reading->report, node,
				"岗位 \"%s\" 应写人员编号 post \"%s\" takes the id of a person",
				config_name(node), config_name(node));
		else if (law_person(law, person) == NULL)
			fault_reference(reading, node, "人员", "person", person,
					KNOWN(law->people, law->person_count));
		posts[i].name = law_text(reading, config_name(node));
		posts[i].person = law_text(reading, person);
	}
	*out = posts;
	return count;
}

void read_bureau_posts(struct reading *reading, const struct config_node *group)
{
	reading->law->post_count = read_posts(reading, group, &reading->law->posts);
}

struct department_settings {
	const char *id, *name;
	const char *const *aliases;
	const struct config_node *posts;
};

static const struct config_field department_fields[] = {
	{"id", CONFIG_TEXT, .offset = CONFIG_FIELD(department_settings, id), .required = true,
	 .help = "id = \"hydrology\""},
	{"name", CONFIG_TEXT, .offset = CONFIG_FIELD(department_settings, name), .required = true,
	 .help = "name = \"水文处\""},
	{"aliases", CONFIG_TEXTS, .offset = CONFIG_FIELD(department_settings, aliases)},
	{"posts", CONFIG_NODE, .offset = CONFIG_FIELD(department_settings, posts)},
	{0},
};

/* A manifest names its department by any of these, so none may mean two. */
static void check_word(struct reading *reading, const struct config_node *node, const char *word)
{
	const struct department *other = law_department_named(reading->law, word);
	if (other != NULL)
		config_fault(reading->report, node,
			     "名称 \"%s\" 已属于处室 \"%s\" \"%s\" already means department \"%s\"",
			     word, other->id, word, other->id);
}

void read_departments(struct reading *reading, const struct config_node *list)
{
	int count = list_count(reading, list);
	struct department *departments = law_room(reading, count, sizeof(*departments));
	reading->law->departments = departments;
	for (int i = 0; i < count; i++) {
		const struct config_node *node = config_item(list, (size_t)i);
		struct department_settings given;
		config_fields(node, department_fields, &given, reading->report);
		check_id(reading, node, given.id, departments, i, sizeof(*departments));
		if (given.name != NULL && !text_equal(given.name, given.id))
			check_word(reading, node, given.name);
		for (size_t j = 0; given.aliases != NULL && given.aliases[j] != NULL; j++)
			check_word(reading, config_member(node, "aliases"), given.aliases[j]);
		departments[i].id = law_id(reading, given.id);
		departments[i].name = law_id(reading, given.name);
		departments[i].aliases = law_texts(reading, given.aliases);
		departments[i].post_count = read_posts(reading, given.posts, &departments[i].posts);
		reading->law->department_count = i + 1;
	}
}
