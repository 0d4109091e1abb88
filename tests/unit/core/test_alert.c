#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "core/alert/alert.h"
#include "dossier_sample.h"

#define OPENS_S (8 * 3600 + 1800)

static struct obligation due_on(const char *date)
{
	return (struct obligation){
		.rule = "ten-day",
		.due_on = date_sample(date),
		.due_at = instant_of(date_sample(date), 86400, 8 * 3600),
	};
}

/* --- when ------------------------------------------------------------------------------------------ */

/* Counted by hand with the notices of 2009: National Day 1 to 8 October, worked for on Sunday 27
 * September and Saturday 10 October; Spring Festival 25 to 31 January, worked for on Saturday 24
 * January and Sunday 1 February; Qingming 4 to 6 April. */
static void rungs_of_the_standard_ladder(void **state)
{
	const struct law *law = *state;
	static const struct {
		const char *due;
		const char *rungs[7];
	} cases[] = {
		{"2009-10-09",
		 {"2009-09-28", "2009-09-30", "2009-10-09", "2009-10-13", "2009-10-20",
		  "2009-10-27", "2009-11-03"}},
		{"2009-03-12",
		 {"2009-03-09", "2009-03-11", "2009-03-12", "2009-03-17", "2009-03-24",
		  "2009-03-31", "2009-04-08"}},
		{"2009-02-01", /* a Sunday that is worked */
		 {"2009-01-22", "2009-01-24", "2009-02-01", "2009-02-04", "2009-02-11",
		  "2009-02-18", "2009-02-25"}},
		{"2009-10-03", /* a due date that was not rolled */
		 {"2009-09-28", "2009-09-30", "2009-10-09", "2009-10-12", "2009-10-19",
		  "2009-10-26", "2009-11-02"}},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct obligation duty = due_on(cases[i].due);
		const struct ladder *ladder = alert_ladder(law, &duty);
		for (int n = 0; n < 7; n++) {
			struct instant at = alert_rung_at(law, ladder, &duty, n + 1);
			const char *text = moment_text(at);
			if (strncmp(text, cases[i].rungs[n], 10) != 0)
				fail_msg("due %s rung %d: %s", cases[i].due, n + 1, text);
			assert_string_equal(text + 10, " 08:30:00");
		}
		assert_string_equal(moment_text(alert_first_rung(law, &duty)),
				    moment_text(alert_rung_at(law, ladder, &duty, 1)));
	}
}

static void ladders_of_other_shapes(void **state)
{
	const struct law *law = *state;
	struct obligation duty = due_on("2009-10-09");
	static const struct rung days[] = {{.at = {-2, TERM_DAYS}}, {.at = {1, TERM_MONTHS}}};
	struct ladder ladder = {.opens_s = OPENS_S, .rungs = days, .rung_count = 2};
	/* 7 October is off, the 9th is the next working day; 9 November is a Monday. */
	assert_string_equal(moment_text(alert_rung_at(law, &ladder, &duty, 1)),
			    "2009-10-09 08:30:00");
	assert_string_equal(moment_text(alert_rung_at(law, &ladder, &duty, 2)),
			    "2009-11-09 08:30:00");
	assert_string_equal(moment_text(alert_rung_at(law, &ladder, &duty, 3)), "never");
	assert_string_equal(moment_text(alert_rung_at(law, &ladder, &duty, 0)), "never");
	assert_string_equal(moment_text(alert_rung_at(law, NULL, &duty, 1)), "never");

	ladder.always = true;
	assert_string_equal(moment_text(alert_rung_at(law, &ladder, &duty, 1)),
			    "2009-10-09 00:00:00");

	static const struct rung alone[] = {{.at = {5, TERM_WORKDAYS}, .repeats = true}};
	struct ladder repeating = {.opens_s = OPENS_S, .rungs = alone, .rung_count = 1};
	assert_string_equal(moment_text(alert_rung_at(law, &repeating, &duty, 1)),
			    "2009-10-15 08:30:00");
	assert_string_equal(moment_text(alert_rung_at(law, &repeating, &duty, 2)),
			    "2009-10-22 08:30:00");
}

