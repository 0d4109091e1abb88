#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/macros.h"
#include "channel_bench.h"

#define SITE "name = \"website\"; type = \"site\"; directory = \"site\"; "

static const struct {
	const char *settings, *fault; /* NULL: good */
} cases[] = {
	{SITE "url = \"http://127.0.0.1:8710/site\";", NULL},
	{"name = \"board\"; type = \"board\";", NULL},
	{"name = \"window\"; type = \"manual\"; place = \"一楼\";", NULL},
	{"name = \"cms\"; type = \"http\"; preset = \"generic\"; url = \"https://www.gov.cn\";",
	 NULL},
	{"name = \"a\";", "missing setting \"type\""},
	{"type = \"board\";", "missing setting \"name\""},
	{"name = \"Board\"; type = \"board\";", "[a-z][a-z0-9-]*"},
	{"name = \"a\"; type = \"mail\";", "not built in"},
	{"name = \"a\"; type = \"drop\";", "not built in"},
	{"name = \"a\"; type = \"exec\";", "not built in"},
	{"name = \"a\"; type = \"telex\";", "unknown type"},
	{"name = \"a\"; type = \"board\"; parallel = 65;", "parallel"},
	{"name = \"a\"; type = \"board\"; paralel = 6;", "parallel"},
	{SITE, "missing setting \"url\""},
	{SITE "url = \"ftp://example.com/\";", "http"},
	{"name = \"a\"; type = \"http\"; url = \"http://x\";", "missing setting \"preset\""},
	{"name = \"a\"; type = \"http\"; preset = \"generic\"; url = \"http://x\"; user = \"u\";",
	 "needs password_file"},
	{"name = \"a\"; type = \"http\"; preset = \"generic\"; url = \"http://x\"; auth = \"ntlm\";",
	 "auth \"ntlm\""},
	{"name = \"a\"; type = \"http\"; preset = \"generic\"; url = \"http://x\"; timeout = 301;",
	 "timeout"},
	{"name = \"a\"; type = \"http\"; preset = \"generic\"; url = \"http://x\"; columns = 3;",
	 "columns"},
};

static void settings_are_checked(void **state)
{
	struct channel_bench *bench = *state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		bench->channel = channel_bench_configure(bench, cases[i].settings);
		const char *told = buf_text(&bench->report.lines);
		if (cases[i].fault == NULL && bench->channel == NULL)
			fail_msg("%s: %s", cases[i].settings, told);
		if (cases[i].fault != NULL &&
		    (bench->channel != NULL || strstr(told, cases[i].fault) == NULL))
			fail_msg("%s: told \"%s\"", cases[i].settings, told);
	}
}

static void defaults(void **state)
{
	struct channel_bench *bench = *state;
	bench->channel = channel_bench_configure(
		bench, SITE "url = \"http://127.0.0.1:8710/site\"; hosts = [ \"img.gov.cn\" ];");
	const char *directory, *url;
	assert_string_equal(channel_name(bench->channel), "website");
	assert_string_equal(channel_type(bench->channel), "site");
	assert_int_equal(channel_parallel(bench->channel), 8);
	assert_true(channel_can_find(bench->channel));
	assert_false(channel_attested(bench->channel));
	assert_int_equal(channel_settle_us(bench->channel), 0);
	assert_string_equal(channel_host(bench->channel), "127.0.0.1:8710");
	assert_string_equal(channel_hosts(bench->channel)[0], "img.gov.cn");
	assert_null(channel_hosts(bench->channel)[1]);
	assert_true(channel_allows_private(bench->channel));
	assert_true(channel_serves(bench->channel, &directory, &url));
	assert_string_equal(url, "http://127.0.0.1:8710/site");
}

static const struct {
	const char *url;
	bool allowed;
} privates[] = {
	{"http://127.0.0.1:8080", true},  {"http://localhost/", true},
	{"http://[::1]:8080/x", true},    {"http://10.1.2.3", true},
	{"http://192.168.0.1", true},     {"https://www.example.gov.cn", false},
	{"http://8.8.8.8", false},        {"http://localhost.example.com", false},
	{"http://[2001:db9::1]/", false},
};

static void own_private_host_is_allowed(void **state)
{
	struct channel_bench *bench = *state;
	for (size_t i = 0; i < ARRAY_LEN(privates); i++) {
		scoped(buf_finish) struct buf settings = {0};
		buf_print(&settings, SITE "url = \"%s\";", privates[i].url);
		bench->channel = channel_bench_configure(bench, buf_text(&settings));
		if (bench->channel == NULL)
			fail_msg("%s: %s", privates[i].url, buf_text(&bench->report.lines));
		if (channel_allows_private(bench->channel) != privates[i].allowed)
			fail_msg("%s", privates[i].url);
	}
	bench->channel = channel_bench_configure(
		bench, SITE "url = \"http://127.0.0.1/\"; allow_private = false;");
	assert_false(channel_allows_private(bench->channel));
}

static void people_serve_a_board(void **state)
{
	struct channel_bench *bench = *state;
	channel_bench_open(bench, "name = \"board\"; type = \"board\";");
	const char *directory, *url;
	assert_true(channel_attested(bench->channel));
	assert_false(channel_can_find(bench->channel));
	assert_null(channel_host(bench->channel));
	assert_null(channel_hosts(bench->channel)[0]);
	assert_false(channel_serves(bench->channel, &directory, &url));
	channel_bench_run(bench, CHANNEL_CREATE);
	assert_int_equal(bench->end, CHANNEL_FAILED);
	assert_true(bench->permanent);
	assert_string_equal(bench->reason, "由人工公开并见证");
}

static void closing_ends_what_is_pending(void **state)
{
	struct channel_bench *bench = *state;
	channel_bench_open(bench, "name = \"board\"; type = \"board\";");
	channel_bench_begin(bench, CHANNEL_CREATE);
	channel_bench_begin(bench, CHANNEL_CREATE);
	channel_bench_close(bench);
	assert_int_equal(bench->done, 2);
	assert_int_equal(bench->end, CHANNEL_UNCLEAR);
	channel_bench_pause(bench, 1);
	assert_int_equal(bench->done, 2);
}

#define WITH_BENCH(test) \
	cmocka_unit_test_setup_teardown(test, channel_bench_setup, channel_bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BENCH(settings_are_checked),         WITH_BENCH(defaults),
		WITH_BENCH(own_private_host_is_allowed),  WITH_BENCH(people_serve_a_board),
		WITH_BENCH(closing_ends_what_is_pending),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
