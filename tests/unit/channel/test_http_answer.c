#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "channel/http.h"
#include "channel_bench.h"

#define KEY "gongshi-9-r1-website"
#define MADE "{\"id\":5,\"slug\":\"" KEY "\",\"link\":\"https://cms/x/\",\"status\":\"publish\"}"
#define YES "{\"ok\":true,\"id\":\"a1\",\"key\":\"" KEY "\",\"url\":\"/a/1.html\"}"

struct row {
	const char *preset;
	enum channel_operation operation;
	int status;
	const char *headers, *body;
	enum channel_end end;
	bool permanent;
	long retry_after_s;
	const char *remote_id, *url, *reason; /* NULL: any; reason: a part */
};

static const struct row rows[] = {
	/* WordPress: what was seen of a real one */
	{"wordpress", CHANNEL_CREATE, 201, "", MADE, CHANNEL_ACCEPTED, false, -1, "5",
	 "https://cms/x/", NULL},
	{"wordpress", CHANNEL_CREATE, 200, "", "<html>home page</html>", CHANNEL_UNCLEAR, false, -1,
	 NULL, NULL, "home page"},
	{"wordpress", CHANNEL_CREATE, 201, "", "<br />Warning: x" MADE, CHANNEL_UNCLEAR, false, -1,
	 NULL, NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 201, "", "{\"id\":5}", CHANNEL_UNCLEAR, false, -1, NULL, NULL,
	 NULL},
	{"wordpress", CHANNEL_CREATE, 201, "",
	 "{\"id\":5,\"slug\":\"" KEY "\",\"link\":\"https://cms/x/\",\"status\":\"future\"}",
	 CHANNEL_UNCLEAR, false, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 401, "",
	 "{\"code\":\"rest_cannot_create\",\"message\":\"抱歉\"}", CHANNEL_FAILED, true, -1, NULL,
	 NULL, "rest_cannot_create 抱歉"},
	{"wordpress", CHANNEL_CREATE, 400, "", "{\"code\":\"rest_invalid_param\"}", CHANNEL_FAILED,
	 true, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 403, "", "{}", CHANNEL_FAILED, true, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 404, "", "<html>", CHANNEL_FAILED, true, -1, NULL, NULL,
	 NULL},
	{"wordpress", CHANNEL_CREATE, 413, "", "<html>", CHANNEL_FAILED, true, -1, NULL, NULL,
	 NULL},
	{"wordpress", CHANNEL_CREATE, 409, "", "{}", CHANNEL_UNCLEAR, false, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 301, "", "", CHANNEL_FAILED, true, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 302, "", "", CHANNEL_UNCLEAR, false, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 429, "Retry-After: 7\r\n", "", CHANNEL_FAILED, false, 7, NULL,
	 NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 503, "Retry-After: 600\r\n", "{\"code\":\"wp_die\"}",
	 CHANNEL_FAILED, false, 600, NULL, NULL, "wp_die"},
	{"wordpress", CHANNEL_CREATE, 503,
	 "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\n",
	 "", CHANNEL_FAILED, false, 60, NULL, NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 503, "Retry-After: 99999999\r\n", "", CHANNEL_FAILED, false,
	 604800, NULL, NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 503, "Retry-After: soon\r\n", "", CHANNEL_FAILED, false, -1,
	 NULL, NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 408, "", "", CHANNEL_FAILED, false, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 425, "", "", CHANNEL_FAILED, false, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 500, "", "{\"code\":\"wp_die\"}", CHANNEL_UNCLEAR, false, -1,
	 NULL, NULL, NULL},
	{"wordpress", CHANNEL_CREATE, 502, "", "<html>", CHANNEL_UNCLEAR, false, -1, NULL, NULL,
	 NULL},
	{"wordpress", CHANNEL_CREATE, 504, "", "<html>", CHANNEL_UNCLEAR, false, -1, NULL, NULL,
	 NULL},
	{"wordpress", CHANNEL_FIND, 200, "",
	 "[{\"id\":5,\"slug\":\"" KEY "\",\"link\":\"https://cms/x/\"}]", CHANNEL_FOUND, false, -1,
	 "5", "https://cms/x/", NULL},
	{"wordpress", CHANNEL_FIND, 200, "", "[]", CHANNEL_NOT_FOUND, false, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_FIND, 200, "", "<html>", CHANNEL_FAILED, false, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_FIND, 200, "", "[{\"id\":5}]", CHANNEL_FAILED, false, -1, NULL, NULL,
	 NULL},
	{"wordpress", CHANNEL_FIND, 200, "",
	 "[{\"id\":5,\"slug\":\"other\",\"link\":\"https://cms/x/\"}]", CHANNEL_FAILED, false, -1,
	 NULL, NULL, "other"},
	{"wordpress", CHANNEL_FIND, 400, "", "{}", CHANNEL_FAILED, true, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_FIND, 500, "", "", CHANNEL_FAILED, false, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_WITHDRAW, 200, "", "{\"id\":5,\"status\":\"trash\"}",
	 CHANNEL_ACCEPTED, false, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_WITHDRAW, 410, "", "{\"code\":\"rest_already_trashed\"}",
	 CHANNEL_ACCEPTED, false, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_WITHDRAW, 404, "", "{\"code\":\"rest_post_invalid_id\"}",
	 CHANNEL_ACCEPTED, false, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_WITHDRAW, 404, "", "{\"code\":\"rest_no_route\"}", CHANNEL_FAILED,
	 true, -1, NULL, NULL, NULL},
	{"wordpress", CHANNEL_WITHDRAW, 500, "", "", CHANNEL_UNCLEAR, false, -1, NULL, NULL, NULL},
	/* a code in the body decides, relative addresses are completed */
	{"generic", CHANNEL_CREATE, 200, "", YES, CHANNEL_ACCEPTED, false, -1, "a1",
	 "https://cms.gov.cn/a/1.html", NULL},
	{"generic", CHANNEL_CREATE, 200, "", "{\"ok\":\"true\",\"message\":\"栏目不存在\"}",
	 CHANNEL_FAILED, false, -1, NULL, NULL, "栏目不存在"},
	{"generic", CHANNEL_CREATE, 204, "", "", CHANNEL_UNCLEAR, false, -1, NULL, NULL, NULL},
	{"generic", CHANNEL_CREATE, 200, "", "{\"ok\":true,\"id\":1,\"url\":\"javascript:x\"}",
	 CHANNEL_UNCLEAR, false, -1, NULL, NULL, NULL},
};

