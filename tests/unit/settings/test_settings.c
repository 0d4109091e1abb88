#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../config/conf_folder.h"
#include "base/json.h"
#include "base/mem.h"
#include "core/calendar/calendar.h"
#include "settings/settings.h"

/* Each stands on one line, so that what a test adds begins at line 2 or 3. */
#define BUREAU                                                                                    \
	"bureau = { name = \"盐城市水利局\"; }; paths = { state = \"state\"; holidays = [ " \
	"\"holidays\" ]; };\n"
#define OFFICE                                                                                               \
	"people = ( { id = \"zhang\"; name = \"张伟\"; mail = \"zhang@example.gov.cn\"; }, "               \
	"{ id = \"li\"; name = \"李强\"; mail = \"li@example.gov.cn\"; }, "                                \
	"{ id = \"mute\"; name = \"无名\"; } ); "                                                          \
	"departments = ( { id = \"hydrology\"; name = \"水文处\"; aliases = [ \"水文水资源处\" ]; " \
	"posts = { liaison = \"zhang\"; head = \"li\"; silent = \"mute\"; }; } ); "                          \
	"posts = { office = \"li\"; }; "                                                                     \
	"categories = ( { id = \"plan\"; name = \"规划计划\"; }, { id = \"appointment-notice\"; "        \
	"name = \"任前公示\"; } ); "                                                                     \
	"channels = ( { name = \"website\"; type = \"site\"; directory = \"site\"; }, "                      \
	"{ name = \"board\"; type = \"board\"; }, "                                                          \
	"{ name = \"intranet\"; type = \"http\"; internal = true; watch = \"1 hour\"; } ); "                 \
	"notifiers = ( { name = \"mail\"; type = \"smtp\"; } );\n"

struct test {
	struct conf_folder folder;
	struct settings *settings;
	struct config_report report;
};

static int setup(void **state)
{
	struct test *test = mem_alloc(sizeof(*test));
	conf_folder_open(&test->folder);
	conf_folder_write(&test->folder, "holidays/2009.json",
			  "{\"year\": 2009, \"papers\": [], \"days\": [{\"date\": \"2009-10-01\", "
			  "\"name\": \"国庆节\", \"isOffDay\": true}]}");
	conf_folder_write(&test->folder, "holidays/README.md", "not a holiday");
	*state = test;
	return 0;
}

static void forget(struct test *test)
{
	settings_free(test->settings);
	test->settings = NULL;
	buf_finish(&test->report.lines);
	test->report = (struct config_report){0};
}

static int teardown(void **state)
{
	struct test *test = *state;
	forget(test);
	conf_folder_close(&test->folder);
	mem_free(test);
	return 0;
}

static int load(struct test *test, const char *text)
{
	forget(test);
	const char *path = conf_folder_write(&test->folder, "gongshi.conf", text);
	int rc = settings_load(path, NULL, &test->settings, &test->report);
	assert_int_equal(rc, test->report.count == 0 ? 0 : -E_INVALID);
	assert_true((test->settings != NULL) == (rc == 0));
	return rc;
}

static const struct law *load_good(struct test *test, const char *text)
{
	if (load(test, text) < 0)
		fail_msg("%s", buf_text(&test->report.lines));
	return test->settings->law;
}

static void assert_reported(struct test *test, const char *part)
{
	if (strstr(buf_text(&test->report.lines), part) == NULL)
		fail_msg("\"%s\" is not in: %s", part, buf_text(&test->report.lines));
}

static void the_least_configuration_has_usual_values(void **state)
{
	struct test *test = *state;
	const struct law *law = load_good(test, "bureau = { name = \"局\"; };"
						"paths = { holidays = \"holidays\"; };");
	const struct settings *settings = test->settings;
	assert_string_equal(law->bureau, "局");
	assert_int_equal(law->offset_s, 28800);
	assert_int_equal(law->close_of_business_s, 86400);
	assert_true(law->chinese);
	assert_int_equal(law->rule_count + law->ladder_count + law->person_count +
				 law->department_count + law->post_count + law->category_count +
				 law->channel_count + law->notifier_count,
			 0);
	assert_int_equal(strlen(law->edition), 16);
	assert_string_equal(settings->store_type, "sqlite");
	assert_null(settings->http);
	assert_null(settings->tokens_file);
	assert_null(settings->site_id_code);
	assert_int_equal(settings->attachment_bytes, 256 << 20);
	assert_int_equal(settings->rescan_us, 60000000);
	assert_null(settings->channels);
	assert_true(settings->state[0] == '/');
	assert_true(settings->socket[0] == '/');
}

