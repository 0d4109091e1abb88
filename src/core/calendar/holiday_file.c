#include "core/calendar/holiday_file.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"

static int read_year(const json_t *root, int *year, struct error *err)
{
	const json_t *value = json_object_get(root, "year");
	if (!json_is_integer(value))
		return error_set(err, E_INVALID,
				 "`year` is not a whole number: write it as in \"year\": 2026");
	json_int_t number = json_integer_value(value);
	if (number < HOLIDAY_FIRST_YEAR || number > HOLIDAY_LAST_YEAR)
		return error_set(err, E_INVALID, "`year` is %lld: it must lie in %d to %d",
				 (long long)number, HOLIDAY_FIRST_YEAR, HOLIDAY_LAST_YEAR);
	*year = (int)number;
	return 0;
}

static int read_papers(struct pool *pool, const json_t *root, const char **papers,
		       struct error *err)
{
	const json_t *list = json_object_get(root, "papers");
	if (list != NULL && !json_is_array(list))
		return error_set(err, E_INVALID, "`papers` is not a list of addresses");

	scoped(buf_finish) struct buf joined = {0};
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *paper = json_string_value(json_array_get(list, i));
		if (paper == NULL)
			return error_set(err, E_INVALID, "`papers` entry %zu is not a text", i + 1);
		if (joined.len > 0)
			buf_char(&joined, ' ');
		buf_text_add(&joined, paper);
	}
	*papers = pool_text(pool, buf_text(&joined));
	return 0;
}

static int read_day(struct pool *pool, const json_t *value, size_t index, struct holiday_day *out,
		    struct error *err)
{
	const char *date = json_member_text(value, "date");
	struct civil_date parsed;
	if (date == NULL)
		return error_set(err, E_INVALID, "day %zu has no `date` text", index + 1);
	if (civil_date_parse(date, &parsed) < 0)
		return error_set(err, E_INVALID,
				 "day %zu: \"%s\" is no date: write it as 2026-10-01", index + 1,
				 date);
	if (parsed.year < HOLIDAY_FIRST_YEAR || parsed.year > HOLIDAY_LAST_YEAR)
		return error_set(err, E_INVALID, "day %zu: %s is outside the years %d to %d",
				 index + 1, date, HOLIDAY_FIRST_YEAR, HOLIDAY_LAST_YEAR);

	const json_t *off = json_object_get(value, "isOffDay");
	if (!json_is_boolean(off))
		return error_set(err, E_INVALID, "%s: `isOffDay` is missing or not true or false",
				 date);
	const json_t *name = json_object_get(value, "name");
	if (name != NULL && !json_is_string(name))
		return error_set(err, E_INVALID, "%s: `name` is not a text", date);

	out->date = parsed;
	out->off = json_is_true(off);
	out->name = pool_text(pool, name != NULL ? json_string_value(name) : "");
	return 0;
}

/* A file that says two things of one date says nothing about it: which was meant? */
static int refuse_contradiction(struct holiday_day *days, size_t at, struct error *err)
{
	for (size_t i = 0; i < at; i++) {
		if (civil_date_compare(days[i].date, days[at].date) != 0)
			continue;
		char text[CIVIL_DATE_TEXT];
		if (days[i].off != days[at].off)
			return error_set(err, E_INVALID,
					 "%s stands twice, off and working: keep one",
					 civil_date_print(days[at].date, text));
		days[at].repeated = true;
	}
	return 0;
}

int holiday_file_read(struct pool *pool, const char *json, size_t len, struct holiday_file *out,
		      struct error *err)
{
	/* Editors on Windows put a mark in front of UTF-8. */
	static const char mark[] = "\xef\xbb\xbf";
	if (len >= 3 && memcmp(json, mark, 3) == 0) {
		json += 3;
		len -= 3;
	}

	scoped(json_drop) json_t *root = NULL;
	int rc = json_read(json, len, &root, err);
	if (rc < 0)
		return rc;
	if (!json_is_object(root))
		return error_set(err, E_INVALID, "a holiday file is one JSON object");

	struct holiday_file file = {0};
	rc = read_year(root, &file.year, err);
	if (rc < 0)
		return rc;
	rc = read_papers(pool, root, &file.papers, err);
	if (rc < 0)
		return rc;

	const json_t *list = json_object_get(root, "days");
	if (!json_is_array(list))
		return error_set(err, E_INVALID, "`days` is missing or not a list");
	size_t count = json_array_size(list);
	if (count > LIMIT_HOLIDAY_DAYS)
		return error_set(err, E_INVALID, "`days` has %zu entries: at most %d are read",
				 count, LIMIT_HOLIDAY_DAYS);

	struct holiday_day *days = pool_alloc(pool, count * sizeof(*days));
	for (size_t i = 0; i < count; i++) {
		rc = read_day(pool, json_array_get(list, i), i, &days[i], err);
		if (rc < 0)
			return rc;
		rc = refuse_contradiction(days, i, err);
		if (rc < 0)
			return rc;
	}
	file.days = days;
	file.day_count = (int)count;
	*out = file;
	return 0;
}
