#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/macros.h"
#include "fetch.h"
#include "peer.h"

#define OK "HTTP/1.1 200 OK\r\n"

/* Answers every request on a kept connection with the request itself. */
static void echo(struct peer *peer UNUSED, int fd, int number)
{
	scoped(buf_finish) struct buf request = {0};
	while (peer_read_request(fd, &request)) {
		scoped(buf_finish) struct buf answer = {0};
		buf_print(&answer, OK "X-Connection: %d\r\nContent-Length: %zu\r\n\r\n%s", number,
			  request.len, buf_text(&request));
		peer_write(fd, buf_text(&answer));
	}
}

/* Answers with the text of its ctx, then closes. */
static void recite(struct peer *peer, int fd, int number UNUSED)
{
	scoped(buf_finish) struct buf request = {0};
	if (peer_read_request(fd, &request))
		peer_write(fd, peer_ctx(peer));
}

static void recite_and_reset(struct peer *peer, int fd, int number)
{
	recite(peer, fd, number);
	peer_reset(fd);
	usleep(20000); /* or the reset overtakes what was written */
}

static void stay_silent(struct peer *peer UNUSED, int fd, int number UNUSED)
{
	peer_wait_for_end(fd);
}

/* A peer that keeps its connections waits for their end: a new client drops the old one's. */
static void renew_client(struct fetch *f)
{
	struct error err = {0};
	client_close(f->client);
	assert_int_equal(client_open(&f->client, f->loop, &err), 0);
}

/* --- answers ---------------------------------------------------------------------------- */

static void test_get(void **state)
{
	struct fetch *f = *state;
	struct peer *peer = peer_open(echo, NULL);
	fetch_get(f, peer_port(peer), "/a/b?c=d");
	assert_int_equal(f->end, CLIENT_ANSWERED);
	assert_int_equal(f->status, 200);
	assert_string_equal(buf_text(&f->error), "");
	assert_int_equal(strncmp(buf_text(&f->body), "GET /a/b?c=d HTTP/1.1\r\n", 23), 0);
	assert_null(strstr(buf_text(&f->body), "Content-Type"));
	assert_true(f->elapsed_us > 0);
	assert_string_equal(f->certificate, "");

	struct client_answer answer = {.headers = buf_text(&f->headers)};
	scoped(buf_finish) struct buf value = {0};
	assert_true(client_answer_header(&answer, "x-connection", &value));
	assert_string_equal(buf_text(&value), "0");
	assert_false(client_answer_header(&answer, "X-Conn", &value));

	/* The connection is used again. */
	fetch_get(f, peer_port(peer), "/");
	answer.headers = buf_text(&f->headers);
	assert_true(client_answer_header(&answer, "X-Connection", &value));
	assert_string_equal(buf_text(&value), "0");
	renew_client(f);
	peer_close(peer);
}

static void test_post(void **state)
{
	struct fetch *f = *state;
	struct peer *peer = peer_open(echo, NULL);
	char url[128];
	const struct client_header headers[] = {{"Content-Type", "application/json"},
						{"X-Empty", ""}};
	struct client_request request = {
		.method = "PUT",
		.url = fetch_url(url, peer_port(peer), "/\xe5\x85\xac"),
		.headers = headers,
		.header_count = 2,
		.body = "{\"a\":1}",
		.body_bytes = 7,
		.user = "u",
		.password = "p",
		.timeout_ms = 2000,
		.allow_private = true,
	};
	fetch_begin(f, &request);
	fetch_wait(f);
	const char *seen = buf_text(&f->body);
	assert_int_equal(f->end, CLIENT_ANSWERED);
	assert_int_equal(strncasecmp(seen, "PUT /%e5%85%ac HTTP/1.1\r\n", 25), 0);
	assert_non_null(strstr(seen, "\r\nContent-Type: application/json\r\n"));
	assert_non_null(strstr(seen, "\r\nX-Empty:\r\n"));
	assert_non_null(strstr(seen, "\r\nAuthorization: Basic dTpw\r\n"));
	assert_non_null(strstr(seen, "\r\n\r\n{\"a\":1}"));
	assert_null(strstr(seen, "Expect"));

	/* Nothing of one request is left in the handle for the next. */
	fetch_get(f, peer_port(peer), "/");
	seen = buf_text(&f->body);
	assert_int_equal(strncmp(seen, "GET / HTTP/1.1\r\n", 16), 0);
	assert_null(strstr(seen, "Authorization"));
	assert_null(strstr(seen, "Content-Length"));
	renew_client(f);
	peer_close(peer);
}