static void single_values_are_read(void **state)
{
	struct test *test = *state;
	const struct law *law = load_good(
		test,
		"bureau = { name = \"局\"; utc_offset = \"+06:00\"; language = \"en_US\"; "
		"close_of_business = \"17:30\"; site_id_code = \"3209\"; domain = \"d.cn\"; };"
		"paths = { state = \"s\"; spool = \"q\"; socket = \"run/g.sock\"; "
		"holidays = [ \"holidays\" ]; };"
		"store = { type = \"postgres\"; conninfo = \"dbname=gongshi\"; };"
		"listen = { http = \"[::1]:8710\"; tokens_file = \"tokens\"; };"
		"limits = { attachment = \"1 MiB\"; rescan = \"5 s\"; };");
	const struct settings *settings = test->settings;
	size_t prefix = strlen(test->folder.path);
	assert_int_equal(law->offset_s, 21600);
	assert_int_equal(law->close_of_business_s, 63000);
	assert_false(law->chinese);
	assert_string_equal(settings->site_id_code, "3209");
	assert_string_equal(settings->domain, "d.cn");
	assert_string_equal(settings->state + prefix, "/s");
	assert_string_equal(settings->spool + prefix, "/q");
	assert_string_equal(settings->socket + prefix, "/run/g.sock");
	assert_string_equal(settings->store_type, "postgres");
	assert_string_equal(settings->store_conninfo, "dbname=gongshi");
	assert_string_equal(settings->http, "[::1]:8710");
	assert_string_equal(settings->tokens_file + prefix, "/tokens");
	assert_int_equal(settings->attachment_bytes, 1 << 20);
	assert_int_equal(settings->rescan_us, 5000000);
}

static void people_and_posts_are_read(void **state)
{
	struct test *test = *state;
	const struct law *law = load_good(
		test, BUREAU
		"people = ( { id = \"zhang\"; name = \"张伟\"; mail = \"z@e.cn\"; mobile = "
		"\"13800000000\"; deputy = \"li\"; away = ( { from = \"2009-05-04\"; until = "
		"\"2009-05-08\"; } ); addresses = { wecom = \"zw\"; }; }, "
		"{ id = \"li\"; name = \"李强\"; } );"
		"departments = ( { id = \"hydrology\"; name = \"水文处\"; aliases = [ \"水资源处\" ]; "
		"posts = { head = \"zhang\"; }; } ); posts = { director = \"li\"; };"
		"notifiers = ( { name = \"chat\"; type = \"wecom\"; }, { name = \"mail\"; type = "
		"\"maildir\"; } );");
	const struct person *zhang = law_person(law, "zhang");
	assert_string_equal(zhang->name, "张伟");
	assert_string_equal(zhang->mail, "z@e.cn");
	assert_string_equal(zhang->mobile, "13800000000");
	assert_string_equal(zhang->deputy, "li");
	assert_int_equal(zhang->away_count, 1);
	assert_int_equal(zhang->away[0].until.day, 8);
	assert_string_equal(json_member_text(zhang->addresses, "wecom"), "zw");
	assert_string_equal(law_department_named(law, "水资源处")->id, "hydrology");

	struct civil_date away = {2009, 5, 5}, back = {2009, 5, 9};
	assert_string_equal(law_post_holder(law, "hydrology", "head", away)->id, "li");
	assert_string_equal(law_post_holder(law, "hydrology", "head", back)->id, "zhang");
	assert_string_equal(law_post_holder(law, "hydrology", "director", back)->id, "li");
	assert_false(law->notifiers[0].needs_mail);
	assert_true(law->notifiers[1].needs_mail);
	assert_false(law_reaches(&law->notifiers[1], law_person(law, "li")));
}

