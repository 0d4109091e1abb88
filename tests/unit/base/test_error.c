#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

static void sentences_are_set_and_wrapped(void **state)
{
	(void)state;
	struct error err = {0};
	int rc = error_set(&err, E_NET, "connect %s: refused", "127.0.0.1:8443");
	assert_int_equal(rc, -E_NET);
	assert_int_equal(error_wrap(&err, rc, "portal"), -E_NET);
	assert_int_equal(error_wrap(&err, rc, "publish notice %d", 7), -E_NET);
	assert_int_equal(err.code, E_NET);
	assert_string_equal(err.text, "publish notice 7: portal: connect 127.0.0.1:8443: refused");
}

static void the_old_sentence_may_be_an_argument(void **state)
{
	(void)state;
	struct error err = {0};
	(void)error_set(&err, E_INVALID, "term");
	(void)error_set(&err, E_LIMIT, "%s too long", err.text);
	assert_string_equal(err.text, "term too long");
	assert_int_equal(err.code, E_LIMIT);
}

static void wrapping_nothing_leaves_only_the_wrapping(void **state)
{
	(void)state;
	struct error err = {0};
	assert_int_equal(error_wrap(&err, -E_HORIZON, "due date of 2099"), -E_HORIZON);
	assert_string_equal(err.text, "due date of 2099");
	assert_int_equal(err.code, E_HORIZON);
}

static void nobody_needs_to_ask(void **state)
{
	(void)state;
	assert_int_equal(error_set(NULL, E_FULL, "x"), -E_FULL);
	assert_int_equal(error_wrap(NULL, -E_BUSY, "x"), -E_BUSY);
	errno = EACCES;
	assert_int_equal(error_sys(NULL, "x"), -E_DENIED);
}

static void errno_gives_code_and_meaning(void **state)
{
	(void)state;
	static const struct {
		int number;
		int code;
	} cases[] = {
		{ENOSPC, E_FULL},  {EDQUOT, E_FULL}, {ENOENT, E_NOT_FOUND}, {EACCES, E_DENIED},
		{EPERM, E_DENIED}, {EIO, E_IO},      {EMFILE, E_IO},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error err = {0};
		errno = cases[i].number;
		assert_int_equal(error_sys(&err, "open %s", "/spool"), -cases[i].code);
		assert_int_equal(errno, cases[i].number);
		assert_true(text_starts(err.text, "open /spool: "));
		assert_true(text_ends(err.text, strerror(cases[i].number)));
	}
}

/* Cut at every position of a three-byte character. */
static void a_long_sentence_is_cut_between_characters(void **state)
{
	(void)state;
	char name[3 * ERROR_TEXT_BYTES + 1];
	for (size_t i = 0; i < ERROR_TEXT_BYTES; i++)
		memcpy(name + 3 * i, "文", 3);
	name[sizeof(name) - 1] = '\0';
	static const char *const prefixes[] = {"", "a", "ab"};
	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		struct error err = {0};
		(void)error_set(&err, E_INVALID, "%s%s", prefixes[i], name);
		assert_true(text_is_utf8(err.text, strlen(err.text)));
		assert_true(text_ends(err.text, "文…"));
		assert_true(strlen(err.text) > ERROR_TEXT_BYTES - 5);
		(void)error_wrap(&err, -E_INVALID, "%s", prefixes[i]);
		assert_true(text_is_utf8(err.text, strlen(err.text)));
		assert_true(text_ends(err.text, "…"));
	}
}

static void every_code_has_a_name(void **state)
{
	(void)state;
	for (int code = 0; code <= E_UNSUPPORTED; code++) {
		assert_string_not_equal(error_name(code), "unknown");
		assert_string_equal(error_name(-code), error_name(code));
	}
	assert_string_equal(error_name(E_NOT_FOUND), "not-found");
	assert_string_equal(error_name(E_UNSUPPORTED + 1), "unknown");
	assert_string_equal(error_name(INT32_MIN), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_are_set_and_wrapped),
		cmocka_unit_test(the_old_sentence_may_be_an_argument),
		cmocka_unit_test(wrapping_nothing_leaves_only_the_wrapping),
		cmocka_unit_test(nobody_needs_to_ask),
		cmocka_unit_test(errno_gives_code_and_meaning),
		cmocka_unit_test(a_long_sentence_is_cut_between_characters),
		cmocka_unit_test(every_code_has_a_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
