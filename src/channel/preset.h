/* A preset: how one kind of CMS is spoken to, as data (presets/NAME.json; contract, section 3).
 *
 * Placeholders stand only inside JSON strings, so no value can break a payload.  A preset is checked
 * when it is read: an unknown placeholder, one in a member's name, a value that a step cannot know
 * or a missing `create` is told then, not at the first publication.  Immutable once read. */
#ifndef CHANNEL_PRESET_H
#define CHANNEL_PRESET_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/pool.h"

enum preset_step_name { STEP_FIND, STEP_CREATE, STEP_UPDATE, STEP_WITHDRAW, STEP_UPLOAD };
#define PRESET_STEPS 5

struct preset_step {
	bool present;
	const char *method;
	const char *path;          /* template; appended to the channel's url */
	const json_t *headers;     /* object of templates, NULL */
	const json_t *json, *form; /* body templates; at most one of them and `file` */
	bool file;                 /* the body is the file's bytes */
	bool needs_remote_id;      /* the request has no sense without it */
	/* Conditions: an object or a list of objects of which one must hold.  An object holds when
	 * everything it names does: `status`, and `pointer` with one of `equals`. */
	const json_t *success;
	const json_t *permanent; /* an answer after which the same again is useless; NULL */
	const char *found;       /* pointers into the answer; NULL when not named */
	const char *id, *key;
	const char *url; /* a pointer, or an address template when it has a placeholder */
};

struct preset {
	struct pool pool;
	json_t *source; /* owned; the steps point into it */
	struct preset_step steps[PRESET_STEPS];
	int64_t settle_s;
};

/* `name` is looked for as NAME.json in the folders (NULL-ended, the first that has it wins), or is
 * a path when it has a slash.  -E_NOT_FOUND, -E_INVALID with a sentence naming file and place. */
MUST_CHECK int preset_open(const char *name, const char *const *folders, struct preset *out,
			   struct error *err);
MUST_CHECK int preset_read(const char *bytes, size_t len, struct preset *out, struct error *err);
void preset_finish(struct preset *preset);

const char *preset_step_text(enum preset_step_name step); /* "find" ... */

/* Does the answer meet the condition?  `body` is NULL when it is not JSON. */
bool preset_condition_holds(const json_t *condition, int status, const json_t *body);

/* preset_check.c */
MUST_CHECK int preset_check_step(const char *name, enum preset_step_name step, const json_t *source,
				 struct error *err);
/* preset_fill.c: every placeholder of a template must be one of the step's. */
MUST_CHECK int preset_check_template(const json_t *value, enum preset_step_name step,
				     struct error *err);
MUST_CHECK int preset_check_text(const char *text, bool alone_allowed, enum preset_step_name step,
				 struct error *err);

enum fill_escape {
	FILL_PLAIN,
	FILL_PERCENT, /* part of an address */
	FILL_HEADER,  /* no control characters, quotes or backslashes */
};

/* The template with its values in.  A string that is nothing but one placeholder takes the value's
 * own type; when there is no such value (null) the member or item is left out, and so is a list
 * that became empty by it.  NULL when nothing is left; else the caller owns it. */
json_t *preset_fill(const json_t *template, const json_t *values);
void preset_fill_text(const char *template, const json_t *values, enum fill_escape escape,
		      struct buf *out);

#endif
