/* Opening duties, and planning them anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "core/obligation/obligation.h"
#include "dossier_sample.h"

static const char *duties(const struct dossier *dossier)
{
	static struct buf text;
	buf_clear(&text);
	VEC_EACH(&dossier->obligations, duty) {
		char trigger[CIVIL_DATE_TEXT], due[CIVIL_DATE_TEXT];
		buf_print(&text, "%s r%d %s>%s%s", duty->rule, duty->revision,
			  civil_date_print(duty->trigger_on, trigger),
			  civil_date_print(duty->due_on, due), duty->provisional ? "?" : "");
		for (const char *const *c = duty->channels; *c != NULL; c++)
			buf_print(&text, " %s", *c);
		buf_char(&text, ';');
	}
	return buf_text(&text);
}

static void each_rule_that_binds_opens_a_duty(void **state)
{
	static const struct {
		const char *issued_on, *category;
		bool interest, internal;
		enum disclosure disclosure;
		const char *duties;
	} cases[] = {
		{"2009-03-02", "official-document", true, false, DISCLOSURE_ACTIVE,
		 "ten-day r1 2009-03-02>2009-03-12 website;"},
		{"2008-12-31", "official-document", true, false, DISCLOSURE_ACTIVE, ""},
		{"2009-03-02", "official-document", false, false, DISCLOSURE_ACTIVE, ""},
		{"2020-01-17", "official-document", true, false, DISCLOSURE_ACTIVE,
		 "ten-day r1 2020-01-17>2020-02-03 website;"
		 "statutory r1 2020-01-17>2020-02-21 website;"},
		{"2020-01-17", "official-document", false, false, DISCLOSURE_NONE, ""},
		{"2009-09-30", "appointment-notice", false, false, DISCLOSURE_ACTIVE,
		 "appointment r1 2009-09-30>2009-10-09 website board;"},
		/* Internal documents are owed to internal channels only. */
		{"2009-03-02", "official-document", true, true, DISCLOSURE_ACTIVE, ""},
		{"2009-09-30", "appointment-notice", false, true, DISCLOSURE_ACTIVE,
		 "appointment r1 2009-09-30>2009-10-09 board;"},
		{"2026-12-18", "official-document", true, false, DISCLOSURE_ACTIVE,
		 "ten-day r1 2026-12-18>2026-12-28 website;"
		 "statutory r1 2026-12-18>2027-01-18? website;"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct dossier_sample s;
		struct document document = document_sample(cases[i].issued_on);
		document.category = cases[i].category;
		document.public_interest = cases[i].interest;
		document.audience = cases[i].internal ? AUDIENCE_INTERNAL : AUDIENCE_PUBLIC;
		document.disclosure = cases[i].disclosure;
		dossier_sample_start(&s, *state);
		sample_receive(&s, "2026-12-18 10:00", &document);
		assert_string_equal(duties(&s.dossier), cases[i].duties);
		dossier_sample_finish(&s);
	}
}

static struct document revised(void)
{
	struct document document = document_sample("2009-03-02");
	document.content = sha256_of("r2", 2);
	return document;
}

/* A new text does not give new time while the old duty is open; a text changed after it was public
 * starts the term again.  Source: OGI Regulations (2019) art. 26. */
static void revisions_and_their_clocks(void **state)
{
	struct dossier_sample s;
	const struct document first = document_sample("2009-03-02"), second = revised();
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &first);
	sample_receive(&s, "2009-03-05 09:00", &second);
	assert_string_equal(duties(&s.dossier), "ten-day r1 2009-03-02>2009-03-12 website;");
	dossier_sample_finish(&s);

	dossier_sample_start(&s, *state);
	sample_prove(&s, "2009-03-02 09:00");
	sample_receive(&s, "2009-03-05 09:00", &second);
	assert_string_equal(duties(&s.dossier), "ten-day r1 2009-03-02>2009-03-12 website;"
						"ten-day r2 2009-03-05>2009-03-16 website;");
	assert_int_equal(s.dossier.obligations.at[0].state, OBL_MET);
	assert_int_equal(s.dossier.obligations.at[1].state, OBL_OPEN);
	dossier_sample_finish(&s);
}

