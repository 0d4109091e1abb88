/* Is a step of a preset well made?  Every mistake has a sentence that names the place. */
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "channel/preset.h"

static bool is_one_of(const char *text, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(text, list[i]))
			return true;
	return false;
}

static int check_members(const json_t *source, struct error *err)
{
	static const char *const known[] = {"request", "headers", "json",      "form",
					    "file",    "success", "permanent", "found",
					    "id",      "url",     "key",       "comment"};
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)source, key, value)
		if (!is_one_of(key, known, ARRAY_LEN(known)))
			return error_set(err, E_INVALID, "unknown member \"%s\"", key);
	return 0;
}

static int check_request(const json_t *source, enum preset_step_name step, struct error *err)
{
	static const char *const methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
	const char *request = json_member_text(source, "request");
	if (request == NULL)
		return error_set(err, E_INVALID, "request is missing (\"METHOD /path\")");
	size_t len = strcspn(request, " ");
	bool known = false;
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		known = known ||
			(strlen(methods[i]) == len && strncmp(methods[i], request, len) == 0);
	if (!known)
		return error_set(err, E_INVALID,
				 "request \"%s\": the method must be GET, POST, PUT, PATCH or "
				 "DELETE",
				 request);
	const char *path = request + len + (request[len] == ' ');
	if (path[0] != '/' || strpbrk(path, " #\t\r\n") != NULL)
		return error_set(err, E_INVALID,
				 "request \"%s\": the path must begin with / and have no blanks",
				 request);
	return preset_check_text(path, false, step, err);
}

static int check_headers(const json_t *headers, enum preset_step_name step, struct error *err)
{
	if (headers == NULL)
		return 0;
	if (!json_is_object(headers))
		return error_set(err, E_INVALID, "headers must be an object");
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)headers, name, value) {
		if (!json_is_string(value) || strpbrk(json_string_value(value), "\r\n") != NULL)
			return error_set(err, E_INVALID, "headers: \"%s\" must be one line of text",
					 name);
		if (name[0] == '\0' || strpbrk(name, " :\t\r\n{}\"") != NULL)
			return error_set(err, E_INVALID, "headers: \"%s\" is no name of a header",
					 name);
		int rc = preset_check_text(json_string_value(value), false, step, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* A form is names and texts, or lists of texts. */
static int check_form(const json_t *form, struct error *err)
{
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)form, name, value) {
		size_t i;
		json_t *item;
		bool good = !json_is_object(value);
		json_array_foreach(value, i, item)
			good = good && !json_is_object(item) && !json_is_array(item);
		if (!good)
			return error_set(err, E_INVALID,
					 "form: \"%s\" must be a text or a list of texts", name);
	}
	return 0;
}

static int check_body(const json_t *source, enum preset_step_name step, struct error *err)
{
	const json_t *json = json_object_get(source, "json");
	const json_t *form = json_object_get(source, "form");
	bool file = json_member_bool(source, "file", false);
	if ((json != NULL) + (form != NULL) + file > 1)
		return error_set(err, E_INVALID, "only one of json, form and file may be given");
	if (file && step != STEP_UPLOAD)
		return error_set(err, E_INVALID, "file belongs to upload");
	if (!file && step == STEP_UPLOAD)
		return error_set(err, E_INVALID, "\"file\": true is missing");
	if (form != NULL && !json_is_object(form))
		return error_set(err, E_INVALID, "form must be an object");
	int rc = form != NULL ? check_form(form, err) : 0;
	if (rc == 0 && json != NULL)
		rc = preset_check_template(json, step, err);
	if (rc == 0 && form != NULL)
		rc = preset_check_template(form, step, err);
	return rc;
}

static int check_status(const char *name, const json_t *status, struct error *err)
{
	size_t i;
	json_t *item;
	bool good = json_array_size(status) > 0;
	json_array_foreach(status, i, item)
		good = good && json_is_integer(item) && json_integer_value(item) >= 100 &&
		       json_integer_value(item) <= 599;
	return good ? 0 : error_set(err, E_INVALID, "%s: status must be a list of numbers", name);
}

