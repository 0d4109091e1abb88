/* Single values of a manifest: text, date, yes and no, list.
 *
 * All readers return 0 or -E_INVALID or -E_LIMIT with the refusal filled.  Texts live in the pool;
 * an absent value (no key, null, blank text) leaves *out as it was. */
#ifndef SOURCE_MANIFEST_FIELD_H
#define SOURCE_MANIFEST_FIELD_H

#include <jansson.h>

#include "source/manifest_key.h"
#include "source/source.h"

struct field {
	const json_t *value; /* NULL: absent */
	const char *name;    /* "review.on" */
	const char *label;   /* "审查日期" */
	struct pool *pool;
	struct refusal *refusal;
};

bool field_absent(const struct field *field);
int field_missing(const struct field *field); /* fills the refusal; always -E_INVALID */
int field_wrong(const struct field *field, const char *zh, const char *en); /* likewise */

MUST_CHECK int field_line(const struct field *field, const char **out);
MUST_CHECK int field_text(const struct field *field, size_t max_bytes, const char **out);
MUST_CHECK int field_list(const struct field *field, const char **out); /* comma separated */
MUST_CHECK int field_date(const struct field *field, struct civil_date *out);
MUST_CHECK int field_bool(const struct field *field, bool *out);

/* No control characters but line feeds and tabs, nothing damaged; with `one_line` not these either.
 * For text that did not come as a JSON value. */
MUST_CHECK int field_check_text(const struct field *field, const char *text, size_t len,
				bool one_line);

#endif
