/* Questions to a dossier: holds, state, what is owed, notes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "base/text.h"
#include "dossier_sample.h"

#define ARRIVED "2009-03-02 09:00"

static const char *holds_text(const struct dossier_sample *s)
{
	static struct buf text;
	struct dossier_hold holds[DOSSIER_HOLDS];
	int count = dossier_holds(&s->dossier, s->law, s->now, holds);
	buf_clear(&text);
	for (int i = 0; i < count; i++) {
		assert_false(text_empty(holds[i].sentence));
		buf_print(&text, "%s%s", i > 0 ? " " : "", holds[i].code);
	}
	return buf_text(&text);
}

static const struct {
	enum disclosure disclosure;
	bool reviewed;
	const char *not_before, *now;
	bool held;
	const char *holds, *state, *owed;
} gates[] = {
	{DISCLOSURE_ACTIVE, true, "", ARRIVED, false, "", "open", "create"},
	{DISCLOSURE_ACTIVE, false, "", ARRIVED, false, "review-missing", "awaiting-review", ""},
	{DISCLOSURE_ON_REQUEST, true, "", ARRIVED, false, "disclosure", "held", ""},
	{DISCLOSURE_NONE, true, "", ARRIVED, false, "disclosure", "held", ""},
	{DISCLOSURE_NONE, false, "2009-03-05", ARRIVED, true,
	 "disclosure review-missing not-before person", "held", ""},
	{DISCLOSURE_ACTIVE, true, "2009-03-05", "2009-03-04 23:59:59", false, "not-before", "held",
	 ""},
	{DISCLOSURE_ACTIVE, true, "2009-03-05", "2009-03-05 00:00:00", false, "", "open", "create"},
	{DISCLOSURE_ACTIVE, true, "", ARRIVED, true, "person", "held", ""},
	{DISCLOSURE_ACTIVE, false, "", ARRIVED, true, "review-missing person", "held", ""},
};

static void the_gate_opens_when_nothing_holds(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(gates); i++) {
		struct dossier_sample s;
		struct document document = document_sample("2009-03-02");
		document.disclosure = gates[i].disclosure;
		document.not_before = date_sample(gates[i].not_before);
		if (!gates[i].reviewed)
			document.review = (struct review){0};
		dossier_sample_start(&s, *state);
		sample_receive(&s, ARRIVED, &document);
		if (gates[i].held)
			sample_decide(&s, ARRIVED,
				      (struct event_decision){
					      .decision = "hold", .by = "li", .reason = "核实"});
		sample_wake(&s, gates[i].now);
		assert_string_equal(holds_text(&s), gates[i].holds);
		assert_string_equal(dossier_state(&s.dossier, s.law, s.now), gates[i].state);
		assert_string_equal(sample_owed(&s, gates[i].now, "website"), gates[i].owed);
		dossier_sample_story(&s);
		sample_slot(&s, gates[i].now); /* a slot opens no closed gate */
		assert_string_equal(dossier_sample_story(&s),
				    gates[i].owed[0] == '\0' ? "" : "publication.intended");
		dossier_sample_finish(&s);
	}
}

static void more_holds_than_the_list_has_room_for(void **state)
{
	struct dossier_sample s;
	struct document document = document_sample("2009-03-02");
	document.review = (struct review){0};
	dossier_sample_start(&s, *state);
	sample_receive(&s, ARRIVED, &document);
	for (int i = 0; i < DOSSIER_HOLDS + 5; i++)
		sample_decide(
			&s, ARRIVED,
			(struct event_decision){.decision = "hold", .by = "li", .reason = "核实"});
	struct dossier_hold holds[DOSSIER_HOLDS];
	assert_int_equal(dossier_holds(&s.dossier, s.law, s.now, holds), DOSSIER_HOLDS);
	dossier_sample_finish(&s);
}

static void states_of_a_life(void **state)
{
	struct dossier_sample s;
	struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, ARRIVED, &document);
	sample_slot(&s, ARRIVED);
	assert_string_equal(dossier_state(&s.dossier, s.law, s.now), "open");
	sample_ended(&s, ARRIVED, ARRIVED, PUBLISH_CREATE, PUBLISH_ACCEPTED);
	assert_string_equal(dossier_state(&s.dossier, s.law, s.now), "open");
	sample_probed(&s, "2009-03-02 09:01", "present");
	assert_string_equal(dossier_state(&s.dossier, s.law, s.now), "closed");

	/* A new text opens it again, and waits for its own review. */
	document.content = sha256_of("r2", 2);
	document.review = (struct review){0};
	sample_receive(&s, "2009-03-03 09:00", &document);
	assert_string_equal(dossier_state(&s.dossier, s.law, s.now), "awaiting-review");
	assert_string_equal(sample_owed(&s, "2009-03-03 09:00", "website"), "probe");
	sample_decide(&s, "2009-03-03 10:00",
		      (struct event_decision){.decision = "withdraw",
					      .by = "li",
					      .approved_by = "wang",
					      .reason = "有误"});
	assert_string_equal(dossier_state(&s.dossier, s.law, s.now), "withdrawn");
	dossier_sample_finish(&s);
}

