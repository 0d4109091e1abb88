/* Placeholders: which there are, and how a template is filled. */
#include <string.h>

#include "base/encode.h"
#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "channel/preset.h"

#define OPEN "{{"
#define CLOSE "}}"

#define ALL_STEPS ((1u << PRESET_STEPS) - 1)
#define STEP(name) (1u << STEP_##name)

/* The values of the contract, section 3, and four more names for people. */
static const struct value_name {
	const char *name;
	unsigned steps;  /* that know it */
	bool structured; /* only as a whole string */
} value_names[] = {
	{"key", ALL_STEPS, false},
	{"id", ALL_STEPS, false},
	{"revision", ALL_STEPS, false},
	{"doc_number", ALL_STEPS, false},
	{"title", ALL_STEPS, false},
	{"issuer", ALL_STEPS, false},
	{"department", ALL_STEPS, false},
	{"department_name", ALL_STEPS, false},
	{"category", ALL_STEPS, false},
	{"category_name", ALL_STEPS, false},
	{"column", ALL_STEPS, false},
	{"bureau", ALL_STEPS, false},
	{"issued_on", ALL_STEPS, false},
	{"published_at", ALL_STEPS, false},
	{"html", STEP(CREATE) | STEP(UPDATE), false},
	{"text", STEP(CREATE) | STEP(UPDATE), false},
	{"summary", ALL_STEPS, false},
	{"index_number", ALL_STEPS, false},
	{"subjects", ALL_STEPS, false},
	{"keywords", ALL_STEPS, false},
	{"attachments", STEP(CREATE) | STEP(UPDATE), true},
	{"remote_id", STEP(UPDATE) | STEP(WITHDRAW), false},
	{"file", STEP(UPLOAD), false},
	{"mime", STEP(UPLOAD), false},
	{"sha256", STEP(UPLOAD), false},
};

struct placeholder {
	const char *at, *end; /* with its braces */
	char name[32];
};

/* The first placeholder of the text; false when there is none.  A name too long to be one of ours
 * comes back cut, and is then unknown. */
static bool next_placeholder(const char *text, struct placeholder *out)
{
	const char *at = strstr(text, OPEN);
	if (at == NULL)
		return false;
	const char *close = strstr(at, CLOSE);
	const char *inside = at + strlen(OPEN);
	size_t len = close != NULL ? (size_t)(close - inside) : strlen(inside);
	const char *name = text_trim(inside, &len);
	if (len >= sizeof(out->name))
		len = sizeof(out->name) - 1;
	memcpy(out->name, name, len);
	out->name[len] = '\0';
	out->at = at;
	out->end = close != NULL ? close + strlen(CLOSE) : NULL;
	return true;
}

static bool is_alone(const char *text, const struct placeholder *placeholder)
{
	return placeholder->at == text && placeholder->end != NULL && *placeholder->end == '\0';
}

/* --- checking ---------------------------------------------------------------------------- */

static const struct value_name *find_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(value_names); i++)
		if (text_equal(value_names[i].name, name))
			return &value_names[i];
	return NULL;
}

int preset_check_text(const char *text, bool alone_allowed, enum preset_step_name step,
		      struct error *err)
{
	struct placeholder found;
	for (const char *at = text; next_placeholder(at, &found); at = found.end) {
		if (found.end == NULL)
			return error_set(err, E_INVALID, "\"%s\": {{ without }}", text);
		const struct value_name *name = find_name(found.name);
		if (name == NULL)
			return error_set(err, E_INVALID, "\"%s\": there is no value named \"%s\"",
					 text, found.name);
		if ((name->steps & 1u << step) == 0)
			return error_set(err, E_INVALID, "\"%s\": %s does not know \"%s\"", text,
					 preset_step_text(step), found.name);
		if (name->structured && !(alone_allowed && is_alone(text, &found)))
			return error_set(err, E_INVALID,
					 "\"%s\": {{%s}} is a list and must be the whole string",
					 text, found.name);
	}
	return 0;
}

int preset_check_template(const json_t *value, enum preset_step_name step, struct error *err)
{
	if (json_is_string(value))
		return preset_check_text(json_string_value(value), true, step, err);

	size_t i;
	json_t *item;
	json_array_foreach(value, i, item) {
		int rc = preset_check_template(item, step, err);
		if (rc < 0)
			return rc;
	}
	const char *key;
	json_object_foreach((json_t *)value, key, item) {
		if (strstr(key, OPEN) != NULL)
			return error_set(err, E_INVALID,
					 "\"%s\": a placeholder may not stand in a name", key);
		int rc = preset_check_template(item, step, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* --- filling ----------------------------------------------------------------------------- */

static void add_for_header(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c < ' ' || c == 0x7f || c == '"' || c == '\\')
			buf_print(out, "%%%02X", c);
		else
			buf_char(out, (char)c);
	}
}

static void add_escaped(struct buf *out, const char *text, size_t len, enum fill_escape escape)
{
	switch (escape) {
	case FILL_PLAIN:
		buf_add(out, text, len);
		break;
	case FILL_PERCENT:
		encode_percent(out, text, len);
		break;
	case FILL_HEADER:
		add_for_header(out, text, len);
		break;
	}
}

void preset_fill_text(const char *template, const json_t *values, enum fill_escape escape,
		      struct buf *out)
{
	struct placeholder found;
	const char *at = template;
	for (; next_placeholder(at, &found) && found.end != NULL; at = found.end) {
		buf_add(out, at, (size_t)(found.at - at));
		const json_t *value = json_object_get(values, found.name);
		if (json_is_string(value)) {
			add_escaped(out, json_string_value(value), json_string_length(value),
				    escape);
		} else if (value != NULL && !json_is_null(value)) {
			scoped(buf_finish) struct buf line = {0};
			json_line(value, &line);
			add_escaped(out, buf_text(&line), line.len, escape);
		}
	}
	buf_text_add(out, at);
}

static json_t *fill_string(const char *template, const json_t *values)
{
	struct placeholder found;
	if (next_placeholder(template, &found) && is_alone(template, &found)) {
		json_t *value = json_object_get(values, found.name);
		return value == NULL || json_is_null(value) ? NULL : json_incref(value);
	}
	scoped(buf_finish) struct buf text = {0};
	preset_fill_text(template, values, FILL_PLAIN, &text);
	return json_stringn(buf_text(&text), text.len);
}

static json_t *fill_array(const json_t *template, const json_t *values)
{
	json_t *out = json_array();
	size_t i;
	json_t *item;
	json_array_foreach(template, i, item) {
		json_t *filled = preset_fill(item, values);
		if (filled != NULL)
			json_array_append_new(out, filled);
	}
	if (json_array_size(out) == 0 && json_array_size(template) > 0) {
		json_decref(out);
		return NULL;
	}
	return out;
}

static json_t *fill_object(const json_t *template, const json_t *values)
{
	json_t *out = json_object();
	const char *key;
	json_t *member;
	json_object_foreach((json_t *)template, key, member) {
		json_t *filled = preset_fill(member, values);
		if (filled != NULL)
			json_object_set_new(out, key, filled);
	}
	return out;
}

json_t *preset_fill(const json_t *template, const json_t *values)
{
	if (json_is_string(template))
		return fill_string(json_string_value(template), values);
	if (json_is_array(template))
		return fill_array(template, values);
	if (json_is_object(template))
		return fill_object(template, values);
	return json_incref((json_t *)template);
}
