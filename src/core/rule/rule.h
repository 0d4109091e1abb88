/* Which law binds a document, and when its term ends. */
#ifndef CORE_RULE_RULE_H
#define CORE_RULE_RULE_H

#include <stdbool.h>

#include "base/civil_date.h"
#include "base/instant.h"
#include "core/calendar/calendar.h"
#include "core/model/document.h"
#include "core/model/law.h"
#include "core/model/term.h"

struct due {
	struct civil_date trigger_on;
	struct civil_date due_on; /* the last day of the term, after rolling */
	struct instant due_at;	  /* the end of it: late from this instant on */
	bool provisional;	  /* 暂定 */
};

/* Do all fields of the rule's match fit, and is it in force on the trigger date?  `from` and
 * `until` are both inclusive; on an unset date nothing is in force. */
bool rule_binds(const struct rule *rule, const struct document *document,
		struct civil_date trigger_on);

/* The date that starts the rule's clock; unset when the document does not have it (yet).
 * `received` and `changed` give received_on, else `arrived_on`, the day this version was handed in;
 * `decided` is never known from the document: the decision brings its own date. */
struct civil_date rule_trigger(const struct rule *rule, const struct document *document,
			       struct civil_date arrived_on);

/* The end of the rule's term for a trigger date (a valid one).  Terms in hours run from
 * `trigger_at` when it is set, else from the local midnight that begins trigger_on; they are
 * neither rolled nor tied to the close of business, and an end at midnight sharp belongs to the
 * day that ends.  Provisional: for workdays when a day after the trigger up to the due date may
 * still be moved; for days and months when rolling looked at such a day; else never. */
struct due rule_due(const struct rule *rule, const struct law *law, struct civil_date trigger_on,
		    struct instant trigger_at);

/* Day by day: called for every date after the trigger up to the due date, in order; rolled
 * backward, up to the last day of the count.  As many days are `counted` as the term says: the days
 * that rolling adds are not, the days that rolling backward gives up were. */
struct due_day {
	struct civil_date date;
	bool counted;
	const char *why;    /* one of: "workday", "make-up workday", "calendar day", "weekend",
			     * "holiday", "rolled" (reached or given up by rolling), "provisional
			     * holiday" (by the decree, in a year without notice) */
	const char *name;   /* 国庆节, "" */
	const char *notice; /* "" */
};
typedef void due_day_seen(void *ctx, const struct due_day *day);
struct due rule_explain(const struct rule *rule, const struct law *law,
			struct civil_date trigger_on, due_day_seen *seen, void *ctx);

/* What decided: "workdays, roll none, close of business 24:00, first day not counted". */
void rule_settings(const struct rule *rule, const struct law *law, struct buf *out);

#endif
