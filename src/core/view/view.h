/* What people and programs read of a dossier: JSON as contract section 5 describes it, the
 * arithmetic of a due date, the timeline.  Folded from facts; changes nothing. */
#ifndef CORE_VIEW_VIEW_H
#define CORE_VIEW_VIEW_H

#include <jansson.h>

#include "base/buf.h"
#include "base/instant.h"
#include "core/model/dossier.h"
#include "core/model/fact.h"
#include "core/model/law.h"

/* The dossier object of the contract, with phases, holds and next_wake_at as of `now`.  Also:
 * department_name, category_name, labels for people beside the codes.  New reference. */
json_t *view_dossier(const struct dossier *dossier, const struct law *law, struct instant now);

/* [ { rule, basis, trigger_on, due_on, provisional, settings, days: [ { date, counted, why, name,
 * notice } ] } ] for every obligation. */
json_t *view_explain(const struct dossier *dossier, const struct law *law);
/* One object of that list, for a rule and a trigger date without a dossier
 * (`gongshictl due --explain`). */
json_t *view_explain_due(const struct rule *rule, const struct law *law,
			 struct civil_date trigger_on);

/* [ { at, what, rule, channel, rung, tell: [ { person, name } ] } ] */
json_t *view_schedule(const struct dossier *dossier, const struct law *law, struct instant now);

/* One ledger entry as a line of the timeline: { seq, at, event, actor, text } where text is a
 * Chinese sentence a clerk understands. */
json_t *view_timeline_entry(const struct fact *fact, const struct law *law);

/* Rules in force, as JSON for `gongshictl rules`. */
json_t *view_rules(const struct law *law);

/* One sentence for people: "还有 3 个工作日", "今日到期", "已逾期 2 个工作日". */
void view_days_left(const struct obligation *obligation, const struct law *law,
		    struct instant now, struct buf *out);

#endif