static void test_body_from_file(void **state)
{
	struct fetch *f = *state;
	struct peer *peer = peer_open(echo, NULL);
	char path[] = "/tmp/gongshi-body-XXXXXX";
	int fd = mkstemp(path);
	assert_int_equal(write(fd, "from the disk", 13), 13);
	close(fd);
	char url[128];
	struct client_request request = {
		.method = "POST",
		.url = fetch_url(url, peer_port(peer), "/"),
		.body_path = path,
		.timeout_ms = 2000,
		.allow_private = true,
	};
	fetch_begin(f, &request);
	fetch_wait(f);
	assert_int_equal(f->end, CLIENT_ANSWERED);
	assert_int_equal(strncmp(buf_text(&f->body), "POST / HTTP/1.1\r\n", 17), 0);
	assert_non_null(strstr(buf_text(&f->body), "\r\n\r\nfrom the disk"));
	unlink(path);
	fetch_begin(f, &request);
	fetch_wait(f);
	assert_int_equal(f->end, CLIENT_NOT_SENT);
	renew_client(f);
	peer_close(peer);
}

/* --- ends that are not answers ---------------------------------------------------------- */

struct recital {
	const char *answer;
	peer_talk *talk;
	enum client_end end;
	int status;
};

static void test_broken_answers(void **state)
{
	static const struct recital cases[] = {
		{"", recite, CLIENT_UNCLEAR, 0},
		{"", recite_and_reset, CLIENT_UNCLEAR, 0},
		{"SSH-2.0-OpenSSH_9.2\r\n", recite, CLIENT_UNCLEAR, 0},
		{OK, recite, CLIENT_UNCLEAR, 200},
		{OK "Content-Length: 100\r\n\r\nhalf", recite, CLIENT_UNCLEAR, 200},
		{OK "Content-Length: 100\r\n\r\nhalf", recite_and_reset, CLIENT_UNCLEAR, 200},
		{OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhal", recite, CLIENT_UNCLEAR, 200},
		{"HTTP/1.1 100 Continue\r\n\r\n", recite, CLIENT_UNCLEAR, 100},
		{OK "\r\nto the end", recite, CLIENT_ANSWERED, 200},
		{"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", recite, CLIENT_ANSWERED, 500},
		{"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", recite, CLIENT_ANSWERED, 302},
	};
	struct fetch *f = *state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct peer *peer = peer_open(cases[i].talk, (void *)cases[i].answer);
		fetch_get(f, peer_port(peer), "/");
		if (f->end != cases[i].end ||
		    (cases[i].end == CLIENT_ANSWERED && f->status != cases[i].status))
			fail_msg("case %zu: end %d, status %d: %s", i, (int)f->end, f->status,
				 buf_text(&f->error));
		peer_close(peer);
	}
}

static void test_time_out(void **state)
{
	struct fetch *f = *state;
	struct peer *peer = peer_open(stay_silent, NULL);
	char url[128];
	struct client_request request = {
		.method = "POST",
		.url = fetch_url(url, peer_port(peer), "/"),
		.body = "x",
		.body_bytes = 1,
		.timeout_ms = 100,
		.allow_private = true,
	};
	fetch_begin(f, &request);
	fetch_wait(f);
	assert_int_equal(f->end, CLIENT_UNCLEAR);
	assert_in_range(f->elapsed_us, 90000, 1000000);
	peer_close(peer);
}

