#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/macros.h"
#include "fetch.h"
#include "net/server.h"
#include "peer.h"

#define MAX_BODY 1000

struct house {
	struct server *server;
	uint16_t port;
	struct exchange *kept; /* of /keep */
	pthread_mutex_t lock;
	pthread_cond_t has_kept;
	int posted;
};

static void say(struct exchange *exchange, const char *text)
{
	exchange_answer(exchange, 200, "text/plain", "X-One: 1\nX-Two: 2\n", text, strlen(text));
}

static void describe(struct exchange *exchange, int tag)
{
	scoped(buf_finish) struct buf text = {0};
	size_t len = 0;
	const char *body = exchange_body(exchange, &len);
	const char *flag = exchange_query(exchange, "flag");
	const char *q = exchange_query(exchange, "q");
	const char *header = exchange_header(exchange, "x-test");
	buf_print(&text, "%s|%s|q=%s|flag=%s|header=%s|tag=%d|%zu:%s", exchange_method(exchange),
		  exchange_path(exchange), q == NULL ? "-" : q, flag == NULL ? "-" : flag,
		  header == NULL ? "-" : header, tag, len, len < 100 ? body : "...");
	say(exchange, buf_text(&text));
}

static void *answer_later(void *ctx)
{
	usleep(10000);
	exchange_answer(ctx, 202, "text/plain", NULL, "later", 5);
	return NULL;
}

static void handle(void *ctx, struct exchange *exchange, int tag)
{
	struct house *house = ctx;
	const char *path = exchange_path(exchange);
	if (strcmp(path, "/later") == 0) {
		pthread_t thread;
		pthread_create(&thread, NULL, answer_later, exchange_keep(exchange));
		pthread_detach(thread);
	} else if (strcmp(path, "/at-once") == 0) {
		say(exchange_keep(exchange), "kept and answered on the spot");
	} else if (strcmp(path, "/keep") == 0) {
		pthread_mutex_lock(&house->lock);
		house->kept = exchange_keep(exchange);
		pthread_cond_signal(&house->has_kept);
		pthread_mutex_unlock(&house->lock);
	} else {
		describe(exchange, tag);
	}
}

static void open_house(struct house *house)
{
	struct error err = {0};
	*house = (struct house){.lock = PTHREAD_MUTEX_INITIALIZER,
				.has_kept = PTHREAD_COND_INITIALIZER};
	const struct server_options options = {
		.max_body_bytes = MAX_BODY,
		.max_connections = 300,
		.idle_timeout_s = 10,
		.handle = handle,
		.ctx = house,
	};
	assert_int_equal(server_open(&house->server, &options, &err), 0);
	assert_int_equal(
		server_listen(house->server, SERVER_TCP, "127.0.0.1:0", 7, &house->port, &err), 0);
	assert_int_not_equal(house->port, 0);
}

static void start_house(struct house *house)
{
	struct error err = {0};
	open_house(house);
	assert_int_equal(server_start(house->server, &err), 0);
}

static struct exchange *await_kept(struct house *house)
{
	pthread_mutex_lock(&house->lock);
	while (house->kept == NULL)
		pthread_cond_wait(&house->has_kept, &house->lock);
	struct exchange *kept = house->kept;
	pthread_mutex_unlock(&house->lock);
	return kept;
}

static int dial(uint16_t port)
{
	struct sockaddr_in name = {.sin_family = AF_INET,
				   .sin_port = htons(port),
				   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&name, sizeof(name)), 0);
	struct timeval patience = {.tv_sec = 3};
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return fd;
}

/* Answers are read like requests: headers, then Content-Length bytes. */
static const char *ask(int fd, const char *request, struct buf *answer)
{
	peer_write(fd, request);
	assert_true(peer_read_request(fd, answer));
	return buf_text(answer);
}

/* --- requests --------------------------------------------------------------------------- */

static void test_request_in_pieces(void **state UNUSED)
{
	static const struct {
		const char *request;
		const char *want;
	} cases[] = {
		{"GET /a%20b/%E5%85%AC?q=x+y%26z&flag HTTP/1.1\r\nHost: h\r\nX-Test: yes\r\n\r\n",
		 "GET|/a b/\xe5\x85\xac|q=x y&z|flag=|header=yes|tag=7|0:"},
		{"GET /a%00b%zz% HTTP/1.1\r\nHost: h\r\n\r\n",
		 "GET|/a%00b%zz%|q=-|flag=-|header=-|tag=7|0:"},
		{"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody",
		 "POST|/|q=-|flag=-|header=-|tag=7|4:body"},
		{"PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
		 "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
		 "PUT|/|q=-|flag=-|header=-|tag=7|5:abcde"},
		{"DELETE /x HTTP/1.1\r\nHost: h\r\n\r\n", "DELETE|/x|q=-|flag=-|header=-|tag=7|0:"},
	};
	struct house house;
	start_house(&house);
	int fd = dial(house.port); /* one connection for all */
	scoped(buf_finish) struct buf answer = {0};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *text = ask(fd, cases[i].request, &answer);
		assert_int_equal(strncmp(text, "HTTP/1.1 200 OK\r\n", 17), 0);
		assert_non_null(strstr(text, "\r\nContent-Type: text/plain\r\n"));
		assert_non_null(strstr(text, "\r\nX-One: 1\r\n"));
		assert_non_null(strstr(text, "\r\nX-Two: 2\r\n"));
		assert_string_equal(strstr(text, "\r\n\r\n") + 4, cases[i].want);
	}
	close(fd);
	server_close(house.server);
}

