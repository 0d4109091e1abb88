#include "core/obligation/open.h"

#include "base/text.h"
#include "core/obligation/obligation.h"
#include "core/rule/rule.h"

static const struct obligation *newest_under(const struct dossier *dossier, const char *rule)
{
	const struct obligation *newest = NULL;
	VEC_EACH(&dossier->obligations, obligation)
		if (text_equal(obligation->rule, rule))
			newest = obligation;
	return newest;
}

/* 公开范围: an internal document may be shown on internal channels only. */
static const char *const *channels_for(const struct rule *rule, const struct law *law,
				       const struct document *document, struct outcome *out)
{
	size_t count = 0;
	while (rule->channels != NULL && rule->channels[count] != NULL)
		count++;
	const char **channels = pool_alloc(&out->pool, (count + 1) * sizeof(*channels));
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		const struct channel_terms *terms = law_channel(law, rule->channels[i]);
		bool internal = terms != NULL && terms->internal;
		if (document->audience == AUDIENCE_PUBLIC || internal)
			channels[kept++] = outcome_text(out, rule->channels[i]);
	}
	return kept > 0 ? channels : NULL;
}

static void open_one(const struct rule *rule, const struct law *law, const struct event *event,
		     const struct document *document, struct civil_date trigger_on, int revision,
		     struct outcome *out)
{
	const char *const *channels = channels_for(rule, law, document, out);
	if (channels == NULL)
		return;
	struct due due = rule_due(rule, law, trigger_on, (struct instant){0});
	struct fact *fact = outcome_add(out, FACT_OBLIGATION_OPENED, event);
	fact->rule = outcome_text(out, rule->id);
	fact->basis = outcome_text(out, rule->basis);
	fact->edition = outcome_text(out, law->edition);
	fact->channels = channels;
	fact->revision = revision;
	fact->trigger_on = due.trigger_on;
	fact->due_on = due.due_on;
	fact->due_at = due.due_at;
	fact->provisional = due.provisional;
}

static bool is_among(const char *const *list, const char *text)
{
	for (; list != NULL && *list != NULL; list++)
		if (text_equal(*list, text))
			return true;
	return false;
}

/* An internal text that becomes public is owed to the public, too.  Never the other way round: a
 * duty is loosened by people only. */
static void widen(const struct obligation *duty, const struct rule *rule, const struct law *law,
		  const struct event *event, const struct document *document, struct outcome *out)
{
	const char *const *channels = channels_for(rule, law, document, out);
	bool wider = false;
	for (const char *const *c = channels; c != NULL && *c != NULL; c++)
		wider = wider || !is_among(duty->channels, *c);
	if (!wider)
		return;
	struct fact *fact = outcome_add(out, FACT_OBLIGATION_REPLANNED, event);
	fact->rule = outcome_text(out, duty->rule);
	fact->was = fact->due_on = duty->due_on;
	fact->due_at = duty->due_at;
	fact->provisional = duty->provisional;
	fact->edition = outcome_text(out, law->edition);
	fact->channels = channels;
	fact->reason = "公开范围已变更，须在更多渠道公开 the audience has changed: more channels are owed";
}

void obligations_open(const struct dossier *dossier, const struct law *law,
		      const struct event *event, const struct document *document, int revision,
		      struct outcome *out)
{
	struct civil_date arrived_on = civil_date_at(event->at, law->offset_s);
	if (dossier->withdrawn) /* it stays so: a new text owes nothing either */
		return;
	for (int i = 0; i < law->rule_count; i++) {
		const struct rule *rule = &law->rules[i];
		if (rule->kind != RULE_PUBLISH)
			continue;
		const struct obligation *old = newest_under(dossier, rule->id);
		if (old != NULL && old->state == OBL_OPEN)
			widen(old, rule, law, event, document, out);
		if (old != NULL && old->state != OBL_MET)
			continue; /* a new text does not give new time: the old clock runs on */

		/* A text changed after it was public starts the term again.
		 * Source: OGI Regulations (2019) art. 26, 形成或者变更之日. */
		struct civil_date trigger_on = old != NULL
						       ? arrived_on
						       : rule_trigger(rule, document, arrived_on);
		if (civil_date_is_set(trigger_on) && rule_binds(rule, document, trigger_on))
			open_one(rule, law, event, document, trigger_on, revision, out);
	}
}

void obligations_replan(const struct dossier *dossier, const struct law *law,
			const struct event *event, struct outcome *out)
{
	VEC_EACH(&dossier->obligations, obligation) {
		const struct rule *rule = law_rule(law, obligation->rule);
		if (rule == NULL || obligation->state != OBL_OPEN || obligation->extended)
			continue;
		struct due due = rule_due(rule, law, obligation->trigger_on, (struct instant){0});
		if (civil_date_compare(due.due_on, obligation->due_on) == 0 &&
		    instant_compare(due.due_at, obligation->due_at) == 0 &&
		    due.provisional == obligation->provisional)
			continue;
		struct fact *fact = outcome_add(out, FACT_OBLIGATION_REPLANNED, event);
		fact->rule = outcome_text(out, obligation->rule);
		fact->was = obligation->due_on;
		fact->due_on = due.due_on;
		fact->due_at = due.due_at;
		fact->provisional = due.provisional;
		fact->edition = outcome_text(out, law->edition);
		fact->reason = "规则或工作日历已变更 the rules or the calendar in force have changed";
	}
}

void obligations_pass(const struct dossier *dossier, const struct event *event,
		      struct outcome *out)
{
	VEC_EACH(&dossier->obligations, obligation) {
		struct instant met_at;
		if (obligation->missed || !obligation_is_owed(dossier, obligation) ||
		    instant_before(event->at, obligation->due_at))
			continue;
		if (obligation_is_fulfilled(dossier, obligation, &met_at) &&
		    instant_before(met_at, obligation->due_at))
			continue; /* met in time, only written down late */
		struct fact *fact = outcome_add(out, FACT_OBLIGATION_MISSED, event);
		fact->rule = outcome_text(out, obligation->rule);
		fact->due_on = obligation->due_on;
		fact->due_at = obligation->due_at;
		fact->provisional = obligation->provisional;
	}
}

void obligations_settle(const struct dossier *dossier, const struct event *event,
			struct outcome *out)
{
	VEC_EACH(&dossier->obligations, obligation) {
		struct instant met_at;
		if (!obligation_is_owed(dossier, obligation) ||
		    !obligation_is_fulfilled(dossier, obligation, &met_at))
			continue;
		struct fact *fact = outcome_add(out, FACT_OBLIGATION_MET, event);
		fact->rule = outcome_text(out, obligation->rule);
		fact->due_on = obligation->due_on;
		fact->due_at = obligation->due_at;
		fact->met_at = met_at;
	}
}