static void test_time_out_in_the_queue(void **state)
{
	struct fetch *f = *state;
	struct peer *peer = peer_open(stay_silent, NULL);
	char url[128];
	struct client_request request = {
		.method = "GET",
		.url = fetch_url(url, peer_port(peer), "/"),
		.timeout_ms = 400,
		.allow_private = true,
	};
	memset(f->ends, 0, sizeof(f->ends));
	for (int i = 0; i < 16; i++)
		fetch_begin(f, &request);
	request.timeout_ms = 100;
	for (int i = 0; i < 4; i++)
		fetch_begin(f, &request);
	assert_int_equal(client_in_flight(f->client), 20);
	fetch_wait(f);
	assert_int_equal(f->ends[CLIENT_UNCLEAR], 16);
	assert_int_equal(f->ends[CLIENT_NOT_SENT], 4);
	assert_int_equal(client_in_flight(f->client), 0);
	peer_close(peer);
}

static void test_refused_connection(void **state)
{
	struct fetch *f = *state;
	fetch_get(f, peer_free_port(), "/");
	assert_int_equal(f->end, CLIENT_NOT_SENT);
	assert_int_equal(f->status, 0);
	assert_non_null(strstr(buf_text(&f->error), "http://127.0.0.1:"));
}

static void test_no_such_name(void **state)
{
	struct fetch *f = *state;
	struct client_request request = {
		.method = "GET",
		/* A label over 63 bytes is refused before any server is asked. */
		.url = "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
		       "example/",
		.timeout_ms = 500,
	};
	fetch_begin(f, &request);
	fetch_wait(f);
	assert_int_equal(f->end, CLIENT_NOT_SENT);
}

static void test_too_large(void **state)
{
	struct fetch *f = *state;
	struct peer *peer = peer_open(recite, (char *)OK "Content-Length: 10\r\n\r\n0123456789");
	char url[128];
	struct client_request request = {
		.method = "GET",
		.url = fetch_url(url, peer_port(peer), "/"),
		.timeout_ms = 1000,
		.max_answer_bytes = 9,
		.allow_private = true,
	};
	fetch_begin(f, &request);
	fetch_wait(f);
	assert_int_equal(f->end, CLIENT_REFUSED);
	assert_true(f->truncated);
	request.max_answer_bytes = 10;
	fetch_begin(f, &request);
	fetch_wait(f);
	assert_int_equal(f->end, CLIENT_ANSWERED);
	assert_string_equal(buf_text(&f->body), "0123456789");
	peer_close(peer);
}

/* --- a pooled connection that dies ------------------------------------------------------ */

/* Answers the first request of the first connection, takes the second and closes. */
static void die_on_second(struct peer *peer, int fd, int number)
{
	int *requests = peer_ctx(peer);
	scoped(buf_finish) struct buf request = {0};
	for (int i = 0; peer_read_request(fd, &request); i++) {
		(*requests)++;
		if (number == 0 && i == 1)
			return;
		peer_write(fd, OK "Content-Length: 0\r\n\r\n");
		if (number > 0)
			return;
	}
}

static void second_request(struct fetch *f, const char *method, enum client_end end, int requests)
{
	int seen = 0;
	struct peer *peer = peer_open(die_on_second, &seen);
	fetch_get(f, peer_port(peer), "/");
	assert_int_equal(f->end, CLIENT_ANSWERED);
	char url[128];
	struct client_request request = {
		.method = method,
		.url = fetch_url(url, peer_port(peer), "/"),
		.body = method[0] == 'P' ? "x" : NULL,
		.body_bytes = method[0] == 'P' ? 1 : 0,
		.timeout_ms = 1000,
		.allow_private = true,
	};
	fetch_begin(f, &request);
	fetch_wait(f);
	assert_int_equal(f->end, end);
	peer_close(peer);
	assert_int_equal(seen, requests);
}

static void test_post_is_never_sent_twice(void **state)
{
	second_request(*state, "POST", CLIENT_UNCLEAR, 2);
}

static void test_get_is_sent_again(void **state)
{
	second_request(*state, "GET", CLIENT_ANSWERED, 3);
}

