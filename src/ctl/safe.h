/* Texts from documents and servers, made fit for a terminal: an escape sequence in a title must
 * not reach it, nor one that turns the order of characters round. */
#ifndef CTL_SAFE_H
#define CTL_SAFE_H

#include <stdio.h>

#include "base/buf.h"

/* Line breaks and tabs become blanks, other control characters and broken bytes U+FFFD. */
void safe_add(struct buf *out, const char *text);
void safe_print(FILE *file, const char *text);

#endif