/* Internal first, public in its next text: owed to the website as well, on the same day. */
static void what_becomes_public_is_owed_to_the_public(void **state)
{
	struct dossier_sample s;
	struct document document = document_sample("2009-03-02");
	document.category = "appointment-notice";
	document.audience = AUDIENCE_INTERNAL;
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &document);
	assert_string_equal(duties(&s.dossier), "appointment r1 2009-03-02>2009-03-03 board;");
	dossier_sample_story(&s);
	document.audience = AUDIENCE_PUBLIC;
	document.content = sha256_of("r2", 2);
	sample_receive(&s, "2009-03-02 10:00", &document);
	assert_non_null(strstr(dossier_sample_story(&s),
			       "document.revised review.recorded obligation.opened "
			       "obligation.replanned"));
	assert_string_equal(duties(&s.dossier),
			    "appointment r1 2009-03-02>2009-03-03 website board;"
			    "ten-day r2 2009-03-02>2009-03-12 website;");
	assert_string_equal(sample_owed(&s, "2009-03-02 10:00", "website"), "create");

	/* Internal again: a duty is loosened by people only. */
	document.audience = AUDIENCE_INTERNAL;
	document.content = sha256_of("r3", 2);
	sample_receive(&s, "2009-03-02 11:00", &document);
	assert_string_equal(duties(&s.dossier),
			    "appointment r1 2009-03-02>2009-03-03 website board;"
			    "ten-day r2 2009-03-02>2009-03-12 website;");
	dossier_sample_finish(&s);
}

/* Withdrawn by decision: a new text of it owes nothing. */
static void what_is_withdrawn_owes_nothing_any_more(void **state)
{
	struct dossier_sample s;
	const struct document second = revised();
	dossier_sample_start(&s, *state);
	sample_prove(&s, "2009-03-02 09:00");
	sample_decide(&s, "2009-03-03 09:00",
		      (struct event_decision){.decision = "withdraw",
					      .by = "zhang",
					      .approved_by = "li",
					      .reason = "有误"});
	sample_receive(&s, "2009-03-05 09:00", &second);
	assert_int_equal(s.dossier.revision, 2);
	assert_int_equal(s.dossier.obligations.len, 1);
	dossier_sample_finish(&s);
}

static struct event law_event(const char *at)
{
	return (struct event){.kind = EVENT_LAW, .at = moment(at)};
}

/* The notice of 27 January 2020 prolonged Spring Festival. */
static void an_amended_calendar_moves_open_duties(void **state)
{
	(void)state;
	struct law *law = law_sample();
	struct calendar *before = calendar_new();
	calendar_sample_add(before,
			    "{\"year\": 2020, \"papers\": [], \"days\": [{\"date\": \"2020-01-01\","
			    " \"name\": \"元旦\", \"isOffDay\": true}]}",
			    "2020.json");
	calendar_seal(before);
	struct law *old = law_sample_with(before);
	struct dossier_sample s;
	const struct document document = document_sample("2020-01-14");
	dossier_sample_start(&s, old);
	sample_receive(&s, "2020-01-14 09:00", &document);
	dossier_sample_story(&s);
	s.law = law;
	dossier_sample_play(&s, law_event("2020-01-27 09:00"));
	const struct outcome *out = &s.last;
	assert_int_equal(out->facts.len, 2);
	assert_int_equal(out->facts.at[1].kind, FACT_OBLIGATION_REPLANNED);
	assert_string_equal(out->facts.at[1].rule, "statutory");
	assert_int_equal(civil_date_compare(out->facts.at[1].was, date_sample("2020-02-11")), 0);
	assert_int_equal(civil_date_compare(out->facts.at[1].due_on, date_sample("2020-02-18")), 0);
	assert_non_null(out->facts.at[1].reason);
	dossier_sample_story(&s);
	dossier_sample_play(&s, law_event("2020-01-27 09:01")); /* once is enough */
	assert_string_equal(dossier_sample_story(&s), "");
	dossier_sample_finish(&s);
	law_free(old);
	law_free(law);
}

