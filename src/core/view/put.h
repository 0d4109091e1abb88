/* Inside the view room: members that are always there, so that every object of a kind has the same
 * shape.  What is not set is null. */
#ifndef CORE_VIEW_PUT_H
#define CORE_VIEW_PUT_H

#include <jansson.h>
#include <stdbool.h>

#include "base/civil_date.h"
#include "base/instant.h"

void put_text(json_t *object, const char *key, const char *text);
void put_int(json_t *object, const char *key, json_int_t value);
void put_bool(json_t *object, const char *key, bool value);
void put_date(json_t *object, const char *key, struct civil_date date);
void put_instant(json_t *object, const char *key, struct instant at, int offset_s);
void put_texts(json_t *object, const char *key, const char *const *texts); /* NULL: [] */
void put_value(json_t *object, const char *key, json_t *value);		   /* takes the reference */

#endif
