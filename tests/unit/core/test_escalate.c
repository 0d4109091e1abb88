/* What becomes owed on the ladder, and what becomes of the messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "base/text.h"
#include "core/alert/alert.h"
#include "dossier_sample.h"

/* "1 zhang 2009-09-28 08:30:00;..." of the alerts from `first` on. */
static const char *alerts_text(const struct dossier_sample *s, size_t first)
{
	static struct buf text;
	buf_clear(&text);
	for (size_t i = first; i < s->dossier.alerts.len; i++) {
		const struct alert *alert = &s->dossier.alerts.at[i];
		buf_print(&text, "%d %s %.16s;", alert->rung,
			  alert->person != NULL ? alert->person : "-", moment_text(alert->owed_at));
	}
	return buf_text(&text);
}

static struct document unreviewed(const char *issued_on)
{
	struct document document = document_sample(issued_on);
	document.review = (struct review){0};
	return document;
}

/* Wake it when it asks for it, tell whoever is to be told, until `until`. */
static void live(struct dossier_sample *s, const char *until)
{
	for (int i = 0; i < 1000; i++) {
		struct instant at = sample_wake_at(s);
		if (instant_before(moment(until), at))
			return;
		assert_true(instant_before(s->now, at));
		dossier_sample_play(s, (struct event){.kind = EVENT_WAKE, .at = at});
		struct action actions[DOSSIER_ACTIONS];
		int count = dossier_owed(&s->dossier, s->law, at, actions);
		for (int k = 0; k < count; k++) {
			if (actions[k].kind != ACTION_TELL)
				continue;
			const struct event_told told = {.alert = actions[k].alert,
							.notifier = "mail",
							.end = TOLD_DELIVERED,
							.retry_after_s = -1};
			dossier_sample_play(
				s, (struct event){.kind = EVENT_TOLD, .at = at, .told = told});
		}
	}
	fail_msg("no end of waking");
}

/* --- the timetable --------------------------------------------------------------------------------- */

/* Issued 25 September 2009, due after National Day: nothing on a day off, each rung once. */
static void a_document_that_stays_unpublished_gives_the_ladders_timetable(void **state)
{
	struct dossier_sample s;
	const struct document document = unreviewed("2009-09-25");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-09-25 10:00", &document);
	live(&s, "2009-10-31 00:00");
	assert_string_equal(alerts_text(&s, 0), "1 zhang 2009-09-28 08:30;"
						"2 zhang 2009-09-30 08:30;2 li 2009-09-30 08:30;"
						"3 li 2009-10-09 08:30;3 wang 2009-10-09 08:30;"
						"4 wang 2009-10-13 08:30;4 zhou 2009-10-13 08:30;"
						"5 zhou 2009-10-20 08:30;5 chen 2009-10-20 08:30;"
						"6 zhou 2009-10-27 08:30;6 chen 2009-10-27 08:30;");
	VEC_EACH(&s.dossier.alerts, alert) {
		assert_int_equal(alert->state, ALERT_DELIVERED);
		assert_int_equal(instant_compare(alert->delivered_at, alert->owed_at), 0);
		assert_int_equal(alert->order, alert->rung == 4);
	}
	assert_true(s.dossier.obligations.at[0].missed);
	dossier_sample_finish(&s);
}

/* A document that comes when it is late already owes all rungs that have passed, at once. */
static void late_arrival_owes_every_rung_that_has_passed(void **state)
{
	struct dossier_sample s;
	const struct document document = unreviewed("2009-09-25");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-10-14 20:00", &document);
	assert_string_equal(alerts_text(&s, 0), "1 zhang 2009-09-28 08:30;"
						"2 zhang 2009-09-30 08:30;2 li 2009-09-30 08:30;"
						"3 li 2009-10-09 08:30;3 wang 2009-10-09 08:30;"
						"4 wang 2009-10-13 08:30;4 zhou 2009-10-13 08:30;");
	assert_string_equal(
		dossier_sample_story(&s),
		"document.received obligation.opened obligation.missed alert.owed alert.owed "
		"alert.owed alert.owed alert.owed alert.owed alert.owed");
	/* Told at opening, not at night. */
	struct action actions[DOSSIER_ACTIONS];
	assert_int_equal(dossier_owed(&s.dossier, s.law, s.now, actions), 0);
	assert_string_equal(moment_text(sample_wake_at(&s)), "2009-10-15 08:30:00");
	assert_int_equal(dossier_owed(&s.dossier, s.law, moment("2009-10-15 08:30"), actions), 7);
	dossier_sample_finish(&s);
}

