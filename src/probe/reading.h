/* Bytes of a page as what verify compares: decoded, read as HTML, with its links. */
#ifndef PROBE_READING_H
#define PROBE_READING_H

#include <stddef.h>

#include "base/buf.h"
#include "base/pool.h"
#include "base/vec.h"
#include "core/model/document.h"
#include "core/verify/verify.h"
#include "reader/html.h"

struct reading {
	struct html_page html;
	struct pool pool;
	struct buf text;        /* of a page that is no HTML */
	struct buf issued_text; /* of the document's body, when that is HTML */
	struct vec_of(struct seen_meta) metas;
	struct vec_of(const char *) link_texts;
};

/* Fills the members of *seen that tell of the page itself; their texts live in *out.
 * `content_type` may be NULL. */
void reading_page(const char *bytes, size_t len, const char *content_type, struct reading *out,
		  struct seen_page *seen);
/* The body of the document as verify_page wants it; NULL when it is plain text. */
const char *reading_issued(struct reading *reading, const struct document *issued);
void reading_finish(struct reading *reading);

#endif
