#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/law_sample.h"
#include "base/json.h"
#include "base/text.h"
#include "core/view/view.h"
#include "unit/core/dossier_sample.h"

/* "obligations/0/phase=met": the member at the pointer, printed; a text without its quotes. */
static const char *at_pointer(json_t *json, const char *pointer)
{
	static struct buf text;
	json_t *value = json_at_pointer(json, pointer);
	buf_clear(&text);
	if (json_is_string(value))
		buf_text_add(&text, json_string_value(value));
	else if (value != NULL)
		json_line(value, &text);
	else
		buf_text_add(&text, "(missing)");
	return buf_text(&text);
}

struct expected {
	const char *pointer, *value;
};

static void assert_members(json_t *json, const struct expected *expected, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *value = at_pointer(json, expected[i].pointer);
		if (strcmp(value, expected[i].value) != 0)
			fail_msg("%s: %s instead of %s", expected[i].pointer, value,
				 expected[i].value);
	}
}

/* --- the dossier ------------------------------------------------------------------------------- */

/* The names are the contract's (section 5). */
static void a_proven_dossier_reads_as_the_contract_says(void **state)
{
	static const struct expected expected[] = {
		{"/id", "7"},
		{"/department", "hydrology"},
		{"/department_name", "水文处"},
		{"/category", "official-document"},
		{"/disclosure", "active"},
		{"/public_interest", "true"},
		{"/audience", "public"},
		{"/issued_on", "2009-03-02"},
		{"/received_at", "2009-03-02T09:00:00+08:00"},
		{"/revision", "1"},
		{"/state", "closed"},
		{"/state_label", "已办结"},
		{"/why", "网站：公众可见，内容一致"},
		{"/obligations/0/rule", "ten-day"},
		{"/obligations/0/basis", "盐水政〔2009〕9号"},
		{"/obligations/0/trigger_on", "2009-03-02"},
		{"/obligations/0/due_on", "2009-03-12"},
		{"/obligations/0/due_at", "2009-03-13T00:00:00+08:00"},
		{"/obligations/0/provisional", "false"},
		{"/obligations/0/phase", "met"},
		{"/obligations/0/phase_label", "按期公开"},
		{"/obligations/0/days_left", "已按期公开"},
		{"/publications/0/channel", "website"},
		{"/publications/0/state", "proven"},
		{"/publications/0/key", "gongshi-7-r1-website"},
		{"/publications/0/verdict", "present"},
		{"/publications/0/findings", "[]"},
		{"/publications/0/attempts", "1"},
		{"/alerts", "[]"},
		{"/holds", "[]"},
	};
	static const char *const present[] = {
		"/obligations/0/met_at",	  "/obligations/0/edition",
		"/publications/0/remote_id",	  "/publications/0/url",
		"/publications/0/reason",	  "/publications/0/first_seen_at",
		"/publications/0/last_probe_at", "/publications/0/retry_at",
		"/publications/0/permanent",	  "/next_wake_at",
	};
	struct dossier_sample s;
	dossier_sample_start(&s, *state);
	sample_prove(&s, "2009-03-02 09:00");
	scoped(json_drop) json_t *json = view_dossier(&s.dossier, s.law, s.now);
	assert_members(json, expected, ARRAY_LEN(expected));
	for (size_t i = 0; i < ARRAY_LEN(present); i++)
		assert_non_null(json_at_pointer(json, present[i]));
	dossier_sample_finish(&s);
}

/* What is unset is null, so that the shape never changes. */
static void a_held_dossier_says_why(void **state)
{
	static const struct expected expected[] = {
		{"/state", "awaiting-review"},
		{"/state_label", "待保密审查"},
		{"/why", "缺保密审查记录或签发人，审查前不得发布"},
		{"/holds/0/code", "review-missing"},
		{"/holds/0/label", "缺保密审查"},
		{"/holds/0/by", "null"},
		{"/review", "null"},
		{"/not_before", "null"},
		{"/obligations/0/phase", "open"},
		{"/obligations/0/met_at", "null"},
		{"/publications/0/state", "pending"},
		{"/publications/0/key", "null"},
		{"/publications/0/url", "null"},
		{"/publications/0/verdict", "null"},
		{"/publications/0/why", "等待发送到网站"},
	};
	struct dossier_sample s;
	struct document document = document_sample("2009-03-02");
	document.review = (struct review){0};
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &document);
	scoped(json_drop) json_t *json = view_dossier(&s.dossier, s.law, s.now);
	assert_members(json, expected, ARRAY_LEN(expected));
	dossier_sample_finish(&s);
}

