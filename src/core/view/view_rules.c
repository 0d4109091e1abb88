/* The rules in force. */
#include "base/text.h"
#include "core/view/put.h"
#include "core/view/view.h"
#include "core/view/words.h"

static const char *kind_name(enum rule_kind kind)
{
	static const char *const names[] = {
		[RULE_PUBLISH] = "publish", [RULE_PERIODIC] = "periodic",
		[RULE_STANDING] = "standing", [RULE_ANSWER] = "answer",
		[RULE_WITHDRAW] = "withdraw",
	};
	return names[kind];
}

static const char *trigger_name(enum rule_trigger_kind trigger)
{
	static const char *const names[] = {
		[TRIGGER_ISSUED] = "issued",   [TRIGGER_RECEIVED] = "received",
		[TRIGGER_CHANGED] = "changed", [TRIGGER_DECIDED] = "decided",
	};
	return names[trigger];
}

static void put_term(json_t *json, const char *key, struct term term)
{
	scoped(buf_finish) struct buf text = {0};
	buf_print(&text, "%d %s", term.count, term_unit_name(term.unit));
	put_text(json, key, buf_text(&text));
}

/* Only what the rule asks for: an absent member fits every document. */
static json_t *view_match(const struct rule_match *match)
{
	json_t *json = json_object();
	if (match->categories != NULL)
		put_texts(json, "category", match->categories);
	if (match->departments != NULL)
		put_texts(json, "department", match->departments);
	if (match->issuers != NULL)
		put_texts(json, "issuer", match->issuers);
	if (match->disclosure >= 0) {
		json_t *list = json_array();
		for (int i = DISCLOSURE_ACTIVE; i <= DISCLOSURE_NONE; i++)
			if (match->disclosure & 1 << i)
				json_array_append_new(list, json_string(disclosure_name(i)));
		put_value(json, "disclosure", list);
	}
	if (match->public_interest >= 0)
		put_bool(json, "public_interest", match->public_interest != 0);
	if (match->audience >= 0)
		put_text(json, "audience", audience_name(match->audience));
	return json;
}

static json_t *view_rungs(const struct ladder *ladder)
{
	json_t *list = json_array();
	for (int i = 0; ladder != NULL && i < ladder->rung_count; i++) {
		const struct rung *rung = &ladder->rungs[i];
		json_t *json = json_object();
		put_term(json, rung->repeats ? "every" : "at", rung->at);
		put_texts(json, "tell", rung->tell);
		if (rung->via != NULL)
			put_texts(json, "via", rung->via);
		put_bool(json, "order", rung->order);
		json_array_append_new(list, json);
	}
	return list;
}

static json_t *view_rule(const struct rule *rule, const struct law *law)
{
	scoped(buf_finish) struct buf label = {0};
	word_term(&label, rule->term);
	json_t *json = json_object();
	put_text(json, "id", rule->id);
	put_text(json, "kind", kind_name(rule->kind));
	put_text(json, "basis", rule->basis);
	put_date(json, "from", rule->from);
	put_date(json, "until", rule->until);
	put_value(json, "match", view_match(&rule->match));
	put_text(json, "trigger", trigger_name(rule->trigger));
	put_term(json, "term", rule->term);
	put_text(json, "term_label", buf_text(&label));
	put_text(json, "roll", term_roll_name(rule->roll));
	if (rule->every_months > 0) {
		put_int(json, "every_months", rule->every_months);
		put_int(json, "by", rule->by_day);
	}
	if (rule->display.count > 0)
		put_term(json, "display", rule->display);
	if (rule->watch_us > 0)
		put_int(json, "watch_s", rule->watch_us / INSTANT_SECOND);
	if (rule->confirm_us > 0)
		put_int(json, "confirm_s", rule->confirm_us / INSTANT_SECOND);
	put_texts(json, "channels", rule->channels);
	put_text(json, "ladder", rule->ladder);
	put_value(json, "rungs", view_rungs(law_ladder(law, rule->ladder)));
	return json;
}

json_t *view_rules(const struct law *law)
{
	json_t *list = json_array();
	for (int i = 0; i < law->rule_count; i++)
		json_array_append_new(list, view_rule(&law->rules[i], law));
	return list;
}
