#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <string.h>
#include <sys/stat.h>

#include "../net/peer.h"
#include "base/json.h"
#include "base/macros.h"
#include "channel_bench.h"

#define KEY "gongshi-9-r1-website"
#define ANSWER(line, headers, body) "HTTP/1.1 " line "\r\nConnection: close\r\n" headers "\r\n" body
#define JSON "Content-Type: application/json\r\n"
#define OK_PAGE "{\"ok\":true,\"id\":5,\"key\":\"" KEY "\",\"url\":\"/articles/5.html\"}"

/* A CMS that says what it was told to say, a line of the script a connection. */
#define LIMIT_REQUESTS 8
struct cms {
	const char *script[LIMIT_REQUESTS]; /* NULL: say nothing; "": close; "RESET" */
	struct buf requests[LIMIT_REQUESTS];
	int count;
	pthread_mutex_t lock;
	struct peer *peer;
};

static void talk(struct peer *peer, int fd, int number)
{
	struct cms *cms = peer_ctx(peer);
	if (number >= LIMIT_REQUESTS || !peer_read_request(fd, &cms->requests[number]))
		return;
	pthread_mutex_lock(&cms->lock);
	cms->count = number + 1;
	pthread_mutex_unlock(&cms->lock);
	const char *say = cms->script[number];
	if (say == NULL)
		peer_wait_for_end(fd);
	else if (strcmp(say, "RESET") == 0)
		peer_reset(fd);
	else
		peer_write(fd, say);
}

struct test {
	struct channel_bench *bench;
	struct cms cms;
};

static struct test *test_of(void **state)
{
	return *state;
}

static int setup(void **state)
{
	void *bench;
	channel_bench_setup(&bench);
	struct test *test = test_calloc(1, sizeof(*test));
	test->bench = bench;
	pthread_mutex_init(&test->cms.lock, NULL);
	test->cms.peer = peer_open(talk, &test->cms);
	*state = test;
	return 0;
}

static int teardown(void **state)
{
	struct test *test = *state;
	void *bench = test->bench;
	channel_bench_teardown(&bench);
	peer_close(test->cms.peer);
	for (size_t i = 0; i < LIMIT_REQUESTS; i++)
		buf_finish(&test->cms.requests[i]);
	test_free(test);
	return 0;
}

static void open_channel(struct test *test, const char *more)
{
	scoped(buf_finish) struct buf settings = {0};
	buf_print(&settings,
		  "name = \"website\"; type = \"http\"; url = \"http://127.0.0.1:%d/cms/\"; "
		  "timeout = 1; columns = { official-document = 3; }; %s",
		  peer_port(test->cms.peer), more);
	channel_bench_open(test->bench, buf_text(&settings));
}

static const char *request_at(struct test *test, int number)
{
	return buf_text(&test->cms.requests[number]);
}

static void has(const char *request, const char *part)
{
	if (strcasestr(request, part) == NULL)
		fail_msg("\"%s\" is not in: %s", part, request);
}

/* --- tests ----------------------------------------------------------------------------------- */

