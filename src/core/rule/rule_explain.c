#include "core/rule/rule.h"

static const char *why_off(const struct calendar_day *day)
{
	if (!day->listed)
		return "weekend";
	return day->known ? "holiday" : "provisional holiday";
}

static const char *why_workday(const struct calendar_day *day, struct civil_date date)
{
	if (!day->working)
		return why_off(day);
	return civil_date_weekday(date) >= 6 ? "make-up workday" : "workday";
}

/* Rolled forward, the way leads over days off to the due date; rolled backward, the days behind
 * the due date are given up. */
static const char *why_calendar(const struct due *due, struct civil_date last,
				const struct calendar_day *day, struct civil_date date)
{
	bool past_due = civil_date_compare(date, due->due_on) > 0;
	bool past_last = civil_date_compare(date, last) > 0;
	if (past_due || (past_last && day->working))
		return "rolled";
	return past_last ? why_off(day) : "calendar day";
}

/* The last day of the count itself, which rolling may have left in either direction. */
static struct civil_date unrolled_last(const struct rule *rule, const struct law *law,
				       const struct due *due)
{
	if (rule->term.unit != TERM_DAYS && rule->term.unit != TERM_MONTHS)
		return due->due_on;
	struct rule unrolled = *rule;
	unrolled.roll = TERM_ROLL_NONE;
	return rule_due(&unrolled, law, due->trigger_on, (struct instant){0}).due_on;
}

struct due rule_explain(const struct rule *rule, const struct law *law,
			struct civil_date trigger_on, due_day_seen *seen, void *ctx)
{
	struct due due = rule_due(rule, law, trigger_on, (struct instant){0});
	struct civil_date last = unrolled_last(rule, law, &due);
	struct civil_date end = civil_date_compare(last, due.due_on) > 0 ? last : due.due_on;

	for (struct civil_date date = civil_date_add(trigger_on, 1);
	     civil_date_is_set(date) && civil_date_compare(date, end) <= 0;
	     date = civil_date_add(date, 1)) {
		struct calendar_day day = calendar_day(law->calendar, date);
		struct due_day told = {.date = date, .name = day.name, .notice = day.notice};
		if (rule->term.unit == TERM_WORKDAYS) {
			told.counted = day.working;
			told.why = why_workday(&day, date);
		} else {
			told.why = why_calendar(&due, last, &day, date);
			told.counted = civil_date_compare(date, last) <= 0;
		}
		seen(ctx, &told);
	}
	return due;
}
