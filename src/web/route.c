#include "web/route.h"

#include <string.h>

#include "base/json.h"
#include "web/auth.h"
#include "web/handlers.h"
#include "web/openapi.h"

#define ANYBODY                                                                       \
	(ROLE_NOBODY | ROLE_VISITOR | ROLE_READER | ROLE_OPERATOR | ROLE_SUPERVISOR | \
	 ROLE_AUDITOR | ROLE_SOURCE)
#define READ (ROLE_READER | ROLE_OPERATOR | ROLE_SUPERVISOR | ROLE_AUDITOR)
#define PAGE (READ | ROLE_VISITOR)
#define WHOLE (ROLE_OPERATOR | ROLE_SUPERVISOR | ROLE_AUDITOR) /* all departments */
#define DECIDE (ROLE_OPERATOR | ROLE_SUPERVISOR)
#define HAND_IN (ROLE_OPERATOR | ROLE_SUPERVISOR | ROLE_SOURCE)

#define DECISION(name, text)                                                           \
	{                                                                              \
		"POST", "/v1/documents/{id}/" name, DECIDE, post_decision, text, NULL, \
			BODY_DECISION, NULL, "Recorded"                                \
	}

/* clang-format off */
static const struct route routes[] = {
	{"GET", "/", PAGE, get_board, "The board: what is overdue, due, held, published",
	 "department show cursor", BODY_NONE, "text/html"},
	{"GET", "/dossiers/{id}", PAGE, get_dossier_page, "Everything about one dossier, for people",
	 NULL, BODY_NONE, "text/html"},
	{"GET", "/static/style.css", ANYBODY, get_style, "The pages' style", NULL, BODY_NONE,
	 "text/css"},

	{"POST", "/v1/documents", HAND_IN, post_document,
	 "Hand in a document; answered when it is on disk", NULL, BODY_MANIFEST, NULL, "Received"},
	{"GET", "/v1/documents", READ, get_documents, "Dossiers",
	 "phase state department due_before search limit cursor", BODY_NONE, NULL, "Documents"},
	{"GET", "/v1/documents/{id}", READ, get_document,
	 "One dossier; {id} is the integer or the percent-encoded 文号", NULL, BODY_NONE, NULL,
	 "Dossier"},
	{"GET", "/v1/documents/{id}/explain", READ, get_explain, "Each due date, day by day"},
	{"GET", "/v1/documents/{id}/schedule", READ, get_schedule,
	 "The future instants of rungs and checks"},
	{"GET", "/v1/documents/{id}/timeline", READ, get_timeline, "What happened, as sentences"},
	{"GET", "/v1/documents/{id}/proof", READ, get_proof,
	 "Its ledger entries with inclusion proofs"},
	DECISION("review", "Record the secrecy review"),
	DECISION("hold", "Hold publication back"),
	DECISION("release", "Explain a hold away"),
	DECISION("exempt", "Decide that it is not made public"),
	DECISION("extend", "Extend a due date"),
	DECISION("pause", "Pause a term"),
	DECISION("resume", "Resume a paused term"),
	DECISION("withdraw", "Take it down again"),
	DECISION("attest", "Attest that it is public on a channel that people look after"),
	DECISION("answer", "Record that an answer was given"),
	DECISION("retry", "Try the channels again now"),

	{"GET", "/v1/alerts", READ, get_alerts, "Who must hear of what", "person state limit cursor",
	 BODY_NONE, NULL, NULL},
	{"POST", "/v1/alerts/{id}/ack", READ, post_ack, "Acknowledge an alert", NULL, BODY_DECISION,
	 NULL, "Recorded"},
	{"GET", "/v1/reports/{period}", READ, get_report, "Month and year (not in this version)"},
	{"GET", "/v1/status", READ, get_status, "Counts by phase, channels, notifiers"},
	{"GET", "/v1/rules", READ, get_rules, "The rules in force"},
	{"GET", "/v1/departments/{id}/deadlines.ics", PAGE, get_deadlines,
	 "Open due dates of a department as a calendar", NULL, BODY_NONE, "text/calendar"},

	{"GET", "/v1/ledger/checkpoint", ANYBODY, get_checkpoint, "The newest signed checkpoint",
	 NULL, BODY_NONE, "text/plain"},
	{"GET", "/v1/ledger/key", ANYBODY, get_key, "The key that verifies checkpoints", NULL,
	 BODY_NONE, "text/plain"},
	{"GET", "/v1/ledger/tile/{path...}", ANYBODY, get_tile, "A tile of the tree (C2SP tlog-tiles)",
	 NULL, BODY_NONE, "application/octet-stream"},
	{"GET", "/v1/ledger/entries", WHOLE, get_entries, "Ledger lines, at most 1000 at once",
	 "from to", BODY_NONE, "application/x-ndjson"},

	{"GET", "/feed.atom", ANYBODY, get_feed, "What was made public lately", NULL, BODY_NONE,
	 "application/atom+xml"},
	{"GET", "/metrics", ANYBODY, get_metrics, "Gauges for Prometheus", NULL, BODY_NONE,
	 "text/plain"},
	{"GET", "/healthz", ANYBODY, get_health, "The server answers", NULL, BODY_NONE, "text/plain"},
	{"GET", "/readyz", ANYBODY, get_ready, "Documents can be taken in", NULL, BODY_NONE,
	 "text/plain"},
	{"GET", "/openapi.json", ANYBODY, get_description, "This description"},
};
/* clang-format on */

const struct route *route_table(size_t *count)
{
	*count = ARRAY_LEN(routes);
	return routes;
}

/* --- matching -------------------------------------------------------------------------------------- */

/* Pattern and path side by side, a step at a time; steps of the path are never empty. */
static bool matches(const char *pattern, const char *path, struct pool *pool,
		    const char *part[ROUTE_PARTS])
{
	size_t count = 0;
	memset(part, 0, ROUTE_PARTS * sizeof(*part));
	while (*pattern == '/' && *path == '/') {
		size_t want = strcspn(++pattern, "/");
		size_t have = strcspn(++path, "/");
		bool rest = want > 4 && memcmp(pattern + want - 4, "...}", 4) == 0;
		if (rest)
			have = strlen(path);
		if (pattern[0] == '{' && have > 0 && count < ROUTE_PARTS)
			part[count++] = pool_text_len(pool, path, have);
		else if (want != have || memcmp(pattern, path, want) != 0)
			return false;
		pattern += want;
		path += have;
	}
	return *pattern == '\0' && *path == '\0';
}

const struct route *route_find(const char *method, const char *path, struct pool *pool,
			       const char *part[ROUTE_PARTS], const char **allowed)
{
	bool get = false, post = false;
	if (strcmp(method, "HEAD") == 0)
		method = "GET";
	*allowed = NULL;
	for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
		if (!matches(routes[i].pattern, path, pool, part))
			continue;
		if (strcmp(routes[i].method, method) == 0)
			return &routes[i];
		get = get || routes[i].method[0] == 'G';
		post = post || routes[i].method[0] == 'P';
	}
	if (get || post)
		*allowed = get && post ? "GET, HEAD, POST" : get ? "GET, HEAD" : "POST";
	return NULL;
}
