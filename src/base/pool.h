/* A pool: many small pieces with one end of life.
 *
 * Texts and structs of a parsed document, a dossier or a turn's outcome live in its pool and go
 * together with it; nobody frees one alone.  Start with `struct pool p = {0}`. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

#include "base/macros.h"

struct pool_block;
struct pool {
	struct pool_block *blocks;
	size_t bytes; /* handed out so far */
};

void *pool_alloc(struct pool *pool, size_t bytes);    /* zero-filled, aligned for any type */
char *pool_text(struct pool *pool, const char *text); /* copy; NULL stays NULL */
char *pool_text_len(struct pool *pool, const char *bytes, size_t len); /* adds the NUL */
char *pool_print(struct pool *pool, const char *fmt, ...) PRINTF_LIKE(2, 3);
void pool_finish(struct pool *pool); /* empty again, may be used anew */

#endif
