#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "dossier_sample.h"

static uint64_t seq;

static void apply(struct dossier *dossier, struct fact fact)
{
	fact.seq = ++seq;
	fact.document = 7;
	if (!instant_is_set(fact.at))
		fact.at = moment("2009-03-02 09:00");
	dossier_apply(dossier, &fact);
}

static void receive(struct dossier *dossier, const char *disclosure, const char *audience)
{
	apply(dossier, (struct fact){.kind = FACT_DOCUMENT_RECEIVED,
				     .key = "k",
				     .title = "题",
				     .disclosure = disclosure,
				     .audience = audience,
				     .revision = 1});
}

static void what_cannot_be_read_stays_closed(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum disclosure disclosure;
	} cases[] = {
		{"active", DISCLOSURE_ACTIVE}, {"on-request", DISCLOSURE_ON_REQUEST},
		{"none", DISCLOSURE_NONE},     {"of a newer version", DISCLOSURE_NONE},
		{NULL, DISCLOSURE_NONE},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct dossier dossier = {0};
		receive(&dossier, cases[i].text, "public");
		assert_int_equal(dossier.disclosure, cases[i].disclosure);
		dossier_finish(&dossier);
	}
}

static void a_revision_needs_its_own_review_and_keeps_peoples_holds(void **state)
{
	(void)state;
	struct dossier dossier = {0};
	receive(&dossier, "active", "public");
	apply(&dossier, (struct fact){.kind = FACT_REVIEW_RECORDED,
				      .result = "passed",
				      .reviewer = "zhang",
				      .signer = "li"});
	apply(&dossier,
	      (struct fact){.kind = FACT_DECISION_HOLD, .hold = "privacy", .by = "gongshi"});
	apply(&dossier, (struct fact){.kind = FACT_DECISION_HOLD, .hold = "person", .actor = "li"});
	assert_true(dossier.review.passed);
	assert_string_equal(dossier.holds.at[1].by, "li");
	apply(&dossier, (struct fact){.kind = FACT_DOCUMENT_REVISED,
				      .key = "k",
				      .disclosure = "active",
				      .audience = "internal",
				      .at = moment("2009-03-03 09:00"),
				      .revision = 2});
	assert_false(dossier.review.passed);
	assert_null(dossier.review.reviewer);
	assert_int_equal(dossier.holds.len, 1);
	assert_string_equal(dossier.holds.at[0].code, "person");
	assert_int_equal(dossier.audience, AUDIENCE_INTERNAL);
	assert_int_equal(dossier.revision, 2);
	assert_string_equal(moment_text(dossier.received_at), "2009-03-02 09:00:00");
	assert_string_equal(moment_text(dossier.revised_at), "2009-03-03 09:00:00");
	dossier_finish(&dossier);
}

static void a_release_takes_away_all_holds_of_its_code(void **state)
{
	(void)state;
	struct dossier dossier = {0};
	receive(&dossier, "active", "public");
	static const char *const codes[] = {"privacy", "cited", "privacy"};
	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		apply(&dossier, (struct fact){.kind = FACT_DECISION_HOLD, .hold = codes[i]});
	apply(&dossier, (struct fact){.kind = FACT_DECISION_RELEASE, .hold = "privacy"});
	assert_int_equal(dossier.holds.len, 1);
	assert_string_equal(dossier.holds.at[0].code, "cited");
	dossier_finish(&dossier);
}

/* Everything the dossier keeps is its own: the fact may go. */
static void texts_are_kept_when_the_fact_goes(void **state)
{
	(void)state;
	struct dossier dossier = {0};
	char title[] = "题目", channel[] = "website";
	const char *channels[] = {channel, NULL};
	apply(&dossier, (struct fact){.kind = FACT_DOCUMENT_RECEIVED,
				      .title = title,
				      .disclosure = "active",
				      .revision = 1});
	apply(&dossier, (struct fact){.kind = FACT_OBLIGATION_OPENED,
				      .rule = "ten-day",
				      .channels = channels});
	title[0] = 'x';
	channel[0] = 'x';
	channels[0] = NULL;
	assert_string_equal(dossier.title, "题目");
	assert_string_equal(dossier.obligations.at[0].channels[0], "website");
	assert_string_equal(dossier.publications.at[0].channel, "website");
	dossier_finish(&dossier);
}

