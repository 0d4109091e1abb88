/* The parts that reading a manifest is made of: the spool takes them one by one, because a file
 * that cannot be parsed may only be half written, while one that says the wrong thing is done. */
#ifndef SOURCE_MANIFEST_H
#define SOURCE_MANIFEST_H

#include <jansson.h>

#include "source/source.h"

/* Where a manifest lies and by which law it is read. */
struct manifest_site {
	const struct law *law; /* NULL: department and category are ids already */
	int folder_fd;         /* -1: no files can be named */
	const char *folder;    /* its path, for attachment.path */
	int64_t max_attachment_bytes;
	bool stored; /* our own canonical form: attachments come with digests, files are not asked */
};

/* Bytes to a JSON object with no key twice.  -E_INVALID when it is no JSON (perhaps not yet),
 * -E_LIMIT when too large or too deep. */
MUST_CHECK int manifest_parse(const char *bytes, size_t len, json_t **out, struct refusal *refusal);

/* JSON object to document.  -E_BUSY when a file changed while it was read. */
MUST_CHECK int manifest_build(const json_t *root, const struct manifest_site *site,
			      struct document *out, struct refusal *refusal, struct error *err);

/* Sets content, then key, from all other fields. */
void manifest_identify(struct document *document, const char *id);

#endif