static void a_page_is_created(void **state)
{
	struct test *test = test_of(state);
	test->cms.script[0] = ANSWER("201 Created", JSON, OK_PAGE);
	open_channel(test, "preset = \"generic\";");
	struct channel_bench *bench = test->bench;
	assert_true(channel_can_find(bench->channel));
	assert_int_equal(channel_settle_us(bench->channel), 30 * INSTANT_SECOND);
	channel_bench_run(bench, CHANNEL_CREATE);
	assert_int_equal(bench->end, CHANNEL_ACCEPTED);
	assert_false(bench->changed_key);
	assert_string_equal(bench->remote_id, "5");
	assert_non_null(strstr(bench->url, "/articles/5.html"));

	const char *request = request_at(test, 0);
	has(request, "POST /cms/api/articles HTTP/1.1\r\n");
	has(request, "\r\nIdempotency-Key: " KEY "\r\n");
	has(request, "\r\nContent-Type: application/json\r\n");
	scoped(json_drop) json_t *body = NULL;
	const char *text = strstr(request, "\r\n\r\n") + 4;
	assert_int_equal(json_read(text, strlen(text), &body, NULL), 0);
	assert_string_equal(json_member_text(body, "key"), KEY);
	assert_int_equal(json_member_int(body, "column", 0), 3);
	assert_string_equal(json_member_text(body, "title"), bench->document.title);
	assert_string_equal(json_member_text(body, "issued_on"), "2009-03-05");
	assert_string_equal(json_member_text(body, "published_at"), "2009-03-09T15:30:40+08:00");
	const char *html = json_member_text(body, "content");
	has(html, "盐水政〔2009〕9号");
	has(html, "2009年3月5日");
	has(html, "请 &lt;认真&gt; 贯彻 &amp; 执行。");
}

static void attachments_go_first(void **state)
{
	struct test *test = test_of(state);
	test->cms.script[0] = ANSWER("201 Created", JSON,
				     "{\"ok\":true,\"id\":7,\"url\":\"/up/a.pdf\"}");
	test->cms.script[1] = ANSWER("503 Busy", "Retry-After: 9\r\n", "");
	test->cms.script[2] = ANSWER("201 Created", JSON,
				     "{\"ok\":true,\"id\":8,\"url\":\"/up/b-1.doc\"}");
	test->cms.script[3] = ANSWER("201 Created", JSON, OK_PAGE);
	struct channel_bench *bench = test->bench;
	channel_bench_attach(bench, "附件 1.pdf", "%PDF-1.4 one");
	channel_bench_attach(bench, "b.doc", "two");
	open_channel(test, "preset = \"generic\";");

	channel_bench_run(bench, CHANNEL_CREATE);
	assert_int_equal(bench->end, CHANNEL_FAILED);
	assert_false(bench->permanent);
	assert_int_equal(bench->retry_after_s, 9);
	has(bench->reason, "b.doc");
	has(request_at(test, 0),
	    "POST /cms/api/files?name=%E9%99%84%E4%BB%B6%201.pdf HTTP/1.1\r\n");
	has(request_at(test, 0), "\r\nContent-Type: application/pdf\r\n");
	has(request_at(test, 0), "\r\n\r\n%PDF-1.4 one");

	/* The second try sends only what is missing. */
	channel_bench_run(bench, CHANNEL_CREATE);
	assert_int_equal(bench->end, CHANNEL_ACCEPTED);
	has(request_at(test, 2), "name=b.doc");
	has(request_at(test, 3), "/up/a.pdf\\\">附件 1.pdf</a>");
	has(request_at(test, 3), "/up/b-1.doc\\\">b.doc</a>");
	has(request_at(test, 3), "\"name\":\"b.doc\"");
}

static void a_file_that_is_never_taken(void **state)
{
	struct test *test = test_of(state);
	test->cms.script[0] = ANSWER("500 Error", JSON,
				     "{\"code\":\"rest_upload_sideload_error\",\"message\":\"x\"}");
	channel_bench_attach(test->bench, "a.ofd", "one");
	open_channel(test, "preset = \"wordpress\";");
	channel_bench_run(test->bench, CHANNEL_CREATE);
	assert_int_equal(test->bench->end, CHANNEL_FAILED);
	assert_true(test->bench->permanent);
	has(test->bench->reason, "rest_upload_sideload_error");
	has(request_at(test, 0), "filename=\"a.ofd\"");
}

