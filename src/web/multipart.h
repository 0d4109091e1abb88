/* Inside the web room: multipart/form-data (RFC 7578, RFC 2046), read strictly from a whole body. */
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/pool.h"
#include "base/vec.h"

#define LIMIT_PARTS 202 /* LIMIT_ATTACHMENTS, the manifest and a body file */

struct part {
	const char *name;
	const char *file_name; /* as sent, not yet to be trusted; NULL: a plain field */
	const char *bytes;     /* inside the body */
	size_t len;
};

struct parts {
	struct vec_of(struct part) list;
};

/* `content_type` is the header's value.  Texts go into the pool, bytes stay in the body.  -E_INVALID
 * or -E_LIMIT with a sentence; parts_finish in any case. */
MUST_CHECK int parts_read(const char *content_type, const char *body, size_t len,
			  struct pool *pool, struct parts *out, struct error *err);
void parts_finish(struct parts *parts);

/* Can it be the name of a file in a folder of ours? */
bool part_name_is_safe(const char *file_name);

#endif