/* What is reviewed and public within a minute of its arrival is nobody's trouble; what is not is
 * told then, every rung that has passed. */
static void a_late_document_gets_a_minute_to_be_published(void **state)
{
	struct dossier_sample s;
	const struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-20 10:00", &document);
	assert_int_equal(s.dossier.alerts.len, 0);
	assert_string_equal(moment_text(sample_wake_at(&s)), "2009-03-20 10:01:00");
	sample_wake(&s, "2009-03-20 10:01");
	assert_int_equal(alert_next_rung(&s.dossier, s.law, 0), 5);
	dossier_sample_finish(&s);
}

/* A stop of two years: each owed rung is recorded, none is invented. */
static void a_long_stop_skips_no_rung(void **state)
{
	struct dossier_sample s;
	const struct document document = unreviewed("2009-09-25");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-09-25 10:00", &document);
	sample_wake(&s, "2011-10-10 12:00");
	int rungs = alert_next_rung(&s.dossier, s.law, 0) - 1;
	const struct obligation *duty = &s.dossier.obligations.at[0];
	const struct ladder *ladder = alert_ladder(s.law, duty);
	assert_true(rungs > 90);
	assert_false(instant_before(s.now, alert_rung_at(s.law, ladder, duty, rungs)));
	assert_true(instant_before(s.now, alert_rung_at(s.law, ladder, duty, rungs + 1)));
	size_t next = 0;
	for (int rung = 1; rung <= rungs; rung++) /* one person on the first, two on the others */
		for (int k = 0; k < (rung == 1 ? 1 : 2); k++)
			assert_int_equal(s.dossier.alerts.at[next++].rung, rung);
	assert_int_equal(next, s.dossier.alerts.len);
	dossier_sample_finish(&s);
}

static void a_closed_dossier_has_no_rung(void **state)
{
	struct dossier_sample s;
	dossier_sample_start(&s, *state);
	sample_prove(&s, "2009-03-02 09:00");
	sample_wake(&s, "2009-06-30 12:00");
	assert_string_equal(dossier_sample_story(&s), "");
	assert_int_equal(s.dossier.alerts.len, 0);
	dossier_sample_finish(&s);
}

/* Published between two rungs: the next one does not come; what was not sent is not sent. */
static void publishing_ends_the_ladder(void **state)
{
	struct dossier_sample s;
	const struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &document);
	sample_wake(&s, "2009-03-11 08:30");
	assert_int_equal(s.dossier.alerts.len, 3);
	sample_slot(&s, "2009-03-11 08:31");
	sample_ended(&s, "2009-03-11 08:31", "2009-03-11 08:31", PUBLISH_CREATE, PUBLISH_ACCEPTED);
	sample_probed(&s, "2009-03-11 08:32", "present");
	struct action actions[DOSSIER_ACTIONS];
	assert_int_equal(dossier_owed(&s.dossier, s.law, moment("2009-03-11 08:32"), actions), 0);
	sample_wake(&s, "2009-05-11 08:30");
	assert_int_equal(s.dossier.alerts.len, 3);
	dossier_sample_finish(&s);
}

static void what_is_not_owed_climbs_no_ladder(void **state)
{
	static const enum disclosure closed[] = {DISCLOSURE_NONE, DISCLOSURE_ON_REQUEST};
	for (size_t i = 0; i < ARRAY_LEN(closed); i++) {
		struct dossier_sample s;
		struct document document = document_sample("2009-03-02");
		document.disclosure = closed[i];
		dossier_sample_start(&s, *state);
		sample_receive(&s, "2009-03-02 09:00", &document);
		sample_wake(&s, "2010-03-02 09:00");
		assert_int_equal(s.dossier.alerts.len, 0);
		assert_string_equal(moment_text(sample_wake_at(&s)), "never");
		dossier_sample_finish(&s);
	}
}

/* Holds stop publishing, never the ladder. */
static void a_hold_does_not_stop_the_ladder(void **state)
{
	struct dossier_sample s;
	const struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &document);
	sample_decide(&s, "2009-03-02 09:00",
		      (struct event_decision){.decision = "hold", .by = "li", .reason = "待核实"});
	live(&s, "2009-03-12 12:00");
	assert_string_equal(alerts_text(&s, 0), "1 zhang 2009-03-09 08:30;"
						"2 zhang 2009-03-11 08:30;2 li 2009-03-11 08:30;"
						"3 li 2009-03-12 08:30;3 wang 2009-03-12 08:30;");
	dossier_sample_finish(&s);
}