static const struct {
	const char *say; /* NULL: nothing */
	enum channel_end end;
	bool permanent;
	long retry_after_s;
} faults[] = {
	{NULL, CHANNEL_UNCLEAR, false, -1},
	{"", CHANNEL_UNCLEAR, false, -1},
	{"RESET", CHANNEL_UNCLEAR, false, -1},
	{"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{\"ok\":true", CHANNEL_UNCLEAR, false,
	 -1},
	{ANSWER("200 OK", "Content-Type: text/html\r\n", "<html>home</html>"), CHANNEL_UNCLEAR,
	 false, -1},
	{ANSWER("500 Error", "", "x"), CHANNEL_UNCLEAR, false, -1},
	{ANSWER("429 Slow", "Retry-After: 3\r\n", ""), CHANNEL_FAILED, false, 3},
	{ANSWER("401 No", JSON, "{\"message\":\"no\"}"), CHANNEL_FAILED, true, -1},
};

static void faults_of_the_net(void **state)
{
	struct test *test = test_of(state);
	for (size_t i = 0; i < ARRAY_LEN(faults); i++)
		test->cms.script[i] = faults[i].say;
	open_channel(test, "preset = \"generic\";");
	for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
		channel_bench_run(test->bench, CHANNEL_CREATE);
		if (test->bench->end != faults[i].end ||
		    test->bench->permanent != faults[i].permanent ||
		    test->bench->retry_after_s != faults[i].retry_after_s)
			fail_msg("row %zu: end %d: %s", i, test->bench->end, test->bench->reason);
	}
}

static void nobody_listens(void **state)
{
	struct test *test = test_of(state);
	scoped(buf_finish) struct buf settings = {0};
	buf_print(&settings,
		  "name = \"website\"; type = \"http\"; url = \"http://127.0.0.1:%d\"; "
		  "preset = \"generic\";",
		  peer_free_port());
	channel_bench_open(test->bench, buf_text(&settings));
	channel_bench_run(test->bench, CHANNEL_CREATE);
	assert_int_equal(test->bench->end, CHANNEL_FAILED);
	assert_false(test->bench->permanent);
}

static void update_and_withdraw_need_the_number(void **state)
{
	struct test *test = test_of(state);
	test->cms.script[0] = ANSWER("200 OK", JSON, OK_PAGE);
	test->cms.script[1] = ANSWER("200 OK", JSON, "{\"ok\":true}");
	open_channel(test, "preset = \"generic\";");
	struct channel_bench *bench = test->bench;
	channel_bench_run(bench, CHANNEL_WITHDRAW);
	assert_int_equal(bench->end, CHANNEL_FAILED);
	assert_true(bench->permanent);
	assert_int_equal(test->cms.count, 0);

	bench->request.remote_id = "a/b?5";
	channel_bench_run(bench, CHANNEL_UPDATE);
	assert_int_equal(bench->end, CHANNEL_ACCEPTED);
	has(request_at(test, 0), "PUT /cms/api/articles/a%2Fb%3F5 HTTP/1.1\r\n");
	channel_bench_run(bench, CHANNEL_WITHDRAW);
	assert_int_equal(bench->end, CHANNEL_ACCEPTED);
	has(request_at(test, 1), "DELETE /cms/api/articles/");
	has(request_at(test, 1), "\r\nIdempotency-Key: " KEY "\r\n");
}

