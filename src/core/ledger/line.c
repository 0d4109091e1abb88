/* A fact as one line of JSON, and back. */
#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/ledger/ledger.h"

#define DIGEST_OF_TEXT "sha256:"
#define DIGEST_OF_TEXT_BYTES (sizeof(DIGEST_OF_TEXT) - 1 + DIGEST_TEXT - 1)
#define OURSELVES "gongshi"

/* --- writing --- */

static void put(json_t *object, const char *name, json_t *value)
{
	int rc = json_object_set_new_nocheck(object, name, value);
	assert(rc == 0);
	(void)rc;
}

static void put_texts(json_t *data, const char *name, const char *const *texts)
{
	if (texts == NULL)
		return;
	json_t *array = json_array();
	/* Through an object, because json_put_text is what repairs bytes that are not UTF-8. */
	scoped(json_drop) json_t *repair = json_object();
	for (; *texts != NULL; texts++) {
		json_put_text(repair, "", *texts);
		json_array_append(array, json_object_get(repair, ""));
	}
	put(data, name, array);
}

static void put_field(json_t *data, const struct fact_field *field, const struct fact *fact,
		      int offset_s)
{
	const void *member = (const char *)fact + field->offset;
	switch (field->kind) {
	case FACT_TEXT:
		json_put_text(data, field->name, *(const char *const *)member);
		return;
	case FACT_INT:
		put(data, field->name, json_integer(*(const int *)member));
		return;
	case FACT_INT64:
		put(data, field->name, json_integer(*(const int64_t *)member));
		return;
	case FACT_BOOL:
		put(data, field->name, json_boolean(*(const bool *)member));
		return;
	case FACT_DATE:
		json_put_date(data, field->name, *(const struct civil_date *)member);
		return;
	case FACT_INSTANT:
		json_put_instant(data, field->name, *(const struct instant *)member, offset_s);
		return;
	case FACT_TEXTS:
		put_texts(data, field->name, *(const char *const *const *)member);
		return;
	case FACT_REAL:
		put(data, field->name, json_real(*(const double *)member));
		return;
	}
	assert(!"a field of no known kind");
}

static json_t *line_value(const struct fact *fact, struct digest prev, int offset_s)
{
	char time[INSTANT_TEXT];
	char hex[DIGEST_TEXT];
	json_t *line = json_object();
	put(line, "seq", json_integer((json_int_t)fact->seq));
	put(line, "time", json_string(instant_print(fact->at, offset_s, true, time)));
	put(line, "event", json_string(fact_name(fact->kind)));
	put(line, "document", fact->document != 0 ? json_integer(fact->document) : json_null());
	json_put_text(line, "actor", fact->actor != NULL ? fact->actor : OURSELVES);

	json_t *data = json_object();
	for (const struct fact_field *const *f = fact_fields(fact->kind); *f != NULL; f++)
		put_field(data, *f, fact, offset_s);
	put(line, "data", data);
	put(line, "prev", json_string(digest_print(prev, hex)));
	return line;
}

/* The longest text in a value, itself or within. */
static json_t *longest_text(json_t *value)
{
	if (json_is_string(value))
		return value;
	json_t *longest = NULL;
	const char *name;
	json_t *item;
	size_t index;
	json_object_foreach(value, name, item)
	{
		json_t *text = longest_text(item);
		if (text != NULL && json_string_length(text) > json_string_length(longest))
			longest = text;
	}
	json_array_foreach(value, index, item)
	{
		json_t *text = longest_text(item);
		if (text != NULL && json_string_length(text) > json_string_length(longest))
			longest = text;
	}
	return longest;
}

static json_t *longest_array(json_t *data)
{
	json_t *longest = NULL;
	const char *name;
	json_t *item;
	json_object_foreach(data, name, item) if (json_array_size(item) > json_array_size(longest))
		longest = item;
	return longest;
}

static const char *print_digest_of(const char *text, size_t len, char out[DIGEST_OF_TEXT_BYTES + 1])
{
	memcpy(out, DIGEST_OF_TEXT, sizeof(DIGEST_OF_TEXT) - 1);
	digest_print(sha256_of(text, len), out + sizeof(DIGEST_OF_TEXT) - 1);
	return out;
}

