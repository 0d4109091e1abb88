/* Rules: which documents owe what, and by when. */
#include "base/text.h"
#include "settings/reading.h"

struct rule_settings {
	const char *id, *kind, *basis;
	struct civil_date from, until;
	const struct config_node *match;
	const char *trigger, *term, *roll, *display;
	int64_t watch_us, confirm_us, by;
	const char *every;
	const char *const *channels;
	const char *ladder;
};

static const struct config_field rule_fields[] = {
	{"id", CONFIG_TEXT, .offset = CONFIG_FIELD(rule_settings, id), .required = true,
	 .help = "id = \"ten-day\""},
	{"kind", CONFIG_TEXT, .offset = CONFIG_FIELD(rule_settings, kind), .required = true,
	 .help = "kind = \"publish\""},
	{"basis", CONFIG_TEXT, .offset = CONFIG_FIELD(rule_settings, basis), .def_text = ""},
	{"from", CONFIG_DATE, .offset = CONFIG_FIELD(rule_settings, from)},
	{"until", CONFIG_DATE, .offset = CONFIG_FIELD(rule_settings, until)},
	{"match", CONFIG_NODE, .offset = CONFIG_FIELD(rule_settings, match),
	 .help = "match = { public_interest = true; }"},
	{"trigger", CONFIG_TEXT, .offset = CONFIG_FIELD(rule_settings, trigger)},
	{"term", CONFIG_TEXT, .offset = CONFIG_FIELD(rule_settings, term),
	 .help = "term = \"20 workdays\""},
	{"roll", CONFIG_TEXT, .offset = CONFIG_FIELD(rule_settings, roll), .def_text = "forward"},
	{"display", CONFIG_TEXT, .offset = CONFIG_FIELD(rule_settings, display),
	 .help = "display = \"5 workdays\""},
	{"watch", CONFIG_DURATION, .offset = CONFIG_FIELD(rule_settings, watch_us), .min = 1,
	 .max = 366 * 86400},
	{"confirm", CONFIG_DURATION, .offset = CONFIG_FIELD(rule_settings, confirm_us), .min = 3600,
	 .max = INT64_C(3660) * 86400, .help = "confirm = \"180 days\""},
	{"every", CONFIG_TEXT, .offset = CONFIG_FIELD(rule_settings, every)},
	{"by", CONFIG_INT, .offset = CONFIG_FIELD(rule_settings, by), .min = 1, .max = 31,
	 .help = "by = 10"},
	{"channels", CONFIG_TEXTS, .offset = CONFIG_FIELD(rule_settings, channels)},
	{"ladder", CONFIG_TEXT, .offset = CONFIG_FIELD(rule_settings, ladder)},
	{0},
};

static const char *const kind_words[] = {
	[RULE_PUBLISH] = "publish", [RULE_PERIODIC] = "periodic", [RULE_STANDING] = "standing",
	[RULE_ANSWER] = "answer",   [RULE_WITHDRAW] = "withdraw", [RULE_WITHDRAW + 1] = NULL,
};
static const char *const trigger_words[] = {
	[TRIGGER_ISSUED] = "issued",   [TRIGGER_RECEIVED] = "received",
	[TRIGGER_CHANGED] = "changed", [TRIGGER_DECIDED] = "decided",
	[TRIGGER_DECIDED + 1] = NULL,
};
/* What usually starts the clock of a kind. */
static const enum rule_trigger_kind usual_triggers[] = {
	[RULE_PUBLISH] = TRIGGER_ISSUED,   [RULE_PERIODIC] = TRIGGER_ISSUED,
	[RULE_STANDING] = TRIGGER_ISSUED,  [RULE_ANSWER] = TRIGGER_RECEIVED,
	[RULE_WITHDRAW] = TRIGGER_DECIDED,
};
static const char *const every_words[] = {"month", "quarter", "half-year", "year", NULL};
static const int every_months[] = {1, 3, 6, 12};

struct period {
	const char *setting, *text;
	bool hours_allowed;
	int least;
};

static void read_period(struct reading *reading, const struct config_node *group,
			struct period period, struct term *out)
{
	struct error err = {0};
	const struct config_node *node = config_member(group, period.setting);
	if (period.text == NULL)
		return;
	if (term_parse(period.text, out, &err) < 0)
		config_fault(reading->report, node, "%s 写法不对，如 \"20 workdays\" %s: %s",
			     period.setting, period.setting, err.text);
	else if (out->count < period.least)
		config_fault(reading->report, node, "%s 不能小于 %d %s must not be less than %d",
			     period.setting, period.least, period.setting, period.least);
	else if (out->unit == TERM_HOURS && !period.hours_allowed)
		config_fault(reading->report, node, "%s 不能用 hours %s cannot be in hours",
			     period.setting, period.setting);
}

