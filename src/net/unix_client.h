/* Blocking HTTP over the daemon's unix socket, for gongshictl (libcurl). */
#ifndef NET_UNIX_CLIENT_H
#define NET_UNIX_CLIENT_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

/* Returns the status, or -E_NET when the daemon cannot be reached.  `body` may be NULL; the answer
 * is appended to `answer`.  `content_type` NULL means application/json. */
MUST_CHECK int unix_request(const char *socket_path, const char *method, const char *target,
			    const char *content_type, const void *body, size_t body_bytes,
			    struct buf *answer, struct error *err);

struct unix_part {
	const char *name;      /* form field */
	const char *file_name; /* NULL: a plain field */
	const char *path;      /* content from this file, or */
	const char *content;   /* from memory */
};
/* POST multipart/form-data. */
MUST_CHECK int unix_post_form(const char *socket_path, const char *target,
			      const struct unix_part *parts, size_t count, struct buf *answer,
			      struct error *err);

#endif
