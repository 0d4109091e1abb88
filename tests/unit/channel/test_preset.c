#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "channel/preset.h"
#include "channel_bench.h"

#define CREATE(inside) "{ \"create\": { " inside " } }"
#define GOOD "\"request\": \"POST /p\", \"success\": { \"status\": [201] }"

static const struct {
	const char *preset, *fault; /* NULL: good */
} cases[] = {
	{CREATE(GOOD), NULL},
	{CREATE(GOOD ", \"json\": { \"a\": [\"{{title}}\", \"x {{ key }} y\"] }"), NULL},
	{CREATE(GOOD ", \"url\": \"/{{remote_id}}.htm\""), NULL},
	{"{ \"create\": { " GOOD " }, \"settle_s\": 0, \"comment\": \"x\" }", NULL},
	{"[]", "one JSON object"},
	{"{", "line 1"},
	{"{}", "create is missing"},
	{"{ \"create\": { " GOOD " }, \"creat\": {} }", "unknown member \"creat\""},
	{"{ \"create\": { " GOOD " }, \"settle_s\": -1 }", "settle_s"},
	{"{ \"create\": { " GOOD " }, \"update\": 1 }", "update must be an object"},
	{CREATE("\"success\": { \"status\": [201] }"), "request is missing"},
	{CREATE("\"request\": \"POST /p\""), "success is missing"},
	{CREATE("\"request\": \"BREW /p\", \"success\": { \"status\": [201] }"), "method"},
	{CREATE("\"request\": \"POST p\", \"success\": { \"status\": [201] }"), "begin with /"},
	{CREATE("\"request\": \"POST /{{slug}}\", \"success\": { \"status\": [201] }"),
	 "no value named \"slug\""},
	{CREATE("\"request\": \"POST /{{remote_id}}\", \"success\": { \"status\": [201] }"),
	 "create does not know \"remote_id\""},
	{CREATE(GOOD ", \"json\": { \"{{title}}\": 1 }"), "may not stand in a name"},
	{CREATE(GOOD ", \"json\": { \"a\": \"{{title\" }"), "without }}"},
	{CREATE(GOOD ", \"json\": { \"a\": \"x{{attachments}}\" }"), "must be the whole string"},
	{CREATE(GOOD ", \"json\": {}, \"form\": {}"), "only one of"},
	{CREATE(GOOD ", \"form\": { \"a\": { } }"), "form: \"a\""},
	{CREATE(GOOD ", \"file\": true"), "file belongs to upload"},
	{CREATE(GOOD ", \"headers\": { \"A\": 1 }"), "headers"},
	{CREATE(GOOD ", \"headers\": { \"A:\": \"b\" }"), "no name of a header"},
	{CREATE(GOOD ", \"id\": \"id\""), "id must be a JSON pointer"},
	{CREATE(GOOD ", \"idd\": \"/id\""), "unknown member \"idd\""},
	{CREATE("\"request\": \"POST /p\", \"success\": { }"), "success must name"},
	{CREATE("\"request\": \"POST /p\", \"success\": { \"status\": 201 }"), "list of numbers"},
	{CREATE("\"request\": \"POST /p\", \"success\": { \"pointer\": \"/a\" }"),
	 "pointer and equals belong together"},
	{CREATE("\"request\": \"POST /p\", \"success\": { \"pointer\": \"/a\", \"equals\": 1 }"),
	 "equals must be a list"},
	{"{ \"create\": { " GOOD " }, \"find\": { \"request\": \"GET /\", \"success\": "
	 "{ \"status\": [200] } } }",
	 "found is missing"},
	{"{ \"create\": { " GOOD " }, \"upload\": { " GOOD " } }", "\"file\": true is missing"},
};

static void presets_are_checked(void **state UNUSED)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct preset preset = {0};
		struct error err = {0};
		int rc = preset_read(cases[i].preset, strlen(cases[i].preset), &preset, &err);
		if (cases[i].fault == NULL && rc < 0)
			fail_msg("%s: %s", cases[i].preset, err.text);
		if (cases[i].fault != NULL && (rc == 0 || strstr(err.text, cases[i].fault) == NULL))
			fail_msg("%s: told \"%s\"", cases[i].preset, err.text);
		preset_finish(&preset);
	}
}

static const char values_text[] =
	"{ \"title\": \"a\\\"b\\n<&\", \"id\": 9, \"column\": 3, \"key\": \"k-1\", \"file\": "
	"\"附\\\"件\\r\\n1.pdf\", \"attachments\": [ { \"name\": \"x\" } ], \"summary\": null }";

static const struct {
	const char *template, *filled;
} fills[] = {
	{"\"{{title}}\"", "\"a\\\"b\\n<&\""},
	{"\"<{{title}}>\"", "\"<a\\\"b\\n<&>\""},
	{"\"{{id}}\"", "9"},
	{"\"no. {{ id }}\"", "\"no. 9\""},
	{"{\"a\":[\"{{column}}\"],\"b\":true,\"c\":null,\"d\":\"{}\"}",
	 "{\"a\":[3],\"b\":true,\"c\":null,\"d\":\"{}\"}"},
	{"{\"a\":\"{{attachments}}\"}", "{\"a\":[{\"name\":\"x\"}]}"},
	{"{\"a\":\"{{summary}}\",\"b\":[\"{{doc_number}}\"],\"c\":[]}", "{\"c\":[]}"},
	{"\"{{summary}}-{{key}}{{key}}\"", "\"-k-1k-1\""},
};