/* 十条禁令自查 and their like: shown inside the house, never on the website. */
static void internal_never_reaches_a_public_channel(void **state)
{
	struct dossier_sample s;
	struct document document = document_sample("2009-03-02");
	document.category = "appointment-notice"; /* website and board */
	document.audience = AUDIENCE_INTERNAL;
	dossier_sample_start(&s, *state);
	sample_receive(&s, ARRIVED, &document);
	assert_int_equal(s.dossier.publications.len, 1);
	assert_string_equal(s.dossier.publications.at[0].channel, "board");
	dossier_sample_finish(&s);

	/* Public first, internal in its next revision: the website's page is taken down. */
	document.audience = AUDIENCE_PUBLIC;
	dossier_sample_start(&s, *state);
	sample_receive(&s, ARRIVED, &document);
	sample_slot(&s, ARRIVED);
	sample_ended(&s, ARRIVED, ARRIVED, PUBLISH_CREATE, PUBLISH_ACCEPTED);
	sample_probed(&s, "2009-03-02 09:01", "present");
	document.audience = AUDIENCE_INTERNAL;
	document.content = sha256_of("r2", 2);
	sample_receive(&s, "2009-03-03 09:00", &document);
	dossier_sample_story(&s);
	assert_string_equal(sample_owed(&s, "2009-03-03 09:00", "website"), "withdraw");
	sample_slot(&s, "2009-03-03 09:00");
	assert_string_equal(dossier_sample_story(&s), "publication.intended");

	/* Nor is it created when the first try failed before. */
	dossier_sample_finish(&s);
	document.audience = AUDIENCE_PUBLIC;
	dossier_sample_start(&s, *state);
	sample_receive(&s, ARRIVED, &document);
	sample_slot(&s, ARRIVED);
	sample_ended(&s, ARRIVED, ARRIVED, PUBLISH_CREATE, PUBLISH_FAILED);
	document.audience = AUDIENCE_INTERNAL;
	document.content = sha256_of("r3", 2);
	sample_receive(&s, "2009-03-03 09:00", &document);
	assert_string_equal(sample_owed(&s, "2009-03-03 09:00", "website"), "");
	dossier_sample_finish(&s);
}

static void every_channel_of_a_rule_is_needed(void **state)
{
	struct dossier_sample s;
	struct document document = document_sample("2009-03-02");
	document.public_interest = false;
	document.category = "appointment-notice";
	dossier_sample_start(&s, *state);
	sample_receive(&s, ARRIVED, &document);
	sample_slot(&s, ARRIVED);
	sample_ended(&s, ARRIVED, ARRIVED, PUBLISH_CREATE, PUBLISH_ACCEPTED);
	sample_probed(&s, "2009-03-02 09:01", "present");
	assert_string_equal(dossier_state(&s.dossier, s.law, s.now), "open");
	dossier_sample_story(&s);
	sample_decide(&s, "2009-03-02 15:00",
		      (struct event_decision){.decision = "attest",
					      .channel = "board",
					      .by = "zhang",
					      .witness = "li",
					      .evidence = "sha256:00"});
	assert_string_equal(dossier_sample_story(&s), "publication.attested obligation.met");
	assert_string_equal(moment_text(s.dossier.obligations.at[0].met_at), "2009-03-02 15:00:00");
	assert_string_equal(dossier_state(&s.dossier, s.law, s.now), "closed");
	dossier_sample_finish(&s);
}

static void notes_come_back_as_they_went(void **state)
{
	struct dossier_sample s;
	dossier_sample_start(&s, *state);
	sample_prove(&s, ARRIVED);
	sample_probed(&s, "2009-03-02 09:01", "present");
	sample_probed(&s, "2009-03-02 09:11", "present");
	scoped(buf_finish) struct buf notes = {0};
	dossier_notes_print(&s.dossier, &notes);
	struct publication *p = &s.dossier.publications.at[0];
	const struct publication before = *p;
	p->repeats = 0;
	p->last_probe_at = (struct instant){0};
	dossier_notes_read(&s.dossier, buf_text(&notes));
	assert_int_equal(p->repeats, before.repeats);
	assert_int_equal(p->repeats, 2);
	assert_int_equal(instant_compare(p->last_probe_at, before.last_probe_at), 0);

	/* What cannot be read changes nothing. */
	static const char *const broken[] = {
		"",   "website",         "website=",           "website=1",
		"=;", "website=1,2,3,4", "newspaper=1,2,3,4;", "web=1,2,3,4;"};
	for (size_t i = 0; i < ARRAY_LEN(broken); i++)
		dossier_notes_read(&s.dossier, broken[i]);
	dossier_notes_read(&s.dossier, NULL);
	assert_int_equal(p->repeats, 2);
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
		cmocka_unit_test(the_gate_opens_when_nothing_holds),
		cmocka_unit_test(more_holds_than_the_list_has_room_for),
		cmocka_unit_test(states_of_a_life),
		cmocka_unit_test(internal_never_reaches_a_public_channel),
		cmocka_unit_test(every_channel_of_a_rule_is_needed),
		cmocka_unit_test(notes_come_back_as_they_went),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
