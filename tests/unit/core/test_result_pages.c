/* After the publishing: withdrawals, what the public page shows, what people ask for then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "dossier_sample.h"

#define ARRIVED "2009-03-02 09:00"

static void assert_story(struct dossier_sample *s, const char *expected)
{
	assert_string_equal(dossier_sample_story(s), expected);
}

static void assert_owed(const struct dossier_sample *s, const char *at, const char *expected)
{
	assert_string_equal(sample_owed(s, at, "website"), expected);
}

static void assert_state(const struct dossier_sample *s, enum publication_state expected)
{
	assert_string_equal(publication_state_name(sample_publication(s, "website")->state),
			    publication_state_name(expected));
}

static void start(struct dossier_sample *s, struct law *law)
{
	const struct document document = document_sample("2009-03-02");
	dossier_sample_start(s, law);
	sample_receive(s, ARRIVED, &document);
	assert_story(s, "document.received review.recorded obligation.opened");
}

/* --- withdrawals ------------------------------------------------------------------------------------- */

static void withdraw(struct dossier_sample *s, const char *at)
{
	assert_int_equal(sample_decide(s, at,
				       (struct event_decision){.decision = "withdraw",
							       .by = "zhang",
							       .approved_by = "li",
							       .reason = "发布有误"}),
			 0);
	dossier_sample_story(s);
}

static void a_withdrawal_is_done_until_it_is_done(void **state)
{
	struct dossier_sample s;
	dossier_sample_start(&s, *state);
	sample_prove(&s, ARRIVED);
	withdraw(&s, "2009-03-03 09:00");
	assert_owed(&s, "2009-03-03 09:00", "withdraw");
	sample_slot(&s, "2009-03-03 09:00");
	assert_string_equal(sample_publication(&s, "website")->key, "gongshi-7-r1-website");
	sample_ended(&s, "2009-03-03 09:00:30", "2009-03-03 09:00", PUBLISH_WITHDRAW,
		     PUBLISH_UNCLEAR);
	assert_story(&s, "publication.intended publication.unclear");

	/* Found: still there, so it is taken down again; what we know of it stays known. */
	sample_ended(&s, "2009-03-03 09:00:31", "2009-03-03 09:00:30", PUBLISH_FIND, PUBLISH_FOUND);
	assert_story(&s, "publication.failed");
	assert_string_equal(sample_publication(&s, "website")->remote_id, "5");
	assert_owed(&s, "2009-03-03 10:00", "withdraw");
	sample_slot(&s, "2009-03-03 10:00");
	sample_ended(&s, "2009-03-03 10:00:01", "2009-03-03 10:00", PUBLISH_WITHDRAW,
		     PUBLISH_ACCEPTED);
	assert_story(&s, "publication.intended publication.withdrawn");
	assert_state(&s, PUB_WITHDRAWN);
	assert_owed(&s, "2019-03-03 10:00", "");
	dossier_sample_finish(&s);
}

static void what_is_not_there_counts_as_withdrawn(void **state)
{
	static const struct {
		const char *started, *at;
		enum publish_operation operation;
		enum publication_state to;
	} cases[] = {
		/* the channel knows no such article */
		{"2009-03-03 09:00", "2009-03-03 09:00:30", PUBLISH_WITHDRAW, PUB_WITHDRAWN},
		/* looked up too early, and late enough */
		{"2009-03-03 09:00:30", "2009-03-03 09:00:31", PUBLISH_FIND, PUB_UNCLEAR},
		{"2009-03-03 09:01:30", "2009-03-03 09:01:31", PUBLISH_FIND, PUB_WITHDRAWN},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct dossier_sample s;
		dossier_sample_start(&s, *state);
		sample_prove(&s, ARRIVED);
		withdraw(&s, "2009-03-03 09:00");
		sample_slot(&s, "2009-03-03 09:00");
		if (cases[i].operation == PUBLISH_FIND)
			sample_ended(&s, "2009-03-03 09:00:30", "2009-03-03 09:00",
				     PUBLISH_WITHDRAW, PUBLISH_UNCLEAR);
		sample_ended(&s, cases[i].at, cases[i].started, cases[i].operation,
			     PUBLISH_NOT_FOUND);
		assert_state(&s, cases[i].to);
		dossier_sample_finish(&s);
	}
}

/* Withdrawn while the creation is under way: put up by it, taken down after it. */
static void a_withdrawal_waits_for_what_is_under_way(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	sample_slot(&s, ARRIVED);
	withdraw(&s, "2009-03-02 09:00:10");
	sample_slot(&s, "2009-03-02 09:00:10");
	assert_story(&s, "");
	sample_ended(&s, "2009-03-02 09:00:30", ARRIVED, PUBLISH_CREATE, PUBLISH_ACCEPTED);
	assert_owed(&s, "2009-03-02 09:00:30", "withdraw");
	dossier_sample_finish(&s);
}

/* --- pages ------------------------------------------------------------------------------------------- */

