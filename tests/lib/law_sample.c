#include "law_sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/instant.h"
#include "base/mem.h"

#define FIRST_YEAR 2007
#define LAST_YEAR 2026
#define HOUR_S 3600

/* A helper has no test to fail: it says what is missing and ends the program. */
static void give_up(const char *what, const char *detail)
{
	fprintf(stderr, "law_sample: %s: %s\n", what, detail);
	abort();
}

struct civil_date date_sample(const char *text)
{
	struct civil_date date = {0};
	if (text[0] != '\0' && civil_date_parse(text, &date) < 0)
		give_up("no date", text);
	return date;
}

/* `make check` names the source folder; by hand a test runs from the top or somewhere below. */
static FILE *open_holidays(int year)
{
	const char *tops[] = {getenv("top_srcdir"), ".", "..", "../..", "../../.."};
	for (size_t i = 0; i < ARRAY_LEN(tops); i++) {
		char path[4096];
		if (tops[i] == NULL)
			continue;
		snprintf(path, sizeof(path), "%s/data/holidays/%d.json", tops[i], year);
		FILE *file = fopen(path, "re");
		if (file != NULL)
			return file;
	}
	return NULL;
}

char *holiday_sample(int year)
{
	FILE *file = open_holidays(year);
	if (file == NULL)
		give_up("data/holidays", "not found: set top_srcdir, or run from the source tree");
	struct buf text = {0};
	char part[4096];
	size_t len;
	while ((len = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(&text, part, len);
	fclose(file);
	return buf_take(&text);
}

void calendar_sample_add(struct calendar *calendar, const char *json, const char *source)
{
	struct error err = {0};
	if (calendar_add_notice(calendar, json, strlen(json), source, &err) < 0)
		give_up("holiday file", err.text);
}

void calendar_sample_add_year(struct calendar *calendar, int year)
{
	char source[32];
	snprintf(source, sizeof(source), "%d.json", year);
	char *json = holiday_sample(year);
	calendar_sample_add(calendar, json, source);
	mem_free(json);
}

struct calendar *calendar_sample(int first, int last)
{
	struct calendar *calendar = calendar_new();
	for (int year = first; year <= last; year++)
		calendar_sample_add_year(calendar, year);
	calendar_seal(calendar);
	return calendar;
}

static const char *const website[] = {"website", NULL};
static const char *const website_and_board[] = {"website", "board", NULL};
static const char *const appointments[] = {"appointment-notice", NULL};
static const char *const hydrology_aliases[] = {"水文水资源处", NULL};
static const char *const to_liaison[] = {"liaison", NULL};
static const char *const to_head_too[] = {"liaison", "head", NULL};
static const char *const to_leader[] = {"head", "leader", NULL};
static const char *const to_office[] = {"leader", "office", NULL};
static const char *const to_director[] = {"office", "director", NULL};

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
		.match = {.categories = appointments,
			  .disclosure = -1,
			  .public_interest = -1,
			  .audience = -1},
		.term = {1, TERM_WORKDAYS},
		.roll = TERM_ROLL_FORWARD,
		.display = {5, TERM_WORKDAYS},
		.watch_us = 10 * INSTANT_MINUTE,
		.channels = website_and_board,
		.ladder = "standard",
	},
};

static const struct rung rungs[] = {
	{.at = {-3, TERM_WORKDAYS}, .tell = to_liaison},
	{.at = {-1, TERM_WORKDAYS}, .tell = to_head_too},
	{.at = {0, TERM_WORKDAYS}, .tell = to_leader},
	{.at = {3, TERM_WORKDAYS}, .tell = to_office, .order = true},
	{.at = {5, TERM_WORKDAYS}, .tell = to_director, .repeats = true},
};

static const struct ladder ladders[] = {
	{
		.id = "standard",
		.opens_s = 8 * HOUR_S + HOUR_S / 2,
		.closes_s = 17 * HOUR_S + HOUR_S / 2,
		.rungs = rungs,
		.rung_count = ARRAY_LEN(rungs),
	},
};

static const struct person people[] = {
	{.id = "zhang", .name = "张伟", .mail = "zhang@example.gov.cn", .deputy = "zhao"},
	{.id = "li", .name = "李芳", .mail = "li@example.gov.cn"},
	{.id = "wang", .name = "王敏", .mail = "wang@example.gov.cn"},
	{.id = "zhou", .name = "周静", .mail = "zhou@example.gov.cn"},
	{.id = "chen", .name = "陈强", .mail = "chen@example.gov.cn"},
	{.id = "zhao", .name = "赵磊", .mail = "zhao@example.gov.cn"},
};

static const struct post department_posts[] = {
	{"liaison", "zhang"},
	{"head", "li"},
	{"leader", "wang"},
};
static const struct post bureau_posts[] = {
	{"office", "zhou"},
	{"director", "chen"},
};

static const struct department departments[] = {
	{
		.id = "hydrology",
		.name = "水文处",
		.aliases = hydrology_aliases,
		.posts = department_posts,
		.post_count = ARRAY_LEN(department_posts),
	},
	{
		.id = "planning",
		.name = "规划计划处",
		.posts = department_posts,
		.post_count = ARRAY_LEN(department_posts),
	},
	{
		.id = "office-affairs",
		.name = "办公室",
		.posts = department_posts,
		.post_count = ARRAY_LEN(department_posts),
	},
};

static const struct category categories[] = {
	{"official-document", "水利公文"},
	{"appointment-notice", "任前公示"},
};

static const struct channel_terms channels[] = {
	{
		.name = "website",
		.can_find = true,
		.settle_us = 60 * INSTANT_SECOND,
		.watch_us = INSTANT_HOUR,
	},
	{.name = "board", .attested = true, .internal = true},
};

static const struct notifier_terms notifiers[] = {
	{.name = "mail", .type = "smtp", .needs_mail = true},
};

struct law *law_sample_with(struct calendar *calendar)
{
	struct law *law = mem_alloc(sizeof(*law));
	*law = (struct law){
		.edition = calendar_edition(calendar),
		.bureau = "盐城市水利局",
		.offset_s = 8 * HOUR_S,
		.close_of_business_s = 24 * HOUR_S,
		.chinese = true,
		.calendar = calendar,
		.rules = rules,
		.rule_count = ARRAY_LEN(rules),
		.ladders = ladders,
		.ladder_count = ARRAY_LEN(ladders),
		.people = people,
		.person_count = ARRAY_LEN(people),
		.departments = departments,
		.department_count = ARRAY_LEN(departments),
		.posts = bureau_posts,
		.post_count = ARRAY_LEN(bureau_posts),
		.categories = categories,
		.category_count = ARRAY_LEN(categories),
		.channels = channels,
		.channel_count = ARRAY_LEN(channels),
		.notifiers = notifiers,
		.notifier_count = ARRAY_LEN(notifiers),
		.speed = 1,
	};
	return law;
}

struct law *law_sample(void)
{
	return law_sample_with(calendar_sample(FIRST_YEAR, LAST_YEAR));
}
