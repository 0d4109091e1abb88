#include "core/rule/rule.h"

#include <assert.h>

#include "base/text.h"

/* Past this day nothing is computed; a term that runs there ends there. */
static const struct civil_date end_of_days = {.year = 9999, .month = 12, .day = 31};

/* A NULL list is not asked. */
static bool is_in(const char *const *list, const char *text)
{
	if (list == NULL)
		return true;
	for (; *list != NULL; list++)
		if (text_equal(*list, text))
			return true;
	return false;
}

static bool in_force(const struct rule *rule, struct civil_date on)
{
	if (!civil_date_is_set(on))
		return false;
	bool begun = !civil_date_is_set(rule->from) || civil_date_compare(rule->from, on) <= 0;
	bool over = civil_date_is_set(rule->until) && civil_date_compare(rule->until, on) < 0;
	return begun && !over;
}

bool rule_binds(const struct rule *rule, const struct document *document,
		struct civil_date trigger_on)
{
	const struct rule_match *match = &rule->match;
	if (match->disclosure >= 0 && !(match->disclosure & 1 << document->disclosure))
		return false;
	if (match->public_interest >= 0 &&
	    (match->public_interest != 0) != document->public_interest)
		return false;
	if (match->audience >= 0 && match->audience != (int)document->audience)
		return false;
	return is_in(match->categories, document->category) &&
	       is_in(match->departments, document->department) &&
	       is_in(match->issuers, document->issuer) && in_force(rule, trigger_on);
}

struct civil_date rule_trigger(const struct rule *rule, const struct document *document,
			       struct civil_date arrived_on)
{
	switch (rule->trigger) {
	case TRIGGER_ISSUED:
		return document->issued_on;
	case TRIGGER_RECEIVED:
	case TRIGGER_CHANGED: /* the changed text is known from the day it is handed in */
		return civil_date_is_set(document->received_on) ? document->received_on
								: arrived_on;
	case TRIGGER_DECIDED: /* a decision is an event, not a property of the document */
		break;
	}
	return (struct civil_date){0};
}

/* The last day of a term in days or months, before any rolling. */
static struct civil_date last_day(struct term term, struct civil_date trigger_on)
{
	struct civil_date last = term.unit == TERM_MONTHS
					 ? civil_date_add_months(trigger_on, term.count)
					 : civil_date_add(trigger_on, term.count);
	return civil_date_is_set(last) ? last : end_of_days;
}

/* An end at midnight sharp belongs to the day that ends, as 24:00 does. */
static void due_in_hours(const struct rule *rule, const struct law *law, struct instant trigger_at,
			 struct due *due)
{
	struct instant start = instant_is_set(trigger_at)
				       ? trigger_at
				       : instant_of(due->trigger_on, 0, law->offset_s);
	due->due_at = instant_add_us(start, rule->term.count * INSTANT_HOUR);
	struct instant within = rule->term.count > 0 ? instant_add_us(due->due_at, -1)
						     : due->due_at;
	due->due_on = civil_date_at(within, law->offset_s);
	if (!civil_date_is_set(due->due_on))
		due->due_on = end_of_days;
}

/* Source: Civil Code (2021) art. 201 (the first day is not counted), art. 202 (months),
 * art. 203 (a last day on a holiday moves behind it; the day ends at 24:00 or with the close of
 * business). */
struct due rule_due(const struct rule *rule, const struct law *law, struct civil_date trigger_on,
		    struct instant trigger_at)
{
	assert(civil_date_is_valid(trigger_on));
	struct due due = {.trigger_on = trigger_on};
	switch (rule->term.unit) {
	case TERM_HOURS:
		due_in_hours(rule, law, trigger_at, &due);
		return due;
	case TERM_WORKDAYS:
		due.due_on = calendar_add_workdays(law->calendar, trigger_on, rule->term.count,
						   &due.provisional);
		break;
	case TERM_DAYS:
	case TERM_MONTHS:
		due.due_on = calendar_roll(law->calendar, last_day(rule->term, trigger_on),
					   rule->roll, &due.provisional);
		break;
	}
	due.due_at = instant_of(due.due_on, law->close_of_business_s, law->offset_s);
	return due;
}

void rule_settings(const struct rule *rule, const struct law *law, struct buf *out)
{
	if (rule->term.unit == TERM_HOURS) {
		buf_text_add(out, "hours, counted from the trigger's own moment, not rolled");
		return;
	}
	int minutes = law->close_of_business_s / 60;
	buf_print(out, "%s, roll %s, close of business %02d:%02d, first day not counted",
		  term_unit_name(rule->term.unit), term_roll_name(rule->roll), minutes / 60,
		  minutes % 60);
}
