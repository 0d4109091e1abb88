/* Exactly once, step by step: what is written when, and what is asked for next. */
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

static void the_straight_way(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	assert_owed(&s, ARRIVED, "create");
	sample_slot(&s, ARRIVED);
	assert_story(&s, "publication.intended");
	assert_state(&s, PUB_SENT);
	const struct publication *p = sample_publication(&s, "website");
	assert_string_equal(p->key, "gongshi-7-r1-website");
	assert_string_equal(p->operation, "create");
	assert_int_equal(p->attempts, 1);

	sample_ended(&s, "2009-03-02 09:00:02", ARRIVED, PUBLISH_CREATE, PUBLISH_ACCEPTED);
	assert_story(&s, "publication.accepted");
	assert_owed(&s, "2009-03-02 09:00:02", "probe");
	sample_probed(&s, "2009-03-02 09:00:03", "present");
	assert_story(&s, "page.present obligation.met");
	assert_state(&s, PUB_PROVEN);
	assert_string_equal(moment_text(s.dossier.obligations.at[0].met_at), "2009-03-02 09:00:03");
	dossier_sample_finish(&s);
}

/* A second slot while the first intention is under way writes nothing. */
static void one_intention_at_a_time(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	sample_slot(&s, ARRIVED);
	sample_slot(&s, ARRIVED);
	assert_story(&s, "publication.intended");
	dossier_sample_finish(&s);
}

/* intended > unclear > not found too early > not found after settling > failed > create again,
 * under the same key. */
static void a_lost_request_is_sent_again_after_the_settling_time(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	sample_slot(&s, ARRIVED);
	sample_ended(&s, "2009-03-02 09:00:30", ARRIVED, PUBLISH_CREATE, PUBLISH_UNCLEAR);
	assert_story(&s, "publication.intended publication.unclear");
	assert_owed(&s, "2009-03-02 09:00:30", "find"); /* at once */

	sample_ended(&s, "2009-03-02 09:00:31", "2009-03-02 09:00:30", PUBLISH_FIND,
		     PUBLISH_NOT_FOUND);
	assert_story(&s, ""); /* only counted: proves nothing yet */
	assert_state(&s, PUB_UNCLEAR);
	assert_owed(&s, "2009-03-02 09:01:29", "");
	assert_owed(&s, "2009-03-02 09:01:30", "find");

	/* Sent a moment before the time was over: still no proof, whenever the answer came. */
	sample_ended(&s, "2009-03-02 09:01:40", "2009-03-02 09:01:29", PUBLISH_FIND,
		     PUBLISH_NOT_FOUND);
	assert_state(&s, PUB_UNCLEAR);

	sample_ended(&s, "2009-03-02 09:01:41", "2009-03-02 09:01:30", PUBLISH_FIND,
		     PUBLISH_NOT_FOUND);
	assert_story(&s, "publication.failed");
	assert_state(&s, PUB_PENDING);
	assert_owed(&s, "2009-03-02 09:01:41", "create");
	sample_slot(&s, "2009-03-02 09:01:41");
	assert_story(&s, "publication.intended");
	assert_string_equal(sample_publication(&s, "website")->key, "gongshi-7-r1-website");
	assert_int_equal(sample_publication(&s, "website")->attempts, 2);
	dossier_sample_finish(&s);
}

static void a_lost_answer_is_found_by_key(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	sample_slot(&s, ARRIVED);
	sample_ended(&s, "2009-03-02 09:00:30", ARRIVED, PUBLISH_CREATE, PUBLISH_UNCLEAR);
	sample_ended(&s, "2009-03-02 09:00:31", "2009-03-02 09:00:30", PUBLISH_FIND, PUBLISH_FOUND);
	assert_story(&s, "publication.intended publication.unclear publication.accepted");
	assert_string_equal(sample_publication(&s, "website")->remote_id, "5");
	dossier_sample_finish(&s);
}

