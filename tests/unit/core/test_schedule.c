#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "core/schedule/schedule.h"
#include "dossier_sample.h"

#define ARRIVED "2009-03-02 09:00"

static void assert_wakes(const struct dossier_sample *s, const char *expected)
{
	assert_string_equal(moment_text(sample_wake_at(s)), expected);
}

static void the_next_wake_follows_the_dossiers_life(void **state)
{
	struct dossier_sample s;
	const struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, ARRIVED, &document);
	assert_wakes(&s, "2009-03-02 10:00:00"); /* the creation is owed: guarded for an hour */
	sample_slot(&s, ARRIVED);
	assert_wakes(&s, "2009-03-02 10:00:00"); /* its answer */
	sample_ended(&s, ARRIVED, ARRIVED, PUBLISH_CREATE, PUBLISH_ACCEPTED);
	assert_wakes(&s, "2009-03-02 10:00:00"); /* the first probe */
	sample_probed(&s, "2009-03-02 09:00:10", "absent");
	assert_wakes(&s, "2009-03-02 09:00:20");
	sample_probed(&s, "2009-03-02 09:00:20", "present");
	assert_wakes(&s, "2009-03-02 09:01:20");
	sample_probed(&s, "2009-03-02 09:01:20", "present");
	assert_wakes(&s, "2009-03-02 09:11:20");
	sample_decide(&s, "2009-03-02 09:02",
		      (struct event_decision){.decision = "withdraw",
					      .by = "zhang",
					      .approved_by = "li",
					      .reason = "有误"});
	sample_slot(&s, "2009-03-02 09:02");
	sample_ended(&s, "2009-03-02 09:02", "2009-03-02 09:02", PUBLISH_WITHDRAW,
		     PUBLISH_ACCEPTED);
	assert_wakes(&s, "never");
	dossier_sample_finish(&s);
}

static void waiting_dossiers_wake_for_gate_rung_and_term(void **state)
{
	static const struct {
		const char *not_before, *now, *wakes;
		bool reviewed;
	} cases[] = {
		{"", "2009-03-02 09:00", "2009-03-09 08:30:00", false}, /* the first rung */
		{"2009-03-05", "2009-03-02 09:00", "2009-03-05 00:00:00", true},
		{"2009-03-05", "2009-03-05 00:00", "2009-03-05 01:00:00", true}, /* open: owed */
		{"2009-03-10", "2009-03-02 09:00", "2009-03-09 08:30:00", true},
		{"", "2009-03-12 08:31", "2009-03-12 09:31:00", false}, /* its alerts are owed */
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct dossier_sample s;
		struct document document = document_sample("2009-03-02");
		document.not_before = date_sample(cases[i].not_before);
		if (!cases[i].reviewed)
			document.review = (struct review){0};
		dossier_sample_start(&s, *state);
		sample_receive(&s, ARRIVED, &document);
		sample_wake(&s, cases[i].now);
		assert_wakes(&s, cases[i].wakes);
		dossier_sample_finish(&s);
	}
}

static void without_a_ladder_it_wakes_for_the_term(void **state)
{
	struct law law = *(struct law *)*state;
	struct rule rule = law.rules[0];
	rule.ladder = NULL;
	law.rules = &rule;
	law.rule_count = 1;
	struct dossier_sample s;
	struct document document = document_sample("2009-03-02");
	document.review = (struct review){0};
	dossier_sample_start(&s, &law);
	sample_receive(&s, ARRIVED, &document);
	assert_wakes(&s, "2009-03-13 00:00:00");
	sample_wake(&s, "2009-03-13 00:00");
	assert_wakes(&s, "never");
	dossier_sample_finish(&s);
}

/* At any moment at which time alone owes nothing, the wake-up lies ahead: no busy loop.  Walked
 * through the first half year of many dossiers, at every wake-up and between. */
static void no_wake_up_lies_at_or_before_now(void **state)
{
	static const char *const verdicts[] = {"present", "absent", "unknown", "differs",
					       "present"};
	for (int kind = 0; kind < 8; kind++) {
		struct dossier_sample s;
		struct document document = document_sample("2009-09-25");
		if (kind & 1)
			document.review = (struct review){0};
		if (kind & 2)
			document.not_before = date_sample("2009-10-20");
		dossier_sample_start(&s, *state);
		sample_receive(&s, "2009-09-25 17:29", &document);
		for (int i = 0; i < 300 && instant_before(sample_wake_at(&s), INSTANT_NEVER); i++) {
			struct instant at = sample_wake_at(&s);
			assert_true(instant_before(s.now, at));
			char text[INSTANT_TEXT];
			memcpy(text, moment_text(at), 20);
			sample_wake(&s, text);
			if (kind & 4 && strcmp(sample_owed(&s, text, "website"), "create") == 0) {
				sample_slot(&s, text);
				sample_ended(&s, text, text, PUBLISH_CREATE, PUBLISH_ACCEPTED);
			} else if (strcmp(sample_owed(&s, text, "website"), "probe") == 0) {
				sample_probed(&s, text, verdicts[i % ARRAY_LEN(verdicts)]);
			}
		}
		dossier_sample_finish(&s);
	}
}

static void owed_actions_do_not_overflow(void **state)
{
	struct dossier_sample s;
	struct document document = document_sample("2009-03-02");
	document.review = (struct review){0};
	dossier_sample_start(&s, *state);
	sample_receive(&s, ARRIVED, &document);
	sample_wake(&s, "2010-12-01 09:00");
	assert_true(s.dossier.alerts.len > DOSSIER_ACTIONS);
	struct action actions[DOSSIER_ACTIONS];
	assert_int_equal(dossier_owed(&s.dossier, s.law, s.now, actions), DOSSIER_ACTIONS);
	assert_int_equal(schedule_owed(&s.dossier, s.law, false, s.now, actions, 3), 3);
	/* The oldest first: the rest follows when these are told. */
	assert_int_equal(actions[0].alert, s.dossier.alerts.at[0].id);
	dossier_sample_finish(&s);
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
		cmocka_unit_test(the_next_wake_follows_the_dossiers_life),
		cmocka_unit_test(waiting_dossiers_wake_for_gate_rung_and_term),
		cmocka_unit_test(without_a_ladder_it_wakes_for_the_term),
		cmocka_unit_test(no_wake_up_lies_at_or_before_now),
		cmocka_unit_test(owed_actions_do_not_overflow),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
