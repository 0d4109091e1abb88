/* JSON by jansson (RFC 8259), read strictly: no duplicate keys, no bad UTF-8, depth at most
 * LIMIT_JSON_DEPTH, no NaN.  Values are jansson's json_t; json_decref them, or `scoped(json_drop)`. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/civil_date.h"
#include "base/error.h"
#include "base/instant.h"
#include "base/pool.h"

#define LIMIT_JSON_DEPTH 64

/* Any value, also a bare number.  Returns -E_INVALID with line and column, -E_LIMIT when too deep. */
MUST_CHECK int json_read(const char *bytes, size_t len, json_t **out, struct error *err);

/* One line without blanks; keys in the order they were set.  Appends to out. */
void json_line(const json_t *value, struct buf *out);
/* The same, indented by two, with a line feed behind. */
void json_pretty(const json_t *value, struct buf *out);

void json_drop(json_t **value); /* destroyer */

/* A member, or the fallback when it is missing or of another type. */
const char *json_member_text(const json_t *object, const char *key); /* NULL; borrowed */
long long json_member_int(const json_t *object, const char *key, long long fallback);
bool json_member_bool(const json_t *object, const char *key, bool fallback);

/* Set a member; a NULL text, unset date, unset instant or INSTANT_NEVER sets nothing.  Bytes that
 * are not UTF-8 become U+FFFD.  Instants are written in whole seconds, or with milliseconds when
 * they have a fraction; what is finer is lost. */
void json_put_text(json_t *object, const char *key, const char *text);
void json_put_date(json_t *object, const char *key, struct civil_date date);
void json_put_instant(json_t *object, const char *key, struct instant at, int offset_s);

/* RFC 6901: "" is the whole, "/0/id" a member.  NULL when there is none; borrowed. */
json_t *json_at_pointer(json_t *value, const char *pointer);

#endif