static int check_pointer(const char *name, const json_t *value, struct error *err)
{
	const char *text = json_string_value(value);
	if (value == NULL || (text != NULL && (text[0] == '\0' || text[0] == '/')))
		return 0;
	return error_set(err, E_INVALID, "%s must be a JSON pointer such as \"/data/id\"", name);
}

static int check_condition(const char *name, const json_t *condition, struct error *err)
{
	const char *key;
	json_t *value;
	if (!json_is_object(condition) || json_object_size(condition) == 0)
		return error_set(err, E_INVALID, "%s must name status, or pointer and equals",
				 name);
	json_object_foreach((json_t *)condition, key, value)
		if (!text_equal(key, "status") && !text_equal(key, "pointer") &&
		    !text_equal(key, "equals"))
			return error_set(err, E_INVALID, "%s: unknown member \"%s\"", name, key);

	const json_t *status = json_object_get(condition, "status");
	const json_t *pointer = json_object_get(condition, "pointer");
	const json_t *equals = json_object_get(condition, "equals");
	int rc = status != NULL ? check_status(name, status, err) : 0;
	if (rc == 0)
		rc = check_pointer(name, pointer, err);
	if (rc == 0 && (pointer != NULL) != (equals != NULL))
		rc = error_set(err, E_INVALID, "%s: pointer and equals belong together", name);
	if (rc == 0 && equals != NULL && !json_is_array(equals))
		rc = error_set(err, E_INVALID, "%s: equals must be a list of JSON values", name);
	return rc;
}

static int check_conditions(const char *name, const json_t *value, struct error *err)
{
	if (!json_is_array(value))
		return check_condition(name, value, err);
	if (json_array_size(value) == 0)
		return error_set(err, E_INVALID, "%s is an empty list", name);
	size_t i;
	json_t *item;
	json_array_foreach(value, i, item) {
		int rc = check_condition(name, item, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int check_answer(const json_t *source, enum preset_step_name step, struct error *err)
{
	const json_t *success = json_object_get(source, "success");
	const json_t *permanent = json_object_get(source, "permanent");
	const char *url = json_member_text(source, "url");
	if (success == NULL)
		return error_set(err, E_INVALID, "success is missing: how is a good answer known?");
	int rc = check_conditions("success", success, err);
	if (rc == 0 && permanent != NULL)
		rc = check_conditions("permanent", permanent, err);
	if (rc == 0)
		rc = check_pointer("found", json_object_get(source, "found"), err);
	if (rc == 0)
		rc = check_pointer("id", json_object_get(source, "id"), err);
	if (rc == 0)
		rc = check_pointer("key", json_object_get(source, "key"), err);
	/* The id of the answer is known to an address, whatever the step sent. */
	if (rc == 0 && url != NULL && strstr(url, "{{") != NULL)
		rc = preset_check_text(url, false, STEP_UPDATE, err);
	else if (rc == 0)
		rc = check_pointer("url", json_object_get(source, "url"), err);
	if (rc == 0 && step == STEP_FIND && json_object_get(source, "found") == NULL)
		rc = error_set(err, E_INVALID, "found is missing: where does a hit stand?");
	if (rc == 0 && step == STEP_UPLOAD && url == NULL)
		rc = error_set(err, E_INVALID, "url is missing: where can the file be read?");
	return rc;
}

int preset_check_step(const char *name, enum preset_step_name step, const json_t *source,
		      struct error *err)
{
	if (!json_is_object(source))
		return error_set(err, E_INVALID, "%s must be an object", name);
	int rc = check_members(source, err);
	if (rc == 0)
		rc = check_request(source, step, err);
	if (rc == 0)
		rc = check_headers(json_object_get(source, "headers"), step, err);
	if (rc == 0)
		rc = check_body(source, step, err);
	if (rc == 0)
		rc = check_answer(source, step, err);
	return rc < 0 ? error_wrap(err, rc, "%s", name) : 0;
}