static void rules_of_every_kind_are_read(void **state)
{
	struct test *test = *state;
	const struct law *law = load_good(
		test, BUREAU OFFICE
		"ladders = ( { id = \"standard\"; rungs = ( { at = \"0\"; tell = \"head\"; } ); } );"
		"rules = ( { id = \"ten-day\"; kind = \"publish\"; basis = \"9号\"; from = "
		"\"2009-01-01\"; until = \"2030-12-31\"; match = { public_interest = false; category "
		"= [ \"plan\", \"任前公示\" ]; department = \"水文处\"; issuer = \"盐城市水利局\"; "
		"disclosure = [ \"active\", \"on-request\" ]; audience = \"public\"; }; term = \"10 "
		"days\"; roll = \"none\"; display = \"5 workdays\"; watch = \"10 minutes\"; channels = "
		"[ \"website\", \"board\" ]; ladder = \"standard\"; },"
		"{ id = \"monthly\"; kind = \"periodic\"; every = \"month\"; by = 10; channels = "
		"\"website\"; },"
		"{ id = \"yearly\"; kind = \"periodic\"; every = \"year\"; by = 31; channels = "
		"\"website\"; },"
		"{ id = \"page\"; kind = \"standing\"; watch = \"1 hour\"; confirm = \"180 days\"; "
		"channels = \"website\"; },"
		"{ id = \"letter\"; kind = \"answer\"; term = \"60 days\"; },"
		"{ id = \"down\"; kind = \"withdraw\"; term = \"24 hours\"; },"
		"{ id = \"inside\"; kind = \"publish\"; match = { audience = \"internal\"; }; term = "
		"\"0\"; trigger = \"changed\"; channels = \"intranet\"; } );");
	const struct rule *rule = law_rule(law, "ten-day");
	assert_int_equal(rule->kind, RULE_PUBLISH);
	assert_string_equal(rule->basis, "9号");
	assert_int_equal(rule->from.year, 2009);
	assert_int_equal(rule->until.year, 2030);
	assert_int_equal(rule->match.public_interest, 0);
	assert_string_equal(rule->match.categories[0], "plan");
	assert_string_equal(rule->match.categories[1], "appointment-notice");
	assert_null(rule->match.categories[2]);
	assert_string_equal(rule->match.departments[0], "hydrology");
	assert_string_equal(rule->match.issuers[0], "盐城市水利局");
	assert_int_equal(rule->match.disclosure,
			 1 << DISCLOSURE_ACTIVE | 1 << DISCLOSURE_ON_REQUEST);
	assert_int_equal(rule->match.audience, AUDIENCE_PUBLIC);
	assert_int_equal(rule->trigger, TRIGGER_ISSUED);
	assert_int_equal(rule->term.count, 10);
	assert_int_equal(rule->term.unit, TERM_DAYS);
	assert_int_equal(rule->roll, TERM_ROLL_NONE);
	assert_int_equal(rule->display.count, 5);
	assert_int_equal(rule->watch_us, INT64_C(600000000));
	assert_string_equal(rule->channels[1], "board");
	assert_string_equal(rule->ladder, "standard");

	const struct rule *monthly = law_rule(law, "monthly");
	assert_int_equal(monthly->kind, RULE_PERIODIC);
	assert_int_equal(monthly->every_months, 1);
	assert_int_equal(monthly->by_day, 10);
	assert_null(monthly->ladder);
	assert_null(monthly->match.categories);
	assert_int_equal(monthly->match.disclosure, -1);
	assert_int_equal(monthly->match.public_interest, -1);
	assert_int_equal(monthly->match.audience, -1);
	assert_int_equal(monthly->roll, TERM_ROLL_FORWARD);
	assert_string_equal(monthly->basis, "");
	assert_int_equal(law_rule(law, "yearly")->every_months, 12);
	assert_int_equal(law_rule(law, "page")->confirm_us, INT64_C(180) * 86400 * 1000000);
	assert_int_equal(law_rule(law, "letter")->trigger, TRIGGER_RECEIVED);
	assert_int_equal(law_rule(law, "down")->trigger, TRIGGER_DECIDED);
	assert_int_equal(law_rule(law, "down")->term.unit, TERM_HOURS);
	assert_int_equal(law_rule(law, "inside")->trigger, TRIGGER_CHANGED);
	assert_int_equal(law_rule(law, "inside")->match.audience, AUDIENCE_INTERNAL);
}