static void alerts_name_person_rule_and_state(void **state)
{
	static const struct expected expected[] = {
		{"/obligations/0/phase", "overdue"},
		{"/obligations/0/days_left", "已逾期 1 个工作日"},
		{"/obligations/0/missed", "true"},
		{"/alerts/0/rung", "1"},
		{"/alerts/0/obligation", "0"},
		{"/alerts/0/rule", "ten-day"},
		{"/alerts/0/person", "zhang"},
		{"/alerts/0/person_name", "张伟"},
		{"/alerts/0/owed_at", "2009-03-09T08:30:00+08:00"},
		{"/alerts/0/notifier", "mail"},
		{"/alerts/0/notifier_label", "邮件"},
		{"/alerts/0/state", "owed"},
	};
	struct dossier_sample s;
	struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &document);
	sample_wake(&s, "2009-03-13 09:00");
	scoped(json_drop) json_t *json = view_dossier(&s.dossier, s.law, s.now);
	assert_members(json, expected, ARRAY_LEN(expected));
	assert_int_equal(json_integer_value(json_at_pointer(json, "/alerts/0/id")),
			 s.dossier.alerts.at[0].id);
	dossier_sample_finish(&s);
}

static void an_unclear_sending_is_told_in_plain_words(void **state)
{
	struct dossier_sample s;
	struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &document);
	sample_slot(&s, "2009-03-02 09:01");
	sample_ended(&s, "2009-03-02 09:02", "2009-03-02 09:01", PUBLISH_CREATE, PUBLISH_UNCLEAR);
	scoped(json_drop) json_t *json = view_dossier(&s.dossier, s.law, s.now);
	assert_string_equal(at_pointer(json, "/publications/0/state"), "unclear");
	assert_non_null(strstr(at_pointer(json, "/why"), "按编号核对，不会重复发布"));
	dossier_sample_finish(&s);
}

/* --- days ----------------------------------------------------------------------------------------- */

static void days_left_are_working_days(void **state)
{
	static const struct {
		const char *now, *met, *text;
	} cases[] = {
		{"2009-03-02 09:00", "", "还有 8 个工作日"},
		{"2009-03-11 23:59", "", "还有 1 个工作日"},
		{"2009-03-12 00:00", "", "今日到期"},
		{"2009-03-12 23:59", "", "今日到期"},
		{"2009-03-13 00:00", "", "已逾期 1 个工作日"},
		{"2009-03-16 10:00", "", "已逾期 2 个工作日"},
		{"2009-04-01 10:00", "2009-03-12 23:59", "已按期公开"},
		{"2009-04-01 10:00", "2009-03-16 10:00", "已公开，逾期 2 个工作日"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf text = {0};
		struct obligation obligation = {
			.rule = "ten-day",
			.due_on = date_sample("2009-03-12"),
			.due_at = moment("2009-03-13 00:00"),
		};
		if (cases[i].met[0] != '\0') {
			obligation.state = OBL_MET;
			obligation.met_at = moment(cases[i].met);
		}
		view_days_left(&obligation, *state, moment(cases[i].now), &text);
		assert_string_equal(buf_text(&text), cases[i].text);
	}
}

/* National Day 2009: 1 to 8 October, 27 September and 10 October worked in exchange. */
static void a_due_date_is_explained_day_by_day(void **state)
{
	const struct law *law = *state;
	static const struct expected expected[] = {
		{"/rule", "ten-day"},
		{"/basis", "盐水政〔2009〕9号"},
		{"/trigger_on", "2009-09-25"},
		{"/due_on", "2009-10-09"},
		{"/provisional", "false"},
		{"/settings", "days, roll forward, close of business 24:00, first day not counted"},
		{"/settings_label", "10日，起算日不计入，末日遇休息日顺延，末日 24:00 截止"},
		{"/counted", "10"},
		{"/days/0/date", "2009-09-26"},
		{"/days/0/counted", "true"},
		{"/days/0/number", "1"},
		{"/days/0/weekday", "周六"},
		{"/days/9/date", "2009-10-05"},
		{"/days/9/number", "10"},
		{"/days/10/counted", "false"},
		{"/days/10/why", "holiday"},
		{"/days/10/why_label", "放假"},
		{"/days/10/number", "null"},
		{"/days/13/date", "2009-10-09"},
		{"/days/13/why_label", "顺延"},
		{"/days/14", "(missing)"},
	};
	scoped(json_drop) json_t *json = view_explain_due(law_rule(law, "ten-day"), law,
							  date_sample("2009-09-25"));
	assert_members(json, expected, ARRAY_LEN(expected));
	assert_true(json_string_length(json_at_pointer(json, "/days/10/notice")) > 0);
}

/* What was decided stands beside a rule that would now count otherwise. */
static void an_extension_keeps_its_date_beside_the_count(void **state)
{
	struct dossier_sample s;
	struct document document = document_sample("2009-03-02");
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &document);
	assert_int_equal(sample_decide(&s, "2009-03-03 09:00",
				       (struct event_decision){
					       .decision = "extend",
					       .by = "zhang",
					       .approved_by = "li",
					       .reason = "图件待测绘",
					       .rule = "ten-day",
					       .to = date_sample("2009-03-20"),
				       }),
			 0);
	scoped(json_drop) json_t *json = view_explain(&s.dossier, s.law);
	assert_int_equal(json_array_size(json), s.dossier.obligations.len);
	assert_string_equal(at_pointer(json, "/0/due_on"), "2009-03-20");
	assert_string_equal(at_pointer(json, "/0/note"), "经批准延期，以下为按规则原来的算法。");
	assert_string_equal(at_pointer(json, "/0/days/9/date"), "2009-03-12");
	dossier_sample_finish(&s);
}

