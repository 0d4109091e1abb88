#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/model/event.h"

static void operations_have_names(void **state)
{
	(void)state;
	assert_string_equal(publish_operation_name(PUBLISH_CREATE), "create");
	assert_string_equal(publish_operation_name(PUBLISH_FIND), "find");
	assert_string_equal(publish_operation_name(PUBLISH_UPDATE), "update");
	assert_string_equal(publish_operation_name(PUBLISH_WITHDRAW), "withdraw");
}

static void facts_take_moment_and_actor_of_their_event(void **state)
{
	(void)state;
	const struct event event = {.at = {123000}, .actor = "zhang"};
	struct outcome out = {0};
	outcome_add(&out, FACT_DOCUMENT_RECEIVED, &event);
	outcome_add(&out, FACT_REVIEW_RECORDED, &event);
	outcome_note(&out, FACT_PAGE_PRESENT, &event);
	assert_int_equal(out.facts.len, 2);
	assert_int_equal(out.notes.len, 1);
	assert_int_equal(out.facts.at[0].kind, FACT_DOCUMENT_RECEIVED);
	assert_int_equal(out.facts.at[1].at.us, 123000);
	assert_string_equal(out.notes.at[0].actor, "zhang");
	outcome_finish(&out);
}

static void texts_are_copied_and_nothing_stays_nothing(void **state)
{
	(void)state;
	struct outcome out = {.received = RECEIVED_SAME, .sentence = "no"};
	char text[] = "gone tomorrow";
	const char *kept = outcome_text(&out, text);
	text[0] = 'x';
	assert_string_equal(kept, "gone tomorrow");
	assert_string_equal(outcome_text(&out, ""), "");
	assert_null(outcome_text(&out, NULL));
	outcome_finish(&out);
	assert_int_equal(out.received, RECEIVED_NONE);
	assert_null(out.sentence);
	outcome_finish(&out); /* an empty one, too */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(operations_have_names),
		cmocka_unit_test(facts_take_moment_and_actor_of_their_event),
		cmocka_unit_test(texts_are_copied_and_nothing_stays_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