static void verdicts_are_written_when_they_change(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	sample_slot(&s, ARRIVED);
	sample_ended(&s, ARRIVED, ARRIVED, PUBLISH_CREATE, PUBLISH_ACCEPTED);
	dossier_sample_story(&s);
	sample_probed(&s, "2009-03-02 09:00:01", "absent");
	sample_probed(&s, "2009-03-02 09:00:11", "absent");
	sample_probed(&s, "2009-03-02 09:00:41", "absent");
	assert_story(&s, "page.absent");
	assert_int_equal(sample_publication(&s, "website")->repeats, 2);
	assert_owed(&s, "2009-03-02 09:01:40", "");
	assert_owed(&s, "2009-03-02 09:01:41", "probe");
	sample_probed(&s, "2009-03-02 09:01:41", "present");
	assert_story(&s, "page.present obligation.met");
	sample_probed(&s, "2009-03-02 09:02:41", "unknown"); /* cannot tell: alarms no one */
	assert_story(&s, "page.unknown");
	assert_state(&s, PUB_PROVEN);
	sample_probed(&s, "2009-03-02 09:03:41", "present");
	sample_probed(&s, "2009-03-02 09:05", "differs");
	assert_story(&s, "page.present page.differs alert.owed");
	assert_state(&s, PUB_GONE);
	sample_probed(&s, "2009-03-02 09:06", "absent"); /* told already */
	assert_story(&s, "page.absent");
	sample_probed(&s, "2009-03-02 09:07", "present");
	assert_state(&s, PUB_PROVEN);
	/* The first sight stays the first. */
	assert_string_equal(moment_text(sample_publication(&s, "website")->first_seen_at),
			    "2009-03-02 09:01:41");
	dossier_sample_finish(&s);
}

static void retry(struct dossier_sample *s, const char *at)
{
	assert_int_equal(
		sample_decide(s, at, (struct event_decision){.decision = "retry", .by = "zhang"}),
		0);
	assert_story(s, "decision.retry");
}

/* A person asks to try again: look it up, put it up again if it is not there. */
static void a_vanished_page_is_put_up_again_on_request(void **state)
{
	struct dossier_sample s;
	dossier_sample_start(&s, *state);
	sample_prove(&s, ARRIVED);
	sample_probed(&s, "2009-03-03 09:00", "absent");
	dossier_sample_story(&s);
	assert_owed(&s, "2009-03-03 09:00", "");
	retry(&s, "2009-03-03 09:30");
	assert_owed(&s, "2009-03-03 09:30", "find");
	sample_ended(&s, "2009-03-03 09:30:01", "2009-03-03 09:30", PUBLISH_FIND,
		     PUBLISH_NOT_FOUND);
	assert_owed(&s, "2009-03-03 09:31", "find");
	sample_ended(&s, "2009-03-03 09:31:01", "2009-03-03 09:31", PUBLISH_FIND,
		     PUBLISH_NOT_FOUND);
	assert_owed(&s, "2009-03-03 09:31:01", "create");
	sample_slot(&s, "2009-03-03 09:31:01");
	assert_string_equal(sample_publication(&s, "website")->key, "gongshi-7-r1-website");
	sample_ended(&s, "2009-03-03 09:31:02", "2009-03-03 09:31:01", PUBLISH_CREATE,
		     PUBLISH_ACCEPTED);
	sample_probed(&s, "2009-03-03 09:31:03", "present");
	assert_state(&s, PUB_PROVEN);
	dossier_sample_finish(&s);
}

static void a_changed_page_is_written_anew_on_request(void **state)
{
	struct dossier_sample s;
	dossier_sample_start(&s, *state);
	sample_prove(&s, ARRIVED);
	sample_probed(&s, "2009-03-03 09:00", "differs");
	dossier_sample_story(&s);
	retry(&s, "2009-03-03 09:30");
	sample_ended(&s, "2009-03-03 09:30:01", "2009-03-03 09:30", PUBLISH_FIND, PUBLISH_FOUND);
	assert_owed(&s, "2009-03-03 09:30:01", "update");
	sample_slot(&s, "2009-03-03 09:30:01");
	assert_string_equal(sample_publication(&s, "website")->key, "gongshi-7-r1-website");
	sample_ended(&s, "2009-03-03 09:30:02", "2009-03-03 09:30:01", PUBLISH_UPDATE,
		     PUBLISH_ACCEPTED);
	assert_owed(&s, "2009-03-03 09:30:02", "probe"); /* once, not again and again */
	dossier_sample_finish(&s);
}

/* The website said yes and shows nothing. */
static void what_was_accepted_and_never_seen_can_be_tried_again(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	sample_slot(&s, ARRIVED);
	sample_ended(&s, ARRIVED, ARRIVED, PUBLISH_CREATE, PUBLISH_ACCEPTED);
	sample_probed(&s, "2009-03-02 09:01", "absent");
	dossier_sample_story(&s);
	retry(&s, "2009-03-02 10:00");
	assert_owed(&s, "2009-03-02 10:00", "find");
	sample_ended(&s, "2009-03-02 10:01:01", "2009-03-02 10:01", PUBLISH_FIND,
		     PUBLISH_NOT_FOUND);
	assert_owed(&s, "2009-03-02 10:01:01", "create");
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
		cmocka_unit_test(a_withdrawal_is_done_until_it_is_done),
		cmocka_unit_test(what_is_not_there_counts_as_withdrawn),
		cmocka_unit_test(a_withdrawal_waits_for_what_is_under_way),
		cmocka_unit_test(verdicts_are_written_when_they_change),
		cmocka_unit_test(a_vanished_page_is_put_up_again_on_request),
		cmocka_unit_test(a_changed_page_is_written_anew_on_request),
		cmocka_unit_test(what_was_accepted_and_never_seen_can_be_tried_again),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