/* An extension after the third rung: who is told before a due date is told before the new one. */
static void an_extension_is_climbed_again(void **state)
{
	struct dossier_sample s;
	const struct document document = unreviewed("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &document);
	live(&s, "2009-03-13 09:00");
	assert_int_equal(s.dossier.alerts.len, 5);
	sample_decide(&s, "2009-03-13 09:00",
		      (struct event_decision){.decision = "extend",
					      .rule = "ten-day",
					      .to = date_sample("2009-03-20"),
					      .by = "zhang",
					      .approved_by = "li",
					      .reason = "补充"});
	live(&s, "2009-03-26 00:00");
	assert_string_equal(alerts_text(&s, 5), "1 zhang 2009-03-17 08:30;"
						"2 zhang 2009-03-19 08:30;2 li 2009-03-19 08:30;"
						"3 li 2009-03-20 08:30;3 wang 2009-03-20 08:30;"
						"4 wang 2009-03-25 08:30;4 zhou 2009-03-25 08:30;");
	dossier_sample_finish(&s);
}

/* A refusal that comes when the duty is met troubles nobody further up. */
static void a_late_refusal_is_not_passed_on(void **state)
{
	struct dossier_sample s;
	const struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &document);
	sample_wake(&s, "2009-03-12 08:30");
	assert_int_equal(s.dossier.alerts.len, 5);
	sample_slot(&s, "2009-03-12 08:31");
	sample_ended(&s, "2009-03-12 08:31", "2009-03-12 08:31", PUBLISH_CREATE, PUBLISH_ACCEPTED);
	sample_probed(&s, "2009-03-12 08:32", "present");
	sample_told(&s, "2009-03-12 08:33", s.dossier.alerts.at[4].id, TOLD_REFUSED);
	assert_int_equal(s.dossier.alerts.at[4].state, ALERT_FAILED);
	assert_int_equal(s.dossier.alerts.len, 5);
	dossier_sample_finish(&s);
}

/* --- the page has gone ------------------------------------------------------------------------------ */

static void a_page_that_goes_is_told_to_the_first_rung(void **state)
{
	struct dossier_sample s;
	dossier_sample_start(&s, *state);
	sample_prove(&s, "2009-03-02 09:00");
	sample_probed(&s, "2009-03-07 12:00", "absent"); /* a Saturday */
	assert_string_equal(alerts_text(&s, 0), "0 zhang 2009-03-07 12:00;");
	assert_string_equal(s.dossier.alerts.at[0].reason, "as read");
	struct action actions[DOSSIER_ACTIONS];
	/* Two actions: the next probe and the message, which waits for the office. */
	assert_int_equal(dossier_owed(&s.dossier, s.law, moment("2009-03-09 08:29"), actions), 1);
	assert_int_equal(dossier_owed(&s.dossier, s.law, moment("2009-03-09 08:30"), actions), 2);
	dossier_sample_finish(&s);
}

static void a_page_gone_under_two_rules_is_told_once(void **state)
{
	struct dossier_sample s;
	struct document document = document_sample("2020-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2020-03-02 09:00", &document);
	assert_int_equal(s.dossier.obligations.len, 2); /* ten-day and statutory */
	sample_slot(&s, "2020-03-02 09:00");
	sample_ended(&s, "2020-03-02 09:00", "2020-03-02 09:00", PUBLISH_CREATE, PUBLISH_ACCEPTED);
	sample_probed(&s, "2020-03-02 09:01", "present");
	sample_probed(&s, "2020-03-02 09:02", "differs");
	assert_int_equal(s.dossier.alerts.len, 1);
	dossier_sample_finish(&s);
}

/* --- the messages ------------------------------------------------------------------------------------ */

static const struct notifier_terms two_notifiers[] = {
	{.name = "robot", .type = "wecom", .needs_mail = true},
	{.name = "mail", .type = "smtp", .needs_mail = true},
};

/* At the third rung: li and wang are owed a message each. */
static void start_at_rung_three(struct dossier_sample *s, struct law *law)
{
	const struct document document = unreviewed("2009-03-02");
	dossier_sample_start(s, law);
	sample_receive(s, "2009-03-02 09:00", &document);
	sample_wake(s, "2009-03-12 08:30");
	assert_int_equal(s->dossier.alerts.len, 5);
	dossier_sample_story(s);
}

