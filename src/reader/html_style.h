/* Does an inline style hide the element?
 *
 * Only what the element says of itself: style sheets are not read.  `gone` takes everything inside
 * along; visibility and font size can be taken back by an element further in. */
#ifndef READER_HTML_STYLE_H
#define READER_HTML_STYLE_H

#include <stdbool.h>

enum html_word { HTML_UNSAID, HTML_SHOWN, HTML_HIDDEN };

struct html_style {
	bool gone; /* display:none, no size, outside of the page, colour on itself */
	enum html_word visibility; /* visibility */
	enum html_word size;       /* font-size */
};

struct html_style html_style_read(const char *style);

#endif
