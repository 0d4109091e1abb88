#include "core/view/put.h"

#include <assert.h>

#include "base/json.h"

void put_value(json_t *object, const char *key, json_t *value)
{
	int rc = json_object_set_new(object, key, value);
	assert(rc == 0);
	(void)rc;
}

void put_text(json_t *object, const char *key, const char *text)
{
	if (text == NULL)
		put_value(object, key, json_null());
	else
		json_put_text(object, key, text); /* mends what is not UTF-8 */
}

void put_int(json_t *object, const char *key, json_int_t value)
{
	put_value(object, key, json_integer(value));
}

void put_bool(json_t *object, const char *key, bool value)
{
	put_value(object, key, json_boolean(value));
}

void put_date(json_t *object, const char *key, struct civil_date date)
{
	put_value(object, key, json_null());
	json_put_date(object, key, date);
}

void put_instant(json_t *object, const char *key, struct instant at, int offset_s)
{
	put_value(object, key, json_null());
	json_put_instant(object, key, at, offset_s);
}

void put_texts(json_t *object, const char *key, const char *const *texts)
{
	json_t *list = json_array();
	for (; texts != NULL && *texts != NULL; texts++)
		json_array_append_new(list, json_string(*texts));
	put_value(object, key, list);
}
