/* Who may decide what; refusals are written down too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "base/text.h"
#include "core/decision/decision.h"
#include "dossier_sample.h"

#define NOW "2009-03-03 09:00"
#define TO                  \
	{                   \
		2009, 3, 20 \
	}

/* Dossiers at hand: reviewed and owed; without review; held by a person; met; on the board. */
enum at_hand { OWED, UNREVIEWED, HELD, MET, BOARD, WITHDRAWN };

static void start(struct dossier_sample *s, struct law *law, enum at_hand kind)
{
	struct document document = document_sample("2009-03-02");
	if (kind == UNREVIEWED)
		document.review = (struct review){0};
	if (kind == BOARD)
		document.category = "appointment-notice";
	dossier_sample_start(s, law);
	if (kind == MET)
		sample_prove(s, "2009-03-02 09:00");
	else
		sample_receive(s, "2009-03-02 09:00", &document);
	if (kind == HELD)
		sample_decide(
			s, "2009-03-02 09:30",
			(struct event_decision){.decision = "hold", .by = "li", .reason = "核实"});
	if (kind == WITHDRAWN)
		sample_decide(s, "2009-03-02 09:30",
			      (struct event_decision){.decision = "withdraw",
						      .by = "li",
						      .approved_by = "wang",
						      .reason = "有误"});
	dossier_sample_story(s);
}

/* clang-format off */
static const struct {
	enum at_hand at_hand;
	struct event_decision decision;
	int rc;
	const char *fact; /* NULL: decision.refused */
} cases[] = {
	{UNREVIEWED, {.decision = "review", .by = "zhang", .signed_by = "li"}, 0, "review.recorded"},
	{UNREVIEWED, {.decision = "review", .by = "zhang"}, -E_INVALID, NULL},
	{UNREVIEWED, {.decision = "review", .signed_by = "li"}, -E_INVALID, NULL},

	{OWED, {.decision = "hold", .by = "li", .reason = "核实"}, 0, "decision.hold"},
	{OWED, {.decision = "hold", .by = "li"}, -E_INVALID, NULL},
	{OWED, {.decision = "hold", .by = "li", .reason = "　"}, -E_INVALID, NULL},

	{HELD, {.decision = "release", .by = "li", .approved_by = "wang", .reason = "已核实"}, 0,
	 "decision.release"},
	{HELD, {.decision = "release", .hold = "person", .by = "li", .approved_by = "wang",
		.reason = "已核实"}, 0, "decision.release"},
	{HELD, {.decision = "release", .by = "li", .approved_by = "li", .reason = "已核实"},
	 -E_DENIED, NULL},
	/* The same person by id and by name. */
	{HELD, {.decision = "release", .by = "li", .approved_by = "李芳", .reason = "已核实"},
	 -E_DENIED, NULL},
	{HELD, {.decision = "release", .by = "li", .reason = "已核实"}, -E_DENIED, NULL},
	{HELD, {.decision = "release", .approved_by = "li", .reason = "已核实"}, -E_INVALID, NULL},
	{HELD, {.decision = "release", .by = "li", .approved_by = "wang"}, -E_INVALID, NULL},
	{HELD, {.decision = "release", .hold = "privacy", .by = "li", .approved_by = "wang",
		.reason = "已核实"}, -E_NOT_FOUND, NULL},
	/* These follow from the document: nobody can wave them through. */
	{UNREVIEWED, {.decision = "release", .hold = "review-missing", .by = "li",
		      .approved_by = "wang", .reason = "急"}, -E_DENIED, NULL},
	{OWED, {.decision = "release", .hold = "disclosure", .by = "li", .approved_by = "wang",
		.reason = "急"}, -E_DENIED, NULL},
	{OWED, {.decision = "release", .hold = "not-before", .by = "li", .approved_by = "wang",
		.reason = "急"}, -E_DENIED, NULL},

	{OWED, {.decision = "exempt", .by = "li", .approved_by = "wang", .reason = "第十六条"}, 0,
	 "decision.exempt"},
	{OWED, {.decision = "exempt", .rule = "ten-day", .by = "li", .approved_by = "wang",
		.reason = "第十六条"}, 0, "decision.exempt"},
	{OWED, {.decision = "exempt", .rule = "statutory", .by = "li", .approved_by = "wang",
		.reason = "第十六条"}, -E_NOT_FOUND, NULL},
	{OWED, {.decision = "exempt", .by = "li", .approved_by = "li", .reason = "第十六条"},
	 -E_DENIED, NULL},
	{MET, {.decision = "exempt", .by = "li", .approved_by = "wang", .reason = "第十六条"},
	 -E_NOT_FOUND, NULL},

	{OWED, {.decision = "extend", .rule = "ten-day", .to = TO, .by = "li",
		.approved_by = "wang", .reason = "补充"}, 0, "decision.extend"},
	{OWED, {.decision = "extend", .rule = "ten-day", .to = {2009, 3, 12}, .by = "li",
		.approved_by = "wang", .reason = "补充"}, -E_INVALID, NULL}, /* not later */
	{OWED, {.decision = "extend", .rule = "ten-day", .by = "li", .approved_by = "wang",
		.reason = "补充"}, -E_INVALID, NULL},
	{OWED, {.decision = "extend", .to = TO, .by = "li", .approved_by = "wang",
		.reason = "补充"}, -E_NOT_FOUND, NULL},
	{OWED, {.decision = "extend", .rule = "ten-day", .to = TO, .by = "li",
		.approved_by = "li", .reason = "补充"}, -E_DENIED, NULL},

	{OWED, {.decision = "withdraw", .by = "li", .approved_by = "wang", .reason = "有误"}, 0,
	 "decision.withdraw"},
	{OWED, {.decision = "withdraw", .by = "li", .approved_by = "li", .reason = "有误"},
	 -E_DENIED, NULL},
	{WITHDRAWN, {.decision = "withdraw", .by = "li", .approved_by = "wang", .reason = "有误"},
	 -E_EXISTS, NULL},

	{BOARD, {.decision = "attest", .channel = "board", .by = "li", .witness = "wang",
		 .evidence = "sha256:00"}, 0, "publication.attested"},
	{BOARD, {.decision = "attest", .channel = "board", .by = "li", .witness = "李芳",
		 .evidence = "sha256:00"}, -E_DENIED, NULL},
	{BOARD, {.decision = "attest", .channel = "board", .by = "li", .evidence = "sha256:00"},
	 -E_DENIED, NULL},
	{BOARD, {.decision = "attest", .channel = "board", .by = "li", .witness = "wang"},
	 -E_INVALID, NULL},
	{BOARD, {.decision = "attest", .channel = "website", .by = "li", .witness = "wang",
		 .evidence = "sha256:00"}, -E_INVALID, NULL},
	{OWED, {.decision = "attest", .channel = "board", .by = "li", .witness = "wang",
		.evidence = "sha256:00"}, -E_NOT_FOUND, NULL},

	{OWED, {.decision = "retry", .by = "li"}, 0, "decision.retry"},
	{OWED, {.decision = "retry", .channel = "website", .by = "li"}, 0, "decision.retry"},
	{OWED, {.decision = "retry", .channel = "newspaper", .by = "li"}, -E_NOT_FOUND, NULL},

	{OWED, {.decision = "ack", .by = "li", .alert = 99}, -E_NOT_FOUND, NULL},
	{OWED, {.decision = "pause", .by = "li", .approved_by = "wang", .reason = "待补正"},
	 -E_NOT_FOUND, NULL},
	{OWED, {.decision = "answer", .by = "li"}, -E_NOT_FOUND, NULL},
	{OWED, {.decision = "publish-at-once", .by = "li"}, -E_INVALID, NULL},
	{OWED, {.by = "li"}, -E_INVALID, NULL},
};
/* clang-format on */

