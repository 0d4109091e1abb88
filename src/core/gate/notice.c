#include "core/gate/notice.h"

#include <string.h>

#include "base/macros.h"
#include "base/text.h"

static const char *const people_keys[] = {"people",   "persons",  "人员",
					  "公示对象", "拟任人选", "拟任人员"};
static const char *const name_keys[] = {"name", "姓名"};
static const char *const contact_words[] = {"phone", "tel",  "address", "mail",
					    "电话",  "地址", "邮箱",    "信箱"};

static bool is_one_of(const char *const *words, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(words[i], key))
			return true;
	return false;
}

static bool names_contact(const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(contact_words); i++)
		if (strcasestr(key, contact_words[i]) != NULL)
			return true;
	return false;
}

/* A text or a whole number: telephones are written either way. */
static bool scalar_text(const json_t *value, struct buf *out)
{
	if (json_is_string(value) && !text_empty(json_string_value(value)))
		buf_print(out, "%s\n", json_string_value(value));
	else if (json_is_integer(value))
		buf_print(out, "%lld\n", (long long)json_integer_value(value));
	else
		return false;
	return true;
}

/* Every text below; the depth of JSON is limited where it is read. */
static bool gather(const json_t *value, struct buf *out)
{
	bool has_text = scalar_text(value, out);
	const char *key;
	json_t *member;
	size_t i;
	json_object_foreach((json_t *)value, key, member)
		has_text = gather(member, out) || has_text;
	json_array_foreach(value, i, member) has_text = gather(member, out) || has_text;
	return has_text;
}

static bool has_name(const json_t *person)
{
	if (json_is_string(person))
		return !text_empty(json_string_value(person));
	for (size_t i = 0; i < ARRAY_LEN(name_keys); i++) {
		const json_t *name = json_object_get(person, name_keys[i]);
		if (json_is_string(name) && !text_empty(json_string_value(name)))
			return true;
	}
	return false;
}

static void read_people(const json_t *list, struct notice *out)
{
	size_t i;
	json_t *person;
	json_array_foreach(list, i, person) out->people += has_name(person);
	gather(list, &out->shown);
}

/* The names of the members are the bureau's own: a list of groups is of people. */
static bool is_people(const char *key, const json_t *value)
{
	return is_one_of(people_keys, ARRAY_LEN(people_keys), key) ||
	       json_is_object(json_array_get(value, 0));
}

static void read_object(const json_t *object, struct notice *out)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)object, key, value)
	{
		if (is_people(key, value)) {
			read_people(value, out);
		} else if (json_is_object(value)) {
			read_object(value, out);
		} else {
			bool has_text = gather(value, &out->contact);
			out->has_contact = out->has_contact || (has_text && names_contact(key));
		}
	}
}

void notice_read(const json_t *json, struct notice *out)
{
	*out = (struct notice){0};
	read_object(json, out);
}

void notice_finish(struct notice *notice)
{
	buf_finish(&notice->shown);
	buf_finish(&notice->contact);
}
