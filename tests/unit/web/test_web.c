#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "web_house.h"

#define NO_TOKEN ""
#define BASIC "Authorization: Basic eDpvcGVyYXRvci10b2tlbg==\r\n" /* x:operator-token */

/* --- who may --------------------------------------------------------------------------------------- */

static const struct {
	const char *token; /* NO_TOKEN: none is sent */
	const char *method, *target, *body;
	int status;
	bool recorded; /* as access.refused */
} rows[] = {
	{NO_TOKEN, "GET", "/healthz", NULL, 200, false},
	{NO_TOKEN, "GET", "/readyz", NULL, 200, false},
	{NO_TOKEN, "GET", "/openapi.json", NULL, 200, false},
	{NO_TOKEN, "GET", "/metrics", NULL, 200, false},
	{NO_TOKEN, "GET", "/v1/ledger/checkpoint", NULL, 200, false},
	{NO_TOKEN, "GET", "/v1/ledger/key", NULL, 200, false},
	{NO_TOKEN, "GET", "/static/style.css", NULL, 200, false},
	{NO_TOKEN, "GET", "/", NULL, 401, false},
	{NO_TOKEN, "GET", "/v1/status", NULL, 401, false},
	{NO_TOKEN, "GET", "/v1/documents/1", NULL, 401, false},
	{NO_TOKEN, "GET", "/nowhere", NULL, 404, false},
	{NO_TOKEN, "POST", "/nowhere", "{}", 404, false},
	{NO_TOKEN, "PUT", "/v1/documents", "{}", 405, false},
	{NO_TOKEN, "POST", "/v1/documents", "{}", 401, true},
	{"wrong", "POST", "/v1/documents/1/hold", "{}", 401, true},
	{"wrong", "GET", "/v1/status", NULL, 401, false},
	{"reader-token", "GET", "/", NULL, 200, false},
	{"reader-token", "GET", "/v1/status", NULL, 200, false},
	{"reader-token", "GET", "/v1/documents/1", NULL, 200, false},
	{"reader-token", "GET", "/v1/ledger/entries", NULL, 403, false},
	{"reader-token", "POST", "/v1/documents", "{}", 403, true},
	{"reader-token", "POST", "/v1/documents/1/exempt", "{}", 403, true},
	{"planner-token", "GET", "/v1/documents/1", NULL, 404, false},
	{"source-token", "GET", "/v1/documents/1", NULL, 403, false},
	{"source-token", "GET", "/", NULL, 403, false},
	{"source-token", "POST", "/v1/documents/1/hold", "{}", 403, true},
	{"auditor-token", "GET", "/v1/ledger/entries", NULL, 200, false},
	{"auditor-token", "POST", "/v1/documents/1/hold", "{}", 403, true},
	{"supervisor-token", "GET", "/v1/ledger/entries", NULL, 200, false},
	{"operator-token", "GET", "/dossiers/1", NULL, 200, false},
	{"operator-token", "HEAD", "/v1/documents/1", NULL, 200, false},
	{"operator-token", "HEAD", "/v1/documents/1/hold", NULL, 405, false},
};

static void roles_decide(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, WEB_HOUSE_TOKENS);
	web_house_hand_in(&house, 1, false);
	int recorded = 0;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		print_message("%s: %s %s\n", rows[i].token, rows[i].method, rows[i].target);
		int status = rows[i].token[0] == '\0'
				     ? web_house_ask(&house, DOOR_TCP, rows[i].method,
						     rows[i].target, "", rows[i].body)
				     : web_house_as(&house, rows[i].token, rows[i].method,
						    rows[i].target, rows[i].body);
		assert_int_equal(status, rows[i].status);
		assert_int_equal(web_house_header(&house, "WWW-Authenticate")[0] != '\0',
				 status == 401);
		if (status >= 400)
			assert_string_equal(web_house_header(&house, "Content-Type"),
					    "application/problem+json; charset=utf-8");
		if (strcmp(rows[i].method, "HEAD") == 0)
			assert_int_equal(house.body_bytes, 0);
		recorded += rows[i].recorded;
		assert_int_equal(web_house_count(&house, "access.refused"), recorded);
	}
	web_house_close(&house);
}

