/* How many columns of a terminal a text takes: Chinese characters take two.  Independent of the
 * locale, so that lists align also where none is set. */
#ifndef CTL_WIDTH_H
#define CTL_WIDTH_H

#include <stddef.h>
#include <stdint.h>

int width_of(uint32_t code); /* 0, 1 or 2 */
size_t width_text(const char *text);
/* Bytes of the longest prefix that takes at most `columns`. */
size_t width_cut(const char *text, size_t columns);

#endif
