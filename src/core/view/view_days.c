/* The arithmetic of a due date, day by day, and how many days are left. */
#include <stdlib.h>

#include "base/macros.h"
#include "base/text.h"
#include "core/calendar/calendar.h"
#include "core/rule/rule.h"
#include "core/view/put.h"
#include "core/view/view.h"
#include "core/view/words.h"

/* --- days left ------------------------------------------------------------------------------- */

static void add_overdue(const struct obligation *obligation, const struct law *law,
			struct civil_date until, const char *before, struct buf *out)
{
	int workdays = calendar_workdays_between(law->calendar, obligation->due_on, until);
	if (workdays > 0)
		buf_print(out, "%s %d 个工作日", before, workdays);
	else
		buf_print(out, "%s不足 1 个工作日", before);
}

static void add_ahead(const struct obligation *obligation, const struct law *law,
		      struct civil_date today, struct buf *out)
{
	int days = civil_date_number(obligation->due_on) - civil_date_number(today);
	int workdays = calendar_workdays_between(law->calendar, today, obligation->due_on);
	if (days <= 0)
		buf_text_add(out, "今日到期");
	else if (workdays > 0)
		buf_print(out, "还有 %d 个工作日", workdays);
	else
		buf_print(out, "还有 %d 天，其间没有工作日", days);
}

void view_days_left(const struct obligation *obligation, const struct law *law,
		    struct instant now, struct buf *out)
{
	struct civil_date today = civil_date_at(now, law->offset_s);
	if (obligation->state == OBL_EXEMPT) {
		buf_text_add(out, "不予公开");
	} else if (obligation->state == OBL_MET) {
		if (instant_before(obligation->due_at, obligation->met_at))
			add_overdue(obligation, law,
				    civil_date_at(obligation->met_at, law->offset_s),
				    "已公开，逾期", out);
		else
			buf_text_add(out, "已按期公开");
	} else if (!instant_before(now, obligation->due_at)) {
		add_overdue(obligation, law, today, "已逾期", out);
	} else {
		add_ahead(obligation, law, today, out);
	}
}

/* --- day by day ------------------------------------------------------------------------------ */

struct explained {
	json_t *days;
	int counted;
};

static const char *why_label(const char *why)
{
	static const struct {
		const char *why, *label;
	} labels[] = {
		{"workday", "工作日"},
		{"make-up workday", "调休上班"},
		{"calendar day", "计入"},
		{"weekend", "周末"},
		{"holiday", "放假"},
		{"rolled", "顺延"},
		{"provisional holiday", "法定节日（放假通知未发布，暂定）"},
	};
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		if (text_equal(labels[i].why, why))
			return labels[i].label;
	return why;
}

static void add_day(void *ctx, const struct due_day *day)
{
	struct explained *explained = ctx;
	json_t *json = json_object();
	explained->counted += day->counted;
	put_date(json, "date", day->date);
	put_bool(json, "counted", day->counted);
	put_text(json, "why", day->why);
	put_text(json, "name", day->name);
	put_text(json, "notice", day->notice);
	put_text(json, "weekday", word_weekday(day->date));
	put_text(json, "why_label", why_label(day->why));
	if (day->counted)
		put_int(json, "number", explained->counted);
	else
		put_text(json, "number", NULL);
	json_array_append_new(explained->days, json);
}

static void settings_label(const struct rule *rule, const struct law *law, struct buf *out)
{
	static const char *const rolls[] = {
		[TERM_ROLL_FORWARD] = "末日遇休息日顺延",
		[TERM_ROLL_NONE] = "末日不顺延",
		[TERM_ROLL_BACKWARD] = "末日遇休息日提前",
	};
	word_term(out, rule->term);
	if (rule->term.unit == TERM_HOURS) {
		buf_text_add(out, "，自起算时刻起连续计算");
		return;
	}
	int minutes = law->close_of_business_s / 60;
	buf_print(out, "，起算日不计入，%s%s%02d:%02d 截止",
		  rule->term.unit == TERM_WORKDAYS ? "" : rolls[rule->roll],
		  rule->term.unit == TERM_WORKDAYS ? "末日 " : "，末日 ", minutes / 60,
		  minutes % 60);
}

static void put_arithmetic(json_t *json, const struct rule *rule, const struct law *law,
			   struct civil_date trigger_on)
{
	scoped(buf_finish) struct buf settings = {0};
	scoped(buf_finish) struct buf label = {0};
	struct explained explained = {.days = json_array()};
	if (rule != NULL && civil_date_is_set(trigger_on)) {
		struct due due = rule_explain(rule, law, trigger_on, add_day, &explained);
		put_date(json, "due_on", due.due_on);
		put_instant(json, "due_at", due.due_at, law->offset_s);
		put_bool(json, "provisional", due.provisional);
		rule_settings(rule, law, &settings);
		settings_label(rule, law, &label);
	}
	put_text(json, "settings", buf_text(&settings));
	put_text(json, "settings_label", buf_text(&label));
	put_int(json, "counted", explained.counted);
	put_value(json, "days", explained.days);
}

json_t *view_explain_due(const struct rule *rule, const struct law *law,
			 struct civil_date trigger_on)
{
	json_t *json = json_object();
	put_text(json, "rule", rule->id);
	put_text(json, "basis", rule->basis);
	put_date(json, "trigger_on", trigger_on);
	put_arithmetic(json, rule, law, trigger_on);
	return json;
}

/* What was decided stands, also where the rule in force would now count otherwise: then `note` says
 * so beside the days. */
static json_t *explain_obligation(const struct obligation *obligation, const struct law *law)
{
	const struct rule *rule = law_rule(law, obligation->rule);
	json_t *json = json_object();
	put_text(json, "rule", obligation->rule);
	put_text(json, "basis", obligation->basis);
	put_date(json, "trigger_on", obligation->trigger_on);
	put_date(json, "due_on", (struct civil_date){0});
	put_arithmetic(json, rule, law, obligation->trigger_on);
	const char *computed = json_string_value(json_object_get(json, "due_on"));
	char recorded[CIVIL_DATE_TEXT];
	bool same = text_equal(computed, civil_date_print(obligation->due_on, recorded));
	const char *note = NULL;
	if (rule == NULL)
		note = "配置中已没有这条规则，期限以台账记录为准。";
	else if (obligation->extended)
		note = "经批准延期，以下为按规则原来的算法。";
	else if (!same)
		note = "按现行规则计算结果不同，期限以台账记录为准。";
	put_date(json, "due_on", obligation->due_on);
	put_instant(json, "due_at", obligation->due_at, law->offset_s);
	put_bool(json, "provisional", obligation->provisional);
	put_bool(json, "extended", obligation->extended);
	put_text(json, "edition", obligation->edition);
	put_text(json, "note", note);
	return json;
}

json_t *view_explain(const struct dossier *dossier, const struct law *law)
{
	json_t *list = json_array();
	VEC_EACH(&dossier->obligations, obligation)
		json_array_append_new(list, explain_obligation(obligation, law));
	return list;
}
