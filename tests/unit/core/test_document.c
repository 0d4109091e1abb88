#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/macros.h"
#include "core/model/document.h"

/* Source: OGI Regulations (2019) art. 13 to 16; 免予公开 is the older wording. */
static void disclosure_is_read_in_both_languages(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum disclosure disclosure;
	} cases[] = {
		{"active", DISCLOSURE_ACTIVE},
		{"主动公开", DISCLOSURE_ACTIVE},
		{"on-request", DISCLOSURE_ON_REQUEST},
		{"依申请公开", DISCLOSURE_ON_REQUEST},
		{"none", DISCLOSURE_NONE},
		{"不予公开", DISCLOSURE_NONE},
		{"免予公开", DISCLOSURE_NONE},
		{"　主动公开 ", DISCLOSURE_ACTIVE},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum disclosure disclosure;
		assert_int_equal(disclosure_parse(cases[i].text, &disclosure), 0);
		assert_int_equal(disclosure, cases[i].disclosure);
	}
}

static void other_words_are_refused(void **state)
{
	(void)state;
	static const char *const cases[] = {"", "公开", "Active", "主动公开的", "主动", NULL};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum disclosure disclosure;
		assert_int_equal(disclosure_parse(cases[i], &disclosure), -E_INVALID);
	}
}

static void names_and_labels(void **state)
{
	(void)state;
	assert_string_equal(disclosure_name(DISCLOSURE_ON_REQUEST), "on-request");
	assert_string_equal(disclosure_label(DISCLOSURE_NONE), "不予公开");
	assert_string_equal(audience_name(AUDIENCE_PUBLIC), "public");
	assert_string_equal(audience_name(AUDIENCE_INTERNAL), "internal");
}

static void a_document_is_emptied(void **state)
{
	(void)state;
	struct document document = {.notice = json_pack("{s:i}", "people", 1)};
	document.title = pool_text(&document.pool, "关于防汛工作的通知");
	document_finish(&document);
	assert_null(document.notice);
	assert_null(document.title);
	document_finish(&document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(disclosure_is_read_in_both_languages),
		cmocka_unit_test(other_words_are_refused),
		cmocka_unit_test(names_and_labels),
		cmocka_unit_test(a_document_is_emptied),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
