#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "fetch.h"
#include "peer.h"

#define MESSAGE "Subject: x\r\n\r\nHello\r\n.dot\r\n"

/* What the stand-in says in the place of its usual replies; "" hangs up. */
struct script {
	const char *greeting, *mail, *rcpt, *data, *end;
	struct buf lines;   /* everything it was told */
	struct buf message; /* with the dots as sent */
};

static bool reply(int fd, const char *special, const char *usual)
{
	const char *text = special != NULL ? special : usual;
	if (*text == '\0')
		return false;
	scoped(buf_finish) struct buf line = {0}; /* one write: two would wait for each other */
	buf_print(&line, "%s\r\n", text);
	peer_write(fd, buf_text(&line));
	return true;
}

static bool read_message(int fd, struct script *script)
{
	scoped(buf_finish) struct buf line = {0};
	while (peer_read_line(fd, &line)) {
		if (strcmp(buf_text(&line), ".") == 0)
			return true;
		buf_text_add(&script->message, buf_text(&line));
		buf_char(&script->message, '\n');
	}
	return false;
}

static bool obey(int fd, struct script *script, const char *line)
{
	if (strncmp(line, "EHLO", 4) == 0)
		return reply(fd, NULL, "250-stand-in\r\n250 SIZE 1000000");
	if (strncmp(line, "MAIL", 4) == 0)
		return reply(fd, script->mail, "250 ok");
	if (strncmp(line, "RCPT", 4) == 0)
		return reply(fd, script->rcpt, "250 ok");
	if (strncmp(line, "DATA", 4) == 0)
		return reply(fd, script->data, "354 go on") && script->data == NULL
			       ? read_message(fd, script) && reply(fd, script->end, "250 taken")
			       : script->data != NULL && *script->data != '\0';
	if (strncmp(line, "QUIT", 4) == 0) { /* a server that leaves a polite client waiting */
		peer_wait_for_end(fd);
		return false;
	}
	return reply(fd, NULL, "250 ok");
}

static void stand_in(struct peer *peer, int fd, int number UNUSED)
{
	struct script *script = peer_ctx(peer);
	scoped(buf_finish) struct buf line = {0};
	bool goes_on = reply(fd, script->greeting, "220 stand-in");
	while (goes_on && peer_read_line(fd, &line)) {
		buf_text_add(&script->lines, buf_text(&line));
		buf_char(&script->lines, '\n');
		goes_on = obey(fd, script, buf_text(&line));
	}
}

static void send_mail(struct fetch *f, struct script *script, bool require_tls)
{
	struct error err = {0};
	struct peer *peer = peer_open(stand_in, script);
	char url[64];
	snprintf(url, sizeof(url), "smtp://127.0.0.1:%u", (unsigned)peer_port(peer));
	const char *const to[] = {"a@example.org", "b@example.org", NULL};
	const struct client_mail mail = {
		.url = url,
		.from = "gongshi@example.org",
		.to = to,
		.message = MESSAGE,
		.message_bytes = sizeof(MESSAGE) - 1,
		.timeout_ms = 1000,
		.require_tls = require_tls,
		.allow_private = true,
	};
	uint64_t began_ms = clock_monotonic_ms();
	f->waiting++;
	client_send_mail(f->client, &mail, fetch_done, f);
	fetch_wait(f);
	client_close(f->client);
	/* Nobody holds up the loop: neither at the end of a mail nor at the close of the client. */
	assert_in_range(clock_monotonic_ms() - began_ms, 0, 500);
	peer_close(peer);
	assert_int_equal(client_open(&f->client, f->loop, &err), 0);
}

static void finish(struct script *script)
{
	buf_finish(&script->lines);
	buf_finish(&script->message);
}

static void test_accepted(void **state)
{
	struct fetch *f = *state;
	struct script script = {0};
	send_mail(f, &script, false);
	assert_int_equal(f->end, CLIENT_ANSWERED);
	assert_int_equal(f->status, 250);
	const char *lines = buf_text(&script.lines);
	assert_non_null(strstr(lines, "MAIL FROM:<gongshi@example.org>"));
	assert_non_null(strstr(lines, "RCPT TO:<a@example.org>"));
	assert_non_null(strstr(lines, "RCPT TO:<b@example.org>"));
	assert_string_equal(buf_text(&script.message), "Subject: x\n\nHello\n..dot\n");
	finish(&script);
}

static void test_other_ends(void **state)
{
	static const struct {
		struct script script;
		enum client_end end;
		int status;
	} cases[] = {
		{{.greeting = "554 go away"}, CLIENT_ANSWERED, 554},
		{{.greeting = ""}, CLIENT_NOT_SENT, 0},
		{{.mail = "451 later"}, CLIENT_ANSWERED, 451},
		{{.rcpt = "550 unknown"}, CLIENT_ANSWERED, 550},
		{{.rcpt = ""}, CLIENT_NOT_SENT, 0},
		{{.data = "452 full"}, CLIENT_ANSWERED, 452},
		{{.data = ""}, CLIENT_NOT_SENT, 0},
		{{.end = "552 too much"}, CLIENT_ANSWERED, 552},
		{{.end = ""}, CLIENT_UNCLEAR, 0},
	};
	struct fetch *f = *state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct script script = cases[i].script;
		send_mail(f, &script, false);
		if (f->end != cases[i].end ||
		    (cases[i].status != 0 && f->status != cases[i].status))
			fail_msg("case %zu: end %d, status %d: %s", i, (int)f->end, f->status,
				 buf_text(&f->error));
		finish(&script);
	}
}

static void test_tls_demanded_but_not_offered(void **state)
{
	struct fetch *f = *state;
	struct script script = {0};
	send_mail(f, &script, true);
	assert_int_equal(f->end, CLIENT_NOT_SENT);
	assert_null(strstr(buf_text(&script.lines), "MAIL"));
	finish(&script);
}

static void test_refused_by_us(void **state)
{
	static const struct {
		const char *url, *from, *to;
	} cases[] = {
		{"smtp://127.0.0.1:25", "a@example.org\r\nRCPT TO:<x@example.org>",
		 "b@example.org"},
		{"smtp://127.0.0.1:25", "a@example.org", "b@example.org> X"},
		{"smtp://127.0.0.1:25", "a@example.org", "\xe5\x85\xac@example.org"},
		{"smtp://127.0.0.1:25", "a@example.org", ""},
		{"http://127.0.0.1:25", "a@example.org", "b@example.org"},
		{"smtp://127.0.0.1:25", "a@example.org", "b@example.org"}, /* private */
	};
	struct fetch *f = *state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *const to[] = {cases[i].to, NULL};
		const struct client_mail mail = {.url = cases[i].url,
						 .from = cases[i].from,
						 .to = to,
						 .message = MESSAGE,
						 .message_bytes = sizeof(MESSAGE) - 1,
						 .timeout_ms = 500};
		f->waiting++;
		client_send_mail(f->client, &mail, fetch_done, f);
		fetch_wait(f);
		assert_int_equal(f->end, CLIENT_REFUSED);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_other_ends),
		cmocka_unit_test(test_tls_demanded_but_not_offered),
		cmocka_unit_test(test_refused_by_us),
	};
	return cmocka_run_group_tests_name("net/client_mail", tests, fetch_setup, fetch_teardown);
}
