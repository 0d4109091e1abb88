/* What a page is that is not the document: what the visitor got instead.
 *
 * Judged from what a citizen reads, never from the status alone.  Phrases count only on pages that
 * have little text of their own, so that an article which mentions a 404 stays an article. */
#ifndef CORE_VERIFY_PAGE_KIND_H
#define CORE_VERIFY_PAGE_KIND_H

#include <stdbool.h>

#include "core/verify/look.h"

enum page_kind {
	PAGE_OTHER,     /* an article, or something unknown */
	PAGE_CHALLENGE, /* a wall that tests browsers */
	PAGE_FAULT,     /* the site is out of order */
	PAGE_EMPTY,     /* no text at all: perhaps drawn by a script */
	PAGE_GONE,      /* "您访问的页面不存在" with status 200 */
	PAGE_PENDING,   /* "正在审核" in place of the text */
	PAGE_LOGIN,
	PAGE_LIST,
	PAGE_MOVED, /* sends the visitor elsewhere */
	PAGE_SHORT, /* hardly any text, and not the document */
};

/* *mark is the phrase that told, "" if none did. */
enum page_kind page_kind(const struct look *look, const char **mark);

/* Many links, little else, and the title is none of its headlines. */
bool page_is_list(const struct look *look);

/* A banner that says draft or preview, which the document itself does not; NULL if none. */
const char *page_banner(const struct look *look);

#endif
