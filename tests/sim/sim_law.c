#include "sim_law.h"

#include "../lib/law_sample.h"
#include "base/instant.h"
#include "core/calendar/calendar.h"

#define OPENS_S (8 * 3600 + 1800)
#define CLOSES_S (17 * 3600 + 1800)
#define ANY .disclosure = -1, .public_interest = -1, .audience = -1

static const char *const website[] = {"website", NULL};
static const char *const website_and_board[] = {"website", "board", NULL};
static const char *const appointments[] = {"appointment-notice", NULL};

static const struct rule rules[] = {
	{
		.id = "ten-day",
		.kind = RULE_PUBLISH,
		.basis = "盐水政〔2009〕9号",
		.from = {2009, 1, 1},
		.match = {.disclosure = -1, .public_interest = 1, .audience = -1},
		.term = {10, TERM_DAYS},
		.roll = TERM_ROLL_FORWARD,
		.channels = website,
		.ladder = "standard",
	},
	{
		.id = "statutory",
		.kind = RULE_PUBLISH,
		.basis = "政府信息公开条例（2019）第二十六条",
		.from = {2019, 5, 15},
		.match = {.disclosure = 1 << DISCLOSURE_ACTIVE,
			  .public_interest = -1,
			  .audience = -1},
		.term = {20, TERM_WORKDAYS},
		.roll = TERM_ROLL_NONE,
		.channels = website,
		.ladder = "standard",
	},
	{
		.id = "appointment",
		.kind = RULE_PUBLISH,
		.basis = "",
		.match = {.categories = appointments, ANY},
		.term = {1, TERM_WORKDAYS},
		.channels = website_and_board,
		.ladder = "urgent",
	},
};

static const char *const to_liaison[] = {"liaison", NULL};
static const char *const to_head_too[] = {"liaison", "head", NULL};
static const char *const to_leader[] = {"head", "leader", NULL};
static const char *const to_office[] = {"leader", "office", NULL};
static const char *const to_director[] = {"office", "director", NULL};
static const char *const by_robot[] = {"robot", NULL};

static const struct rung standard[] = {
	{.at = {-3, TERM_WORKDAYS}, .tell = to_liaison},
	{.at = {-1, TERM_WORKDAYS}, .tell = to_head_too},
	{.at = {0, TERM_WORKDAYS}, .tell = to_leader},
	{.at = {3, TERM_WORKDAYS}, .tell = to_office, .order = true},
	{.at = {10, TERM_WORKDAYS}, .tell = to_director, .repeats = true},
};
static const struct rung urgent[] = {
	{.at = {0, TERM_WORKDAYS}, .tell = to_liaison},
	{.at = {1, TERM_DAYS}, .tell = to_leader, .via = by_robot},
	{.at = {20, TERM_WORKDAYS}, .tell = to_office, .repeats = true},
};
static const struct ladder ladders[] = {
	{.id = "standard",
	 .opens_s = OPENS_S,
	 .closes_s = CLOSES_S,
	 .rungs = standard,
	 .rung_count = ARRAY_LEN(standard)},
	{.id = "urgent", .always = true, .rungs = urgent, .rung_count = ARRAY_LEN(urgent)},
};

static const struct absence summer[] = {{{2018, 8, 1}, {2018, 8, 20}},
					{{2019, 7, 15}, {2019, 8, 2}}};
static const struct person people[] = {
	{.id = "zhang",
	 .name = "张伟",
	 .mail = "zhang@example.gov.cn",
	 .away = summer,
	 .away_count = ARRAY_LEN(summer),
	 .deputy = "zhao"},
	{.id = "li", .name = "李芳", .mail = "li@example.gov.cn", .mobile = "13800000001"},
	{.id = "wang", .name = "王敏", .mail = "wang@example.gov.cn"},
	{.id = "zhou", .name = "周静", .mail = "zhou@example.gov.cn", .mobile = "13800000002"},
	{.id = "chen", .name = "陈强", .mobile = "13800000003"},
	{.id = "zhao", .name = "赵磊", .mail = "zhao@example.gov.cn"},
	{.id = "mute", .name = "吴声"}, /* no address at all */
};

static const struct post hydrology[] = {{"liaison", "zhang"}, {"head", "li"}, {"leader", "wang"}};
static const struct post planning[] = {{"liaison", "zhao"}, {"leader", "wang"}}; /* no head */
static const struct post affairs[] = {{"liaison", "mute"}, {"head", "li"}, {"leader", "zhou"}};
static const struct post bureau[] = {{"office", "zhou"}, {"director", "chen"}};
static const struct department departments[] = {
	{.id = "hydrology", .name = "水文处", .posts = hydrology, .post_count = 3},
	{.id = "planning", .name = "规划计划处", .posts = planning, .post_count = 2},
	{.id = "office-affairs", .name = "办公室", .posts = affairs, .post_count = 3},
};

static const struct category categories[] = {
	{"official-document", "水利公文"},
	{"appointment-notice", "任前公示"},
};

/* How often a page is read once it is proven: often is slow to simulate. */
static const struct channel_terms channels[SIM_LAWS][2] = {
#define WATCHED(days)                                                       \
	{                                                                   \
		{.name = "website",                                         \
		 .can_find = true,                                          \
		 .settle_us = SIM_SETTLE_S * INSTANT_SECOND,                \
		 .watch_us = (days)*INSTANT_DAY},                           \
		{                                                           \
			.name = "board", .attested = true, .internal = true \
		}                                                           \
	}
	WATCHED(60),
	WATCHED(30),
	WATCHED(10),
#undef WATCHED
};

static const struct notifier_terms notifiers[] = {
	{.name = "robot", .type = "wecom", .needs_mobile = true},
	{.name = "mail", .type = "smtp", .needs_mail = true},
};

static struct law *make(int last_year, int variant)
{
	struct law *law = law_sample_with(calendar_sample(2017, last_year));
	law->rules = rules;
	law->rule_count = ARRAY_LEN(rules);
	law->ladders = ladders;
	law->ladder_count = ARRAY_LEN(ladders);
	law->people = people;
	law->person_count = ARRAY_LEN(people);
	law->departments = departments;
	law->department_count = ARRAY_LEN(departments);
	law->posts = bureau;
	law->post_count = ARRAY_LEN(bureau);
	law->categories = categories;
	law->category_count = ARRAY_LEN(categories);
	law->channels = channels[variant];
	law->channel_count = 2;
	law->notifiers = notifiers;
	law->notifier_count = ARRAY_LEN(notifiers);
	return law;
}

void sim_laws_make(struct sim_laws *laws)
{
	for (int i = 0; i < SIM_LAWS; i++) {
		laws->before[i] = make(2019, i);
		laws->after[i] = make(2020, i);
	}
}

void sim_laws_free(struct sim_laws *laws)
{
	for (int i = 0; i < SIM_LAWS; i++) {
		law_free(laws->before[i]);
		law_free(laws->after[i]);
	}
}
