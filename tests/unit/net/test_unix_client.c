#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/macros.h"
#include "net/server.h"
#include "net/unix_client.h"

static char dir[] = "/tmp/gongshi-unix-XXXXXX";
static char path[64];
static struct server *server;

static void handle(void *ctx UNUSED, struct exchange *exchange, int tag UNUSED)
{
	scoped(buf_finish) struct buf text = {0};
	const char *type = exchange_header(exchange, "Content-Type");
	buf_print(&text, "%s %s %s\n%s", exchange_method(exchange), exchange_path(exchange),
		  type == NULL ? "-" : type, exchange_body(exchange, NULL));
	bool is_missing = strcmp(exchange_path(exchange), "/missing") == 0;
	exchange_answer(exchange, is_missing ? 404 : 200, "text/plain", NULL, text.data, text.len);
}

static int setup(void **state UNUSED)
{
	struct error err = {0};
	const struct server_options options = {.max_body_bytes = 1 << 20,
					       .max_connections = 10,
					       .idle_timeout_s = 10,
					       .handle = handle};
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(path, sizeof(path), "%s/socket", dir);
	if (server_open(&server, &options, &err) < 0 ||
	    server_listen(server, SERVER_UNIX, path, 0, NULL, &err) < 0)
		return -1;
	return server_start(server, &err);
}

static int teardown(void **state UNUSED)
{
	server_close(server);
	return rmdir(dir);
}

static void test_requests(void **state UNUSED)
{
	static const struct {
		const char *method, *target, *type, *body, *want;
		int status;
	} cases[] = {
		{"GET", "/a?b=c", NULL, NULL, "GET /a -\n", 200},
		{"GET", "/missing", NULL, NULL, "GET /missing -\n", 404},
		{"POST", "/p", NULL, "{}", "POST /p application/json\n{}", 200},
		{"PUT", "/p", "text/csv", "a,b", "PUT /p text/csv\na,b", 200},
		{"POST", "/empty", NULL, NULL, "POST /empty -\n", 200},
		{"DELETE", "/p", NULL, NULL, "DELETE /p -\n", 200},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error err = {0};
		scoped(buf_finish) struct buf answer = {0};
		const char *body = cases[i].body;
		int rc = unix_request(path, cases[i].method, cases[i].target, cases[i].type, body,
				      body == NULL ? 0 : strlen(body), &answer, &err);
		assert_int_equal(rc, cases[i].status);
		assert_string_equal(buf_text(&answer), cases[i].want);
	}
}

static void test_form(void **state UNUSED)
{
	struct error err = {0};
	scoped(buf_finish) struct buf answer = {0};
	char file[80];
	snprintf(file, sizeof(file), "%s/file", dir);
	FILE *f = fopen(file, "we");
	fputs("of the file", f);
	fclose(f);
	const struct unix_part parts[] = {
		{.name = "manifest", .content = "{\"n\":1}"},
		{.name = "body", .file_name = "notice.pdf", .path = file},
	};
	assert_int_equal(unix_post_form(path, "/form", parts, 2, &answer, &err), 200);
	const char *text = buf_text(&answer);
	assert_non_null(strstr(text, "multipart/form-data"));
	assert_non_null(strstr(text, "name=\"manifest\"\r\n\r\n{\"n\":1}"));
	assert_non_null(strstr(text, "name=\"body\"; filename=\"notice.pdf\""));
	assert_non_null(strstr(text, "of the file"));
	unlink(file);
	assert_int_equal(unix_post_form(path, "/form", parts, 2, &answer, &err), -E_IO);
}

static void test_no_daemon(void **state UNUSED)
{
	struct error err = {0};
	scoped(buf_finish) struct buf answer = {0};
	assert_int_equal(
		unix_request("/nonexistent/socket", "GET", "/", NULL, NULL, 0, &answer, &err),
		-E_NET);
	assert_non_null(strstr(err.text, "/nonexistent/socket"));
	assert_non_null(strstr(err.text, "systemctl start gongshid"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_requests),
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_no_daemon),
	};
	return cmocka_run_group_tests_name("net/unix_client", tests, setup, teardown);
}