static void a_preset_of_ones_own(void **state)
{
	static const char preset[] =
		"{ \"create\": { \"request\": \"POST /addons/cms/api/index\", \"form\": { \"title\": "
		"\"{{title}}\", \"channel_id\": \"{{column}}\", \"tags[]\": [\"a\", \"{{key}}\"] }, "
		"\"success\": { \"pointer\": \"/code\", \"equals\": [\"1\"] }, \"id\": \"/data/id\", "
		"\"url\": \"/cms/{{remote_id}}.html\" } }";
	struct test *test = test_of(state);
	struct channel_bench *bench = test->bench;
	test->cms.script[0] = ANSWER("200 OK", JSON, "{\"code\":1,\"msg\":\"no\"}");
	test->cms.script[1] = ANSWER("200 OK", JSON, "{\"code\":\"1\",\"data\":{\"id\":42}}");
	conf_folder_write(&bench->folder, "own.json", preset);
	open_channel(test, "preset = \"own.json\";");
	assert_false(channel_can_find(bench->channel));
	channel_bench_run(bench, CHANNEL_CREATE);
	assert_int_equal(bench->end, CHANNEL_FAILED);
	assert_false(bench->permanent);
	channel_bench_run(bench, CHANNEL_CREATE);
	assert_int_equal(bench->end, CHANNEL_ACCEPTED);
	assert_string_equal(bench->remote_id, "42");
	assert_non_null(strstr(bench->url, "/cms/42.html"));
	has(request_at(test, 1), "&channel_id=3&tags%5B%5D=a&tags%5B%5D=" KEY);
	has(request_at(test, 1), "Content-Type: application/x-www-form-urlencoded\r\n");
	channel_bench_run(bench, CHANNEL_FIND);
	assert_int_equal(bench->end, CHANNEL_FAILED);
	assert_true(bench->permanent);
}

static void write_secret(struct channel_bench *bench, const char *text)
{
	const char *path = conf_folder_write(&bench->folder, "cms.secret", text);
	assert_int_equal(chmod(path, 0600), 0);
}

static const struct {
	const char *settings, *header;
} auths[] = {
	{"user = \"me\"; password_file = \"cms.secret\";", "Authorization: Basic bWU6czNjcmV0\r\n"},
	{"token_file = \"cms.secret\";", "Authorization: Bearer s3cret\r\n"},
	{"auth = \"header:X-SS-API-KEY\"; secret_file = \"cms.secret\";",
	 "X-SS-API-KEY: s3cret\r\n"},
	{"auth = \"hmac\"; user = \"me\"; secret_file = \"cms.secret\";", "X-Gongshi-User: me\r\n"},
};

static void ways_to_show_who_we_are(void **state)
{
	struct test *test = test_of(state);
	write_secret(test->bench, "s3cret\n");
	for (size_t i = 0; i < ARRAY_LEN(auths); i++) {
		scoped(buf_finish) struct buf settings = {0};
		buf_print(&settings, "preset = \"generic\"; %s", auths[i].settings);
		test->cms.script[i] = ANSWER("200 OK", JSON, "{\"items\":[]}");
		open_channel(test, buf_text(&settings));
		channel_bench_run(test->bench, CHANNEL_FIND);
		assert_int_equal(test->bench->end, CHANNEL_NOT_FOUND);
		has(request_at(test, (int)i), auths[i].header);
	}
}

static const char *value_of(const char *request, const char *name, char out[128])
{
	const char *at = strcasestr(request, name);
	assert_non_null(at);
	at += strlen(name);
	size_t len = strcspn(at, "\r");
	assert_true(len < 128);
	memcpy(out, at, len);
	out[len] = '\0';
	return out;
}

static void a_signature_can_be_checked(void **state)
{
	struct test *test = test_of(state);
	write_secret(test->bench, "s3cret");
	test->cms.script[0] = ANSWER("201 Created", JSON, OK_PAGE);
	open_channel(test, "preset = \"generic\"; auth = \"hmac\"; secret_file = \"cms.secret\";");
	channel_bench_run(test->bench, CHANNEL_CREATE);
	assert_int_equal(test->bench->end, CHANNEL_ACCEPTED);

	const char *request = request_at(test, 0);
	const char *body = strstr(request, "\r\n\r\n") + 4;
	char time[128], signature[128], hex[DIGEST_TEXT];
	scoped(buf_finish) struct buf text = {0};
	buf_print(&text, "%s\nPOST\n/cms/api/articles\n%s",
		  value_of(request, "\r\nX-Gongshi-Time: ", time),
		  digest_print(sha256_of(body, strlen(body)), hex));
	struct digest mac = hmac_sha256("s3cret", 6, buf_text(&text), text.len);
	assert_string_equal(value_of(request, "\r\nX-Gongshi-Signature: ", signature),
			    digest_print(mac, hex));
}