static void a_refusal_goes_to_the_next_notifier(void **state)
{
	struct law law = *(struct law *)*state;
	law.notifiers = two_notifiers;
	law.notifier_count = 2;
	struct dossier_sample s;
	start_at_rung_three(&s, &law);
	const struct alert *alert = &s.dossier.alerts.at[3];
	assert_string_equal(alert->notifier, "robot");
	sample_told(&s, "2009-03-12 08:31", alert->id, TOLD_REFUSED);
	assert_string_equal(dossier_sample_story(&s), "alert.failed");
	alert = &s.dossier.alerts.at[3];
	assert_int_equal(alert->state, ALERT_OWED);
	assert_int_equal(alert->refusals, 1);
	assert_string_equal(moment_text(alert_send_at(&s.dossier, alert, &law, s.now)),
			    "2009-03-12 08:31:00");
	sample_told(&s, "2009-03-12 08:32", alert->id, TOLD_DELIVERED);
	assert_string_equal(dossier_sample_story(&s), "alert.delivered");
	sample_told(&s, "2009-03-12 08:33", alert->id, TOLD_DELIVERED); /* said twice */
	assert_string_equal(dossier_sample_story(&s), "");
	dossier_sample_finish(&s);
}

/* Refused by the last one: the people above are asked, each once, and it ends. */
static void a_person_who_cannot_be_told_is_passed_over(void **state)
{
	struct dossier_sample s;
	start_at_rung_three(&s, *state);
	sample_told(&s, "2009-03-12 08:31", s.dossier.alerts.at[3].id, TOLD_REFUSED); /* li */
	assert_int_equal(s.dossier.alerts.at[3].state, ALERT_FAILED);
	/* Rung 4 is wang, who is about to hear of it anyway, and zhou. */
	assert_string_equal(alerts_text(&s, 5), "3 zhou 2009-03-12 08:31;");
	sample_told(&s, "2009-03-12 08:31", s.dossier.alerts.at[4].id, TOLD_REFUSED); /* wang */
	assert_int_equal(s.dossier.alerts.len, 6); /* zhou hears of it */
	sample_told(&s, "2009-03-12 08:32", s.dossier.alerts.at[5].id, TOLD_REFUSED); /* zhou */
	assert_string_equal(alerts_text(&s, 6), "3 chen 2009-03-12 08:32;");
	sample_told(&s, "2009-03-12 08:33", s.dossier.alerts.at[6].id, TOLD_REFUSED); /* chen */
	assert_int_equal(s.dossier.alerts.len, 7); /* nobody is left */
	VEC_EACH(&s.dossier.alerts, alert)
		if (alert->rung == 3)
			assert_int_equal(alert->state, ALERT_FAILED);
	dossier_sample_finish(&s);
}

static void a_failure_is_repeated_later(void **state)
{
	struct dossier_sample s;
	start_at_rung_three(&s, *state);
	uint64_t id = s.dossier.alerts.at[3].id;
	int64_t longest = 0;
	for (int i = 0; i < 12; i++) {
		struct instant at = instant_max(s.now, s.dossier.alerts.at[3].retry_at);
		dossier_sample_play(&s, (struct event){.kind = EVENT_TOLD,
						       .at = at,
						       .told = {.alert = id,
								.notifier = "mail",
								.reason = "time-out",
								.end = TOLD_LATER,
								.retry_after_s = -1}});
		const struct alert *alert = &s.dossier.alerts.at[3];
		assert_int_equal(alert->state, ALERT_OWED);
		assert_int_equal(alert->refusals, 0);
		int64_t wait = alert->retry_at.us - at.us;
		assert_in_range(wait, 4 * INSTANT_SECOND, 34 * INSTANT_MINUTE);
		longest = wait > longest ? wait : longest;
	}
	assert_true(longest > 20 * INSTANT_MINUTE);
	assert_int_equal(s.dossier.alerts.len, 5); /* nobody else is troubled by it */
	dossier_sample_finish(&s);
}

static void retry_after_is_obeyed(void **state)
{
	struct dossier_sample s;
	start_at_rung_three(&s, *state);
	dossier_sample_play(&s, (struct event){.kind = EVENT_TOLD,
					       .at = moment("2009-03-12 08:31"),
					       .told = {.alert = s.dossier.alerts.at[3].id,
							.notifier = "mail",
							.reason = "429",
							.end = TOLD_LATER,
							.retry_after_s = 3600}});
	assert_string_equal(moment_text(s.dossier.alerts.at[3].retry_at), "2009-03-12 09:31:00");
	dossier_sample_finish(&s);
}

/* An acknowledgement ends the message, never the clock. */
static void acknowledging_stops_neither_clock_nor_ladder(void **state)
{
	struct dossier_sample s;
	start_at_rung_three(&s, *state);
	uint64_t id = s.dossier.alerts.at[3].id;
	sample_decide(&s, "2009-03-12 09:00",
		      (struct event_decision){.decision = "ack", .by = "li", .alert = id});
	sample_told(&s, "2009-03-12 09:01", id, TOLD_DELIVERED);
	assert_string_equal(dossier_sample_story(&s), "alert.acknowledged");
	sample_wake(&s, "2009-03-17 08:30");
	assert_string_equal(alerts_text(&s, 5), "4 wang 2009-03-17 08:30;4 zhou 2009-03-17 08:30;");
	assert_true(s.dossier.obligations.at[0].missed);
	dossier_sample_finish(&s);
}

