/* Which links of a page may lead to an issued attachment?
 *
 * Content managers rename files and templates write what they like into a link, so there are
 * degrees: the name in the address, the name in the text, the same kind of file.  Only the bytes
 * decide. */
#ifndef PROBE_FILE_LINKS_H
#define PROBE_FILE_LINKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "base/vec.h"
#include "reader/html.h"

struct file_link {
	const char *url; /* absolute, in the pool */
	bool by_name;    /* the link names the attachment; else it is only of its kind */
};

struct file_links vec_of(struct file_link);

/* `page_url` is where the page came from.  The most likely come first; at most
 * LIMIT_FILE_LINKS_BY_NAME by name and LIMIT_FILE_LINKS_BY_KIND by kind. */
void file_links_find(const struct html_page *page, const char *page_url, const char *name,
		     struct pool *pool, struct file_links *out);

#define LIMIT_FILE_LINKS_BY_NAME 4u
#define LIMIT_FILE_LINKS_BY_KIND 8u

#endif
