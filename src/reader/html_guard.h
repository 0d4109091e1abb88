/* What must be seen to before a page goes to the parser. */
#ifndef READER_HTML_GUARD_H
#define READER_HTML_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* The parser compares every attribute of a tag with all before it: a tag of 100,000 attributes
 * takes it eight seconds, one of a million a quarter of an hour.  False for such a page. */
bool html_guard_affordable(const char *html, size_t len);

/* The parser ends at a NUL and takes bad UTF-8 for Latin-1; neither may cut a page short. */
void html_guard_repair(const char *html, size_t len, struct buf *out);

#endif