static void ladders_are_read(void **state)
{
	struct test *test = *state;
	const struct law *law = load_good(
		test, BUREAU OFFICE
		"ladders = ( { id = \"standard\"; hours = \"09:00-17:00\"; rungs = ( "
		"{ at = \"-3 workdays\"; tell = [ \"liaison\" ]; }, "
		"{ at = \"0\"; tell = [ \"head\", \"silent\" ]; via = \"mail\"; }, "
		"{ at = \"+3 workdays\"; tell = [ \"office\" ]; order = true; }, "
		"{ every = \"5 workdays\"; tell = [ \"office\" ]; } ); }, "
		"{ id = \"calendar\"; hours = \"always\"; rungs = ( { at = \"-1 days\"; tell = "
		"\"head\"; }, { at = \"2 workdays\"; tell = \"head\"; } ); } );");
	const struct ladder *ladder = law_ladder(law, "standard");
	assert_false(ladder->always);
	assert_int_equal(ladder->opens_s, 9 * 3600);
	assert_int_equal(ladder->closes_s, 17 * 3600);
	assert_int_equal(ladder->rung_count, 4);
	assert_int_equal(ladder->rungs[0].at.count, -3);
	assert_string_equal(ladder->rungs[1].tell[1], "silent");
	assert_string_equal(ladder->rungs[1].via[0], "mail");
	assert_null(ladder->rungs[0].via);
	assert_true(ladder->rungs[2].order);
	assert_int_equal(ladder->rungs[2].at.count, 3);
	assert_true(ladder->rungs[3].repeats);
	assert_int_equal(ladder->rungs[3].at.count, 5);
	assert_true(law_ladder(law, "calendar")->always);
}

static void channel_terms_can_still_be_filled_in(void **state)
{
	struct test *test = *state;
	load_good(test, BUREAU OFFICE);
	const struct law *law = test->settings->law;
	assert_true(law_channel(law, "board")->attested);
	assert_false(law_channel(law, "board")->can_find);
	assert_false(law_channel(law, "board")->internal);
	const struct channel_terms *intranet = law_channel(law, "intranet");
	assert_true(intranet->internal);
	assert_true(intranet->can_find);
	assert_int_equal(intranet->settle_us, 60000000);
	assert_int_equal(intranet->watch_us, INT64_C(3600000000));
	assert_int_equal(law_channel(law, "website")->settle_us, 0);

	assert_null(settings_channel_terms(test->settings, "nowhere"));
	settings_channel_terms(test->settings, "intranet")->can_find = false;
	assert_false(intranet->can_find);
	struct law *taken = settings_take_law(test->settings);
	forget(test); /* the law stands on its own */
	assert_string_equal(law_channel(taken, "intranet")->name, "intranet");
	assert_string_equal(law_person(taken, "zhang")->mail, "zhang@example.gov.cn");
	law_free(taken);
}

static int checked;
static void count_backends(const struct config_node *group, bool is_channel,
			   struct config_report *report)
{
	const char *type = "";
	checked += is_channel ? 10 : 1;
	assert_true(config_get_text(config_member(group, "type"), &type));
	if (strcmp(type, "board") == 0)
		config_fault(report, group, "no boards today");
}

static void backends_check_their_own_groups(void **state)
{
	struct test *test = *state;
	const char *path = conf_folder_write(&test->folder, "gongshi.conf", BUREAU "\n" OFFICE);
	checked = 0;
	assert_int_equal(settings_load(path, count_backends, &test->settings, &test->report),
			 -E_INVALID);
	assert_int_equal(checked, 31);
	assert_reported(test, "gongshi.conf:3: no boards today");
}

static void the_edition_follows_text_and_calendar(void **state)
{
	struct test *test = *state;
	char first[17];
	snprintf(first, sizeof(first), "%s", load_good(test, BUREAU OFFICE)->edition);
	assert_string_equal(load_good(test, BUREAU OFFICE)->edition, first);
	assert_string_not_equal(load_good(test, BUREAU OFFICE "# changed")->edition, first);
	conf_folder_write(&test->folder, "state/holidays/2010.json",
			  "{\"year\": 2010, \"days\": [{\"date\": \"2010-10-01\", \"name\": "
			  "\"国庆节\", \"isOffDay\": true}]}");
	assert_string_not_equal(load_good(test, BUREAU OFFICE)->edition, first);
}