static void methods_that_are_allowed_are_named(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, NULL);
	static const struct {
		const char *target, *allow;
	} cases[] = {
		{"/v1/documents", "GET, HEAD, POST"},
		{"/v1/status", "GET, HEAD"},
		{"/v1/alerts/3/ack", "POST"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(
			web_house_ask(&house, DOOR_UNIX, "PATCH", cases[i].target, "", "{}"), 405);
		assert_string_equal(web_house_header(&house, "Allow"), cases[i].allow);
	}
	web_house_close(&house);
}

/* --- without a tokens file -------------------------------------------------------------------------- */

static void visitors_see_pages_only(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, NULL);
	web_house_hand_in(&house, 1, false);
	static const struct {
		const char *method, *target, *body;
		int status;
	} cases[] = {
		{"GET", "/", NULL, 200},
		{"GET", "/dossiers/1", NULL, 200},
		{"GET", "/v1/departments/hydrology/deadlines.ics", NULL, 200},
		{"GET", "/v1/documents", NULL, 403},
		{"POST", "/v1/documents", "{}", 403},
		{"POST", "/v1/documents/1/hold", "{}", 403},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		print_message("%s %s\n", cases[i].method, cases[i].target);
		assert_int_equal(web_house_ask(&house, DOOR_TCP, cases[i].method, cases[i].target,
					       "", cases[i].body),
				 cases[i].status);
		assert_string_equal(web_house_header(&house, "WWW-Authenticate"), "");
	}
	assert_int_equal(web_house_count(&house, "access.refused"), 2);
	assert_true(web_house_says(&house, "\"actor\":\"visitor\""));
	/* A token that nothing can be compared with is none. */
	assert_int_equal(web_house_as(&house, "operator-token", "GET", "/v1/documents", NULL), 403);
	/* Who may open the socket is an operator. */
	assert_int_equal(web_house_get(&house, "/v1/documents"), 200);
	web_house_close(&house);
}

/* --- browsers ----------------------------------------------------------------------------------------- */

static void browsers_may_read(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, WEB_HOUSE_TOKENS);
	web_house_hand_in(&house, 1, false);
	assert_int_equal(web_house_ask(&house, DOOR_TCP, "GET", "/", BASIC, NULL), 200);
	assert_int_equal(
		web_house_ask(&house, DOOR_TCP, "POST", "/v1/documents/1/hold", BASIC, "{}"), 403);
	assert_true(web_house_says(&house, "\"code\":\"interactive\""));
	assert_int_equal(web_house_count(&house, "decision.hold"), 0);
	assert_int_equal(web_house_count(&house, "access.refused"), 1);
	assert_true(web_house_says(&house, "\"actor\":\"zhou\""));
	assert_true(web_house_says(&house, "POST /v1/documents/1/hold"));
	web_house_close(&house);
}

/* --- the ledger is not for strangers to fill ----------------------------------------------------------- */

static void strangers_are_recorded_so_often(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, WEB_HOUSE_TOKENS);
	for (int i = 0; i < 50; i++)
		assert_int_equal(web_house_ask(&house, DOOR_TCP, "POST", "/v1/documents", "", "{}"),
				 401);
	/* A minute may begin in between. */
	assert_in_range(web_house_count(&house, "access.refused"), 20, 40);
	int before = web_house_count(&house, "access.refused");
	for (int i = 0; i < 30; i++) /* who has a token is known: all of his stands there */
		assert_int_equal(
			web_house_as(&house, "reader-token", "POST", "/v1/documents", "{}"), 403);
	assert_int_equal(web_house_count(&house, "access.refused"), before + 30);
	web_house_close(&house);
}

