#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/json.h"
#include "web/openapi.h"
#include "web/route.h"

/* Every "$ref" anywhere in the value must lead somewhere. */
static void check_references(json_t *whole, json_t *value)
{
	const char *key;
	json_t *member;
	size_t i;
	if (json_is_object(value))
		json_object_foreach(value, key, member)
		{
			if (strcmp(key, "$ref") == 0) {
				const char *text = json_string_value(member);
				assert_non_null(text);
				assert_int_equal(text[0], '#');
				if (json_at_pointer(whole, text + 1) == NULL)
					fail_msg("%s leads nowhere", text);
			}
			check_references(whole, member);
		}
	json_array_foreach(value, i, member) check_references(whole, member);
}

static void references_lead_somewhere(void **state)
{
	(void)state;
	scoped(json_drop) json_t *whole = route_describe();
	assert_string_equal(json_member_text(whole, "openapi"), "3.1.0");
	check_references(whole, whole);
}

static json_t *operation_of(json_t *whole, const struct route *route)
{
	char path[200];
	size_t len = 0;
	for (const char *at = route->pattern; *at != '\0'; at++)
		if (*at != '.' || strncmp(at, "...}", 4) != 0)
			path[len++] = *at;
		else
			at += 2;
	path[len] = '\0';
	json_t *item = json_object_get(json_object_get(whole, "paths"), path);
	return json_object_get(item, route->method[0] == 'G' ? "get" : "post");
}

static void every_route_is_described(void **state)
{
	(void)state;
	scoped(json_drop) json_t *whole = route_describe();
	size_t count;
	const struct route *routes = route_table(&count);
	for (size_t i = 0; i < count; i++) {
		json_t *operation = operation_of(whole, &routes[i]);
		print_message("%s %s\n", routes[i].method, routes[i].pattern);
		assert_non_null(operation);
		assert_non_null(json_member_text(operation, "summary"));
		assert_non_null(json_at_pointer(operation, "/responses/200"));
		assert_non_null(json_at_pointer(operation, "/responses/default"));
		assert_int_equal(json_object_get(operation, "requestBody") != NULL,
				 routes[i].body != BODY_NONE);
		size_t parameters = 0, j;
		json_t *parameter;
		json_array_foreach(
			json_object_get(operation, "parameters"), j,
			parameter) if (strcmp(json_member_text(parameter, "in"), "path") == 0)
		{
			assert_true(json_member_bool(parameter, "required", false));
			parameters++;
		}
		assert_int_equal(parameters, strchr(routes[i].pattern, '{') != NULL);
	}
}

static void names_of_parameters(void **state)
{
	(void)state;
	scoped(json_drop) json_t *whole = route_describe();
	static const struct {
		const char *pointer, *value;
	} rows[] = {
		{"/paths/~1v1~1documents~1{id}/get/parameters/0/name", "id"},
		{"/paths/~1v1~1documents/get/parameters/0/name", "phase"},
		{"/paths/~1v1~1documents/get/parameters/6/name", "cursor"},
		{"/paths/~1v1~1ledger~1tile~1{path}/get/parameters/0/name", "path"},
		{"/paths/~1v1~1documents/post/x-roles/0", "operator"},
		{"/paths/~1v1~1documents/post/responses/201/content/application~1json/schema/$ref",
		 "#/components/schemas/Received"},
		{"/components/securitySchemes/token/scheme", "bearer"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *text = json_string_value(json_at_pointer(whole, rows[i].pointer));
		print_message("%s\n", rows[i].pointer);
		assert_non_null(text);
		assert_string_equal(text, rows[i].value);
	}
}

static void schemas_have_what_is_required(void **state)
{
	(void)state;
	scoped(json_drop) json_t *schemas = openapi_schemas();
	const char *name;
	json_t *schema, *required;
	json_object_foreach(schemas, name, schema)
	{
		size_t i;
		assert_string_equal(json_member_text(schema, "type"), "object");
		json_array_foreach(json_object_get(schema, "required"), i, required)
			assert_non_null(json_object_get(json_object_get(schema, "properties"),
							json_string_value(required)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(references_lead_somewhere),
		cmocka_unit_test(every_route_is_described),
		cmocka_unit_test(names_of_parameters),
		cmocka_unit_test(schemas_have_what_is_required),
	};
	return cmocka_run_group_tests_name("web/openapi", tests, NULL, NULL);
}
