#include "settings/reading.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/vec.h"

#define LIMIT_ITEMS 10000 /* of one list */
#define LIMIT_ID_BYTES 64

int list_count(struct reading *reading, const struct config_node *list)
{
	if (list == NULL)
		return 0;
	const char *name = config_name(list);
	if (!config_is_list(list)) {
		config_fault(reading->report, list,
			     "\"%s\" 是一个列表，应写成 ( { … }, { … } ) \"%s\" is a list, write "
			     "( { … }, { … } )",
			     name, name);
		return 0;
	}
	size_t count = config_length(list);
	if (count > LIMIT_ITEMS) {
		config_fault(reading->report, list,
			     "\"%s\" 超过 %d 项 more than %d items in \"%s\"", name, LIMIT_ITEMS,
			     LIMIT_ITEMS, name);
		return 0;
	}
	return (int)count;
}

void *law_room(struct reading *reading, int count, size_t bytes_each)
{
	return pool_alloc(&reading->law->pool, (size_t)count * bytes_each);
}

const char *law_text(struct reading *reading, const char *text)
{
	return pool_text(&reading->law->pool, text);
}

const char *law_id(struct reading *reading, const char *text)
{
	return text != NULL ? law_text(reading, text) : "";
}

const char *const *law_texts(struct reading *reading, const char *const *texts)
{
	if (texts == NULL)
		return NULL;
	int count = 0;
	while (texts[count] != NULL)
		count++;
	const char **copy = law_room(reading, count + 1, sizeof(*copy));
	for (int i = 0; i < count; i++)
		copy[i] = law_text(reading, texts[i]);
	return copy;
}

static const char *id_at(const void *structs, int index, size_t bytes_each)
{
	return *(const char *const *)((const char *)structs + (size_t)index * bytes_each);
}

static bool is_id(const char *text)
{
	if (*text < 'a' || *text > 'z')
		return false;
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return text[len] == '\0' && len <= LIMIT_ID_BYTES;
}

void check_id(struct reading *reading, const struct config_node *node, const char *id,
	      const void *structs, int count, size_t bytes_each)
{
	if (id == NULL || *id == '\0')
		return; /* told as missing already */
	if (!is_id(id)) {
		config_fault(reading->report, node,
			     "编号 \"%s\" 只能用小写字母、数字和 -，以字母开头 id \"%s\": small "
			     "letters, digits and -, a letter first",
			     id, id);
		return;
	}
	for (int i = 0; i < count; i++) {
		if (text_equal(id_at(structs, i, bytes_each), id)) {
			config_fault(reading->report, node,
				     "编号 \"%s\" 用了两次 id \"%s\" is used twice", id, id);
			return;
		}
	}
}

void fault_reference(struct reading *reading, const struct config_node *node, const char *chinese,
		     const char *english, const char *id, struct known known)
{
	struct vec_of(const char *) names = {0};
	for (int i = 0; i < known.count; i++)
		*VEC_PUSH(&names) = id_at(known.structs, i, known.bytes_each);
	*VEC_PUSH(&names) = NULL;
	const char *near = config_nearest(id, names.at);
	VEC_FINISH(&names);
	if (near != NULL)
		config_fault(reading->report, node,
			     "没有%s \"%s\"，是否为 \"%s\"？ no %s \"%s\", did you mean \"%s\"?",
			     chinese, id, near, english, id, near);
	else
		config_fault(reading->report, node,
			     "没有%s \"%s\"，请先写上它 no %s \"%s\", add it to the configuration",
			     chinese, id, english, id);
}

int read_choice(struct reading *reading, const struct config_node *group, const char *setting,
		const char *word, const char *const *words)
{
	if (word == NULL)
		return -1;
	scoped(buf_finish) struct buf list = {0};
	for (int i = 0; words[i] != NULL; i++) {
		if (text_equal(words[i], word))
			return i;
		buf_print(&list, "%s%s", i > 0 ? " " : "", words[i]);
	}
	const char *near = config_nearest(word, words);
	const struct config_node *node = config_member(group, setting);
	if (near != NULL)
		config_fault(reading->report, node != NULL ? node : group,
			     "未知的 %s \"%s\"，是否为 \"%s\"？ unknown %s \"%s\", did you mean "
			     "\"%s\"? (%s)",
			     setting, word, near, setting, word, near, buf_text(&list));
	else
		config_fault(reading->report, node != NULL ? node : group,
			     "未知的 %s \"%s\"，可用的有 %s unknown %s \"%s\", known are %s",
			     setting, word, buf_text(&list), setting, word, buf_text(&list));
	return -1;
}
