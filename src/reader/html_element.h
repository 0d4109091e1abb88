/* What the elements of HTML mean for a reader: where lines break, what is never shown. */
#ifndef READER_HTML_ELEMENT_H
#define READER_HTML_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>

enum html_role {
	HTML_INLINE = 0,
	HTML_BLOCK = 1 << 0,  /* stands on lines of its own */
	HTML_CELL = 1 << 1,   /* behind a tab */
	HTML_BREAK = 1 << 2,  /* a line feed by itself: br, hr */
	HTML_UNSEEN = 1 << 3, /* its content is never shown */
	HTML_PRE = 1 << 4,    /* line feeds of the source count */
};

/* The roles of an element, by lower-case name; an unknown one is HTML_INLINE. */
unsigned html_element_roles(const char *name);

/* Is it the name of an HTML element?  Any case, not NUL ended. */
bool html_element_known(const char *name, size_t len);

#endif