static void every_decision_is_written_or_its_refusal(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct dossier_sample s;
		start(&s, *state, cases[i].at_hand);
		int rc = sample_decide(&s, NOW, cases[i].decision);
		const char *fact = cases[i].fact != NULL ? cases[i].fact : "decision.refused";
		const char *story = dossier_sample_story(&s);
		if (rc != cases[i].rc || !text_starts(story, fact))
			fail_msg("case %zu %s: %d %s", i,
				 cases[i].decision.decision != NULL ? cases[i].decision.decision
								    : "",
				 rc, story);
		assert_int_equal(s.last.sentence != NULL, rc < 0);
		assert_int_equal(s.last.facts.len, 1);
		if (rc < 0) { /* in both languages, with what was asked */
			const struct fact *refused = &s.last.facts.at[0];
			assert_non_null(strstr(refused->reason, "；"));
			assert_true(text_equal(refused->decision, cases[i].decision.decision));
			assert_true(text_equal(refused->by, cases[i].decision.by));
		}
		dossier_sample_finish(&s);
	}
}

static void names_are_written_as_ids(void **state)
{
	struct dossier_sample s;
	start(&s, *state, HELD);
	sample_decide(&s, NOW,
		      (struct event_decision){.decision = "release",
					      .by = "李芳",
					      .approved_by = "王敏",
					      .reason = "已核实"});
	assert_string_equal(s.last.facts.at[0].by, "li");
	assert_string_equal(s.last.facts.at[0].approved_by, "wang");
	dossier_sample_finish(&s);
}

static void a_review_opens_the_gate(void **state)
{
	struct dossier_sample s;
	start(&s, *state, UNREVIEWED);
	assert_string_equal(dossier_state(&s.dossier, s.law, s.now), "awaiting-review");
	assert_string_equal(sample_owed(&s, NOW, "website"), "");
	sample_decide(
		&s, NOW,
		(struct event_decision){.decision = "review", .by = "zhang", .signed_by = "li"});
	assert_string_equal(sample_owed(&s, NOW, "website"), "create");
	assert_string_equal(s.dossier.review.reviewer, "zhang");
	assert_string_equal(s.dossier.review.signer, "li");
	assert_int_equal(civil_date_compare(s.dossier.review.on, date_sample("2009-03-03")), 0);
	dossier_sample_finish(&s);
}