/* Put a digest in the place of the longest text, or of the longest list once all texts are short. */
static void shorten(json_t *line)
{
	char digest[DIGEST_OF_TEXT_BYTES + 1];
	json_t *text = longest_text(line);
	if (json_string_length(text) > DIGEST_OF_TEXT_BYTES) {
		print_digest_of(json_string_value(text), json_string_length(text), digest);
		json_string_set(text, digest);
		return;
	}
	json_t *array = longest_array(json_object_get(line, "data"));
	assert(json_array_size(array) > 1); /* short texts and no list: cannot be too long */
	scoped(buf_finish) struct buf items = {0};
	json_line(array, &items);
	json_array_clear(array);
	json_array_append_new(array, json_string(print_digest_of(items.data, items.len, digest)));
}

void ledger_line(const struct fact *fact, struct digest prev, int offset_s, struct buf *out)
{
	assert(fact->kind != FACT_NONE && instant_is_set(fact->at));
	scoped(json_drop) json_t *line = line_value(fact, prev, offset_s);
	size_t start = out->len;
	json_line(line, out);
	while (out->len - start > LIMIT_LEDGER_LINE_BYTES) {
		shorten(line);
		out->len = start;
		json_line(line, out);
	}
}

/* --- reading --- */

static const char *const *take_texts(const json_t *array, struct pool *pool)
{
	if (!json_is_array(array))
		return NULL;
	size_t count = json_array_size(array);
	const char **texts = pool_alloc(pool, (count + 1) * sizeof(*texts));
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		const char *text = json_string_value(json_array_get(array, i));
		if (text != NULL)
			texts[kept++] = pool_text(pool, text);
	}
	return texts;
}

/* A member of the wrong type is passed over like one that is not there. */
static int take_field(const json_t *value, const struct fact_field *field, struct pool *pool,
		      struct fact *fact)
{
	void *member = (char *)fact + field->offset;
	switch (field->kind) {
	case FACT_TEXT:
		*(const char **)member = pool_text(pool, json_string_value(value));
		return 0;
	case FACT_INT:
		*(int *)member = (int)json_integer_value(value);
		return 0;
	case FACT_INT64:
		*(int64_t *)member = json_integer_value(value);
		return 0;
	case FACT_BOOL:
		*(bool *)member = json_is_true(value);
		return 0;
	case FACT_DATE:
		return civil_date_parse(json_string_value(value), member);
	case FACT_INSTANT:
		return instant_parse(json_string_value(value), member);
	case FACT_TEXTS:
		*(const char *const **)member = take_texts(value, pool);
		return 0;
	case FACT_REAL:
		*(double *)member = json_number_value(value);
		return 0;
	}
	return -E_CORRUPT;
}

static int take_data(const json_t *data, struct pool *pool, struct fact *fact, struct error *err)
{
	for (const struct fact_field *const *f = fact_fields(fact->kind); *f != NULL; f++) {
		const json_t *value = json_object_get(data, (*f)->name);
		if (value != NULL && take_field(value, *f, pool, fact) < 0)
			return error_set(err, E_CORRUPT, "data.%s is not a date or time",
					 (*f)->name);
	}
	return 0;
}

int ledger_read(const char *line, size_t len, struct pool *pool, struct fact *out,
		struct error *err)
{
	scoped(json_drop) json_t *value = NULL;
	if (json_read(line, len, &value, err) < 0)
		return error_wrap(err, -E_CORRUPT, "read a ledger line");

	const json_t *document = json_object_get(value, "document");
	const json_t *data = json_object_get(value, "data");
	const char *event = json_member_text(value, "event");
	const char *actor = json_member_text(value, "actor");
	long long seq = json_member_int(value, "seq", -1);
	struct instant at;
	if (seq < 0 || event == NULL || actor == NULL || !json_is_object(data) ||
	    (!json_is_integer(document) && !json_is_null(document)) ||
	    instant_parse(json_member_text(value, "time"), &at) < 0)
		return error_set(err, E_CORRUPT,
				 "a ledger line lacks seq, time, event, document, actor or data");

	struct fact fact = {
		.kind = fact_kind_named(event),
		.seq = (uint64_t)seq,
		.at = at,
		.document = json_integer_value(document),
		.actor = pool_text(pool, actor),
	};
	int rc = take_data(data, pool, &fact, err);
	if (rc < 0)
		return error_wrap(err, rc, "ledger entry %lld", seq);
	*out = fact;
	return 0;
}

struct digest ledger_leaf(const char *line, size_t len)
{
	return sha256_of2("", 1, line, len); /* "" is one byte: 0x00 */
}
