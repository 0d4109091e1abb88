#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/macros.h"
#include "core/model/fact.h"

static void names_lead_to_kinds_and_back(void **state)
{
	(void)state;
	for (enum fact_kind kind = FACT_NONE + 1; kind < FACT_KIND_COUNT; kind++) {
		assert_non_null(strchr(fact_name(kind), '.'));
		assert_int_equal(fact_kind_named(fact_name(kind)), kind);
	}
	assert_int_equal(FACT_KIND_COUNT - 1, 49);
	assert_int_equal(fact_kind_named(""), FACT_NONE);
	assert_int_equal(fact_kind_named("document"), FACT_NONE);
	assert_int_equal(fact_kind_named("document.receivedx"), FACT_NONE);
	assert_string_equal(fact_name(FACT_NONE), "");
	assert_string_equal(fact_name(FACT_KIND_COUNT), "");
}

/* Two fields of one name in a row would be one member of `data`, and one of them would be lost. */
static void a_row_names_each_field_once(void **state)
{
	(void)state;
	for (enum fact_kind kind = FACT_NONE + 1; kind < FACT_KIND_COUNT; kind++) {
		const struct fact_field *const *row = fact_fields(kind);
		assert_non_null(row[0]);
		for (const struct fact_field *const *a = row; *a != NULL; a++) {
			assert_true((*a)->offset < sizeof(struct fact));
			for (const struct fact_field *const *b = a + 1; *b != NULL; b++) {
				assert_string_not_equal((*a)->name, (*b)->name);
				assert_int_not_equal((*a)->offset, (*b)->offset);
			}
		}
	}
	assert_null(fact_fields(FACT_NONE)[0]);
	assert_null(fact_fields(FACT_KIND_COUNT)[0]);
}

static bool has_field(enum fact_kind kind, const char *name, size_t offset)
{
	for (const struct fact_field *const *f = fact_fields(kind); *f != NULL; f++)
		if (strcmp((*f)->name, name) == 0)
			return (*f)->offset == offset;
	return false;
}

/* The names that the contract and readers outside rely on. */
static void rows_carry_what_the_contract_names(void **state)
{
	(void)state;
#define MEMBER(member) offsetof(struct fact, member)
	static const struct {
		enum fact_kind first, last;
		const char *name;
		size_t offset;
	} cases[] = {
		{FACT_PAGE_PRESENT, FACT_PAGE_UNKNOWN, "channel", MEMBER(channel)},
		{FACT_PAGE_PRESENT, FACT_PAGE_UNKNOWN, "url", MEMBER(url)},
		{FACT_PAGE_PRESENT, FACT_PAGE_UNKNOWN, "verdict", MEMBER(verdict)},
		{FACT_PAGE_PRESENT, FACT_PAGE_UNKNOWN, "reason", MEMBER(reason)},
		{FACT_PAGE_PRESENT, FACT_PAGE_UNKNOWN, "findings", MEMBER(findings)},
		{FACT_ALERT_OWED, FACT_ALERT_ACKNOWLEDGED, "rung", MEMBER(rung)},
		{FACT_ALERT_OWED, FACT_ALERT_ACKNOWLEDGED, "person", MEMBER(person)},
		{FACT_ALERT_OWED, FACT_ALERT_ACKNOWLEDGED, "notifier", MEMBER(notifier)},
		{FACT_ALERT_DELIVERED, FACT_ALERT_ACKNOWLEDGED, "alert", MEMBER(alert)},
		{FACT_PUBLICATION_INTENDED, FACT_PUBLICATION_WITHDRAWN, "key", MEMBER(publication)},
		{FACT_DOCUMENT_RECEIVED, FACT_DOCUMENT_RECEIVED, "key", MEMBER(key)},
		{FACT_DECISION_HOLD, FACT_DECISION_REFUSED, "by", MEMBER(by)},
		{FACT_DECISION_HOLD, FACT_DECISION_REFUSED, "approved_by", MEMBER(approved_by)},
		{FACT_DECISION_HOLD, FACT_DECISION_REFUSED, "reason", MEMBER(reason)},
		{FACT_OBLIGATION_OPENED, FACT_OBLIGATION_REPLANNED, "due_on", MEMBER(due_on)},
		{FACT_OBLIGATION_OPENED, FACT_OBLIGATION_REPLANNED, "due_at", MEMBER(due_at)},
		{FACT_OBLIGATION_REPLANNED, FACT_OBLIGATION_REPLANNED, "was", MEMBER(was)},
		{FACT_CHECKPOINT_SIGNED, FACT_CHECKPOINT_SIGNED, "root", MEMBER(root)},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		for (enum fact_kind kind = cases[i].first; kind <= cases[i].last; kind++)
			if (!has_field(kind, cases[i].name, cases[i].offset))
				fail_msg("%s has no %s", fact_name(kind), cases[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_lead_to_kinds_and_back),
		cmocka_unit_test(a_row_names_each_field_once),
		cmocka_unit_test(rows_carry_what_the_contract_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