/* A crash between the commit and the answer: the intention stands alone. */
static void after_a_crash_the_intention_is_looked_up(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	sample_slot(&s, ARRIVED);
	dossier_sample_story(&s);
	assert_owed(&s, "2009-03-02 11:00", "find");

	/* Since when nobody knows: the settling time runs from the first look-up. */
	sample_ended(&s, "2009-03-02 11:00:01", "2009-03-02 11:00", PUBLISH_FIND,
		     PUBLISH_NOT_FOUND);
	assert_story(&s, "publication.unclear");
	assert_owed(&s, "2009-03-02 11:01:00", "");
	assert_owed(&s, "2009-03-02 11:01:01", "find");
	sample_ended(&s, "2009-03-02 11:01:02", "2009-03-02 11:01:01", PUBLISH_FIND,
		     PUBLISH_NOT_FOUND);
	assert_story(&s, "publication.failed");
	assert_owed(&s, "2009-03-02 11:01:02", "create");
	dossier_sample_finish(&s);
}

static void a_lookup_that_fails_is_tried_again_and_proves_nothing(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	sample_slot(&s, ARRIVED);
	sample_ended(&s, "2009-03-02 09:00:30", ARRIVED, PUBLISH_CREATE, PUBLISH_UNCLEAR);
	dossier_sample_story(&s);
	for (int i = 0; i < 5; i++)
		sample_ended(&s, "2009-03-02 12:00", "2009-03-02 12:00", PUBLISH_FIND,
			     PUBLISH_FAILED);
	assert_story(&s, "");
	assert_state(&s, PUB_UNCLEAR);
	assert_string_equal(sample_publication(&s, "website")->reason, "said the website");
	assert_owed(&s, "2009-03-02 12:00", "");
	assert_owed(&s, "2009-03-02 12:10", "find");
	dossier_sample_finish(&s);
}

static struct event failure(const char *at, long retry_after_s, bool permanent)
{
	return (struct event){
		.kind = EVENT_PUBLISHED,
		.at = moment(at),
		.published = {.channel = "website",
			      .operation = PUBLISH_CREATE,
			      .end = PUBLISH_FAILED,
			      .reason = "503",
			      .permanent = permanent,
			      .retry_after_s = retry_after_s,
			      .started_at = moment(at)},
	};
}

static void retries_back_off_and_obey_retry_after(void **state)
{
	static const struct {
		long retry_after_s;
		bool permanent;
		double speed;
		long least_s, most_s;
	} cases[] = {
		{-1, false, 1, 4, 6}, /* 5 s, an eighth to either side */
		{0, false, 1, 4, 6},  /* never sooner than we would */
		{120, false, 1, 120, 120},
		{7200, false, 1, 7200, 7200},       /* longer than our longest */
		{-1, true, 1, 560, 720},            /* the same again is useless: much later */
		{10, false, 86400, 864000, 864000}, /* a server's patience is not rehearsed */
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct law law = *(struct law *)*state;
		law.speed = cases[i].speed;
		struct dossier_sample s;
		start(&s, &law);
		sample_slot(&s, ARRIVED);
		dossier_sample_play(&s,
				    failure(ARRIVED, cases[i].retry_after_s, cases[i].permanent));
		assert_story(&s, "publication.intended publication.failed");
		assert_state(&s, PUB_PENDING);
		const struct publication *p = sample_publication(&s, "website");
		assert_in_range(p->retry_at.us - moment(ARRIVED).us,
				cases[i].least_s * INSTANT_SECOND,
				cases[i].most_s * INSTANT_SECOND);
		assert_int_equal(p->permanent, cases[i].permanent);
		assert_owed(&s, ARRIVED, "");
		dossier_sample_finish(&s);
	}
}

/* Retries never give up by themselves. */
static void a_thousand_failures_are_followed_by_a_try(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	for (int i = 0; i < 1000; i++) {
		struct instant at = instant_max(s.now, sample_publication(&s, "website")->retry_at);
		dossier_sample_play(
			&s, (struct event){.kind = EVENT_SLOT, .at = at, .slot = "website"});
		struct event end = failure(ARRIVED, -1, false);
		end.at = at;
		dossier_sample_play(&s, end);
		assert_state(&s, PUB_PENDING);
		assert_true(instant_before(at, sample_publication(&s, "website")->retry_at));
	}
	assert_int_equal(sample_publication(&s, "website")->attempts, 1000);
	dossier_sample_finish(&s);
}