static void loaded_notices_win_over_folders(void **state)
{
	static const char working[] = "{\"year\": 2009, \"days\": [{\"date\": \"2009-10-01\", "
				      "\"name\": \"国庆节\", \"isOffDay\": false}]}";
	struct test *test = *state;
	struct civil_date day = {2009, 10, 1};
	assert_false(calendar_is_working(load_good(test, BUREAU)->calendar, day));
	conf_folder_write(&test->folder, "holidays/2009-overlay.json", working);
	conf_folder_write(&test->folder, "holidays/2009.json.off", "{");
	assert_false(calendar_is_working(load_good(test, BUREAU)->calendar, day));
	conf_folder_write(&test->folder, "state/holidays/2009.json", working);
	assert_true(calendar_is_working(load_good(test, BUREAU)->calendar, day));

	struct config_report report = {0};
	struct calendar *again = settings_calendar(test->settings, &report);
	assert_string_equal(calendar_edition(again),
			    calendar_edition(test->settings->law->calendar));
	calendar_free(again);

	conf_folder_write(&test->folder, "holidays/2010.json", "{\"year\": 2010, ");
	assert_int_equal(load(test, BUREAU), -E_INVALID);
	assert_reported(test, "/holidays/2010.json: 节假日文件不能用");
}

#define LADDER(rungs) "ladders = ( { id = \"l\"; rungs = ( " rungs " ); } );"
#define RULE(more) "rules = ( { id = \"r\"; " more " } );"
#define PUBLISH "kind = \"publish\"; term = \"10 days\"; channels = [ \"website\" ]; "