/* --- what follows, what is in force ---------------------------------------------------------------- */

static void the_schedule_names_people(void **state)
{
	struct dossier_sample s;
	struct document document = document_sample("2009-03-02");
	document.review = (struct review){0};
	dossier_sample_start(&s, *state);
	sample_receive(&s, "2009-03-02 09:00", &document);
	scoped(json_drop) json_t *json = view_schedule(&s.dossier, s.law, s.now);
	static const struct expected expected[] = {
		{"/0/at", "2009-03-09T08:30:00+08:00"},
		{"/0/what", "rung"},
		{"/0/rung", "1"},
		{"/0/rule", "ten-day"},
		{"/0/channel", "null"},
		{"/0/tell/0/person", "zhang"},
		{"/0/tell/0/name", "张伟"},
		{"/0/text", "仍未公开则按第 1 级催办，通知 张伟"},
		{"/3/what", "due"},
		{"/3/text", "公开期限届满，此后为逾期"},
	};
	assert_members(json, expected, ARRAY_LEN(expected));
	dossier_sample_finish(&s);
}

static void rules_are_shown_as_they_are_configured(void **state)
{
	static const struct expected expected[] = {
		{"/0/id", "ten-day"},
		{"/0/kind", "publish"},
		{"/0/from", "2009-01-01"},
		{"/0/until", "null"},
		{"/0/match", "{\"public_interest\":true}"},
		{"/0/trigger", "issued"},
		{"/0/term", "10 days"},
		{"/0/term_label", "10日"},
		{"/0/roll", "forward"},
		{"/0/channels", "[\"website\"]"},
		{"/0/ladder", "standard"},
		{"/0/rungs/0/at", "-3 workdays"},
		{"/0/rungs/4/every", "5 workdays"},
		{"/1/match", "{\"disclosure\":[\"active\"]}"},
		{"/1/term_label", "20个工作日"},
		{"/2/display", "5 workdays"},
		{"/2/watch_s", "600"},
		{"/3", "(missing)"},
	};
	scoped(json_drop) json_t *json = view_rules(*state);
	assert_members(json, expected, ARRAY_LEN(expected));
}

static int setup(void **state)
{
	*state = law_sample();
	return 0;
}

static int teardown(void **state)
{
	law_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_proven_dossier_reads_as_the_contract_says),
		cmocka_unit_test(a_held_dossier_says_why),
		cmocka_unit_test(alerts_name_person_rule_and_state),
		cmocka_unit_test(an_unclear_sending_is_told_in_plain_words),
		cmocka_unit_test(days_left_are_working_days),
		cmocka_unit_test(a_due_date_is_explained_day_by_day),
		cmocka_unit_test(an_extension_keeps_its_date_beside_the_count),
		cmocka_unit_test(the_schedule_names_people),
		cmocka_unit_test(rules_are_shown_as_they_are_configured),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