static void what_is_met_extended_or_without_rule_is_not_replanned(void **state)
{
	struct law law = *(struct law *)*state;
	struct rule other = law.rules[0];
	other.term.count = 15;
	law.rules = &other;
	law.rule_count = 1;
	struct dossier_sample s;
	dossier_sample_start(&s, *state);
	sample_prove(&s, "2009-03-02 09:00");
	s.law = &law;
	dossier_sample_play(&s, law_event("2009-03-03 09:00"));
	assert_string_equal(dossier_sample_story(&s), "");
	dossier_sample_finish(&s);

	const struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &document);
	sample_decide(&s, "2009-03-03 09:00",
		      (struct event_decision){.decision = "extend",
					      .rule = "ten-day",
					      .by = "zhang",
					      .approved_by = "li",
					      .reason = "补充材料",
					      .to = date_sample("2009-03-20")});
	dossier_sample_story(&s);
	s.law = &law;
	dossier_sample_play(&s, law_event("2009-03-03 10:00"));
	assert_string_equal(dossier_sample_story(&s), "");
	law.rule_count = 0;
	dossier_sample_play(&s, law_event("2009-03-03 11:00"));
	assert_string_equal(dossier_sample_story(&s), "");
	dossier_sample_finish(&s);
}

static void a_duty_is_missed_once_and_met_late(void **state)
{
	struct dossier_sample s;
	const struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &document);
	sample_wake(&s, "2009-03-12 23:59:59");
	assert_false(s.dossier.obligations.at[0].missed);
	dossier_sample_story(&s);
	sample_wake(&s, "2009-03-13 00:00");
	assert_string_equal(dossier_sample_story(&s), "obligation.missed");
	sample_wake(&s, "2009-03-13 00:00:01");
	assert_string_equal(dossier_sample_story(&s), "");
	sample_slot(&s, "2009-03-13 09:00");
	sample_ended(&s, "2009-03-13 09:00", "2009-03-13 09:00", PUBLISH_CREATE, PUBLISH_ACCEPTED);
	dossier_sample_story(&s);
	sample_probed(&s, "2009-03-13 09:01", "present");
	assert_string_equal(dossier_sample_story(&s), "page.present obligation.met");
	const struct obligation *duty = &s.dossier.obligations.at[0];
	assert_string_equal(
		obligation_phase_name(obligation_phase(&s.dossier, duty, INSTANT_NEVER, s.now)),
		"met-late");
	dossier_sample_finish(&s);
}

/* Seen in time, and only written down when the term was over. */
static void what_was_seen_in_time_is_not_missed(void **state)
{
	struct dossier_sample s;
	const struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &document);
	sample_wake(&s, "2009-03-12 08:30");
	sample_slot(&s, "2009-03-12 23:59");
	sample_ended(&s, "2009-03-12 23:59", "2009-03-12 23:59", PUBLISH_CREATE, PUBLISH_ACCEPTED);
	dossier_sample_story(&s);
	const struct publication *p = sample_publication(&s, "website");
	dossier_sample_play(&s, (struct event){.kind = EVENT_PROBED,
					       .at = moment("2009-03-13 00:00:05"),
					       .probed = {.channel = "website",
							  .url = p->url,
							  .verdict = "present",
							  .seen_at = moment("2009-03-12 23:59:58"),
							  .accepted_at = p->accepted_at}});
	assert_string_equal(dossier_sample_story(&s), "page.present obligation.met");
	assert_false(s.dossier.obligations.at[0].missed);
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
		cmocka_unit_test(each_rule_that_binds_opens_a_duty),
		cmocka_unit_test(revisions_and_their_clocks),
		cmocka_unit_test(what_becomes_public_is_owed_to_the_public),
		cmocka_unit_test(what_is_withdrawn_owes_nothing_any_more),
		cmocka_unit_test(an_amended_calendar_moves_open_duties),
		cmocka_unit_test(what_is_met_extended_or_without_rule_is_not_replanned),
		cmocka_unit_test(a_duty_is_missed_once_and_met_late),
		cmocka_unit_test(what_was_seen_in_time_is_not_missed),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
