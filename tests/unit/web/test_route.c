#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/macros.h"
#include "web/auth.h"
#include "web/handlers.h"
#include "web/request.h"

struct row {
	const char *method, *path;
	const char *pattern; /* NULL: no route */
	const char *part;    /* the first, "" for none */
	const char *allowed; /* when there is no route; NULL: no such path */
};

static const struct row rows[] = {
	{"GET", "/", "/", "", NULL},
	{"HEAD", "/", "/", "", NULL},
	{"POST", "/", NULL, "", "GET, HEAD"},
	{"GET", "/v1/documents", "/v1/documents", "", NULL},
	{"POST", "/v1/documents", "/v1/documents", "", NULL},
	{"DELETE", "/v1/documents", NULL, "", "GET, HEAD, POST"},
	{"OPTIONS", "/v1/status", NULL, "", "GET, HEAD"},
	{"get", "/v1/status", NULL, "", "GET, HEAD"},
	{"GET", "/v1/documents/", NULL, "", NULL},
	{"GET", "/v1/documents/9", "/v1/documents/{id}", "9", NULL},
	{"GET", "/v1/documents/盐水政〔2009〕9号", "/v1/documents/{id}", "盐水政〔2009〕9号", NULL},
	{"GET", "/v1/documents/9/explain", "/v1/documents/{id}/explain", "9", NULL},
	{"POST", "/v1/documents/9/hold", "/v1/documents/{id}/hold", "9", NULL},
	{"GET", "/v1/documents/9/hold", NULL, "", "POST"},
	{"POST", "/v1/documents/9/burn", NULL, "", NULL},
	{"GET", "/v1/documents//explain", NULL, "", NULL},
	{"GET", "//", NULL, "", NULL},
	{"GET", "/V1/documents", NULL, "", NULL},
	{"GET", "v1/documents", NULL, "", NULL},
	{"GET", "", NULL, "", NULL},
	{"GET", "/v1/ledger/tile/0/x001/234.p/12", "/v1/ledger/tile/{path...}", "0/x001/234.p/12",
	 NULL},
	{"GET", "/v1/ledger/tile/", NULL, "", NULL},
	{"GET", "/v1/departments/水文处/deadlines.ics", "/v1/departments/{id}/deadlines.ics",
	 "水文处", NULL},
	{"GET", "/v1/departments/a/b/deadlines.ics", NULL, "", NULL},
};

static void requests_find_their_row(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct row *row = &rows[i];
		struct pool pool = {0};
		const char *part[ROUTE_PARTS] = {"left over"};
		const char *allowed = "left over";
		const struct route *route = route_find(row->method, row->path, &pool, part,
						       &allowed);
		print_message("%s %s\n", row->method, row->path);
		assert_int_equal(route != NULL, row->pattern != NULL);
		if (route != NULL) {
			assert_string_equal(route->pattern, row->pattern);
			assert_string_equal(part[0] != NULL ? part[0] : "", row->part);
			assert_null(allowed);
		} else if (row->allowed != NULL) {
			assert_string_equal(allowed, row->allowed);
		} else {
			assert_null(allowed);
		}
		pool_finish(&pool);
	}
}

/* What the table promises: reads are GET, changes are POST and never open to strangers. */
static void the_table_is_sound(void **state)
{
	(void)state;
	size_t count;
	const struct route *routes = route_table(&count);
	assert_in_range(count, 30, 60);
	for (size_t i = 0; i < count; i++) {
		bool get = strcmp(routes[i].method, "GET") == 0;
		print_message("%s %s\n", routes[i].method, routes[i].pattern);
		assert_true(get || strcmp(routes[i].method, "POST") == 0);
		assert_non_null(routes[i].handle);
		assert_non_null(routes[i].help);
		assert_int_not_equal(routes[i].roles, 0);
		assert_true(get || (routes[i].roles & (ROLE_NOBODY | ROLE_VISITOR)) == 0);
		assert_true(get == (routes[i].body == BODY_NONE));
		assert_true((routes[i].roles & ROLE_OPERATOR) != 0);
		/* A source may only hand in. */
		assert_true((routes[i].roles & ROLE_SOURCE) == 0 ||
			    (routes[i].roles & ROLE_NOBODY) != 0 ||
			    routes[i].handle == post_document);
		for (size_t j = 0; j < i; j++)
			assert_false(strcmp(routes[i].method, routes[j].method) == 0 &&
				     strcmp(routes[i].pattern, routes[j].pattern) == 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_find_their_row),
		cmocka_unit_test(the_table_is_sound),
	};
	return cmocka_run_group_tests_name("web/route", tests, NULL, NULL);
}
