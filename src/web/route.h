/* Inside the web room: the one route table. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

struct request;

enum route_body { BODY_NONE, BODY_MANIFEST, BODY_DECISION };

struct route {
	const char *method;  /* GET also answers HEAD */
	const char *pattern; /* "/v1/documents/{id}"; a last {x...} takes the rest of the path */
	unsigned roles;	     /* who may: bits of enum role */
	void (*handle)(struct request *request);
	const char *help;    /* one line, for the description */
	const char *queries; /* names that the query may have, blanks between; NULL: none */
	enum route_body body;
	const char *type;    /* of the answer; NULL: application/json */
	const char *schema;  /* of the answer, a name in the description; NULL: any object */
};

/* The row for a request; part[] gets the places of its pattern, texts in the pool.  NULL: no such
 * path; then *allowed is NULL too, or names the methods that the path does have. */
#define ROUTE_PARTS 3
const struct route *route_find(const char *method, const char *path, struct pool *pool,
			       const char *part[ROUTE_PARTS], const char **allowed);
const struct route *route_table(size_t *count);

/* OpenAPI 3.1, generated from the table.  New reference. */
json_t *route_describe(void);

#endif
