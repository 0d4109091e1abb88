/* HTML as a citizen sees it: the readable text, the title, the tags, the links.  By libxml2's
 * lenient parser; scripts, styles, comments and hidden elements are left out of `text` and told. */
#ifndef READER_HTML_H
#define READER_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/pool.h"
#include "base/vec.h"

struct html_meta {
	const char *name, *content; /* name or property */
};
struct html_link {
	const char *href; /* as written; see `base` */
	const char *text; /* "" for what is shown in place: iframe, frame, embed, object */
	bool hidden;      /* stands where nobody sees it */
};

struct html_page {
	struct pool pool;
	const char *title;  /* <title>, "" */
	const char *text;   /* readable text, blocks on lines of their own, cells behind tabs */
	const char *hidden; /* text inside display:none, hidden, visibility:hidden, zero size */
	struct vec_of(struct html_meta) metas;
	struct vec_of(struct html_link) links; /* a, area, iframe, frame, embed, object */
	struct vec_of(const char *) headings;  /* h1 to h3 */
	bool has_password_field;               /* one that is seen */
	const char *refresh;                   /* target of a meta refresh, NULL */
	const char *canonical;                 /* link rel=canonical, NULL */
	const char *base;                      /* base href, NULL */
};

/* `html` is UTF-8 (see encoding_to_utf8).  Never fails on broken markup; -E_LIMIT when the page is
 * too large or too deep. */
MUST_CHECK int html_read(const char *html, size_t len, struct html_page *out, struct error *err);
void html_finish(struct html_page *page);
const char *html_meta(const struct html_page *page, const char *name); /* any case; NULL */

/* Is it HTML at all, or plain text? */
bool html_looks_like(const char *text, size_t len);

/* Body text of a document (plain text or HTML) as readable text.  HTML too deep to be read is
 * given back as it is. */
void html_to_text(const char *html, size_t len, struct buf *out);

#endif
