/* The issued document and the page side by side, folded. */
#ifndef CORE_VERIFY_LOOK_H
#define CORE_VERIFY_LOOK_H

#include <stdbool.h>

#include "core/verify/shown.h"
#include "core/verify/text_match.h"
#include "core/verify/verify.h"

struct look {
	const struct document *issued;
	const struct seen_page *seen;
	struct folded body, page, hidden;
	struct buf title; /* of the document */
	struct buf head;  /* <title> of the page */

	bool title_shown;
	bool headline; /* the page is about the title, it does not only mention it */
	enum shown number, date;
	struct buf other_number, other_date; /* what the page's labels say instead */
	struct text_match match;
};

void look_read(const struct document *issued, const char *issued_text, const struct seen_page *seen,
	       struct look *out);
void look_finish(struct look *look);

/* Everything that makes it the document is readable. */
bool look_is_whole(const struct look *look);

/* Folded text in a folded text; an empty text is nowhere. */
bool look_contains(const struct buf *text, const struct buf *part);

/* How often a folded phrase is in a folded text. */
size_t look_count(const struct buf *text, const char *phrase);
/* Does the page say it itself?  A menu or a list may name an article "…已失效": what stands in
 * links is not counted. */
bool look_shows(const struct look *look, const char *phrase);

/* What stands around `at`, as it was written, in quotation marks: "…before after…". */
void look_quote(struct buf *out, const struct folded *text, size_t at, size_t characters_before,
		size_t characters_after);

#endif