static void a_ladder_is_found_by_the_rule(void **state)
{
	struct law law = *(struct law *)*state;
	struct rule rules[] = {{.id = "quiet"}, {.id = "ten-day", .ladder = "standard"}};
	law.rules = rules;
	law.rule_count = 2;
	struct obligation duty = {.rule = "ten-day"};
	assert_string_equal(alert_ladder(&law, &duty)->id, "standard");
	duty.rule = "quiet";
	assert_null(alert_ladder(&law, &duty));
	duty.rule = "deleted"; /* its duty is open: silence would be wrong */
	assert_string_equal(alert_ladder(&law, &duty)->id, "standard");
	law.ladder_count = 0;
	assert_null(alert_ladder(&law, &duty));
}

static void held_messages_leave_in_the_first_working_minute(void **state)
{
	const struct law *law = *state;
	static const struct {
		const char *now, *then;
	} cases[] = {
		{"2009-09-30 08:29:59", "2009-09-30 08:30:00"},
		{"2009-09-30 08:30:00", "2009-09-30 08:30:00"},
		{"2009-09-30 17:29:59", "2009-09-30 17:29:59"},
		{"2009-09-30 17:30:00", "2009-10-09 08:30:00"}, /* before eight days off */
		{"2009-10-01 10:00:00", "2009-10-09 08:30:00"},
		{"2009-10-10 07:00:00", "2009-10-10 08:30:00"}, /* a Saturday that is worked */
		{"2009-10-11 12:00:00", "2009-10-12 08:30:00"},
		{"2009-03-06 23:59:59", "2009-03-09 08:30:00"}, /* Friday night */
	};
	const struct ladder *ladder = law_ladder(law, "standard");
	struct ladder always = *ladder;
	always.always = true;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct instant now = moment(cases[i].now);
		assert_string_equal(moment_text(alert_office_time(law, ladder, now)),
				    cases[i].then);
		assert_string_equal(moment_text(alert_office_time(law, &always, now)),
				    cases[i].now);
		assert_string_equal(moment_text(alert_office_time(law, NULL, now)), cases[i].now);
	}
}

/* --- who ------------------------------------------------------------------------------------------- */

static const char *const liaison_and_head[] = {"liaison", "head", NULL};
static const char *const head_again[] = {"head", "deputy-head", NULL};
static const char *const leader[] = {"leader", NULL};
static const char *const nobody[] = {"post-that-nobody-holds", NULL};
static const char *const mute[] = {"mute", NULL};
static const char *const by_robot[] = {"robot", NULL};

static const struct absence october[] = {{{2009, 10, 1}, {2009, 10, 31}}};
static const struct person people[] = {
	{.id = "zhang",
	 .mail = "zhang@example.gov.cn",
	 .away = october,
	 .away_count = 1,
	 .deputy = "zhao"},
	{.id = "li", .mail = "li@example.gov.cn", .mobile = "13800000000"},
	{.id = "wang", .mail = "wang@example.gov.cn"},
	{.id = "zhao", .mail = "zhao@example.gov.cn"},
	{.id = "mute"}, /* no address at all */
};
static const struct post posts[] = {{"liaison", "zhang"},
				    {"head", "li"},
				    {"deputy-head", "li"},
				    {"leader", "wang"},
				    {"mute", "mute"}};
static const struct notifier_terms notifiers[] = {
	{.name = "robot", .type = "wecom", .needs_mobile = true},
	{.name = "mail", .type = "smtp", .needs_mail = true},
};
static const struct rung rungs[] = {
	{.tell = liaison_and_head}, {.tell = nobody}, {.tell = head_again},
	{.tell = leader},           {.tell = mute},   {.tell = leader, .via = by_robot},
};
static const struct ladder tested = {.id = "tested", .rungs = rungs, .rung_count = 6};

static struct law staffed(const struct law *law)
{
	struct law own = *law;
	own.people = people;
	own.person_count = ARRAY_LEN(people);
	own.posts = posts;
	own.post_count = ARRAY_LEN(posts);
	own.department_count = 0;
	own.notifiers = notifiers;
	own.notifier_count = ARRAY_LEN(notifiers);
	own.ladders = &tested;
	own.ladder_count = 1;
	return own;
}

