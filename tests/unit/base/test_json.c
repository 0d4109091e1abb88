#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/json.h"
#include "base/text.h"

static json_t *read_value(const char *text)
{
	json_t *value = NULL;
	struct error err = {0};
	if (json_read(text, strlen(text), &value, &err) < 0)
		fail_msg("%s: %s", text, err.text);
	return value;
}

static void lines_come_back_as_they_were(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"{}",
		"[]",
		"7",
		"\"文\"",
		"null",
		"{\"b\":1,\"a\":[true,false,null],\"公文\":\"a/b\"}",
		"[9223372036854775807,-9223372036854775808]",
		"\"\\\"\\\\\\n\\u0001\"",
	};
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		scoped(json_drop) json_t *value = read_value(lines[i]);
		scoped(buf_finish) struct buf out = {0};
		json_line(value, &out);
		assert_string_equal(buf_text(&out), lines[i]);
	}
}

static void pretty_is_indented_by_two(void **state)
{
	(void)state;
	scoped(json_drop) json_t *value = read_value("{\"a\":[1]}");
	scoped(buf_finish) struct buf out = {0};
	json_pretty(value, &out);
	assert_string_equal(buf_text(&out), "{\n  \"a\": [\n    1\n  ]\n}\n");
}

static void loose_json_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		"{",
		"{\"a\":1,\"a\":2}",
		"{\"a\":1,}",
		"{'a':1}",
		"[NaN]",
		"[1e400]",
		"[9223372036854775808]",
		"[01]",
		"[\"\\ud800\"]",
		"[\"\\u0000\"]",
		"[\"\xb9\xab\"]",
		"\xef\xbb\xbf{}",
		"{} {}",
		"[1] // comment",
		"[\"a\nb\"]",
	};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		json_t *value = NULL;
		struct error err = {0};
		if (json_read(bad[i], strlen(bad[i]), &value, &err) != -E_INVALID)
			fail_msg("taken: %s", bad[i]);
		assert_null(value);
		assert_true(text_starts(err.text, "line "));
	}
}

static void errors_name_the_line(void **state)
{
	(void)state;
	json_t *value = NULL;
	struct error err = {0};
	static const char text[] = "{\n\"a\": 1,\n\"b\" 2}";
	assert_int_equal(json_read(text, strlen(text), &value, &err), -E_INVALID);
	assert_true(text_starts(err.text, "line 3, column "));
}

static int read_nested(int depth, char open, char close)
{
	scoped(buf_finish) struct buf text = {0};
	for (int i = 0; i < depth; i++)
		buf_text_add(&text, open == '{' && i + 1 < depth ? "{\"[\":"
				    : open == '{'                ? "{"
								 : "[");
	for (int i = 0; i < depth; i++)
		buf_char(&text, close);
	json_t *value = NULL;
	struct error err = {0};
	int rc = json_read(text.data, text.len, &value, &err);
	json_decref(value);
	return rc;
}

static void depth_has_a_limit(void **state)
{
	(void)state;
	assert_int_equal(read_nested(LIMIT_JSON_DEPTH, '[', ']'), 0);
	assert_int_equal(read_nested(LIMIT_JSON_DEPTH, '{', '}'), 0);
	assert_int_equal(read_nested(LIMIT_JSON_DEPTH + 1, '[', ']'), -E_LIMIT);
	assert_int_equal(read_nested(LIMIT_JSON_DEPTH + 1, '{', '}'), -E_LIMIT);
	assert_int_equal(read_nested(1000000, '[', ']'), -E_LIMIT);
}

static void brackets_in_strings_are_no_depth(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf text = {0};
	buf_text_add(&text, "[\"\\\"");
	for (int i = 0; i < 1000; i++)
		buf_char(&text, '[');
	buf_text_add(&text, "\"]");
	scoped(json_drop) json_t *value = read_value(buf_text(&text));
	assert_int_equal(json_array_size(value), 1);
}