/* What a kind needs and what means nothing to it. */
static void check_kind(struct reading *reading, const struct config_node *node,
		       const struct rule_settings *given, enum rule_kind kind)
{
	bool periodic = kind == RULE_PERIODIC;
	const struct {
		const char *setting;
		bool given, needed, allowed;
	} demands[] = {
		{"term", given->term != NULL, !periodic && kind != RULE_STANDING, !periodic},
		{"every", given->every != NULL, periodic, periodic},
		{"by", given->by != 0, periodic, periodic},
		{"trigger", given->trigger != NULL, false, !periodic},
		{"confirm", given->confirm_us != 0, false, kind == RULE_STANDING},
		{"display", given->display != NULL, false, kind == RULE_PUBLISH},
		{"channels", given->channels != NULL && given->channels[0] != NULL,
		 kind == RULE_PUBLISH || periodic || kind == RULE_STANDING, true},
	};
	for (size_t i = 0; i < ARRAY_LEN(demands); i++) {
		const char *setting = demands[i].setting, *word = kind_words[kind];
		if (!demands[i].given && demands[i].needed)
			config_fault(reading->report, node,
				     "%s 规则缺少设置 \"%s\" a %s rule needs the setting \"%s\"",
				     word, setting, word, setting);
		if (demands[i].given && !demands[i].allowed)
			config_fault(reading->report, config_member(node, setting),
				     "%s 规则不用设置 \"%s\" a %s rule has no setting \"%s\"", word,
				     setting, word, setting);
	}
}

static void read_kind(struct reading *reading, const struct config_node *node,
		      const struct rule_settings *given, struct rule *rule)
{
	int kind = read_choice(reading, node, "kind", given->kind, kind_words);
	if (kind < 0)
		return;
	rule->kind = (enum rule_kind)kind;
	check_kind(reading, node, given, rule->kind);

	int trigger = read_choice(reading, node, "trigger", given->trigger, trigger_words);
	rule->trigger = trigger >= 0 ? (enum rule_trigger_kind)trigger : usual_triggers[kind];
	int every = read_choice(reading, node, "every", given->every, every_words);
	rule->every_months = every >= 0 ? every_months[every] : 0;
	rule->by_day = (int)given->by;
}

/* No page that the public can read carries an internal document. */
static void check_channels(struct reading *reading, const struct config_node *group,
			   const struct rule *rule)
{
	const struct law *law = reading->law;
	const struct config_node *node = config_member(group, "channels");
	const char *const *names = rule->channels;
	for (int i = 0; names != NULL && names[i] != NULL; i++) {
		const struct channel_terms *channel = law_channel(law, names[i]);
		if (channel == NULL)
			fault_reference(reading, node, "渠道", "channel", names[i],
					KNOWN(law->channels, law->channel_count));
		else if (rule->match.audience == AUDIENCE_INTERNAL && !channel->internal)
			config_fault(
				reading->report, node,
				"内部文件不能进公开渠道 \"%s\"（如确为内部渠道，写 internal = "
				"true） internal documents never reach the public channel \"%s\" "
				"(say internal = true there if it is internal)",
				names[i], names[i]);
		for (int j = 0; j < i; j++)
			if (text_equal(names[i], names[j]))
				config_fault(reading->report, node,
					     "渠道 \"%s\" 写了两次 channel \"%s\" is named twice",
					     names[i], names[i]);
	}
}

static void check_ladder(struct reading *reading, const struct config_node *group,
			 const struct rule *rule)
{
	const struct law *law = reading->law;
	if (rule->ladder != NULL && law_ladder(law, rule->ladder) == NULL)
		fault_reference(reading, config_member(group, "ladder"), "催办阶梯", "ladder",
				rule->ladder, KNOWN(law->ladders, law->ladder_count));
}

static void read_rule(struct reading *reading, const struct config_node *node, int index,
		      struct rule *rules)
{
	struct rule_settings given;
	struct rule *rule = &rules[index];
	struct error err = {0};
	config_fields(node, rule_fields, &given, reading->report);
	check_id(reading, node, given.id, rules, index, sizeof(*rules));
	rule->id = law_id(reading, given.id);
	rule->basis = law_id(reading, given.basis);
	rule->from = given.from;
	rule->until = given.until;
	if (civil_date_is_set(rule->from) && civil_date_is_set(rule->until) &&
	    civil_date_compare(rule->from, rule->until) > 0)
		config_fault(reading->report, node,
			     "from 晚于 until，规则永远不生效 from is later than until: the rule "
			     "would never be in force");
	rule->watch_us = given.watch_us;
	rule->confirm_us = given.confirm_us;
	rule->channels = law_texts(reading, given.channels);
	rule->ladder = law_text(reading, given.ladder);

	read_kind(reading, node, &given, rule);
	read_period(reading, node, (struct period){"term", given.term, true, 0}, &rule->term);
	read_period(reading, node, (struct period){"display", given.display, false, 1},
		    &rule->display);
	if (given.roll != NULL && term_roll_parse(given.roll, &rule->roll, &err) < 0)
		config_fault(reading->report, config_member(node, "roll"),
			     "roll 应是 forward、none 或 backward %s", err.text);
	read_match(reading, given.match, &rule->match);
	check_channels(reading, node, rule);
	check_ladder(reading, node, rule);
}

void read_rules(struct reading *reading, const struct config_node *list)
{
	int count = list_count(reading, list);
	struct rule *rules = law_room(reading, count, sizeof(*rules));
	for (int i = 0; i < count; i++)
		read_rule(reading, config_item(list, (size_t)i), i, rules);
	reading->law->rules = rules;
	reading->law->rule_count = count;
}