static void a_rung_tells_the_holders_of_its_posts(void **state)
{
	struct law law = staffed(*state);
	static const struct {
		int rung;
		const char *on, *who;
		bool fell_through;
	} cases[] = {
		{1, "2009-09-30", "zhang li ", false},
		{1, "2009-10-01", "zhao li ", false}, /* the deputy */
		{2, "2009-09-30", "li ", true},       /* an empty post: the next rung's people */
		{3, "2009-09-30", "li ", false},      /* two posts, one person, told once */
		{5, "2009-09-30", "", true},          /* nor can the rung above reach anyone */
		{6, "2009-09-30", "", true},          /* wang has no mobile for the robot */
		{7, "2009-09-30", "", false},         /* there is no such rung */
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct person *told[ALERT_PEOPLE];
		bool fell_through;
		scoped(buf_finish) struct buf who = {0};
		int count = alert_people(&law, &tested, cases[i].rung, "hydrology",
					 date_sample(cases[i].on), told, &fell_through);
		for (int k = 0; k < count; k++)
			buf_print(&who, "%s ", told[k]->id);
		assert_string_equal(buf_text(&who), cases[i].who);
		assert_int_equal(fell_through, cases[i].fell_through);
	}
}

static const char *name_of(const struct notifier_terms *notifier)
{
	return notifier == NULL ? "" : notifier->name;
}

static void notifiers_are_tried_in_order(void **state)
{
	struct law law = staffed(*state);
	const struct person *li = law_person(&law, "li"), *wang = law_person(&law, "wang");
	assert_string_equal(name_of(alert_notifier(&law, &rungs[0], li, 0)), "robot");
	assert_string_equal(name_of(alert_notifier(&law, &rungs[0], li, 1)), "mail");
	assert_string_equal(name_of(alert_notifier(&law, &rungs[0], li, 2)), "");
	assert_string_equal(name_of(alert_notifier(&law, &rungs[5], li, 0)), "robot");
	assert_string_equal(name_of(alert_notifier(&law, &rungs[5], li, 1)), "");
	assert_string_equal(name_of(alert_notifier(&law, &rungs[5], wang, 0)), "");

	/* Somebody whom the rung's `via` does not reach is told in his own order. */
	assert_string_equal(name_of(alert_way(&law, &tested, 6, li, 0)), "robot");
	assert_string_equal(name_of(alert_way(&law, &tested, 6, li, 1)), "");
	assert_string_equal(name_of(alert_way(&law, &tested, 6, wang, 0)), "mail");
	assert_string_equal(name_of(alert_way(&law, &tested, 0, li, 0)), "robot"); /* as rung 1 */
	assert_string_equal(name_of(alert_way(&law, NULL, 1, wang, 0)), "mail");
}

/* --- what is sent ----------------------------------------------------------------------------------- */

static void owed_messages_wait_for_the_office_and_for_their_retry(void **state)
{
	const struct law *law = *state;
	struct dossier dossier = {0};
	*VEC_PUSH(&dossier.obligations) = due_on("2009-10-09");
	struct alert alert = {.person = "zhang", .rung = 1, .owed_at = moment("2009-09-28 08:30")};
	struct instant night = moment("2009-09-28 20:00");
	assert_string_equal(
		moment_text(alert_send_at(&dossier, &alert, law, moment("2009-09-28 09:00"))),
		"2009-09-28 09:00:00");
	assert_string_equal(moment_text(alert_send_at(&dossier, &alert, law, night)),
			    "2009-09-29 08:30:00");
	alert.retry_at = moment("2009-09-29 10:00");
	assert_string_equal(moment_text(alert_send_at(&dossier, &alert, law, night)),
			    "2009-09-29 10:00:00");
	dossier_finish(&dossier);
}