static void test_body_limit(void **state)
{
	struct fetch *f = *state;
	struct house house;
	start_house(&house);
	static char body[1 << 20];
	memset(body, 'x', sizeof(body));
	char url[128];
	struct client_request request = {
		.method = "POST",
		.url = fetch_url(url, house.port, "/"),
		.body = body,
		.body_bytes = MAX_BODY,
		.timeout_ms = 2000,
		.allow_private = true,
	};
	fetch_begin(f, &request);
	fetch_wait(f);
	assert_int_equal(f->status, 200);
	assert_non_null(strstr(buf_text(&f->body), "|1000:"));
	request.body_bytes = MAX_BODY + 1;
	fetch_begin(f, &request);
	fetch_wait(f);
	assert_int_equal(f->status, 413);
	assert_non_null(strstr(buf_text(&f->headers), "application/problem+json"));
	request.body_bytes = sizeof(body);
	fetch_begin(f, &request);
	fetch_wait(f);
	assert_int_equal(f->end, CLIENT_ANSWERED);
	assert_int_equal(f->status, 413);

	/* Who asks first need not send at all. */
	int fd = dial(house.port);
	scoped(buf_finish) struct buf answer = {0};
	const char *text = ask(fd,
			       "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
			       "Content-Length: 5000\r\n\r\n",
			       &answer);
	assert_int_equal(strncmp(text, "HTTP/1.1 413 ", 13), 0);
	close(fd);
	server_close(house.server);
}

static void test_many_at_once(void **state)
{
	struct fetch *f = *state;
	struct house house;
	start_house(&house);
	char url[128], later[128];
	struct client_request request = {
		.method = "POST",
		.url = fetch_url(url, house.port, "/x"),
		.body = "12345",
		.body_bytes = 5,
		.timeout_ms = 5000,
		.allow_private = true,
	};
	fetch_url(later, house.port, "/later");
	memset(f->ends, 0, sizeof(f->ends));
	for (int i = 0; i < 500; i++) {
		request.url = i % 10 == 0 ? later : url;
		fetch_begin(f, &request);
	}
	fetch_wait(f);
	assert_int_equal(f->ends[CLIENT_ANSWERED], 500);
	server_close(house.server);
}

/* --- kept exchanges --------------------------------------------------------------------- */

static void test_answer_from_another_thread(void **state)
{
	struct fetch *f = *state;
	struct house house;
	start_house(&house);
	fetch_get(f, house.port, "/later");
	assert_int_equal(f->status, 202);
	assert_string_equal(buf_text(&f->body), "later");
	fetch_get(f, house.port, "/at-once");
	assert_int_equal(f->status, 200);
	server_close(house.server);
}

static void test_answer_to_nobody(void **state UNUSED)
{
	struct house house;
	start_house(&house);
	int fd = dial(house.port);
	peer_write(fd, "GET /keep HTTP/1.1\r\nHost: h\r\n\r\n");
	struct exchange *kept = await_kept(&house);
	peer_reset(fd);
	close(fd);
	usleep(5000);
	exchange_answer(kept, 200, NULL, NULL, "too late", 8);
	server_stop(house.server, 100);
	server_close(house.server);
}

static void test_stop_with_kept_exchange(void **state UNUSED)
{
	struct house house;
	start_house(&house);
	int fd = dial(house.port);
	int idle = dial(house.port);
	peer_write(fd, "GET /keep HTTP/1.1\r\nHost: h\r\n\r\n");
	struct exchange *kept = await_kept(&house);
	uint64_t began_ms = clock_monotonic_ms();
	server_stop(house.server, 50);
	assert_in_range(clock_monotonic_ms() - began_ms, 40, 1000);
	scoped(buf_finish) struct buf answer = {0};
	assert_true(peer_read_request(fd, &answer));
	assert_int_equal(strncmp(buf_text(&answer), "HTTP/1.1 503 ", 13), 0);
	close(fd);
	close(idle);
	server_close(house.server);
	exchange_answer(kept, 200, NULL, NULL, "after the end", 13);
}