static void two_duties_share_a_channel(void **state)
{
	(void)state;
	struct dossier dossier = {0};
	const char *both[] = {"website", "board", NULL}, *one[] = {"website", NULL};
	receive(&dossier, "active", "public");
	apply(&dossier,
	      (struct fact){.kind = FACT_OBLIGATION_OPENED, .rule = "a", .channels = one});
	apply(&dossier,
	      (struct fact){.kind = FACT_OBLIGATION_OPENED, .rule = "b", .channels = both});
	assert_int_equal(dossier.obligations.len, 2);
	assert_int_equal(dossier.publications.len, 2);
	apply(&dossier,
	      (struct fact){.kind = FACT_DECISION_EXEMPT, .rule = "a", .approved_by = "li"});
	assert_int_equal(dossier.obligations.at[0].state, OBL_EXEMPT);
	assert_int_equal(dossier.obligations.at[1].state, OBL_OPEN);
	apply(&dossier, (struct fact){.kind = FACT_DECISION_EXEMPT, .approved_by = "li"});
	assert_int_equal(dossier.obligations.at[1].state, OBL_EXEMPT);
	dossier_finish(&dossier);
}

static void what_is_only_counted_leaves_no_trace_in_time(void **state)
{
	(void)state;
	struct dossier dossier = {0};
	const char *website[] = {"website", NULL};
	receive(&dossier, "active", "public");
	apply(&dossier,
	      (struct fact){.kind = FACT_OBLIGATION_OPENED, .rule = "a", .channels = website});
	apply(&dossier, (struct fact){.kind = FACT_PUBLICATION_INTENDED, .channel = "website"});
	apply(&dossier, (struct fact){.kind = FACT_PUBLICATION_ACCEPTED, .channel = "website"});
	apply(&dossier, (struct fact){.kind = FACT_PAGE_ABSENT,
				      .channel = "website",
				      .seen_at = moment("2009-03-02 09:01")});
	const struct fact note = {.kind = FACT_PAGE_ABSENT,
				  .seq = dossier.last_seq,
				  .document = 7,
				  .at = moment("2009-03-02 09:02"),
				  .channel = "website",
				  .seen_at = moment("2009-03-02 09:02")};
	dossier_apply(&dossier, &note);
	assert_int_equal(dossier.publications.at[0].repeats, 1);
	assert_string_equal(moment_text(dossier.publications.at[0].last_probe_at),
			    "2009-03-02 09:02:00");
	assert_string_equal(moment_text(dossier.publications.at[0].verdict_at),
			    "2009-03-02 09:01:00");
	assert_string_equal(moment_text(dossier.changed_at), "2009-03-02 09:00:00");
	dossier_finish(&dossier);
}

/* Facts for people, of newer versions, about channels and alerts that are not ours: passed over. */
static void facts_that_concern_nothing_here_change_nothing(void **state)
{
	(void)state;
	static const struct fact strangers[] = {
		{.kind = FACT_NONE},
		{.kind = FACT_DECISION_REFUSED, .decision = "exempt"},
		{.kind = FACT_ACCESS_REFUSED},
		{.kind = FACT_OBLIGATION_MET, .rule = "unknown"},
		{.kind = FACT_PAGE_PRESENT, .channel = "unknown"},
		{.kind = FACT_ALERT_DELIVERED, .alert = 4711},
		{.kind = FACT_NOTICE_STARTED},
	};
	struct dossier dossier = {0};
	receive(&dossier, "active", "public");
	for (size_t i = 0; i < ARRAY_LEN(strangers); i++)
		apply(&dossier, strangers[i]);
	assert_int_equal(dossier.last_seq, seq);
	assert_int_equal(dossier.obligations.len, 0);
	assert_int_equal(dossier.publications.len, 0);
	assert_int_equal(dossier.alerts.len, 0);
	assert_int_equal(dossier.holds.len, 0);
	dossier_finish(&dossier);
	dossier_finish(&(struct dossier){0}); /* an empty one, too */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_read_stays_closed),
		cmocka_unit_test(a_revision_needs_its_own_review_and_keeps_peoples_holds),
		cmocka_unit_test(a_release_takes_away_all_holds_of_its_code),
		cmocka_unit_test(texts_are_kept_when_the_fact_goes),
		cmocka_unit_test(two_duties_share_a_channel),
		cmocka_unit_test(what_is_only_counted_leaves_no_trace_in_time),
		cmocka_unit_test(facts_that_concern_nothing_here_change_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