static const struct {
	const char *text, *where, *says;
} broken[] = {
	{"paths = { holidays = \"holidays\"; };", ":1: ", "missing setting \"bureau\""},
	{"bureau = { nam = \"x\"; };\npaths = { holidays = \"holidays\"; };",
	 ":1: ", "did you mean \"name\""},
	{BUREAU "rule = ();", ":2: ", "did you mean \"rules\"?"},
	{BUREAU "store = { type = \"sqlit\"; };", ":2: ", "did you mean \"sqlite\"?"},
	{BUREAU "store = { type = \"postgres\"; };", ":2: ", "missing setting \"conninfo\""},
	{BUREAU "store = { conninfo = \"x\"; };", ":2: ", "postgres only"},
	{BUREAU "store = { type = \"postgres\"; conninfo = \"password=x\"; };",
	 ":2: ", "no passwords here"},
	{BUREAU "listen = { http = \"8710\"; };", ":2: ", "127.0.0.1:8710"},
	{BUREAU "listen = { http = \"127.0.0.1:99999\"; };", ":2: ", "127.0.0.1:8710"},
	{BUREAU "limits = { attachment = \"1 GiB\"; };", ":2: ", "out of range"},
	{"bureau = { name = \"x\"; language = \"fr\"; };\npaths = { holidays = \"holidays\"; };",
	 ":1: ", "known are zh_CN en_US zh en"},
	{"bureau = { name = \"x\"; };\npaths = { holidays = [ \"holidays\", \"gone\" ]; };",
	 ":2: ", "cannot read the holiday folder"},
	/* lists */
	{BUREAU "people = { id = \"x\"; };", ":2: ", "\"people\" is a list"},
	{BUREAU "categories = [ \"a\", \"b\" ];", ":2: ", "a group { … } is expected"},
	{BUREAU "categories = ( { id = \"Plan\"; name = \"x\"; } );", ":2: ", "small letters"},
	{BUREAU "categories = ( { id = \"计划\"; name = \"x\"; } );", ":2: ", "small letters"},
	{BUREAU "categories = ( { id = \"a\"; name = \"x\"; },\n{ id = \"a\"; name = \"y\"; } );",
	 ":3: ", "id \"a\" is used twice"},
	{BUREAU "categories = ( { name = \"x\"; } );", ":2: ", "missing setting \"id\""},
	/* people */
	{BUREAU "people = ( { id = \"a\"; name = \"x\"; mail = \"a b@c\"; } );",
	 ":2: ", "not a mail address"},
	{BUREAU "people = ( { id = \"a\"; name = \"x\"; mobile = \"call me\"; } );",
	 ":2: ", "not a telephone number"},
	{BUREAU "people = ( { id = \"a\"; name = \"x\"; deputy = \"a\"; } );",
	 ":2: ", "own deputy"},
	{BUREAU
	 "people = ( { id = \"anna\"; name = \"x\"; },\n{ id = \"b\"; name = \"y\"; deputy = "
	 "\"ana\"; } );",
	 ":3: ", "did you mean \"anna\"?"},
	{BUREAU "people = ( { id = \"a\"; name = \"x\"; away = ( { from = \"2009-05-08\"; until = "
		"\"2009-05-04\"; } ); } );",
	 ":2: ", "from is later than until"},
	{BUREAU
	 "people = ( { id = \"a\"; name = \"x\"; away = ( { from = \"2009-05-08\"; } ); } );",
	 ":2: ", "missing setting \"until\""},
	{BUREAU "people = ( { id = \"a\"; name = \"x\"; addresses = { wecom = 5; }; } );",
	 ":2: ", "address \"wecom\" must be text"},
	{BUREAU "posts = {\noffice = \"nobody\"; };", ":3: ", "no person \"nobody\""},
	{BUREAU "posts = { office = 5; };", ":2: ", "takes the id of a person"},
	{BUREAU OFFICE "# nothing\n@include \"gone.conf\"", ":4: ", "gone.conf"},
	{BUREAU "departments = ( { id = \"a\"; name = \"水文处\"; },\n{ id = \"b\"; name = \"x\"; "
		"aliases = [ \"水文处\" ]; } );",
	 ":3: ", "already means department \"a\""},
	/* backends */
	{BUREAU "channels = ( { name = \"web\"; type = \"htp\"; } );",
	 ":2: ", "(http site mail board manual drop exec)"},
	{BUREAU "channels = ( { name = \"web\"; type = \"carrier-pigeon\"; } );",
	 ":2: ", "known are http site"},
	{BUREAU "channels = ( { name = \"Web_1\"; type = \"site\"; } );", ":2: ", "small letters"},
	{BUREAU "channels = ( { type = \"site\"; } );", ":2: ", "missing setting \"name\""},
	{BUREAU "notifiers = ( { name = \"n\"; type = \"sms\"; } );",
	 ":2: ", "smtp maildir wecom dingtalk feishu webhook journal exec"},
	/* ladders */
	{BUREAU OFFICE "ladders = ( { id = \"l\"; hours = \"17:00-09:00\"; rungs = ( { at = \"0\"; "
		       "tell = \"head\"; } ); } );",
	 ":3: ", "write hours as"},
	{BUREAU OFFICE
	 "ladders = ( { id = \"l\"; hours = \"morning\"; rungs = ( { at = \"0\"; tell "
	 "= \"head\"; } ); } );",
	 ":3: ", "write hours as"},
	{BUREAU OFFICE "ladders = ( { id = \"l\"; rungs = (); } );", ":3: ", "rungs is empty"},
	{BUREAU OFFICE LADDER("{ tell = \"head\"; }"), ":3: ", "either `at` or `every`"},
	{BUREAU OFFICE LADDER("{ at = \"0\"; every = \"1 workdays\"; tell = \"head\"; }"),
	 ":3: ", "either `at` or `every`"},
	{BUREAU OFFICE LADDER("{ at = \"soon\"; tell = \"head\"; }"), ":3: ", "term \"soon\""},
	{BUREAU OFFICE LADDER("{ at = \"-2 hours\"; tell = \"head\"; }"),
	 ":3: ", "days or workdays only"},
	{BUREAU OFFICE LADDER("{ every = \"5 workdays\"; tell = \"head\"; }"),
	 ":3: ", "needs a rung before it"},
	{BUREAU OFFICE LADDER("{ at = \"0\"; tell = \"head\"; }, { every = \"0\"; tell = "
			      "\"head\"; }"),
	 ":3: ", "more than 0"},
	{BUREAU OFFICE LADDER("{ at = \"0\"; tell = \"head\"; }, { every = \"5 days\"; tell = "
			      "\"head\"; },\n{ at = \"9 days\"; tell = \"head\"; }"),
	 ":4: ", "only be the last"},
	{BUREAU OFFICE LADDER("{ at = \"0\"; tell = \"head\"; },\n{ at = \"-1 workdays\"; tell = "
			      "\"head\"; }"),
	 ":4: ", "in order of time"},
	{BUREAU OFFICE LADDER(
		 "{ at = \"0\"; tell = \"head\"; },\n{ at = \"0\"; tell = \"head\"; }"),
	 ":4: ", "in order of time"},
	{BUREAU OFFICE LADDER(
		 "{ at = \"1 days\"; tell = \"head\"; },\n{ at = \"2 workdays\"; tell = "
		 "\"head\"; }"),
	 ":4: ", "do not mix"},
	{BUREAU OFFICE LADDER("{ at = \"0\"; tell = [ \"haed\" ]; }"),
	 ":3: ", "did you mean \"head\"?"},
	{BUREAU OFFICE LADDER("{ at = \"0\"; tell = \"head\"; via = [ \"mial\" ]; }"),
	 ":3: ", "did you mean \"mail\"?"},
	{BUREAU OFFICE LADDER("{ at = \"0\"; tell = \"head\"; },\n{ at = \"1 workdays\"; tell = [ "
			      "\"silent\" ]; }"),
	 ":4: ", "can reach nobody"},
	{BUREAU OFFICE LADDER("{ at = \"0\"; }"), ":3: ", "missing setting \"tell\""},
	{BUREAU OFFICE LADDER("{ at = \"0\"; tell = []; }"), ":3: ", "can reach nobody"},
	/* rules */
	{BUREAU OFFICE RULE("kind = \"publsh\"; term = \"1 days\"; channels = \"website\";"),
	 ":3: ", "did you mean \"publish\"? (publish periodic standing answer withdraw)"},
	{BUREAU OFFICE RULE("kind = \"publish\"; terms = \"10 days\"; channels = \"website\";"),
	 ":3: ",
	 "未知的设置 \"terms\"，是否为 \"term\"？ unknown setting \"terms\", did you mean "
	 "\"term\"?"},
	{BUREAU OFFICE RULE("kind = \"publish\"; channels = \"website\";"),
	 ":3: ", "a publish rule needs the setting \"term\""},
	{BUREAU OFFICE RULE("kind = \"publish\"; term = \"1 days\";"),
	 ":3: ", "needs the setting \"channels\""},
	{BUREAU OFFICE RULE("kind = \"publish\"; term = \"ten days\"; channels = \"website\";"),
	 ":3: ", "term 写法不对"},
	{BUREAU OFFICE RULE("kind = \"publish\"; term = \"-1 days\"; channels = \"website\";"),
	 ":3: ", "must not be less than 0"},
	{BUREAU OFFICE RULE(PUBLISH "display = \"5 hours\";"), ":3: ", "cannot be in hours"},
	{BUREAU OFFICE RULE(PUBLISH "display = \"0\";"), ":3: ", "must not be less than 1"},
	{BUREAU OFFICE RULE(PUBLISH "roll = \"back\";"), ":3: ", "forward, none or backward"},
	{BUREAU OFFICE RULE(PUBLISH "trigger = \"signed\";"), ":3: ", "issued"},
	{BUREAU OFFICE RULE(PUBLISH "from = \"2010-01-01\"; until = \"2009-01-01\";"),
	 ":3: ", "never be in force"},
	{BUREAU OFFICE RULE(PUBLISH "ladder = \"standrd\";"), ":3: ", "no ladder \"standrd\""},
	{BUREAU OFFICE RULE("kind = \"publish\"; term = \"1 days\"; channels = [ \"web-site\" ];"),
	 ":3: ", "did you mean \"website\"?"},
	{BUREAU OFFICE RULE("kind = \"publish\"; term = \"1 days\"; channels = [ \"board\", "
			    "\"board\" ];"),
	 ":3: ", "named twice"},
	{BUREAU OFFICE RULE(PUBLISH "match = { catgory = \"plan\"; };"),
	 ":3: ", "did you mean \"category\"?"},
	{BUREAU OFFICE RULE(PUBLISH "match = { category = \"plans\"; };"),
	 ":3: ", "did you mean \"plan\"?"},
	{BUREAU OFFICE RULE(PUBLISH "match = { department = [ \"hydro\" ]; };"),
	 ":3: ", "no department \"hydro\""},
	{BUREAU OFFICE RULE(PUBLISH "match = { disclosure = \"yes\"; };"),
	 ":3: ", "must be active, on-request or none"},
	{BUREAU OFFICE RULE(PUBLISH "match = { audience = \"all\"; };"),
	 ":3: ", "public or internal"},
	{BUREAU OFFICE RULE(PUBLISH "match = { category = []; };"), ":3: ", "bind nothing"},
	{BUREAU OFFICE RULE(PUBLISH "match = { audience = \"internal\"; };"),
	 ":3: ", "never reach the public channel \"website\""},
	{BUREAU OFFICE RULE(PUBLISH "every = \"month\";"), ":3: ", "has no setting \"every\""},
	{BUREAU OFFICE RULE("kind = \"periodic\"; every = \"month\"; channels = \"website\";"),
	 ":3: ", "needs the setting \"by\""},
	{BUREAU OFFICE RULE("kind = \"periodic\"; every = \"week\"; by = 3; channels = "
			    "\"website\";"),
	 ":3: ", "month quarter half-year year"},
	{BUREAU OFFICE RULE("kind = \"periodic\"; every = \"month\"; by = 32; channels = "
			    "\"website\";"),
	 ":3: ", "out of range (1 to 31)"},
	{BUREAU OFFICE RULE("kind = \"answer\";"), ":3: ", "needs the setting \"term\""},
};