static void a_hold_closes_it_and_a_release_opens_it_again(void **state)
{
	struct dossier_sample s;
	start(&s, *state, HELD);
	assert_string_equal(dossier_state(&s.dossier, s.law, s.now), "held");
	assert_string_equal(sample_owed(&s, NOW, "website"), "");
	sample_decide(&s, NOW,
		      (struct event_decision){.decision = "release",
					      .by = "li",
					      .approved_by = "wang",
					      .reason = "已核实"});
	assert_string_equal(dossier_state(&s.dossier, s.law, s.now), "open");
	assert_string_equal(sample_owed(&s, NOW, "website"), "create");
	dossier_sample_finish(&s);
}

static void an_extension_moves_the_term_and_keeps_the_old_date(void **state)
{
	struct dossier_sample s;
	start(&s, *state, UNREVIEWED);
	sample_wake(&s, "2009-03-13 09:00");
	assert_true(s.dossier.obligations.at[0].missed);
	sample_decide(&s, "2009-03-13 09:00",
		      (struct event_decision){.decision = "extend",
					      .rule = "ten-day",
					      .to = TO,
					      .by = "zhang",
					      .approved_by = "li",
					      .reason = "补充"});
	assert_int_equal(civil_date_compare(s.last.facts.at[0].was, date_sample("2009-03-12")), 0);
	const struct obligation *duty = &s.dossier.obligations.at[0];
	assert_true(duty->extended);
	assert_false(duty->missed); /* until the new date has passed as well */
	assert_string_equal(moment_text(duty->due_at), "2009-03-21 00:00:00");
	sample_wake(&s, "2009-03-21 00:00");
	assert_true(s.dossier.obligations.at[0].missed);
	dossier_sample_finish(&s);
}

static void what_is_exempt_is_not_published(void **state)
{
	struct dossier_sample s;
	start(&s, *state, OWED);
	sample_decide(&s, NOW,
		      (struct event_decision){.decision = "exempt",
					      .by = "li",
					      .approved_by = "wang",
					      .reason = "第十六条"});
	assert_string_equal(sample_owed(&s, NOW, "website"), "");
	sample_slot(&s, NOW);
	assert_int_equal(sample_publication(&s, "website")->attempts, 0);
	assert_string_equal(dossier_state(&s.dossier, s.law, s.now), "closed");
	assert_string_equal(moment_text(sample_wake_at(&s)), "never");
	dossier_sample_finish(&s);
}

static void alerts_are_acknowledged_once(void **state)
{
	struct dossier_sample s;
	start(&s, *state, UNREVIEWED);
	sample_wake(&s, "2009-03-09 08:30");
	dossier_sample_story(&s);
	const struct event_decision read = {.decision = "read", .alert = s.dossier.alerts.at[0].id};
	struct event_decision ack = read;
	ack.decision = "ack";
	assert_int_equal(sample_decide(&s, "2009-03-09 09:00", ack), -E_INVALID); /* who? */
	ack.by = "zhang";
	assert_int_equal(sample_decide(&s, "2009-03-09 09:00", read), 0);
	assert_int_equal(s.dossier.alerts.at[0].state, ALERT_READ);
	assert_int_equal(sample_decide(&s, "2009-03-09 09:01", ack), 0);
	assert_int_equal(sample_decide(&s, "2009-03-09 09:02", ack), 0);
	assert_int_equal(sample_decide(&s, "2009-03-09 09:03", read), 0);
	assert_int_equal(s.dossier.alerts.at[0].state, ALERT_ACKNOWLEDGED);
	assert_string_equal(dossier_sample_story(&s),
			    "decision.refused alert.read alert.acknowledged");
	dossier_sample_finish(&s);
}

static void names_of_decisions(void **state)
{
	(void)state;
	static const char *const known[] = {"review", "hold",   "release",  "exempt", "extend",
					    "pause",  "resume", "withdraw", "attest", "answer",
					    "retry",  "ack",    "read"};
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		assert_true(decision_is_known(known[i]));
	assert_false(decision_is_known("publish"));
	assert_false(decision_is_known(""));
	assert_false(decision_is_known(NULL));
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
		cmocka_unit_test(every_decision_is_written_or_its_refusal),
		cmocka_unit_test(names_are_written_as_ids),
		cmocka_unit_test(a_review_opens_the_gate),
		cmocka_unit_test(a_hold_closes_it_and_a_release_opens_it_again),
		cmocka_unit_test(an_extension_moves_the_term_and_keeps_the_old_date),
		cmocka_unit_test(what_is_exempt_is_not_published),
		cmocka_unit_test(alerts_are_acknowledged_once),
		cmocka_unit_test(names_of_decisions),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