static void long_paths_are_cut(void **state)
{
	(void)state;
	struct web_house house;
	char target[3000];
	web_house_open(&house, WEB_HOUSE_TOKENS);
	size_t len = (size_t)snprintf(target, sizeof(target), "/v1/documents/");
	memset(target + len, 'x', 2000);
	strcpy(target + len + 2000, "/hold");
	assert_int_equal(web_house_as(&house, "reader-token", "POST", target, "{}"), 403);
	assert_int_equal(web_house_count(&house, "access.refused"), 1);
	assert_in_range(house.body_bytes, 300, 5000);
	web_house_close(&house);
}

static void a_refusal_needs_no_queue(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, WEB_HOUSE_TOKENS);
	house.queue_is_full = true;
	assert_int_equal(web_house_ask(&house, DOOR_TCP, "POST", "/v1/documents", "", "{}"), 401);
	assert_int_equal(web_house_as(&house, "source-token", "POST", "/v1/documents",
				      web_house_manifest(1, true)),
			 503);
	assert_string_equal(web_house_header(&house, "Retry-After"), "5");
	assert_int_equal(web_house_as(&house, "source-token", "POST", "/v1/documents", "{}"), 503);
	house.queue_is_full = false;
	assert_int_equal(web_house_count(&house, "access.refused"), 0);
	web_house_close(&house);
}

/* --- changes while it runs ------------------------------------------------------------------------------ */

static void tokens_are_read_again(void **state)
{
	(void)state;
	struct web_house house;
	struct error err = {0};
	web_house_open(&house, WEB_HOUSE_TOKENS);
	conf_folder_write(&house.folder, "tokens", "nonsense\n");
	assert_int_equal(web_load_tokens(house.web, &err), -E_INVALID);
	assert_int_equal(web_house_as(&house, "reader-token", "GET", "/v1/status", NULL), 200);
	conf_folder_write(&house.folder, "tokens", "new-token zhang reader\n");
	assert_int_equal(web_load_tokens(house.web, &err), 0);
	assert_int_equal(web_house_as(&house, "reader-token", "GET", "/v1/status", NULL), 401);
	assert_int_equal(web_house_as(&house, "new-token", "GET", "/v1/status", NULL), 200);
	web_set_law(house.web, house.law);
	assert_int_equal(web_house_as(&house, "new-token", "GET", "/v1/rules", NULL), 200);
	web_house_close(&house);
}

static void what_cannot_be_opened(void **state)
{
	(void)state;
	struct conf_folder folder;
	struct web *web = NULL;
	struct error err = {0};
	conf_folder_open(&folder);
	char tokens[128], nowhere[128];
	snprintf(nowhere, sizeof(nowhere), "%s/nowhere", folder.path);
	snprintf(tokens, sizeof(tokens), "%s",
		 conf_folder_write(&folder, "tokens", "a b reader\n"));
	chmod(tokens, 0644);
	struct web_options options = {
		.store_type = "sqlite", .store_path = nowhere, .tokens_file = tokens};
	assert_true(web_open(&web, &options, &err) < 0); /* others can read the tokens */
	assert_non_null(strstr(err.text, "chmod 600"));
	chmod(tokens, 0600);
	assert_true(web_open(&web, &options, &err) < 0); /* there is no store */
	assert_null(web);
	web_close(NULL);
	conf_folder_close(&folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roles_decide),
		cmocka_unit_test(methods_that_are_allowed_are_named),
		cmocka_unit_test(visitors_see_pages_only),
		cmocka_unit_test(browsers_may_read),
		cmocka_unit_test(strangers_are_recorded_so_often),
		cmocka_unit_test(long_paths_are_cut),
		cmocka_unit_test(a_refusal_needs_no_queue),
		cmocka_unit_test(tokens_are_read_again),
		cmocka_unit_test(what_cannot_be_opened),
	};
	return cmocka_run_group_tests_name("web/web", tests, web_house_clock, NULL);
}
