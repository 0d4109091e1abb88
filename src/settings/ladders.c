/* Escalation ladders: who hears of a duty, and when. */
#include <string.h>

#include "base/text.h"
#include "settings/reading.h"

struct ladder_settings {
	const char *id, *hours;
	const struct config_node *rungs;
};

static const struct config_field ladder_fields[] = {
	{"id", CONFIG_TEXT, .offset = CONFIG_FIELD(ladder_settings, id), .required = true,
	 .help = "id = \"standard\""},
	{"hours", CONFIG_TEXT, .offset = CONFIG_FIELD(ladder_settings, hours),
	 .def_text = "08:30-17:30", .help = "hours = \"08:30-17:30\""},
	{"rungs", CONFIG_NODE, .offset = CONFIG_FIELD(ladder_settings, rungs), .required = true,
	 .help = "rungs = ( { at = \"0\"; tell = [ \"head\" ]; } )"},
	{0},
};

struct rung_settings {
	const char *at, *every;
	const char *const *tell, *const *via;
	bool order;
};

static const struct config_field rung_fields[] = {
	{"at", CONFIG_TEXT, .offset = CONFIG_FIELD(rung_settings, at),
	 .help = "at = \"-1 workdays\""},
	{"every", CONFIG_TEXT, .offset = CONFIG_FIELD(rung_settings, every),
	 .help = "every = \"5 workdays\""},
	{"tell", CONFIG_TEXTS, .offset = CONFIG_FIELD(rung_settings, tell), .required = true,
	 .help = "tell = [ \"head\" ]"},
	{"via", CONFIG_TEXTS, .offset = CONFIG_FIELD(rung_settings, via)},
	{"order", CONFIG_BOOL, .offset = CONFIG_FIELD(rung_settings, order)},
	{0},
};

/* "08:30" within "08:30-17:30"; the field reader does not know spans. */
static bool read_clock(const char *text, int32_t *second)
{
	for (int i = 0; i < 5; i++)
		if (i == 2 ? text[i] != ':' : text[i] < '0' || text[i] > '9')
			return false;
	int hour = (text[0] - '0') * 10 + text[1] - '0';
	int minute = (text[3] - '0') * 10 + text[4] - '0';
	*second = (hour * 60 + minute) * 60;
	return minute < 60 && *second <= 86400;
}

static void read_hours(struct reading *reading, const struct config_node *group, const char *hours,
		       struct ladder *ladder)
{
	ladder->always = text_equal(hours, "always");
	if (ladder->always || hours == NULL)
		return;
	if (strlen(hours) != 11 || hours[5] != '-' || !read_clock(hours, &ladder->opens_s) ||
	    !read_clock(hours + 6, &ladder->closes_s) || ladder->opens_s >= ladder->closes_s)
		config_fault(reading->report, config_member(group, "hours"),
			     "hours 应写成 \"08:30-17:30\" 或 \"always\" write hours as "
			     "\"08:30-17:30\" or \"always\"");
}

/* The offset of a rung in days or working days. */
static void read_offset(struct reading *reading, const struct config_node *group,
			const char *setting, const char *text, struct term *out)
{
	struct error err = {0};
	const struct config_node *node = config_member(group, setting);
	if (term_parse(text, out, &err) < 0)
		config_fault(reading->report, node, "%s 写法不对，如 \"-1 workdays\" %s: %s",
			     setting, setting, err.text);
	else if (out->unit != TERM_DAYS && out->unit != TERM_WORKDAYS)
		config_fault(reading->report, node,
			     "%s 只能用 days 或 workdays %s takes days or workdays only", setting,
			     setting);
}

static void read_rung(struct reading *reading, const struct config_node *node, struct rung *rung)
{
	struct rung_settings given;
	config_fields(node, rung_fields, &given, reading->report);
	rung->tell = law_texts(reading, given.tell);
	rung->via = law_texts(reading, given.via);
	rung->order = given.order;
	rung->repeats = given.every != NULL;
	if ((given.at != NULL) == (given.every != NULL)) {
		config_fault(reading->report, node,
			     "每一级要写 at 或 every，两者取一 a rung has either `at` or `every`");
		return;
	}
	if (given.at != NULL) {
		read_offset(reading, node, "at", given.at, &rung->at);
		return;
	}
	read_offset(reading, node, "every", given.every, &rung->at);
	if (rung->at.count <= 0)
		config_fault(reading->report, config_member(node, "every"),
			     "every 要大于 0 `every` must be more than 0");
}

static int sign_of(int number)
{
	return (number > 0) - (number < 0);
}

/* Days and working days on the same side of the due date cannot be put in order for all years. */
static const char *order_fault(const struct rung *before, const struct rung *rung)
{
	int a = before->at.count, b = rung->at.count;
	if (before->repeats)
		return "every 只能是最后一级 `every` can only be the last rung";
	if (rung->repeats)
		return NULL;
	if (a != 0 && sign_of(a) == sign_of(b) && before->at.unit != rung->at.unit)
		return "days 与 workdays 不能混排 do not mix days and workdays on one side of the "
		       "due date";
	return a >= b ? "各级要按时间先后排列 rungs must be in order of time, earliest first"
		      : NULL;
}

static void check_order(struct reading *reading, const struct config_node *list,
			const struct ladder *ladder)
{
	for (int i = 0; i < ladder->rung_count; i++) {
		const struct rung *rung = &ladder->rungs[i];
		const char *fault = i > 0 ? order_fault(rung - 1, rung)
				    : rung->repeats
					    ? "every 前面要有一级 at `every` needs a rung before it"
					    : NULL;
		if (fault != NULL)
			config_fault(reading->report, config_item(list, (size_t)i), "%s", fault);
	}
}

static void read_rungs(struct reading *reading, const struct config_node *list,
		       struct ladder *ladder)
{
	int count = list_count(reading, list), before = reading->report->count;
	struct rung *rungs = law_room(reading, count, sizeof(*rungs));
	for (int i = 0; i < count; i++)
		read_rung(reading, config_item(list, (size_t)i), &rungs[i]);
	ladder->rungs = rungs;
	ladder->rung_count = count;
	if (list != NULL && config_is_list(list) && count == 0)
		config_fault(reading->report, list,
			     "rungs 是空的，至少写一级 rungs is empty, write at least one");
	if (reading->report->count != before)
		return; /* order and reach follow from what is right */
	check_order(reading, list, ladder);
	for (int i = 0; i < count; i++)
		check_rung_reach(reading, config_item(list, (size_t)i), &rungs[i]);
}

void read_ladders(struct reading *reading, const struct config_node *list)
{
	int count = list_count(reading, list);
	struct ladder *ladders = law_room(reading, count, sizeof(*ladders));
	for (int i = 0; i < count; i++) {
		const struct config_node *node = config_item(list, (size_t)i);
		struct ladder_settings given;
		config_fields(node, ladder_fields, &given, reading->report);
		check_id(reading, node, given.id, ladders, i, sizeof(*ladders));
		ladders[i].id = law_id(reading, given.id);
		read_hours(reading, node, given.hours, &ladders[i]);
		read_rungs(reading, given.rungs, &ladders[i]);
	}
	reading->law->ladders = ladders;
	reading->law->ladder_count = count;
}
