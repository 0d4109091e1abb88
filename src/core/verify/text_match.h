/* Is the whole issued text on the page, in order?
 *
 * Both texts are folded.  The text may stand in one run; or it is taken apart into its lines and
 * sentences, and a template may stand between two of them: on lines of its own, and with words
 * that templates use.  Inside a sentence nothing may differ. */
#ifndef CORE_VERIFY_TEXT_MATCH_H
#define CORE_VERIFY_TEXT_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "core/verify/fold.h"

enum text_difference {
	TEXT_SAME,
	TEXT_CHANGED,  /* from body_at on it reads otherwise: page_at */
	TEXT_MISSING,  /* the piece at body_at is left out */
	TEXT_CUT,      /* nothing from body_at on */
	TEXT_INSERTED, /* page_at to page_end is not of the text */
	TEXT_MOVED,    /* the piece at body_at stands elsewhere */
};

struct text_match {
	enum text_difference difference;
	size_t body_at, body_end;
	size_t page_at, page_end;
	unsigned shown_percent; /* how much of the text is somewhere on the page */
};

/* The whole text in one run: what nearly every good page has. */
bool text_match_run(const struct folded *body, const struct folded *page);

/* `loose` are folded texts, NULL-ended: lines such as the title, which templates like to put
 * elsewhere and which are looked for on their own. */
struct text_match text_match(const struct folded *body, const struct folded *page,
			     const char *const *loose);

#endif
