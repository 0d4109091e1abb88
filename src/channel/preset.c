#include "channel/preset.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"

#define LIMIT_PRESET_BYTES (1u << 20)
#define DEFAULT_SETTLE_S 60
#define LIMIT_SETTLE_S 86400

static const char *const step_names[PRESET_STEPS] = {
	[STEP_FIND] = "find",         [STEP_CREATE] = "create", [STEP_UPDATE] = "update",
	[STEP_WITHDRAW] = "withdraw", [STEP_UPLOAD] = "upload",
};

const char *preset_step_text(enum preset_step_name step)
{
	assert((size_t)step < ARRAY_LEN(step_names));
	return step_names[step];
}

/* --- reading ----------------------------------------------------------------------------- */

static int check_top(const json_t *source, struct error *err)
{
	const char *key;
	json_t *value;
	if (!json_is_object(source))
		return error_set(err, E_INVALID, "a preset is one JSON object");
	json_object_foreach((json_t *)source, key, value) {
		bool known = text_equal(key, "settle_s") || text_equal(key, "comment");
		for (size_t i = 0; i < PRESET_STEPS; i++)
			known = known || text_equal(key, step_names[i]);
		if (!known)
			return error_set(err, E_INVALID, "unknown member \"%s\"", key);
	}
	if (json_object_get(source, "create") == NULL)
		return error_set(err, E_INVALID, "create is missing");
	const json_t *settle = json_object_get(source, "settle_s");
	if (settle != NULL && (!json_is_integer(settle) || json_integer_value(settle) < 0 ||
			       json_integer_value(settle) > LIMIT_SETTLE_S))
		return error_set(err, E_INVALID, "settle_s must be a number of seconds, 0 to %d",
				 LIMIT_SETTLE_S);
	return 0;
}

static bool mentions(const json_t *body, const char *name)
{
	scoped(buf_finish) struct buf line = {0};
	if (body != NULL)
		json_line(body, &line);
	return strstr(buf_text(&line), name) != NULL;
}

static void take_step(struct pool *pool, const json_t *source, struct preset_step *out)
{
	const char *request = json_member_text(source, "request");
	size_t method_len = strcspn(request, " ");
	*out = (struct preset_step){
		.present = true,
		.method = pool_text_len(pool, request, method_len),
		.path = request + method_len + 1,
		.headers = json_object_get(source, "headers"),
		.json = json_object_get(source, "json"),
		.form = json_object_get(source, "form"),
		.file = json_member_bool(source, "file", false),
		.success = json_object_get(source, "success"),
		.permanent = json_object_get(source, "permanent"),
		.found = json_member_text(source, "found"),
		.id = json_member_text(source, "id"),
		.key = json_member_text(source, "key"),
		.url = json_member_text(source, "url"),
	};
	out->needs_remote_id = strstr(out->path, "remote_id") != NULL ||
			       mentions(out->json, "remote_id") || mentions(out->form, "remote_id");
}

int preset_read(const char *bytes, size_t len, struct preset *out, struct error *err)
{
	scoped(preset_finish) struct preset preset = {0};
	int rc = json_read(bytes, len, &preset.source, err);
	if (rc == 0)
		rc = check_top(preset.source, err);
	for (size_t i = 0; i < PRESET_STEPS && rc == 0; i++) {
		const json_t *step = json_object_get(preset.source, step_names[i]);
		if (step == NULL)
			continue;
		rc = preset_check_step(step_names[i], (enum preset_step_name)i, step, err);
		if (rc == 0)
			take_step(&preset.pool, step, &preset.steps[i]);
	}
	if (rc < 0)
		return rc;
	preset.settle_s = json_member_int(preset.source, "settle_s", DEFAULT_SETTLE_S);
	*out = preset;
	preset = (struct preset){0};
	return 0;
}

static void file_close(FILE **file)
{
	if (*file != NULL)
		fclose(*file);
}

static int read_file(const char *path, struct buf *out, struct error *err)
{
	scoped(file_close) FILE *file = fopen(path, "re");
	if (file == NULL)
		return error_sys(err, "open %s", path);
	char piece[4096];
	size_t got;
	while ((got = fread(piece, 1, sizeof(piece), file)) > 0) {
		buf_add(out, piece, got);
		if (out->len > LIMIT_PRESET_BYTES)
			return error_set(err, E_LIMIT, "%s: a preset has at most %u bytes", path,
					 LIMIT_PRESET_BYTES);
	}
	return ferror(file) ? error_sys(err, "read %s", path) : 0;
}

static int open_path(const char *path, struct preset *out, struct error *err)
{
	scoped(buf_finish) struct buf bytes = {0};
	int rc = read_file(path, &bytes, err);
	if (rc < 0)
		return rc;
	rc = preset_read(buf_text(&bytes), bytes.len, out, err);
	return rc < 0 ? error_wrap(err, rc, "preset %s", path) : 0;
}

int preset_open(const char *name, const char *const *folders, struct preset *out, struct error *err)
{
	if (strchr(name, '/') != NULL)
		return open_path(name, out, err);
	for (; folders != NULL && *folders != NULL; folders++) {
		scoped(buf_finish) struct buf path = {0};
		buf_print(&path, "%s/%s.json", *folders, name);
		int rc = open_path(buf_text(&path), out, err);
		if (rc != -E_NOT_FOUND)
			return rc;
	}
	return error_set(err, E_NOT_FOUND,
			 "there is no preset \"%s\" (%s.json) in any preset folder", name, name);
}

void preset_finish(struct preset *preset)
{
	json_decref(preset->source);
	pool_finish(&preset->pool);
	*preset = (struct preset){0};
}

/* --- conditions -------------------------------------------------------------------------- */

static bool status_is_listed(const json_t *list, int status)
{
	size_t i;
	json_t *item;
	json_array_foreach(list, i, item)
		if (json_integer_value(item) == status)
			return true;
	return false;
}

static bool one_holds(const json_t *condition, int status, const json_t *body)
{
	const json_t *statuses = json_object_get(condition, "status");
	const char *pointer = json_member_text(condition, "pointer");
	/* Where no status is named, a pointer does not turn an error page into a success. */
	if (statuses != NULL ? !status_is_listed(statuses, status) : status < 200 || status > 299)
		return false;
	if (pointer == NULL)
		return true;
	const json_t *value = json_at_pointer((json_t *)body, pointer);
	const json_t *equals = json_object_get(condition, "equals");
	size_t i;
	json_t *item;
	json_array_foreach(equals, i, item)
		if (value != NULL && json_equal(value, item))
			return true;
	return false;
}

bool preset_condition_holds(const json_t *condition, int status, const json_t *body)
{
	if (!json_is_array(condition))
		return one_holds(condition, status, body);
	size_t i;
	json_t *item;
	json_array_foreach(condition, i, item)
		if (one_holds(item, status, body))
			return true;
	return false;
}