static void broken_configurations_are_told(void **state)
{
	struct test *test = *state;
	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		if (load(test, broken[i].text) == 0)
			fail_msg("case %zu was taken: %s", i, broken[i].text);
		char where[256];
		snprintf(where, sizeof(where), "%s/gongshi.conf%s", test->folder.path,
			 broken[i].where);
		assert_reported(test, where);
		assert_reported(test, broken[i].says);
	}
}

/* The files that are handed out must be good as they are. */
static void load_shipped(struct test *test, const char *name, bool sample)
{
	const char *top = getenv("top_srcdir");
	char from[512], line[1024];
	snprintf(from, sizeof(from), "%s/%s", top != NULL ? top : ".", name);
	FILE *file = fopen(from, "re");
	if (file == NULL)
		skip();
	scoped(buf_finish) struct buf text = {0};
	while (fgets(line, sizeof(line), file) != NULL) {
		char *mark = strstr(line, "@pkgdatadir@/");
		if (mark != NULL)
			memmove(mark, mark + 13, strlen(mark + 13) + 1);
		buf_text_add(&text, line);
	}
	fclose(file);
	const struct law *law = load_good(test, buf_text(&text));
	assert_int_equal(law->rule_count, 3);
	assert_int_equal(law->category_count, 7);
	assert_int_equal(law_ladder(law, "standard")->rung_count, 5);
	assert_string_equal(law_rule(law, "ten-day")->basis, "盐水政〔2009〕9号");
	assert_string_equal(law->notifiers[0].type, "maildir");
	if (sample)
		assert_string_equal(test->settings->state + strlen(test->folder.path), "/state");
}

static void the_shipped_files_are_good(void **state)
{
	load_shipped(*state, "etc/gongshi.conf.in", false);
	load_shipped(*state, "etc/sample/gongshi.conf", true);
}

static void a_missing_file_is_told(void **state)
{
	struct test *test = *state;
	assert_int_equal(
		settings_load("/nowhere/gongshi.conf", NULL, &test->settings, &test->report),
		-E_INVALID);
	assert_null(test->settings);
	assert_reported(test, "/nowhere/gongshi.conf");
	assert_true(settings_default_path()[0] == '/');
	settings_free(NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_least_configuration_has_usual_values),
		TEST(single_values_are_read),
		TEST(people_and_posts_are_read),
		TEST(rules_of_every_kind_are_read),
		TEST(ladders_are_read),
		TEST(channel_terms_can_still_be_filled_in),
		TEST(backends_check_their_own_groups),
		TEST(the_edition_follows_text_and_calendar),
		TEST(loaded_notices_win_over_folders),
		TEST(broken_configurations_are_told),
		TEST(the_shipped_files_are_good),
		TEST(a_missing_file_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
