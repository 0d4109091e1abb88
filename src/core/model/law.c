#include "core/model/law.h"

#include <stddef.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"

/* The calendar is the one thing of a law that is no noun: its room stands above this shelf, so
 * nothing but its destroyer is known here. */
void calendar_free(struct calendar *calendar);

/* A table holds tens of rows at most: walking it is the simplest look-up, and fast enough. */
static const void *find(const void *table, int count, size_t row_bytes, size_t member,
			const char *wanted)
{
	const char *row = table;
	for (int i = 0; i < count && wanted != NULL; i++, row += row_bytes) {
		const char *text = *(const char *const *)(const void *)(row + member);
		if (text_equal(text, wanted))
			return row;
	}
	return NULL;
}

#define FIND(table, count, member, wanted) \
	find(table, count, sizeof(*(table)), offsetof(__typeof__(*(table)), member), wanted)

const struct rule *law_rule(const struct law *law, const char *id)
{
	return FIND(law->rules, law->rule_count, id, id);
}

const struct ladder *law_ladder(const struct law *law, const char *id)
{
	return FIND(law->ladders, law->ladder_count, id, id);
}

const struct person *law_person(const struct law *law, const char *id)
{
	return FIND(law->people, law->person_count, id, id);
}

const struct department *law_department(const struct law *law, const char *id)
{
	return FIND(law->departments, law->department_count, id, id);
}

const struct channel_terms *law_channel(const struct law *law, const char *name)
{
	return FIND(law->channels, law->channel_count, name, name);
}

static bool is_alias(const struct department *department, const char *text)
{
	if (department->aliases == NULL)
		return false;
	for (const char *const *alias = department->aliases; *alias != NULL; alias++)
		if (text_equal(*alias, text))
			return true;
	return false;
}

const struct department *law_department_named(const struct law *law, const char *text)
{
	if (text == NULL)
		return NULL;
	/* An id or a name wins over another department's alias. */
	for (int i = 0; i < law->department_count; i++)
		if (text_equal(law->departments[i].id, text) ||
		    text_equal(law->departments[i].name, text))
			return &law->departments[i];
	for (int i = 0; i < law->department_count; i++)
		if (is_alias(&law->departments[i], text))
			return &law->departments[i];
	return NULL;
}

const struct category *law_category(const struct law *law, const char *id)
{
	if (id == NULL)
		return NULL;
	for (int i = 0; i < law->category_count; i++)
		if (text_equal(law->categories[i].id, id) ||
		    text_equal(law->categories[i].name, id))
			return &law->categories[i];
	return NULL;
}

static const char *post_person(const struct post *posts, int count, const char *name)
{
	for (int i = 0; i < count; i++)
		if (text_equal(posts[i].name, name))
			return posts[i].person;
	return NULL;
}

static bool is_away(const struct person *person, struct civil_date on)
{
	for (int i = 0; i < person->away_count; i++) {
		const struct absence *absence = &person->away[i];
		bool begun = !civil_date_is_set(absence->from) ||
			     civil_date_compare(absence->from, on) <= 0;
		bool over = civil_date_is_set(absence->until) &&
			    civil_date_compare(absence->until, on) < 0;
		if (begun && !over)
			return true;
	}
	return false;
}

const struct person *law_post_holder(const struct law *law, const char *department,
				     const char *post, struct civil_date on)
{
	const struct department *own = law_department(law, department);
	const char *id = own != NULL ? post_person(own->posts, own->post_count, post) : NULL;
	if (id == NULL)
		id = post_person(law->posts, law->post_count, post);

	/* Deputies may be away too, and may deputise for each other: each is asked once. */
	for (int asked = 0; asked < law->person_count && id != NULL; asked++) {
		const struct person *person = law_person(law, id);
		if (person == NULL || !is_away(person, on))
			return person;
		id = person->deputy;
	}
	return NULL;
}

static bool has_address(const struct person *person, const char *kind)
{
	return kind != NULL && json_object_get(person->addresses, kind) != NULL;
}

bool law_reaches(const struct notifier_terms *notifier, const struct person *person)
{
	if (has_address(person, notifier->name) || has_address(person, notifier->type))
		return true;
	return (!notifier->needs_mail || !text_empty(person->mail)) &&
	       (!notifier->needs_mobile || !text_empty(person->mobile));
}

void law_free(struct law *law)
{
	if (law == NULL)
		return;
	for (int i = 0; i < law->person_count; i++)
		json_decref(law->people[i].addresses);
	calendar_free(law->calendar);
	pool_finish(&law->pool);
	mem_free(law);
}