/* --- revisions ------------------------------------------------------------------------------------- */

static void revise(struct dossier_sample *s, const char *at)
{
	struct document document = document_sample("2009-03-02");
	document.content = sha256_of("r2", 2);
	document.title = "关于公开水文资料的通知（修订）";
	sample_receive(s, at, &document);
}

static void a_revision_updates_the_page_under_a_new_key(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	sample_slot(&s, ARRIVED);
	sample_ended(&s, ARRIVED, ARRIVED, PUBLISH_CREATE, PUBLISH_ACCEPTED);
	sample_probed(&s, "2009-03-02 09:01", "present");
	dossier_sample_story(&s);
	revise(&s, "2009-03-03 09:00");
	/* The text was public: its change starts the term again. */
	assert_story(&s, "document.revised review.recorded obligation.opened");
	assert_owed(&s, "2009-03-03 09:00", "update");
	sample_slot(&s, "2009-03-03 09:00");
	const struct publication *p = sample_publication(&s, "website");
	assert_string_equal(p->key, "gongshi-7-r2-website");
	assert_string_equal(p->operation, "update");

	/* Unclear, and not there under the new key: the update did not happen; the article did. */
	sample_ended(&s, "2009-03-03 09:00:30", "2009-03-03 09:00", PUBLISH_UPDATE,
		     PUBLISH_UNCLEAR);
	sample_ended(&s, "2009-03-03 09:02", "2009-03-03 09:01:30", PUBLISH_FIND,
		     PUBLISH_NOT_FOUND);
	assert_owed(&s, "2009-03-03 09:02", "update");
	assert_string_equal(sample_publication(&s, "website")->remote_id, "5");
	sample_slot(&s, "2009-03-03 09:02");
	sample_ended(&s, "2009-03-03 09:02:01", "2009-03-03 09:02", PUBLISH_UPDATE,
		     PUBLISH_ACCEPTED);
	dossier_sample_story(&s);
	sample_probed(&s, "2009-03-03 09:03", "present");
	assert_story(&s, "page.present obligation.met");
	dossier_sample_finish(&s);
}

/* The article of the first revision has vanished: it is put up anew, not updated for ever. */
static void an_update_of_nothing_becomes_a_creation(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	sample_slot(&s, ARRIVED);
	sample_ended(&s, ARRIVED, ARRIVED, PUBLISH_CREATE, PUBLISH_ACCEPTED);
	revise(&s, "2009-03-03 09:00");
	sample_slot(&s, "2009-03-03 09:00");
	sample_ended(&s, "2009-03-03 09:00", "2009-03-03 09:00", PUBLISH_UPDATE, PUBLISH_NOT_FOUND);
	assert_state(&s, PUB_PENDING);
	assert_null(sample_publication(&s, "website")->remote_id);
	assert_owed(&s, "2009-03-03 10:00", "create");
	dossier_sample_finish(&s);
}

static void a_revision_before_the_first_answer(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	sample_slot(&s, ARRIVED);
	dossier_sample_story(&s);
	revise(&s, "2009-03-02 09:00:10");
	assert_story(&s, "document.revised review.recorded"); /* the old clock runs on */
	/* The first request is looked up by its own key before anything else is sent. */
	sample_ended(&s, "2009-03-02 09:00:30", ARRIVED, PUBLISH_CREATE, PUBLISH_UNCLEAR);
	assert_owed(&s, "2009-03-02 09:00:30", "find");
	assert_string_equal(sample_publication(&s, "website")->key, "gongshi-7-r1-website");
	sample_ended(&s, "2009-03-02 09:00:31", "2009-03-02 09:00:30", PUBLISH_FIND, PUBLISH_FOUND);
	assert_owed(&s, "2009-03-02 09:00:31", "update");
	sample_slot(&s, "2009-03-02 09:00:31");
	assert_string_equal(sample_publication(&s, "website")->key, "gongshi-7-r2-website");
	dossier_sample_finish(&s);
}

