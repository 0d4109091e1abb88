#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "notifier_bench.h"

/* What the mail server says in the place of its usual replies; "" hangs up. */
struct script {
	const char *greeting, *mail, *rcpt, *end;
};
struct server {
	struct script script;
	struct buf lines, message;
};

struct test {
	struct notifier_bench *bench;
	struct peer *peer;
	struct server server;
};

static bool reply(int fd, const char *special, const char *usual)
{
	scoped(buf_finish) struct buf line = {0};
	buf_print(&line, "%s\r\n", special != NULL ? special : usual);
	if (line.len == 2)
		return false;
	peer_write(fd, buf_text(&line));
	return true;
}

static bool obey(int fd, struct server *server, const char *line)
{
	scoped(buf_finish) struct buf part = {0};
	if (text_starts(line, "MAIL"))
		return reply(fd, server->script.mail, "250 ok");
	if (text_starts(line, "RCPT"))
		return reply(fd, server->script.rcpt, "250 ok");
	if (text_starts(line, "QUIT"))
		return false;
	if (!text_starts(line, "DATA"))
		return reply(fd, NULL, "250 ok");
	reply(fd, NULL, "354 go on");
	while (peer_read_line(fd, &part) && strcmp(buf_text(&part), ".") != 0)
		buf_print(&server->message, "%s\n", buf_text(&part));
	return reply(fd, server->script.end, "250 taken");
}

static void talk(struct peer *peer, int fd, int number)
{
	struct server *server = peer_ctx(peer);
	scoped(buf_finish) struct buf line = {0};
	(void)number;
	bool goes_on = reply(fd, server->script.greeting, "220 stand-in");
	while (goes_on && peer_read_line(fd, &line)) {
		buf_print(&server->lines, "%s\n", buf_text(&line));
		goes_on = obey(fd, server, buf_text(&line));
	}
}

static int setup(void **state)
{
	void *bench;
	notifier_bench_setup(&bench);
	struct test *test = test_calloc(1, sizeof(*test));
	test->bench = bench;
	test->peer = peer_open(talk, &test->server);
	*state = test;
	return 0;
}

static int teardown(void **state)
{
	struct test *test = *state;
	void *bench = test->bench;
	notifier_bench_teardown(&bench);
	peer_close(test->peer);
	buf_finish(&test->server.lines);
	buf_finish(&test->server.message);
	test_free(test);
	return 0;
}

static void open_smtp(struct test *test, uint16_t port, const char *more)
{
	scoped(buf_finish) struct buf settings = {0};
	buf_print(&settings,
		  "name = \"mail\"; type = \"smtp\"; url = \"smtp://127.0.0.1:%u\"; "
		  "from = \"gongshi@example.gov.cn\"; timeout = 2; %s",
		  port, more);
	notifier_bench_open(test->bench, buf_text(&settings));
}

static void a_mail_is_handed_over(void **state)
{
	struct test *test = *state;
	open_smtp(test, peer_port(test->peer), "");
	assert_true(notifier_needs_mail(test->bench->notifier));
	assert_int_equal(notifier_budget(test->bench->notifier), 0);
	notifier_bench_send(test->bench);
	assert_int_equal(test->bench->end, NOTIFIER_DELIVERED);
	const char *lines = buf_text(&test->server.lines);
	assert_non_null(strstr(lines, "MAIL FROM:<gongshi@example.gov.cn>"));
	assert_non_null(strstr(lines, "RCPT TO:<zhang@example.gov.cn>"));
	const char *message = buf_text(&test->server.message);
	assert_non_null(strstr(message, "Message-ID: "
					"<gongshi-7-0123456789abcdef@example.gov.cn>\n"));
	assert_non_null(strstr(message, "From: =?UTF-8?B?55uQ5Z+O5biC5rC05Yip5bGA?=\n "
					"<gongshi@example.gov.cn>\n"));
	assert_non_null(strstr(message, "\nSubject: =?UTF-8?B?"));
}

