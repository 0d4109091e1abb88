/* Which stages an event concerns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "dossier_sample.h"

#define ARRIVED "2009-03-02 09:00"

static void the_same_again_is_the_same(void **state)
{
	struct dossier_sample s;
	const struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, ARRIVED, &document);
	assert_int_equal(s.last.received, RECEIVED_CREATED);
	dossier_sample_story(&s);
	sample_receive(&s, "2009-03-02 10:00", &document);
	assert_int_equal(s.last.received, RECEIVED_SAME);
	assert_string_equal(dossier_sample_story(&s), "");
	dossier_sample_finish(&s);
}

static void the_same_with_a_review_brings_the_review(void **state)
{
	struct dossier_sample s;
	const struct document reviewed = document_sample("2009-03-02");
	struct document document = reviewed;
	document.review = (struct review){0};
	dossier_sample_start(&s, *state);
	sample_receive(&s, ARRIVED, &document);
	assert_string_equal(dossier_sample_story(&s), "document.received obligation.opened");
	sample_receive(&s, "2009-03-02 10:00", &reviewed);
	assert_int_equal(s.last.received, RECEIVED_SAME);
	assert_string_equal(dossier_sample_story(&s), "review.recorded");
	sample_receive(&s, "2009-03-02 11:00", &reviewed);
	assert_string_equal(dossier_sample_story(&s), "");
	dossier_sample_finish(&s);
}

/* Fail closed: a review that did not pass, or that nobody signed, is none. */
static void half_a_review_is_none(void **state)
{
	static const struct review halves[] = {
		{.passed = false, .reviewer = "zhang", .signer = "li"},
		{.passed = true, .reviewer = "zhang"},
		{.passed = true, .reviewer = "zhang", .signer = " 　"},
	};
	for (size_t i = 0; i < ARRAY_LEN(halves); i++) {
		struct dossier_sample s;
		struct document document = document_sample("2009-03-02");
		document.review = halves[i];
		dossier_sample_start(&s, *state);
		sample_receive(&s, ARRIVED, &document);
		assert_string_equal(dossier_sample_story(&s),
				    "document.received obligation.opened");
		assert_string_equal(sample_owed(&s, ARRIVED, "website"), "");
		dossier_sample_finish(&s);
	}
}

static void other_content_is_a_revision(void **state)
{
	struct dossier_sample s;
	struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, ARRIVED, &document);
	dossier_sample_story(&s);
	document.content = sha256_of("r2", 2);
	document.review = (struct review){0};
	sample_receive(&s, "2009-03-02 10:00", &document);
	assert_int_equal(s.last.received, RECEIVED_REVISED);
	assert_string_equal(dossier_sample_story(&s), "document.revised");
	assert_int_equal(s.dossier.revision, 2);
	assert_string_equal(dossier_state(&s.dossier, s.law, s.now), "awaiting-review");
	dossier_sample_finish(&s);
}

static void what_a_scan_found_is_held(void **state)
{
	static const struct event_hold holds[] = {{"privacy", "正文含身份证号"},
						  {"cited", "所引文件未公开"}};
	struct dossier_sample s;
	const struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	dossier_sample_play(&s, (struct event){.kind = EVENT_DOCUMENT,
					       .at = moment(ARRIVED),
					       .document = {&document, "spool", true, holds, 2}});
	assert_string_equal(dossier_sample_story(&s),
			    "document.received review.recorded decision.hold decision.hold "
			    "obligation.opened");
	assert_true(s.last.facts.at[0].textless);
	assert_string_equal(s.last.facts.at[0].source, "spool");
	assert_int_equal(s.dossier.holds.len, 2);
	assert_string_equal(s.dossier.holds.at[0].by, "gongshi");
	dossier_sample_finish(&s);
}

/* Results that nobody waits for any more are passed over. */
static void stray_results_change_nothing(void **state)
{
	struct dossier_sample s;
	const struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, ARRIVED, &document);
	dossier_sample_story(&s);
	static const enum publish_operation operations[] = {PUBLISH_CREATE, PUBLISH_FIND,
							    PUBLISH_UPDATE, PUBLISH_WITHDRAW};
	static const enum publish_end ends[] = {PUBLISH_FOUND, PUBLISH_NOT_FOUND, PUBLISH_FAILED,
						PUBLISH_UNCLEAR};
	for (size_t i = 0; i < ARRAY_LEN(operations); i++)
		for (size_t k = 0; k < ARRAY_LEN(ends); k++)
			sample_ended(&s, ARRIVED, ARRIVED, operations[i], ends[k]);
	sample_probed(&s, ARRIVED, "present");
	sample_told(&s, ARRIVED, 4711, TOLD_DELIVERED);
	dossier_sample_play(
		&s, (struct event){.kind = EVENT_SLOT, .at = moment(ARRIVED), .slot = "newspaper"});
	assert_string_equal(dossier_sample_story(&s), "");
	dossier_sample_finish(&s);
}

static void an_unknown_event_is_invalid(void **state)
{
	const struct dossier dossier = {0};
	const struct event event = {.kind = (enum event_kind)99, .at = moment(ARRIVED)};
	struct outcome out = {0};
	assert_int_equal(dossier_decide(&dossier, *state, &event, &out), -E_INVALID);
	outcome_finish(&out);
}

static int make_law(void **state)
{
	*state = law_sample();
	return 0;
}

static int drop_law(void **state)
{
	law_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_again_is_the_same),
		cmocka_unit_test(the_same_with_a_review_brings_the_review),
		cmocka_unit_test(half_a_review_is_none),
		cmocka_unit_test(other_content_is_a_revision),
		cmocka_unit_test(what_a_scan_found_is_held),
		cmocka_unit_test(stray_results_change_nothing),
		cmocka_unit_test(an_unknown_event_is_invalid),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