static void templates_are_filled(void **state UNUSED)
{
	scoped(json_drop) json_t *values = NULL;
	assert_int_equal(json_read(values_text, strlen(values_text), &values, NULL), 0);
	for (size_t i = 0; i < ARRAY_LEN(fills); i++) {
		scoped(json_drop) json_t *template = NULL;
		assert_int_equal(
			json_read(fills[i].template, strlen(fills[i].template), &template, NULL),
			0);
		scoped(json_drop) json_t *filled = preset_fill(template, values);
		scoped(buf_finish) struct buf line = {0};
		json_line(filled, &line);
		assert_string_equal(buf_text(&line), fills[i].filled);
	}
	scoped(buf_finish) struct buf text = {0};
	preset_fill_text("/a?k={{key}}&t={{title}}", values, FILL_PERCENT, &text);
	assert_string_equal(buf_text(&text), "/a?k=k-1&t=a%22b%0A%3C%26");
	buf_clear(&text);
	preset_fill_text("name=\"{{file}}\"", values, FILL_HEADER, &text);
	assert_string_equal(buf_text(&text), "name=\"附%22件%0D%0A1.pdf\"");
}

static const struct {
	const char *condition;
	int status;
	const char *body; /* NULL: not JSON */
	bool holds;
} conditions[] = {
	{"{\"status\":[201]}", 201, "{}", true},
	{"{\"status\":[200,201]}", 201, NULL, true},
	{"{\"status\":[201]}", 200, "{}", false},
	{"{\"pointer\":\"/code\",\"equals\":[\"1\"]}", 200, "{\"code\":\"1\"}", true},
	{"{\"pointer\":\"/code\",\"equals\":[\"1\"]}", 200, "{\"code\":1}", false},
	{"{\"pointer\":\"/code\",\"equals\":[1]}", 200, "{\"code\":\"1\"}", false},
	{"{\"pointer\":\"/code\",\"equals\":[0,200]}", 200, "{\"code\":200}", true},
	{"{\"pointer\":\"/code\",\"equals\":[0]}", 200, "{}", false},
	{"{\"pointer\":\"/code\",\"equals\":[0]}", 200, NULL, false},
	{"{\"pointer\":\"/code\",\"equals\":[0]}", 500, "{\"code\":0}", false},
	{"{\"status\":[500],\"pointer\":\"/code\",\"equals\":[0]}", 500, "{\"code\":0}", true},
	{"{\"status\":[200],\"pointer\":\"/ok\",\"equals\":[true]}", 200, "{\"ok\":\"true\"}",
	 false},
	{"[{\"status\":[200]},{\"status\":[410]}]", 410, NULL, true},
	{"[{\"status\":[200]},{\"status\":[410]}]", 404, NULL, false},
};

static void conditions_hold(void **state UNUSED)
{
	for (size_t i = 0; i < ARRAY_LEN(conditions); i++) {
		const char *body_text = conditions[i].body;
		scoped(json_drop) json_t *condition = NULL;
		scoped(json_drop) json_t *body = NULL;
		assert_int_equal(json_read(conditions[i].condition, strlen(conditions[i].condition),
					   &condition, NULL),
				 0);
		if (body_text != NULL)
			assert_int_equal(json_read(body_text, strlen(body_text), &body, NULL), 0);
		if (preset_condition_holds(condition, conditions[i].status, body) !=
		    conditions[i].holds)
			fail_msg("%s with %d %s", conditions[i].condition, conditions[i].status,
				 body_text);
	}
}

static void ours_are_good(void **state UNUSED)
{
	char folder[512];
	const char *folders[] = {"/nonexistent", channel_bench_source(folder, "presets"), NULL};
	const char *const names[] = {"wordpress", "generic"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct preset preset = {0};
		struct error err = {0};
		if (preset_open(names[i], folders, &preset, &err) < 0)
			fail_msg("%s", err.text);
		for (size_t step = 0; step < PRESET_STEPS; step++)
			assert_true(preset.steps[step].present);
		assert_true(preset.steps[STEP_WITHDRAW].needs_remote_id);
		assert_false(preset.steps[STEP_CREATE].needs_remote_id);
		preset_finish(&preset);
	}
	struct preset none = {0};
	struct error err = {0};
	assert_int_equal(preset_open("drupal", folders, &none, &err), -E_NOT_FOUND);
	assert_non_null(strstr(err.text, "no preset \"drupal\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(presets_are_checked),
		cmocka_unit_test(templates_are_filled),
		cmocka_unit_test(conditions_hold),
		cmocka_unit_test(ours_are_good),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