/* --- where we go ------------------------------------------------------------------------ */

static void test_private_address(void **state)
{
	static const char *const hosts[] = {
		"127.0.0.1",  "localhost",          "[::1]",   "0x7f.1",
		"2130706433", "[::ffff:127.0.0.1]", "0.0.0.0",
	};
	struct fetch *f = *state;
	struct peer *peer = peer_open(echo, NULL);
	for (size_t i = 0; i < ARRAY_LEN(hosts); i++) {
		char url[128];
		snprintf(url, sizeof(url), "http://%s:%u/", hosts[i], (unsigned)peer_port(peer));
		struct client_request request = {.method = "GET", .url = url, .timeout_ms = 1000};
		fetch_begin(f, &request);
		fetch_wait(f);
		if (f->end != CLIENT_REFUSED)
			fail_msg("%s: end %d: %s", url, (int)f->end, buf_text(&f->error));
	}
	peer_close(peer);
}

static void test_bad_requests(void **state)
{
	static const struct client_header split[] = {{"X-A", "b\r\nX-C: d"}};
	static const struct client_request cases[] = {
		{.method = "GET", .url = "file:///etc/passwd"},
		{.method = "GET", .url = "ftp://127.0.0.1/"},
		{.method = "GET", .url = "127.0.0.1"},
		{.method = "GET", .url = "http://user:secret@127.0.0.1/"},
		{.method = "GET", .url = ""},
		{.method = "GET /x HTTP/1.1\r\nA:", .url = "http://127.0.0.1/"},
		{.method = "GET", .url = "http://127.0.0.1/", .headers = split, .header_count = 1},
	};
	struct fetch *f = *state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct client_request request = cases[i];
		request.allow_private = true;
		request.timeout_ms = 500;
		fetch_begin(f, &request);
		fetch_wait(f);
		assert_int_equal(f->end, CLIENT_REFUSED);
	}
}

struct hop {
	char location[128];
	struct buf seen;
};

static void redirect(struct peer *peer, int fd, int number UNUSED)
{
	struct hop *hop = peer_ctx(peer);
	scoped(buf_finish) struct buf request = {0};
	while (peer_read_request(fd, &request)) {
		buf_clear(&hop->seen);
		buf_text_add(&hop->seen, buf_text(&request));
		scoped(buf_finish) struct buf answer = {0};
		if (strncmp(buf_text(&request), "GET /from", 9) == 0)
			buf_print(
				&answer,
				"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 3\r\n\r\nold",
				hop->location);
		else
			buf_text_add(&answer, OK "Content-Length: 3\r\n\r\nnew");
		peer_write(fd, buf_text(&answer));
	}
}

static void test_redirect_on_the_same_host(void **state)
{
	struct fetch *f = *state;
	struct hop hop = {.location = "to?x=y"};
	struct peer *peer = peer_open(redirect, &hop);
	fetch_get(f, peer_port(peer), "/from");
	assert_int_equal(f->end, CLIENT_ANSWERED);
	assert_int_equal(f->status, 200);
	assert_string_equal(buf_text(&f->body), "new");
	assert_int_equal(f->redirects, 1);
	char url[128];
	assert_string_equal(buf_text(&f->url), fetch_url(url, peer_port(peer), "/to?x=y"));

	snprintf(hop.location, sizeof(hop.location), "/from");
	fetch_get(f, peer_port(peer), "/from");
	assert_int_equal(f->end, CLIENT_REFUSED);
	assert_int_equal(f->redirects, 3);
	renew_client(f);
	peer_close(peer);
	buf_finish(&hop.seen);
}

static void test_redirect_elsewhere(void **state)
{
	static const char *const places[] = {
		"http://example.org/",   "https://127.0.0.2/",     "file:///etc/passwd",
		"ftp://127.0.0.1/",      "http://127.0.0.1:6379/", "//localhost/",
		"http://u:p@127.0.0.1/",
	};
	struct fetch *f = *state;
	struct hop hop = {.location = ""};
	struct peer *peer = peer_open(redirect, &hop);
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		snprintf(hop.location, sizeof(hop.location), "%s", places[i]);
		fetch_get(f, peer_port(peer), "/from");
		if (f->end != CLIENT_REFUSED)
			fail_msg("%s: end %d", places[i], (int)f->end);
	}
	renew_client(f);
	peer_close(peer);
	buf_finish(&hop.seen);
}

