#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "../config/conf_folder.h"
#include "base/json.h"
#include "base/mem.h"
#include "render/render.h"

struct test {
	struct conf_folder folder;
	struct render_set *set;
	struct buf out;
	struct error err;
};

static int setup(void **state)
{
	struct test *test = mem_alloc(sizeof(*test));
	conf_folder_open(&test->folder);
	*state = test;
	return 0;
}

static int teardown(void **state)
{
	struct test *test = *state;
	render_close(test->set);
	buf_finish(&test->out);
	conf_folder_close(&test->folder);
	mem_free(test);
	return 0;
}

static int open_set(struct test *test)
{
	const char *const folders[] = {test->folder.path, NULL};
	render_close(test->set);
	test->set = NULL;
	return render_open(folders, &test->set, &test->err);
}

/* Writes the template `t`, and fills it. */
static int fill(struct test *test, const char *text, const char *values, bool html)
{
	conf_folder_write(&test->folder, "t.mustache", text);
	buf_clear(&test->out);
	test->err = (struct error){0};
	int rc = open_set(test);
	if (rc < 0)
		return rc;
	scoped(json_drop) json_t *json = NULL;
	assert_int_equal(json_read(values, strlen(values), &json, NULL), 0);
	return render_fill(test->set, "t", json, html, &test->out, &test->err);
}

static void templates_are_filled(void **state)
{
	static const struct {
		const char *text, *values, *html, *plain;
	} cases[] = {
		{"plain 公示\n", "{}", "plain 公示\n", "plain 公示\n"},
		{"{{a}} {{ a }} {{{a}}} {{&a}} {{& a}}", "{\"a\": \"<b> & \\\"'\"}",
		 "&lt;b&gt; &amp; &quot;&apos; &lt;b&gt; &amp; &quot;&apos; <b> & \"' <b> & \"' <b> & \"'",
		 "<b> & \"' <b> & \"' <b> & \"' <b> & \"' <b> & \"'"},
		{"{{n}} {{r}}", "{\"n\": -5, \"r\": 2.5}", "-5 2.5", "-5 2.5"},
		{"[{{a}}]", "{\"a\": null}", "[]", "[]"},
		{"[{{a}}]", "{\"a\": \"\"}", "[]", "[]"},
		{"{{#a}}yes{{/a}}{{^a}}no{{/a}}", "{\"a\": true}", "yes", "yes"},
		{"{{#a}}yes{{/a}}{{^a}}no{{/a}}", "{\"a\": false}", "no", "no"},
		{"{{#a}}yes{{/a}}{{^a}}no{{/a}}", "{\"a\": null}", "no", "no"},
		{"{{#a}}yes{{/a}}{{^a}}no{{/a}}", "{\"a\": \"\"}", "no", "no"},
		{"{{#a}}yes{{/a}}{{^a}}no{{/a}}", "{\"a\": []}", "no", "no"},
		{"{{#a}}[{{.}}]{{/a}}", "{\"a\": [\"x\", 2, \"<\"]}", "[x][2][&lt;]", "[x][2][<]"},
		{"{{#a}}{{b}}{{c}};{{/a}}", "{\"c\": 9, \"a\": [{\"b\": 1}, {\"b\": 2, \"c\": 3}]}",
		 "19;23;", "19;23;"},
		{"{{#a}}{{a}}{{/a}}", "{\"a\": \"x\"}", "x", "x"},
		{"{{a.b.c}}", "{\"a\": {\"b\": {\"c\": \"deep\"}}}", "deep", "deep"},
		{"{{#a}}\nrow\n{{/a}}\nend\n", "{\"a\": [1, 2]}", "row\nrow\nend\n",
		 "row\nrow\nend\n"},
		{"a{{! {{#not}} a tag }}b", "{}", "a a tag }}b", "a a tag }}b"},
		{"{{> part}}!", "{\"a\": \"&\"}", "(&amp;)!", "(&)!"},
	};
	struct test *test = *state;
	conf_folder_write(&test->folder, "part.mustache", "({{a}})");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		if (fill(test, cases[i].text, cases[i].values, true) < 0)
			fail_msg("%s: %s", cases[i].text, test->err.text);
		assert_string_equal(buf_text(&test->out), cases[i].html);
		assert_int_equal(fill(test, cases[i].text, cases[i].values, false), 0);
		assert_string_equal(buf_text(&test->out), cases[i].plain);
	}
}