static void tokens_are_fetched_and_renewed(void **state)
{
	struct test *test = test_of(state);
	write_secret(test->bench, "s3cret");
	test->cms.script[0] = ANSWER("200 OK", JSON,
				     "{\"access_token\":\"t1\",\"expires_in\":3600}");
	test->cms.script[1] = ANSWER("200 OK", JSON, "{\"items\":[]}");
	test->cms.script[2] = ANSWER("401 No", JSON, "{}");
	test->cms.script[3] = ANSWER("200 OK", JSON, "{\"access_token\":\"t2\"}");
	test->cms.script[4] = ANSWER("401 No", JSON, "{}");
	test->cms.script[5] = ANSWER("500 No", JSON, "{}");
	scoped(buf_finish) struct buf settings = {0};
	buf_print(&settings,
		  "preset = \"generic\"; auth = \"oauth2\"; user = \"me\"; secret_file = "
		  "\"cms.secret\"; token_url = \"http://127.0.0.1:%d/token\";",
		  peer_port(test->cms.peer));
	open_channel(test, buf_text(&settings));
	struct channel_bench *bench = test->bench;
	channel_bench_run(bench, CHANNEL_FIND);
	assert_int_equal(bench->end, CHANNEL_NOT_FOUND);
	has(request_at(test, 0), "POST /token");
	has(request_at(test, 0), "\r\n\r\ngrant_type=client_credentials");
	has(request_at(test, 1), "Authorization: Bearer t1\r\n");

	/* Refused once: a new token; refused again: the CMS means it. */
	channel_bench_run(bench, CHANNEL_CREATE);
	assert_int_equal(bench->end, CHANNEL_FAILED);
	assert_true(bench->permanent);
	has(request_at(test, 4), "Authorization: Bearer t2\r\n");
}

static void without_a_token_nothing_is_sent(void **state)
{
	struct test *test = test_of(state);
	write_secret(test->bench, "s3cret");
	test->cms.script[0] = ANSWER("500 No", JSON, "{}");
	scoped(buf_finish) struct buf settings = {0};
	buf_print(&settings,
		  "preset = \"generic\"; auth = \"oauth2\"; user = \"me\"; secret_file = "
		  "\"cms.secret\"; token_url = \"http://127.0.0.1:%d/token\";",
		  peer_port(test->cms.peer));
	open_channel(test, buf_text(&settings));
	channel_bench_begin(test->bench, CHANNEL_CREATE);
	channel_bench_begin(test->bench, CHANNEL_CREATE);
	channel_bench_wait(test->bench);
	assert_int_equal(test->bench->done, 2);
	assert_int_equal(test->bench->end, CHANNEL_FAILED);
	assert_false(test->bench->permanent);
	assert_int_equal(test->cms.count, 1);
}

static void closing_while_a_request_runs(void **state)
{
	struct test *test = test_of(state);
	test->cms.script[0] = NULL;
	open_channel(test, "preset = \"generic\";");
	channel_bench_begin(test->bench, CHANNEL_CREATE);
	channel_bench_pause(test->bench, 100);
	channel_bench_close(test->bench);
	assert_int_equal(test->bench->done, 1);
	assert_int_equal(test->bench->end, CHANNEL_UNCLEAR);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_page_is_created),
		TEST(attachments_go_first),
		TEST(a_file_that_is_never_taken),
		TEST(faults_of_the_net),
		TEST(nobody_listens),
		TEST(update_and_withdraw_need_the_number),
		TEST(a_preset_of_ones_own),
		TEST(ways_to_show_who_we_are),
		TEST(a_signature_can_be_checked),
		TEST(tokens_are_fetched_and_renewed),
		TEST(without_a_token_nothing_is_sent),
		TEST(closing_while_a_request_runs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