static void what_replies_mean(void **state)
{
	static const struct {
		struct script script;
		enum notifier_end end;
		const char *reason;
	} cases[] = {
		{{.end = "250 taken"}, NOTIFIER_DELIVERED, "250"},
		{{.greeting = "421 busy"}, NOTIFIER_LATER, ""},
		{{.greeting = "554 go away"}, NOTIFIER_REFUSED, "554"},
		{{.greeting = ""}, NOTIFIER_LATER, "未能送出"},
		{{.mail = "451 later"}, NOTIFIER_LATER, "451"},
		{{.rcpt = "450 greylisted"}, NOTIFIER_LATER, "450"},
		{{.rcpt = "550 no such user"}, NOTIFIER_REFUSED, "550"},
		{{.end = "452 full"}, NOTIFIER_LATER, "452"},
		{{.end = "552 too much"}, NOTIFIER_REFUSED, "552"},
		{{.end = ""}, NOTIFIER_LATER, "可能已送出"},
	};
	struct test *test = *state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		test->server.script = cases[i].script;
		open_smtp(test, peer_port(test->peer), "");
		notifier_bench_send(test->bench);
		if (test->bench->end != cases[i].end ||
		    strstr(test->bench->reason, cases[i].reason) == NULL)
			fail_msg("case %zu: %d, %s", i, (int)test->bench->end, test->bench->reason);
	}
}

static void nobody_listens(void **state)
{
	struct test *test = *state;
	open_smtp(test, peer_free_port(), "");
	notifier_bench_send(test->bench);
	assert_int_equal(test->bench->end, NOTIFIER_LATER);
}

static void without_an_address_nothing_is_sent(void **state)
{
	static const char *const addresses[] = {NULL, "", "张伟", "a@b>\r\nRCPT TO:<x@y"};
	struct test *test = *state;
	open_smtp(test, peer_port(test->peer), "");
	for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
		test->bench->message.mail = addresses[i];
		notifier_bench_send(test->bench);
		assert_int_equal(test->bench->end, NOTIFIER_REFUSED);
		assert_non_null(strstr(test->bench->reason, "收件人"));
	}
	assert_int_equal(test->server.lines.len, 0);
}

/* A password is never sent to a server that offers no TLS. */
static void a_password_asks_for_tls(void **state)
{
	struct test *test = *state;
	notifier_bench_secret(test->bench, "password", "hush-hush\n");
	open_smtp(test, peer_port(test->peer), "user = \"gongshi\"; password_file = \"password\";");
	notifier_bench_send(test->bench);
	assert_int_equal(test->bench->end, NOTIFIER_LATER);
	assert_null(strstr(buf_text(&test->server.lines), "AUTH"));
	assert_null(strstr(buf_text(&test->server.lines), "MAIL"));
	assert_null(strstr(test->bench->reason, "hush-hush"));
}

#define BASE "name = \"mail\"; type = \"smtp\"; "
#define WHOLE BASE "url = \"smtp://a.example\"; from = \"a@b.example\"; "

static void faults_of_its_settings(void **state)
{
	static const struct bench_fault faults[] = {
		{BASE "from = \"a@b\";", "url"},
		{BASE "url = \"smtp://a.example\";", "from"},
		{BASE "url = \"https://a.example\"; from = \"a@b\";", "smtp://"},
		{BASE "url = \"smtp://a.example\"; from = \"nobody\";", "from"},
		{WHOLE "tls = \"perhaps\";", "tls"},
		{WHOLE "user = \"a\";", "password_file"},
		{WHOLE "password_file = \"password\";", "user"},
		{WHOLE "timeout = 601;", "timeout"},
	};
	struct test *test = *state;
	notifier_bench_secret(test->bench, "password", "hush-hush");
	notifier_bench_faults(test->bench, faults, ARRAY_LEN(faults));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_mail_is_handed_over),   TEST(what_replies_mean),
		TEST(nobody_listens),          TEST(without_an_address_nothing_is_sent),
		TEST(a_password_asks_for_tls), TEST(faults_of_its_settings),
	};
	return cmocka_run_group_tests_name("notifier/notifier_smtp", tests, NULL, NULL);
}