static void mistakes_are_errors(void **state)
{
	static const struct {
		const char *text, *values, *says;
		int rc;
	} cases[] = {
		{"{{titel}}", "{\"title\": \"x\"}", "template t: unknown name titel", -E_INVALID},
		{"{{#titel}}x{{/titel}}", "{}", "unknown name titel", -E_INVALID},
		{"{{^titel}}x{{/titel}}", "{}", "unknown name titel", -E_INVALID},
		{"{{a}} {{b}}", "{}", "unknown name a; unknown name b", -E_INVALID},
		{"{{a.x}}", "{\"a\": {\"b\": 1}}", "unknown name a.x", -E_INVALID},
		{"{{#a}}{{x}}{{/a}}", "{\"a\": [{\"x\": 1}, {}]}", "unknown name x", -E_INVALID},
		{"{{a}}", "{\"a\": true}", "a is no text", -E_INVALID},
		{"{{a}}", "{\"a\": [\"x\"]}", "a is no text", -E_INVALID},
		{"{{a}}", "{\"a\": {}}", "a is no text", -E_INVALID},
		{"{{> part}}", "{}", "unknown name a", -E_INVALID},
		{"{{a}}", "[]", "no JSON object", -E_INVALID},
		{"{{> gone}}", "{}", "template t: no partial gone", -E_INVALID},
		{"{{> t}}", "{}", "includes itself", -E_INVALID},
		{"{{#a}}x", "{}", "t.mustache: Unclosed section", -E_INVALID},
		{"x{{/a}}", "{}", "Unopened section", -E_INVALID},
		{"{{#a}}x{{/b}}", "{}", "Unclosed section", -E_INVALID},
		{"{{a", "{}", "does not end", -E_INVALID},
		{"{{", "{}", "does not end", -E_INVALID},
		{"{{}}", "{}", "empty", -E_INVALID},
		{"{{=<% %>=}}", "{}", "not supported", -E_INVALID},
		{"\xb9\xab", "{}", "not UTF-8", -E_INVALID},
		{"\xef\xbb\xbfx", "{}", "BOM", -E_INVALID},
	};
	struct test *test = *state;
	conf_folder_write(&test->folder, "part.mustache", "({{a}})");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int rc = fill(test, cases[i].text, cases[i].values, true);
		if (rc != cases[i].rc || strstr(test->err.text, cases[i].says) == NULL)
			fail_msg("%s: %d %s", cases[i].text, rc, test->err.text);
		assert_int_equal(test->out.len, 0);
	}
}

static void later_folders_override(void **state)
{
	struct test *test = *state;
	char first[128], second[128];
	snprintf(first, sizeof(first), "%s/first", test->folder.path);
	snprintf(second, sizeof(second), "%s/second", test->folder.path);
	conf_folder_write(&test->folder, "first/page.mustache", "{{> head}} page");
	conf_folder_write(&test->folder, "first/head.mustache", "first");
	conf_folder_write(&test->folder, "second/head.mustache", "second");
	conf_folder_write(&test->folder, "second/.head.mustache", "{{broken");
	conf_folder_write(&test->folder, "second/head.mustache~", "{{broken");
	const char *const folders[] = {first, second, NULL};
	assert_int_equal(render_open(folders, &test->set, &test->err), 0);
	json_t *values = json_object();
	assert_int_equal(render_fill(test->set, "page", values, true, &test->out, &test->err), 0);
	assert_string_equal(buf_text(&test->out), "second page");
	assert_int_equal(render_fill(test->set, "gone", values, true, &test->out, &test->err),
			 -E_NOT_FOUND);
	json_decref(values);
	const char *const missing[] = {"/nowhere", NULL};
	struct render_set *none = NULL;
	assert_int_equal(render_open(missing, &none, &test->err), -E_NOT_FOUND);
	assert_null(none);
}

static void circles_of_partials_are_refused(void **state)
{
	struct test *test = *state;
	conf_folder_write(&test->folder, "a.mustache", "{{> b}}");
	conf_folder_write(&test->folder, "b.mustache", "{{#x}}{{> a}}{{/x}}");
	assert_int_equal(open_set(test), -E_INVALID);
	conf_folder_write(&test->folder, "b.mustache", "leaf");
	conf_folder_write(&test->folder, "c.mustache", "{{> b}}{{> a}}{{> b}}");
	assert_int_equal(open_set(test), 0);
}

static void *fill_often(void *arg)
{
	const struct render_set *set = arg;
	for (int i = 0; i < 200; i++) {
		scoped(buf_finish) struct buf out = {0}, wanted = {0};
		scoped(json_drop) json_t *values = json_object();
		json_t *rows = json_array();
		json_object_set_new(values, "title", json_sprintf("<%d>", i));
		for (int j = 0; j < 5; j++) {
			json_array_append_new(rows, json_pack("{s:i}", "n", i * j));
			buf_print(&wanted, "%s&lt;%d&gt; %d\n", "", i, i * j);
		}
		json_object_set_new(values, "rows", rows);
		if (render_fill(set, "t", values, true, &out, NULL) < 0 ||
		    strcmp(buf_text(&out), buf_text(&wanted)) != 0)
			return (void *)"differs";
	}
	return NULL;
}

static void many_threads_share_a_set(void **state)
{
	struct test *test = *state;
	conf_folder_write(&test->folder, "row.mustache", "{{title}} {{n}}");
	conf_folder_write(&test->folder, "t.mustache", "{{#rows}}{{> row}}\n{{/rows}}");
	assert_int_equal(open_set(test), 0);
	pthread_t threads[4];
	for (size_t i = 0; i < ARRAY_LEN(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, fill_often, test->set), 0);
	for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
		void *fault = NULL;
		pthread_join(threads[i], &fault);
		assert_null(fault);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(templates_are_filled),     TEST(mistakes_are_errors),
		TEST(later_folders_override),   TEST(circles_of_partials_are_refused),
		TEST(many_threads_share_a_set),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
