/* Text in the form in which it is compared, and the way back to how it was written.
 *
 * What folding forgets: white space, line ends, the kind of quotation mark, full and half width,
 * 繁 and 简, upper and lower case, the length of dashes and dots, pinyin behind a character.  What
 * it keeps: every digit, letter and character of what is said. */
#ifndef CORE_VERIFY_FOLD_H
#define CORE_VERIFY_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/vec.h"

struct fold_break {    /* a line begins here, or the last one ends */
	size_t at;     /* in the folded text */
	size_t origin; /* in the original */
};

struct folded {
	const char *from; /* borrowed */
	size_t from_len;
	struct buf text;
	struct vec_of(struct fold_break) breaks; /* ascending, never empty */
};

void fold_text(const char *text, size_t len, struct folded *out);
void fold_finish(struct folded *folded);

/* Does a line begin or end at this offset of the folded text? */
bool fold_is_break(const struct folded *folded, size_t offset);
/* The line that holds `offset`: where it ends, and where it begins. */
size_t fold_line_end(const struct folded *folded, size_t offset);
size_t fold_line_start(const struct folded *folded, size_t offset);

/* The place in the original whose folded form begins at `offset` (or, at the end, its end).
 * Folds the line once more. */
const char *fold_original(const struct folded *folded, size_t offset);

#endif