static void test_stop_waits_for_an_answer(void **state UNUSED)
{
	struct house house;
	start_house(&house);
	int fd = dial(house.port);
	peer_write(fd, "GET /keep HTTP/1.1\r\nHost: h\r\n\r\n");
	pthread_t thread;
	pthread_create(&thread, NULL, answer_later, await_kept(&house));
	uint64_t began_ms = clock_monotonic_ms();
	server_stop(house.server, 2000);
	assert_in_range(clock_monotonic_ms() - began_ms, 0, 1000);
	scoped(buf_finish) struct buf answer = {0};
	assert_true(peer_read_request(fd, &answer));
	assert_int_equal(strncmp(buf_text(&answer), "HTTP/1.1 202 ", 13), 0);
	assert_non_null(strstr(buf_text(&answer), "Connection: close"));
	pthread_join(thread, NULL);
	close(fd);
	server_close(house.server);
}

static void test_stop_at_rest(void **state UNUSED)
{
	struct house house;
	start_house(&house);
	int idle = dial(house.port);
	uint64_t began_ms = clock_monotonic_ms();
	server_stop(house.server, 2000);
	assert_in_range(clock_monotonic_ms() - began_ms, 0, 500);
	close(idle);
	server_close(house.server);
	server_close(NULL);

	open_house(&house); /* and one that never started */
	server_close(house.server);
}

static void posted(void *ctx)
{
	struct house *house = ctx;
	pthread_mutex_lock(&house->lock);
	house->posted++;
	pthread_cond_signal(&house->has_kept);
	pthread_mutex_unlock(&house->lock);
}

static void test_post_to_the_thread(void **state UNUSED)
{
	struct house house;
	start_house(&house);
	server_post(house.server, posted, &house);
	pthread_mutex_lock(&house.lock);
	while (house.posted == 0)
		pthread_cond_wait(&house.has_kept, &house.lock);
	pthread_mutex_unlock(&house.lock);
	server_close(house.server);
}

/* --- listeners -------------------------------------------------------------------------- */

static void test_unix_socket(void **state UNUSED)
{
	char dir[] = "/tmp/gongshi-server-XXXXXX";
	assert_non_null(mkdtemp(dir));
	char path[64];
	snprintf(path, sizeof(path), "%s/socket", dir);
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	memcpy(name.sun_path, path, strlen(path));
	int stale = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(stale, (struct sockaddr *)&name, sizeof(name)), 0);
	close(stale); /* the file stays */

	struct house house;
	struct error err = {0};
	open_house(&house);
	mode_t mask = umask(077);
	assert_int_equal(server_listen(house.server, SERVER_UNIX, path, 8, NULL, &err), 0);
	umask(mask);
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	/* A second daemon does not push the first one out. */
	assert_int_equal(server_listen(house.server, SERVER_UNIX, path, 9, NULL, &err), -E_EXISTS);
	assert_int_equal(server_start(house.server, &err), 0);

	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&name, sizeof(name)), 0);
	scoped(buf_finish) struct buf answer = {0};
	assert_non_null(strstr(ask(fd, "GET / HTTP/1.1\r\nHost: h\r\n\r\n", &answer), "tag=8"));
	close(fd);
	server_stop(house.server, 0);
	assert_int_not_equal(access(path, F_OK), 0);
	server_close(house.server);
	assert_int_equal(rmdir(dir), 0);
}

static void test_bad_listeners(void **state UNUSED)
{
	static const char *const addresses[] = {
		"localhost:0",     "127.0.0.1", "127.0.0.1:x", ":80",
		"127.0.0.1:70000", "[::1:80",   "::1:80",      ""};
	struct house house;
	struct error err = {0};
	open_house(&house);
	uint16_t port = 0;
	for (size_t i = 0; i < ARRAY_LEN(addresses); i++)
		assert_int_equal(
			server_listen(house.server, SERVER_TCP, addresses[i], 0, &port, &err),
			-E_INVALID);
	char taken[64];
	snprintf(taken, sizeof(taken), "127.0.0.1:%u", (unsigned)house.port);
	assert_int_equal(server_listen(house.server, SERVER_TCP, taken, 0, &port, &err), -E_IO);
	assert_int_equal(server_listen(house.server, SERVER_UNIX, "/etc/passwd", 0, NULL, &err),
			 -E_EXISTS);
	server_close(house.server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request_in_pieces),
		cmocka_unit_test(test_body_limit),
		cmocka_unit_test(test_many_at_once),
		cmocka_unit_test(test_answer_from_another_thread),
		cmocka_unit_test(test_answer_to_nobody),
		cmocka_unit_test(test_stop_with_kept_exchange),
		cmocka_unit_test(test_stop_waits_for_an_answer),
		cmocka_unit_test(test_stop_at_rest),
		cmocka_unit_test(test_post_to_the_thread),
		cmocka_unit_test(test_unix_socket),
		cmocka_unit_test(test_bad_listeners),
	};
	return cmocka_run_group_tests_name("net/server", tests, fetch_setup, fetch_teardown);
}
