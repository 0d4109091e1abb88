#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "core/calendar/holiday_file.h"

#define DAY(date, off) "{\"date\":\"" date "\",\"name\":\"春节\",\"isOffDay\":" off "}"
#define YEAR(year, days) "{\"year\":" year ",\"papers\":[\"https://a\"],\"days\":[" days "]}"

static void broken_files_are_refused(void **state)
{
	(void)state;
	static const struct {
		const char *json, *part;
	} cases[] = {
		{"", "line 1"},
		{"[]", "one JSON object"},
		{"{\"days\":[]}", "`year`"},
		{"{\"year\":\"2030\",\"days\":[]}", "`year`"},
		{"{\"year\":2030.5,\"days\":[]}", "`year`"},
		{"{\"year\":1,\"days\":[]}", "`year` is 1"},
		{"{\"year\":2030}", "`days`"},
		{"{\"year\":2030,\"days\":{}}", "`days`"},
		{"{\"year\":2030,\"papers\":\"x\",\"days\":[]}", "`papers`"},
		{"{\"year\":2030,\"papers\":[1],\"days\":[]}", "`papers` entry 1"},
		{"{\"year\":2030,\"days\":[7]}", "day 1"},
		{YEAR("2030", DAY("2030-02-30", "true")), "2030-02-30"},
		{YEAR("2030", DAY("2030-1-1", "true")), "2030-1-1"},
		{YEAR("2030", DAY("1899-12-31", "true")), "1899-12-31"},
		{YEAR("2030", DAY("2030-01-01", "1")), "2030-01-01: `isOffDay`"},
		{"{\"year\":2030,\"days\":[{\"date\":\"2030-01-01\",\"isOffDay\":true,"
		 "\"name\":3}]}",
		 "2030-01-01: `name`"},
		{YEAR("2030", DAY("2030-01-01", "true") "," DAY("2030-01-01", "false")),
		 "2030-01-01 stands twice"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct pool pool = {0};
		struct holiday_file file = {.year = 7};
		struct error err = {0};
		int rc = holiday_file_read(&pool, cases[i].json, strlen(cases[i].json), &file,
					   &err);
		assert_int_equal(rc, -E_INVALID);
		if (strstr(err.text, cases[i].part) == NULL)
			fail_msg("case %zu: %s", i, err.text);
		assert_int_equal(file.year, 7);
		pool_finish(&pool);
	}
}

static void too_much_is_refused(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf json = {0};
	buf_text_add(&json, "{\"year\":2030,\"days\":[0");
	for (int i = 0; i < LIMIT_HOLIDAY_DAYS; i++)
		buf_text_add(&json, ",0");
	buf_text_add(&json, "]}");
	struct pool pool = {0};
	struct holiday_file file;
	struct error err = {0};
	assert_int_equal(holiday_file_read(&pool, json.data, json.len, &file, &err), -E_INVALID);
	assert_non_null(strstr(err.text, "801 entries"));

	buf_clear(&json);
	for (int i = 0; i < 1000; i++)
		buf_char(&json, '[');
	assert_int_equal(holiday_file_read(&pool, json.data, json.len, &file, NULL), -E_LIMIT);
	pool_finish(&pool);
}

/* As the source publishes it, with members of its own, and with an editor's mark in front. */
static void a_file_is_read(void **state)
{
	(void)state;
	static const char json[] =
		"\xef\xbb\xbf{\"$schema\":\"x\",\"$id\":\"y\",\"year\":2030,"
		"\"papers\":[\"https://a\",\"https://b\"],\"days\":["
		"{\"name\":\"元旦\",\"date\":\"2029-12-31\",\"isOffDay\":true},"
		"{\"date\":\"2030-01-05\",\"isOffDay\":false},"
		"{\"name\":\"元旦\",\"date\":\"2029-12-31\",\"isOffDay\":true}]}";
	struct pool pool = {0};
	struct holiday_file file;
	assert_int_equal(holiday_file_read(&pool, json, strlen(json), &file, NULL), 0);
	assert_int_equal(file.year, 2030);
	assert_string_equal(file.papers, "https://a https://b");
	assert_int_equal(file.day_count, 3);
	assert_int_equal(file.days[0].date.year, 2029);
	assert_string_equal(file.days[0].name, "元旦");
	assert_true(file.days[0].off && !file.days[0].repeated);
	assert_string_equal(file.days[1].name, "");
	assert_false(file.days[1].off);
	assert_true(file.days[2].repeated);

	assert_int_equal(holiday_file_read(&pool, "{\"year\":2030,\"days\":[]}", 23, &file, NULL),
			 0);
	assert_int_equal(file.day_count, 0);
	assert_string_equal(file.papers, "");
	pool_finish(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(broken_files_are_refused),
		cmocka_unit_test(too_much_is_refused),
		cmocka_unit_test(a_file_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
