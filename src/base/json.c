#include "base/json.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#define BAD_CHARACTER 0xfffdu

static void *json_memory(size_t bytes)
{
	return mem_resize(NULL, bytes);
}

/* Before main, so that no value was made by another allocator: jansson answers lack of memory with
 * a NULL that its setters pass over in silence, and a ledger line would miss a member. */
__attribute__((constructor)) static void use_our_memory(void)
{
	json_set_alloc_funcs(json_memory, mem_free);
}

/* jansson's parser recurses to a fixed 2048; we refuse earlier, before it starts. */
static int check_depth(const char *bytes, size_t len, struct error *err)
{
	int depth = 0;
	int line = 1;
	bool in_string = false;
	for (size_t i = 0; i < len; i++) {
		char c = bytes[i];
		if (c == '\n')
			line++;
		if (c == '"')
			in_string = !in_string;
		else if (in_string)
			i += c == '\\';
		else if ((c == '[' || c == '{') && ++depth > LIMIT_JSON_DEPTH)
			return error_set(err, E_LIMIT,
					 "line %d: more than %d brackets within each other", line,
					 LIMIT_JSON_DEPTH);
		else if (c == ']' || c == '}')
			depth--;
	}
	return 0;
}

int json_read(const char *bytes, size_t len, json_t **out, struct error *err)
{
	int rc = check_depth(bytes, len, err);
	if (rc < 0)
		return rc;

	json_error_t why;
	json_t *value = json_loadb(bytes, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (value == NULL)
		return error_set(err, E_INVALID, "line %d, column %d: %s", why.line, why.column,
				 why.text);
	*out = value;
	return 0;
}

static int add_bytes(const char *bytes, size_t len, void *out)
{
	buf_add(out, bytes, len);
	return 0;
}

static void dump(const json_t *value, size_t flags, struct buf *out)
{
	int rc = json_dump_callback(value, add_bytes, out, flags | JSON_ENCODE_ANY);
	assert(rc == 0); /* only a value that was never made or contains itself */
	(void)rc;
}

void json_line(const json_t *value, struct buf *out)
{
	dump(value, JSON_COMPACT, out);
}

void json_pretty(const json_t *value, struct buf *out)
{
	dump(value, JSON_INDENT(2), out);
	buf_char(out, '\n');
}

void json_drop(json_t **value)
{
	json_decref(*value);
}

const char *json_member_text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

long long json_member_int(const json_t *object, const char *key, long long fallback)
{
	const json_t *member = json_object_get(object, key);
	return json_is_integer(member) ? json_integer_value(member) : fallback;
}

bool json_member_bool(const json_t *object, const char *key, bool fallback)
{
	const json_t *member = json_object_get(object, key);
	return json_is_boolean(member) ? json_is_true(member) : fallback;
}

static void put(json_t *object, const char *key, json_t *value)
{
	int rc = json_object_set_new(object, key, value);
	assert(rc == 0); /* not an object, or a key that is not UTF-8 */
	(void)rc;
}

/* jansson takes only UTF-8; what a peer sent us is kept readable rather than lost. */
static json_t *repaired_text(const char *text)
{
	scoped(buf_finish) struct buf repaired = {0};
	const char *end = text + strlen(text);
	while (text < end) {
		uint32_t code;
		size_t step = text_decode(text, end, &code);
		text_encode(&repaired, step > 0 ? code : BAD_CHARACTER);
		text += step > 0 ? step : 1;
	}
	return json_stringn(buf_text(&repaired), repaired.len);
}

void json_put_text(json_t *object, const char *key, const char *text)
{
	if (text == NULL)
		return;
	json_t *value = json_string(text);
	put(object, key, value != NULL ? value : repaired_text(text));
}

void json_put_date(json_t *object, const char *key, struct civil_date date)
{
	char text[CIVIL_DATE_TEXT];
	if (civil_date_is_set(date))
		put(object, key, json_string(civil_date_print(date, text)));
}

void json_put_instant(json_t *object, const char *key, struct instant at, int offset_s)
{
	char text[INSTANT_TEXT];
	bool whole_second = at.us % INSTANT_SECOND == 0;
	if (instant_is_set(at) && at.us != INT64_MAX)
		put(object, key, json_string(instant_print(at, offset_s, !whole_second, text)));
}

/* "/a~1b/..." : the first step without its escapes; returns where the next begins. */
static const char *pointer_step(const char *at, struct buf *step)
{
	buf_clear(step);
	for (at++; *at != '\0' && *at != '/'; at++) {
		if (*at != '~') {
			buf_char(step, *at);
		} else if (at[1] == '0' || at[1] == '1') {
			buf_char(step, at[1] == '0' ? '~' : '/');
			at++;
		} else {
			return NULL;
		}
	}
	return at;
}

static json_t *array_item(json_t *array, const char *index)
{
	size_t number = 0;
	size_t len = strlen(index);
	if (len == 0 || len > 9 || (len > 1 && index[0] == '0'))
		return NULL;
	for (size_t i = 0; i < len; i++) {
		if (index[i] < '0' || index[i] > '9')
			return NULL;
		number = number * 10 + (size_t)(index[i] - '0');
	}
	return json_array_get(array, number);
}

json_t *json_at_pointer(json_t *value, const char *pointer)
{
	scoped(buf_finish) struct buf step = {0};
	while (value != NULL && *pointer != '\0') {
		if (*pointer != '/')
			return NULL;
		pointer = pointer_step(pointer, &step);
		if (pointer == NULL)
			return NULL;
		if (json_is_array(value))
			value = array_item(value, buf_text(&step));
		else
			value = json_object_get(value, buf_text(&step));
	}
	return value;
}