static void what_is_not_sent_any_more(void **state)
{
	const struct law *law = *state;
	static const struct {
		enum alert_state alert;
		enum obligation_state duty;
		bool withdrawn;
		int rung;
		const char *person;
		bool sent;
	} cases[] = {
		{ALERT_OWED, OBL_OPEN, false, 1, "zhang", true},
		{ALERT_DELIVERED, OBL_OPEN, false, 1, "zhang", false},
		{ALERT_FAILED, OBL_OPEN, false, 1, "zhang", false},
		{ALERT_ACKNOWLEDGED, OBL_OPEN, false, 1, "zhang", false},
		{ALERT_OWED, OBL_MET, false, 1, "zhang", false},
		{ALERT_OWED, OBL_EXEMPT, false, 1, "zhang", false},
		{ALERT_OWED, OBL_OPEN, true, 1, "zhang", false},
		{ALERT_OWED, OBL_MET, false, 0, "zhang", true}, /* a page that has gone */
		{ALERT_OWED, OBL_OPEN, false, 1, "left-the-house", false},
		{ALERT_OWED, OBL_OPEN, false, 1, NULL, false},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct dossier dossier = {.withdrawn = cases[i].withdrawn};
		struct obligation duty = due_on("2009-10-09");
		duty.state = cases[i].duty;
		*VEC_PUSH(&dossier.obligations) = duty;
		struct alert alert = {.state = cases[i].alert,
				      .rung = cases[i].rung,
				      .person = cases[i].person,
				      .owed_at = moment("2009-09-28 08:30")};
		struct instant at = alert_send_at(&dossier, &alert, law,
						  moment("2009-09-28 09:00"));
		assert_int_equal(instant_before(at, INSTANT_NEVER), cases[i].sent);
		dossier_finish(&dossier);
	}
}

static void the_next_rung_follows_those_recorded_for_the_duty(void **state)
{
	struct dossier dossier = {0};
	static const struct alert alerts[] = {
		{.obligation = 0, .rung = 1}, {.obligation = 0, .rung = 1},
		{.obligation = 1, .rung = 3}, {.obligation = 0, .rung = 0},
		{.obligation = 0, .rung = 2},
	};
	for (int i = 0; i < 3; i++)
		*VEC_PUSH(&dossier.obligations) = due_on("2009-10-09");
	for (size_t i = 0; i < ARRAY_LEN(alerts); i++) {
		struct alert *alert = VEC_PUSH(&dossier.alerts);
		*alert = alerts[i];
		alert->due_on = date_sample("2009-10-09");
	}
	assert_int_equal(alert_next_rung(&dossier, *state, 0), 3);
	assert_int_equal(alert_next_rung(&dossier, *state, 1), 4);
	assert_int_equal(alert_next_rung(&dossier, *state, 2), 1);
	dossier_finish(&dossier);
}

/* Due 9 October, rungs 1 to 4 told (the last on the 13th); then the date is changed. */
static void another_due_date_begins_the_ladder_anew(void **state)
{
	static const struct {
		const char *due, *planned_at;
		int next;
	} cases[] = {
		{"2009-11-20", "2009-10-14 10:00", 1}, /* the 17th, -3 workdays, is ahead */
		{"2009-10-19", "2009-10-14 10:00",
		 2}, /* the 14th, 08:30, had passed, and 1 was told */
		{"2009-10-15", "2009-10-14 10:00", 3}, /* -1 workday was the 14th, too */
		{"2009-10-14", "2009-10-14 08:00", 3}, /* 0 is half an hour ahead */
		{"2009-09-01", "2009-10-14 10:00", 5}, /* all four had passed; 5 was never told */
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct dossier dossier = {0};
		struct obligation *duty = VEC_PUSH(&dossier.obligations);
		*duty = due_on(cases[i].due);
		duty->planned_at = moment(cases[i].planned_at);
		for (int rung = 1; rung <= 4; rung++)
			*VEC_PUSH(&dossier.alerts) =
				(struct alert){.rung = rung, .due_on = date_sample("2009-10-09")};
		assert_int_equal(alert_next_rung(&dossier, *state, 0), cases[i].next);
		dossier_finish(&dossier);
	}
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
		cmocka_unit_test(rungs_of_the_standard_ladder),
		cmocka_unit_test(ladders_of_other_shapes),
		cmocka_unit_test(a_ladder_is_found_by_the_rule),
		cmocka_unit_test(held_messages_leave_in_the_first_working_minute),
		cmocka_unit_test(a_rung_tells_the_holders_of_its_posts),
		cmocka_unit_test(notifiers_are_tried_in_order),
		cmocka_unit_test(owed_messages_wait_for_the_office_and_for_their_retry),
		cmocka_unit_test(what_is_not_sent_any_more),
		cmocka_unit_test(the_next_rung_follows_those_recorded_for_the_duty),
		cmocka_unit_test(another_due_date_begins_the_ladder_anew),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