/* A listed place may be followed to, but only the configured host may be private there, and
 * who we are is told to nobody else. */
static void test_redirect_to_a_listed_place(void **state)
{
	struct fetch *f = *state;
	struct hop from = {.location = ""}, to = {.location = ""};
	struct peer *first = peer_open(redirect, &from);
	struct peer *second = peer_open(redirect, &to);
	char place[64], name[64], url[128];
	snprintf(place, sizeof(place), "127.0.0.1:%u", (unsigned)peer_port(second));
	snprintf(name, sizeof(name), "localhost:%u", (unsigned)peer_port(second));
	const char *const hosts[] = {place, name, NULL};
	const struct client_header headers[] = {{"X-Key", "secret"}, {"Accept", "text/html"}};
	struct client_request request = {
		.method = "GET",
		.url = fetch_url(url, peer_port(first), "/from"),
		.headers = headers,
		.header_count = 2,
		.user = "u",
		.password = "p",
		.timeout_ms = 1000,
		.max_redirects = 1,
		.hosts = hosts,
		.allow_private = true,
	};
	snprintf(from.location, sizeof(from.location), "http://%s/to", place);
	fetch_begin(f, &request);
	fetch_wait(f);
	assert_int_equal(f->end, CLIENT_ANSWERED);
	assert_non_null(strstr(buf_text(&from.seen), "Authorization"));
	assert_non_null(strstr(buf_text(&to.seen), "Accept: text/html"));
	assert_null(strstr(buf_text(&to.seen), "Authorization"));
	assert_null(strstr(buf_text(&to.seen), "secret"));

	snprintf(from.location, sizeof(from.location), "http://%s/to", name);
	fetch_begin(f, &request);
	fetch_wait(f);
	assert_int_equal(f->end, CLIENT_REFUSED);
	renew_client(f);
	peer_close(first);
	peer_close(second);
	buf_finish(&from.seen);
	buf_finish(&to.seen);
}

/* --- closing ---------------------------------------------------------------------------- */

static void test_close_cancels(void **state)
{
	struct fetch *f = *state;
	struct peer *peer = peer_open(stay_silent, NULL);
	char url[128];
	struct client_request request = {
		.method = "GET",
		.url = fetch_url(url, peer_port(peer), "/"),
		.timeout_ms = 5000,
		.allow_private = true,
	};
	memset(f->ends, 0, sizeof(f->ends));
	for (int i = 0; i < 20; i++)
		fetch_begin(f, &request);
	request.url = "http://localhost/"; /* still being looked up */
	fetch_begin(f, &request);
	client_close(f->client);
	assert_int_equal(f->ends[CLIENT_CANCELED], 21);
	peer_close(peer);
	struct error err = {0};
	assert_int_equal(client_open(&f->client, f->loop, &err), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_get),
		cmocka_unit_test(test_post),
		cmocka_unit_test(test_body_from_file),
		cmocka_unit_test(test_broken_answers),
		cmocka_unit_test(test_time_out),
		cmocka_unit_test(test_time_out_in_the_queue),
		cmocka_unit_test(test_refused_connection),
		cmocka_unit_test(test_no_such_name),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_post_is_never_sent_twice),
		cmocka_unit_test(test_get_is_sent_again),
		cmocka_unit_test(test_private_address),
		cmocka_unit_test(test_bad_requests),
		cmocka_unit_test(test_redirect_on_the_same_host),
		cmocka_unit_test(test_redirect_elsewhere),
		cmocka_unit_test(test_redirect_to_a_listed_place),
		cmocka_unit_test(test_close_cancels),
	};
	return cmocka_run_group_tests_name("net/client", tests, fetch_setup, fetch_teardown);
}
