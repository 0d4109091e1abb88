/* The description of the API (OpenAPI 3.1), from the route table. */
#include "web/openapi.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/json.h"
#include "web/auth.h"
#include "web/route.h"

/* Read by people too, hence as text; checked by a test. */
static const char schemas[] =
	"{\"Problem\":{\"type\":\"object\",\"description\":\"RFC 9457\",\"properties\":{"
	"\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"
	"\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
	"\"code\":{\"type\":\"string\"},\"field\":{\"type\":\"string\"},"
	"\"sentence_zh\":{\"type\":\"string\"},\"sentence_en\":{\"type\":\"string\"}},"
	"\"required\":[\"type\",\"title\",\"status\",\"detail\"]},"

	"\"Received\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},"
	"\"status\":{\"enum\":[\"created\",\"revised\",\"same\"]}},"
	"\"required\":[\"id\",\"status\"]},"

	"\"Recorded\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},"
	"\"status\":{\"const\":\"recorded\"}},\"required\":[\"id\",\"status\"]},"

	"\"Documents\":{\"type\":\"object\",\"properties\":{\"documents\":{\"type\":\"array\","
	"\"items\":{\"$ref\":\"#/components/schemas/Dossier\"}},\"next\":{"
	"\"type\":[\"string\",\"null\"],\"description\":\"hand back as ?cursor=\"}},"
	"\"required\":[\"documents\"]},"

	"\"Manifest\":{\"type\":\"object\",\"description\":\"Chinese names are read as the same "
	"keys\",\"properties\":{\"doc_number\":{\"type\":\"string\"},"
	"\"title\":{\"type\":\"string\"},\"issuer\":{\"type\":\"string\"},"
	"\"department\":{\"type\":\"string\"},\"issued_on\":{\"type\":\"string\"},"
	"\"category\":{\"type\":\"string\"},\"disclosure\":{\"enum\":[\"active\",\"on-request\","
	"\"none\",\"主动公开\",\"依申请公开\",\"不予公开\"]},"
	"\"public_interest\":{\"type\":\"boolean\"},\"body\":{\"type\":\"string\"},"
	"\"attachments\":{\"type\":\"array\"},\"review\":{\"type\":\"object\"}},"
	"\"required\":[\"title\",\"issuer\",\"department\",\"issued_on\"]},"

	"\"Decision\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
	"\"by\":{\"type\":\"string\"},\"signed_by\":{\"type\":\"string\"},"
	"\"approved_by\":{\"type\":\"string\"},\"reason\":{\"type\":\"string\"},"
	"\"hold\":{\"type\":\"string\"},\"rule\":{\"type\":\"string\"},"
	"\"to\":{\"type\":\"string\",\"format\":\"date\"},\"channel\":{\"type\":\"string\"},"
	"\"witness\":{\"type\":\"string\"},\"evidence\":{\"type\":\"string\"},"
	"\"review_on\":{\"type\":\"string\",\"format\":\"date\"}}},"

	"\"Dossier\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},"
	"\"doc_number\":{\"type\":[\"string\",\"null\"]},\"title\":{\"type\":\"string\"},"
	"\"issuer\":{\"type\":\"string\"},\"department\":{\"type\":\"string\"},"
	"\"category\":{\"type\":[\"string\",\"null\"]},\"disclosure\":{\"enum\":[\"active\","
	"\"on-request\",\"none\"]},\"public_interest\":{\"type\":\"boolean\"},"
	"\"audience\":{\"enum\":[\"public\",\"internal\"]},"
	"\"issued_on\":{\"type\":\"string\",\"format\":\"date\"},"
	"\"received_at\":{\"type\":\"string\",\"format\":\"date-time\"},"
	"\"revision\":{\"type\":\"integer\"},\"state\":{\"enum\":[\"open\",\"held\","
	"\"awaiting-review\",\"closed\",\"withdrawn\"]},"
	"\"why\":{\"type\":\"string\",\"description\":\"why it is not public, or that it is\"},"
	"\"obligations\":{\"type\":\"array\",\"items\":{"
	"\"$ref\":\"#/components/schemas/Obligation\"}},\"publications\":{\"type\":\"array\","
	"\"items\":{\"$ref\":\"#/components/schemas/Publication\"}},"
	"\"alerts\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Alert\"}},"
	"\"holds\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
	"\"code\":{\"type\":\"string\"},\"sentence\":{\"type\":\"string\"}}}},"
	"\"next_wake_at\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}}},"

	"\"Obligation\":{\"type\":\"object\",\"properties\":{\"rule\":{\"type\":\"string\"},"
	"\"basis\":{\"type\":[\"string\",\"null\"]},"
	"\"trigger_on\":{\"type\":\"string\",\"format\":\"date\"},"
	"\"due_on\":{\"type\":\"string\",\"format\":\"date\"},"
	"\"due_at\":{\"type\":\"string\",\"format\":\"date-time\"},"
	"\"provisional\":{\"type\":\"boolean\"},\"phase\":{\"enum\":[\"open\",\"due-soon\","
	"\"overdue\",\"met\",\"met-late\",\"exempt\"]},"
	"\"met_at\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},"
	"\"edition\":{\"type\":[\"string\",\"null\"]}}},"

	"\"Publication\":{\"type\":\"object\",\"properties\":{\"channel\":{\"type\":\"string\"},"
	"\"state\":{\"enum\":[\"pending\",\"sent\",\"unclear\",\"accepted\",\"proven\","
	"\"attested\",\"gone\",\"withdrawn\"]},\"key\":{\"type\":[\"string\",\"null\"]},"
	"\"remote_id\":{\"type\":[\"string\",\"null\"]},\"url\":{\"type\":[\"string\",\"null\"]},"
	"\"verdict\":{\"enum\":[\"present\",\"absent\",\"differs\",\"unknown\",null]},"
	"\"reason\":{\"type\":[\"string\",\"null\"]},\"findings\":{\"type\":\"array\","
	"\"items\":{\"type\":\"string\"}},\"attempts\":{\"type\":\"integer\"},"
	"\"first_seen_at\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},"
	"\"last_probe_at\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}}},"

	"\"Alert\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},"
	"\"rung\":{\"type\":\"integer\"},\"person\":{\"type\":[\"string\",\"null\"]},"
	"\"owed_at\":{\"type\":\"string\",\"format\":\"date-time\"},"
	"\"notifier\":{\"type\":[\"string\",\"null\"]},\"state\":{\"enum\":[\"owed\","
	"\"delivered\",\"failed\",\"read\",\"acknowledged\"]}}}}";