/* --- nobody there ------------------------------------------------------------------------------------- */

static void an_empty_rung_is_recorded_and_passed_on_at_once(void **state)
{
	struct law law = *(struct law *)*state;
	law.department_count = 0; /* no liaison, head, leader; office and director are there */
	struct dossier_sample s;
	const struct document document = unreviewed("2009-03-02");
	dossier_sample_start(&s, &law);
	sample_receive(&s, "2009-03-02 09:00", &document);
	sample_wake(&s, "2009-03-09 08:30");
	assert_string_equal(alerts_text(&s, 0), "1 zhou 2009-03-09 08:30;");
	assert_non_null(s.dossier.alerts.at[0].reason);

	law.post_count = 0; /* nobody at all: written down, waited for by nobody */
	sample_wake(&s, "2009-03-11 08:30");
	assert_string_equal(alerts_text(&s, 1), "2 - 2009-03-11 08:30;");
	assert_int_equal(s.dossier.alerts.at[1].state, ALERT_FAILED);
	assert_string_equal(moment_text(sample_wake_at(&s)),
			    "2009-03-11 09:30:00"); /* zhou's guard */
	dossier_sample_finish(&s);
}

/* Passed on to somebody whom the rung's own `via` does not reach. */
static void who_is_reached_otherwise_is_told_otherwise(void **state)
{
	static const char *const by_robot[] = {"robot", NULL};
	static const char *const to_liaison[] = {"liaison", NULL}, *const to_head[] = {"head",
										       NULL};
	static const struct rung rungs[] = {
		{.at = {-1, TERM_WORKDAYS}, .tell = to_liaison, .via = by_robot},
		{.at = {0, TERM_WORKDAYS}, .tell = to_head}};
	struct ladder ladder = {.id = "standard", .always = true, .rungs = rungs, .rung_count = 2};
	static const struct notifier_terms notifiers[] = {
		{.name = "robot", .type = "wecom", .needs_mobile = true},
		{.name = "mail", .type = "smtp", .needs_mail = true},
	};
	struct law law = *(struct law *)*state;
	law.ladders = &ladder;
	law.ladder_count = 1;
	law.notifiers = notifiers;
	law.notifier_count = 2;
	struct dossier_sample s;
	const struct document document = unreviewed("2009-03-02");
	dossier_sample_start(&s, &law);
	sample_receive(&s, "2009-03-02 09:00", &document);
	sample_wake(&s, "2009-03-11 00:00");
	assert_string_equal(alerts_text(&s, 0), "1 li 2009-03-11 00:00;");
	assert_string_equal(s.dossier.alerts.at[0].notifier, "mail");
	struct action actions[DOSSIER_ACTIONS];
	assert_int_equal(dossier_owed(&s.dossier, &law, s.now, actions), 1);
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
		cmocka_unit_test(a_document_that_stays_unpublished_gives_the_ladders_timetable),
		cmocka_unit_test(late_arrival_owes_every_rung_that_has_passed),
		cmocka_unit_test(a_late_document_gets_a_minute_to_be_published),
		cmocka_unit_test(a_long_stop_skips_no_rung),
		cmocka_unit_test(a_closed_dossier_has_no_rung),
		cmocka_unit_test(publishing_ends_the_ladder),
		cmocka_unit_test(what_is_not_owed_climbs_no_ladder),
		cmocka_unit_test(a_hold_does_not_stop_the_ladder),
		cmocka_unit_test(an_extension_is_climbed_again),
		cmocka_unit_test(a_late_refusal_is_not_passed_on),
		cmocka_unit_test(a_page_that_goes_is_told_to_the_first_rung),
		cmocka_unit_test(a_page_gone_under_two_rules_is_told_once),
		cmocka_unit_test(a_refusal_goes_to_the_next_notifier),
		cmocka_unit_test(a_person_who_cannot_be_told_is_passed_over),
		cmocka_unit_test(a_failure_is_repeated_later),
		cmocka_unit_test(retry_after_is_obeyed),
		cmocka_unit_test(acknowledging_stops_neither_clock_nor_ladder),
		cmocka_unit_test(an_empty_rung_is_recorded_and_passed_on_at_once),
		cmocka_unit_test(who_is_reached_otherwise_is_told_otherwise),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