static void members_have_fallbacks(void **state)
{
	(void)state;
	scoped(json_drop) json_t *value = read_value("{\"t\":\"x\",\"i\":7,\"b\":true,\"r\":1.5}");
	assert_string_equal(json_member_text(value, "t"), "x");
	assert_null(json_member_text(value, "i"));
	assert_null(json_member_text(value, "none"));
	assert_null(json_member_text(NULL, "t"));
	assert_int_equal(json_member_int(value, "i", 3), 7);
	assert_int_equal(json_member_int(value, "t", 3), 3);
	assert_int_equal(json_member_int(value, "r", 3), 3);
	assert_true(json_member_bool(value, "b", false));
	assert_true(json_member_bool(value, "i", true));
}

static void unset_values_set_nothing(void **state)
{
	(void)state;
	scoped(json_drop) json_t *object = json_object();
	json_put_text(object, "text", NULL);
	json_put_date(object, "date", (struct civil_date){0});
	json_put_instant(object, "instant", (struct instant){0}, 0);
	json_put_instant(object, "never", INSTANT_NEVER, 0);
	assert_int_equal(json_object_size(object), 0);

	json_put_text(object, "text", "公文");
	json_put_text(object, "bad", "\xb9\xab!");
	json_put_date(object, "date", (struct civil_date){2009, 3, 12});
	json_put_instant(object, "due_at", (struct instant){INT64_C(1236873600000000)}, 28800);
	json_put_instant(object, "seen_at", (struct instant){INT64_C(1236873600005000)}, 28800);
	scoped(buf_finish) struct buf line = {0};
	json_line(object, &line);
	assert_string_equal(buf_text(&line),
			    "{\"text\":\"公文\",\"bad\":\"\xef\xbf\xbd\xef\xbf\xbd!\","
			    "\"date\":\"2009-03-12\","
			    "\"due_at\":\"2009-03-13T00:00:00+08:00\","
			    "\"seen_at\":\"2009-03-13T00:00:00.005+08:00\"}");
}

/* Source: RFC 6901, section 5. */
static void pointers_find_their_value(void **state)
{
	(void)state;
	scoped(json_drop) json_t *value = read_value(
		"{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"m~n\":8,\"x\":{\"y\":9}}");
	static const struct {
		const char *pointer;
		const char *found;
	} cases[] = {
		{"/foo", "[\"bar\",\"baz\"]"},
		{"/foo/0", "\"bar\""},
		{"/foo/1", "\"baz\""},
		{"/", "0"},
		{"/a~1b", "1"},
		{"/c%d", "2"},
		{"/m~0n", "8"},
		{"/x/y", "9"},
		{"/foo/2", NULL},
		{"/foo/-", NULL},
		{"/foo/01", NULL},
		{"/foo/", NULL},
		{"/foo/99999999999999999999", NULL},
		{"/foo/0/x", NULL},
		{"/m~2n", NULL},
		{"/m~", NULL},
		{"foo", NULL},
		{"/none/none", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_t *found = json_at_pointer(value, cases[i].pointer);
		scoped(buf_finish) struct buf line = {0};
		if (found != NULL)
			json_line(found, &line);
		assert_string_equal(buf_text(&line), cases[i].found != NULL ? cases[i].found : "");
	}
	assert_ptr_equal(json_at_pointer(value, ""), value);
	assert_null(json_at_pointer(NULL, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_back_as_they_were),
		cmocka_unit_test(pretty_is_indented_by_two),
		cmocka_unit_test(loose_json_is_refused),
		cmocka_unit_test(errors_name_the_line),
		cmocka_unit_test(depth_has_a_limit),
		cmocka_unit_test(brackets_in_strings_are_no_depth),
		cmocka_unit_test(members_have_fallbacks),
		cmocka_unit_test(unset_values_set_nothing),
		cmocka_unit_test(pointers_find_their_value),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
