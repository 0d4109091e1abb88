/* Mustache templates (files in templates/, https://mustache.github.io/mustache.5.html) filled from
 * JSON.  Escapes for HTML by default; an unknown name is an error, never an empty place.
 *
 * A section {{#x}} is left out for false, null, "" and []; null prints as nothing, and true, false,
 * lists and objects do not print at all: {{x}} of one is an error.  Templates may not change the
 * delimiters, and no partial may lead back to itself. */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include <jansson.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

struct render_set; /* a folder of templates, parsed once */

/* Partials are the folder's other files: {{> head}} is head.mustache.  Later folders override;
 * a folder that does not exist is -E_NOT_FOUND.  Syntax and partials of all are checked here. */
MUST_CHECK int render_open(const char *const *folders, struct render_set **out, struct error *err);
/* name without ".mustache".  `html` false: plain text, no escaping.  Appends to out, only on
 * success.  Thread-safe.  -E_NOT_FOUND for an unknown template, -E_INVALID for unknown names. */
MUST_CHECK int render_fill(const struct render_set *set, const char *name, const json_t *values,
			   bool html, struct buf *out, struct error *err);
void render_close(struct render_set *set);

#endif
