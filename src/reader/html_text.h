/* Readable text out of the pieces of a page: white space folds as in a browser, blocks stand on
 * lines of their own. */
#ifndef READER_HTML_TEXT_H
#define READER_HTML_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct html_text {
	struct buf out;
	char gap; /* what must stand before the next character: '\n', '\t', ' ' or 0 */
};

/* `pre`: line feeds of the source count. */
void html_text_add(struct html_text *text, const char *bytes, size_t len, bool pre);
void html_text_gap(struct html_text *text, char gap); /* '\n' beats '\t' beats ' ' */
void html_text_finish(struct html_text *text);

#endif