json_t *openapi_schemas(void)
{
	json_t *json = NULL;
	int rc = json_read(schemas, sizeof(schemas) - 1, &json, NULL);
	assert(rc == 0);
	(void)rc;
	return json;
}

static json_t *reference(const char *schema)
{
	if (schema == NULL)
		return json_pack("{s:s}", "type", "object");
	return json_pack("{s:s+}", "$ref", "#/components/schemas/", schema);
}

static json_t *content(const char *type, const char *schema)
{
	json_t *body = json_object();
	if (strncmp(type, "application/json", 16) == 0 || schema != NULL)
		json_object_set_new(body, "schema", reference(schema));
	return json_pack("{s:{s:o}}", "content", type, body);
}

static json_t *parameter(const char *name, size_t len, const char *place)
{
	return json_pack("{s:s%, s:s, s:b, s:{s:s}}", "name", name, len, "in", place, "required",
			 place[0] == 'p', "schema", "type", "string");
}

static json_t *parameters(const struct route *route)
{
	json_t *list = json_array();
	for (const char *at = strchr(route->pattern, '{'); at != NULL; at = strchr(at + 1, '{'))
		json_array_append_new(list, parameter(at + 1, strcspn(at + 1, ".}"), "path"));
	const char *at = route->queries != NULL ? route->queries : "";
	while (*at != '\0') {
		size_t len = strcspn(at, " ");
		json_array_append_new(list, parameter(at, len, "query"));
		at += len + strspn(at + len, " ");
	}
	return list;
}

static json_t *request_body(const struct route *route)
{
	json_t *body = content("application/json",
			       route->body == BODY_MANIFEST ? "Manifest" : "Decision");
	if (route->body == BODY_MANIFEST)
		json_object_set_new(json_object_get(body, "content"), "multipart/form-data",
				    json_pack("{s:{s:s, s:{s:{s:s}}, s:{s:s, s:s}}}", "schema",
					      "type", "object", "properties", "manifest", "$ref",
					      "#/components/schemas/Manifest",
					      "additionalProperties", "type", "string", "format",
					      "binary"));
	return body;
}

static json_t *responses(const struct route *route)
{
	const char *type = route->type != NULL ? route->type : "application/json";
	json_t *json = json_object();
	json_t *good = content(type, route->schema);
	json_object_set_new(good, "description", json_string(route->help));
	json_object_set_new(json, "200", good);
	if (route->body == BODY_MANIFEST)
		json_object_set(json, "201", good);
	json_t *bad = content("application/problem+json", "Problem");
	json_object_set_new(bad, "description", json_string("What is wrong, and what to do"));
	json_object_set_new(json, "default", bad);
	return json;
}

static json_t *who_may(const struct route *route)
{
	json_t *list = json_array();
	for (enum role role = ROLE_READER; role <= ROLE_SOURCE; role <<= 1)
		if (route->roles & role)
			json_array_append_new(list, json_string(role_name(role)));
	return list;
}

static json_t *operation(const struct route *route)
{
	json_t *json = json_object();
	json_object_set_new(json, "summary", json_string(route->help));
	json_object_set_new(json, "parameters", parameters(route));
	if (route->body != BODY_NONE)
		json_object_set_new(json, "requestBody", request_body(route));
	json_object_set_new(json, "responses", responses(route));
	json_object_set_new(json, "x-roles", who_may(route));
	if (route->roles & ROLE_NOBODY)
		json_object_set_new(json, "security", json_array());
	return json;
}

json_t *route_describe(void)
{
	size_t count;
	const struct route *routes = route_table(&count);
	json_t *paths = json_object();
	for (size_t i = 0; i < count; i++) {
		scoped(buf_finish) struct buf path = {0};
		const char *dots = strstr(routes[i].pattern, "...");
		size_t head = dots != NULL ? (size_t)(dots - routes[i].pattern)
					   : strlen(routes[i].pattern);
		buf_add(&path, routes[i].pattern, head);
		if (dots != NULL)
			buf_text_add(&path, dots + 3);
		json_t *item = json_object_get(paths, buf_text(&path));
		if (item == NULL) {
			item = json_object();
			json_object_set_new(paths, buf_text(&path), item);
		}
		json_object_set_new(item, routes[i].method[0] == 'G' ? "get" : "post",
				    operation(&routes[i]));
	}
	return json_pack(
		"{s:s, s:{s:s, s:s, s:s}, s:[{s:[]}], s:o, s:{s:{s:{s:s, s:s}}, s:o}}", "openapi",
		"3.1.0", "info", "title", "gongshi", "version", "1", "description",
		"On the unix socket every request is an operator's; on TCP a bearer token carries a "
		"person and a role (x-roles).  Errors are application/problem+json.",
		"security", "token", "paths", paths, "components", "securitySchemes", "token",
		"type", "http", "scheme", "bearer", "schemas", openapi_schemas());
}