static const struct preset_step *step_of(const struct preset *preset,
					 enum channel_operation operation)
{
	static const enum preset_step_name steps[] = {
		[CHANNEL_CREATE] = STEP_CREATE,
		[CHANNEL_FIND] = STEP_FIND,
		[CHANNEL_UPDATE] = STEP_UPDATE,
		[CHANNEL_WITHDRAW] = STEP_WITHDRAW,
	};
	return &preset->steps[steps[operation]];
}

static void judge(const struct row *row, const struct client_answer *answer, struct pool *pool,
		  struct channel_result *out)
{
	char folder[512];
	const char *folders[] = {channel_bench_source(folder, "presets"), NULL};
	scoped(preset_finish) struct preset preset = {0};
	assert_int_equal(preset_open(row->preset, folders, &preset, NULL), 0);
	scoped(json_drop) json_t *values = json_pack("{s:s}", "key", KEY);
	http_judge(step_of(&preset, row->operation), row->operation, values,
		   "https://cms.gov.cn/wp", answer, pool, out);
}

static void answers_are_understood(void **state UNUSED)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct row *row = &rows[i];
		scoped(pool_finish) struct pool pool = {0};
		struct channel_result result;
		const struct client_answer answer = {
			.end = CLIENT_ANSWERED,
			.status = row->status,
			.headers = row->headers,
			.body = row->body,
			.body_bytes = strlen(row->body),
			.error = "",
		};
		judge(row, &answer, &pool, &result);
		if (result.end != row->end || result.permanent != row->permanent ||
		    result.retry_after_s != row->retry_after_s || result.reason == NULL)
			fail_msg("row %zu: end %d permanent %d retry %ld: %s", i, result.end,
				 result.permanent, result.retry_after_s, result.reason);
		if (row->remote_id != NULL)
			assert_string_equal(result.remote_id, row->remote_id);
		if (row->url != NULL)
			assert_string_equal(result.url, row->url);
		if (row->reason != NULL && strstr(result.reason, row->reason) == NULL)
			fail_msg("row %zu: %s", i, result.reason);
	}
}