/* A page read for the first revision says nothing about the second. */
static void a_probe_of_the_text_before_does_not_count(void **state)
{
	struct dossier_sample s;
	start(&s, *state);
	sample_slot(&s, ARRIVED);
	sample_ended(&s, ARRIVED, ARRIVED, PUBLISH_CREATE, PUBLISH_ACCEPTED);
	const struct publication *p = sample_publication(&s, "website");
	const struct event_probed late = {
		.channel = "website",
		.url = "https://www.example.gov.cn/5",
		.verdict = "present",
		.seen_at = moment("2009-03-02 09:10:00"),
		.accepted_at = p->accepted_at,
	};
	revise(&s, "2009-03-02 09:05");
	sample_slot(&s, "2009-03-02 09:05");
	sample_ended(&s, "2009-03-02 09:05:01", "2009-03-02 09:05", PUBLISH_UPDATE,
		     PUBLISH_ACCEPTED);
	dossier_sample_story(&s);
	dossier_sample_play(&s, (struct event){.kind = EVENT_PROBED,
					       .at = moment("2009-03-02 09:10"),
					       .probed = late});
	assert_story(&s, "");
	assert_state(&s, PUB_ACCEPTED);
	dossier_sample_finish(&s);
}

/* --- channels without a look-up ---------------------------------------------------------------------- */

static void without_a_lookup_the_person_who_asks_has_looked(void **state)
{
	struct law blind = *(struct law *)*state;
	const struct channel_terms terms = {.name = "website"};
	blind.channels = &terms;
	blind.channel_count = 1;
	struct dossier_sample s;
	start(&s, &blind);
	sample_slot(&s, ARRIVED);
	sample_ended(&s, "2009-03-02 09:00:30", ARRIVED, PUBLISH_CREATE, PUBLISH_UNCLEAR);
	assert_owed(&s, "2009-03-02 12:00", "");
	dossier_sample_story(&s);
	sample_decide(&s, "2009-03-02 12:00",
		      (struct event_decision){.decision = "retry", .by = "li"});
	assert_story(&s, "publication.failed");
	assert_owed(&s, "2009-03-02 12:00", "create");
	dossier_sample_finish(&s);
}

/* ... but an answer that comes after all is not thrown away: the page would be made twice. */
static void a_late_answer_is_still_an_answer(void **state)
{
	struct law blind = *(struct law *)*state;
	const struct channel_terms terms = {.name = "website"};
	blind.channels = &terms;
	blind.channel_count = 1;
	struct dossier_sample s;
	start(&s, &blind);
	sample_slot(&s, ARRIVED);
	sample_decide(&s, "2009-03-02 09:00:10",
		      (struct event_decision){.decision = "retry", .by = "li"});
	sample_ended(&s, "2009-03-02 09:00:30", ARRIVED, PUBLISH_CREATE, PUBLISH_ACCEPTED);
	assert_state(&s, PUB_ACCEPTED);
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
		cmocka_unit_test(the_straight_way),
		cmocka_unit_test(one_intention_at_a_time),
		cmocka_unit_test(a_lost_request_is_sent_again_after_the_settling_time),
		cmocka_unit_test(a_lost_answer_is_found_by_key),
		cmocka_unit_test(after_a_crash_the_intention_is_looked_up),
		cmocka_unit_test(a_lookup_that_fails_is_tried_again_and_proves_nothing),
		cmocka_unit_test(retries_back_off_and_obey_retry_after),
		cmocka_unit_test(a_thousand_failures_are_followed_by_a_try),
		cmocka_unit_test(a_revision_updates_the_page_under_a_new_key),
		cmocka_unit_test(an_update_of_nothing_becomes_a_creation),
		cmocka_unit_test(a_revision_before_the_first_answer),
		cmocka_unit_test(a_probe_of_the_text_before_does_not_count),
		cmocka_unit_test(without_a_lookup_the_person_who_asks_has_looked),
		cmocka_unit_test(a_late_answer_is_still_an_answer),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