static const struct {
	enum client_end end;
	bool truncated;
	enum channel_operation operation;
	enum channel_end wanted;
	bool permanent;
} transports[] = {
	{CLIENT_NOT_SENT, false, CHANNEL_CREATE, CHANNEL_FAILED, false},
	{CLIENT_NOT_SENT, false, CHANNEL_FIND, CHANNEL_FAILED, false},
	{CLIENT_UNCLEAR, false, CHANNEL_CREATE, CHANNEL_UNCLEAR, false},
	{CLIENT_UNCLEAR, false, CHANNEL_WITHDRAW, CHANNEL_UNCLEAR, false},
	{CLIENT_UNCLEAR, false, CHANNEL_FIND, CHANNEL_FAILED, false},
	{CLIENT_REFUSED, false, CHANNEL_CREATE, CHANNEL_FAILED, true},
	{CLIENT_REFUSED, true, CHANNEL_CREATE, CHANNEL_UNCLEAR, false},
	{CLIENT_REFUSED, true, CHANNEL_FIND, CHANNEL_FAILED, false},
	{CLIENT_CANCELED, false, CHANNEL_CREATE, CHANNEL_UNCLEAR, false},
};

static void lost_answers(void **state UNUSED)
{
	for (size_t i = 0; i < ARRAY_LEN(transports); i++) {
		scoped(pool_finish) struct pool pool = {0};
		const struct row row = {.preset = "wordpress",
					.operation = transports[i].operation};
		/* A status line alone (an answer cut off behind it) proves nothing. */
		const struct client_answer answer = {
			.end = transports[i].end,
			.status = 201,
			.truncated = transports[i].truncated,
			.headers = "",
			.body = "",
			.error = "why",
		};
		struct channel_result result;
		judge(&row, &answer, &pool, &result);
		if (result.end != transports[i].wanted ||
		    result.permanent != transports[i].permanent)
			fail_msg("row %zu: %s", i, result.reason);
		assert_non_null(strstr(result.reason, "why"));
	}
}

static void another_key_is_told(void **state UNUSED)
{
	static const char body[] = "{\"id\":6,\"slug\":\"" KEY "-2\",\"link\":\"https://cms/x-2/\","
				   "\"status\":\"publish\"}";
	const struct row row = {.preset = "wordpress", .operation = CHANNEL_CREATE};
	const struct client_answer answer = {
		.end = CLIENT_ANSWERED,
		.status = 201,
		.headers = "",
		.body = body,
		.body_bytes = strlen(body),
		.error = "",
	};
	scoped(pool_finish) struct pool pool = {0};
	struct channel_result result;
	judge(&row, &answer, &pool, &result);
	assert_int_equal(result.end, CHANNEL_ACCEPTED);
	assert_true(result.changed_key);
	assert_string_equal(result.remote_id, "6");
	assert_non_null(strstr(result.reason, KEY "-2"));
	assert_non_null(strstr(result.reason, KEY "："));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_understood),
		cmocka_unit_test(lost_answers),
		cmocka_unit_test(another_key_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
