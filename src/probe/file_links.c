#include "probe/file_links.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/encode.h"
#include "base/macros.h"
#include "base/text.h"
#include "core/verify/verify.h"
#include "net/url.h"
#include "reader/encoding.h"

#define LEAST_STEM_BYTES 6u /* two characters: shorter stems stand everywhere */

/* How well a link fits, best last. */
enum fit { FIT_NOT, FIT_KIND, FIT_STEM, FIT_TEXT, FIT_ADDRESS };

struct wanted {
	struct buf name;    /* folded, as all of these */
	struct buf stem;    /* without its ending */
	const char *ending; /* ".pdf", "" */
};

static void wanted_finish(struct wanted *wanted)
{
	buf_finish(&wanted->name);
	buf_finish(&wanted->stem);
}

static bool contains(const struct buf *text, const struct buf *part)
{
	return part->len > 0 && text->len >= part->len &&
	       memmem(text->data, text->len, part->data, part->len) != NULL;
}

static void read_wanted(const char *name, struct wanted *out)
{
	verify_fold(name, strlen(name), &out->name);
	const char *dot = strrchr(name, '.');
	size_t stem_len = dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);
	verify_fold(name, stem_len, &out->stem);
	out->ending = dot != NULL ? dot : "";
}

/* The address as people read it: percent signs resolved, old sites' GBK bytes made UTF-8. */
static void fold_address(const char *href, struct buf *out)
{
	scoped(buf_finish) struct buf bytes = {0};
	scoped(buf_finish) struct buf text = {0};
	if (decode_percent(href, strlen(href), &bytes) < 0) {
		buf_clear(&bytes);
		buf_text_add(&bytes, href);
	}
	encoding_name_to_utf8(buf_text(&bytes), &text);
	verify_fold(buf_text(&text), text.len, out);
}

/* Does the file that the address names end like the attachment? */
static bool is_of_kind(const struct html_link *link, const char *ending)
{
	size_t path_len = strcspn(link->href, "?#");
	size_t len = strlen(ending);
	if (len < 2)
		return false;
	if (path_len >= len && strncasecmp(link->href + path_len - len, ending, len) == 0)
		return true;
	return strcasestr(link->text, ending) != NULL;
}

static enum fit fit_of(const struct html_link *link, const struct wanted *wanted)
{
	scoped(buf_finish) struct buf address = {0};
	scoped(buf_finish) struct buf text = {0};
	fold_address(link->href, &address);
	verify_fold(link->text, strlen(link->text), &text);
	if (contains(&address, &wanted->name))
		return FIT_ADDRESS;
	if (contains(&text, &wanted->name))
		return FIT_TEXT;
	if (wanted->stem.len >= LEAST_STEM_BYTES &&
	    (contains(&text, &wanted->stem) || contains(&address, &wanted->stem)))
		return FIT_STEM;
	return is_of_kind(link, wanted->ending) ? FIT_KIND : FIT_NOT;
}

static bool is_listed(const struct file_links *links, const char *url)
{
	for (size_t i = 0; i < links->len; i++)
		if (strcmp(links->at[i].url, url) == 0)
			return true;
	return false;
}

static void add_all(const struct html_page *page, const char *base, const enum fit *fits,
		    enum fit fit, struct pool *pool, struct file_links *out)
{
	size_t limit = fit == FIT_KIND ? LIMIT_FILE_LINKS_BY_KIND : LIMIT_FILE_LINKS_BY_NAME;
	size_t start = fit == FIT_KIND ? out->len : 0;
	for (size_t i = 0; i < page->links.len && out->len - start < limit; i++) {
		scoped(buf_finish) struct buf url = {0};
		if (fits[i] != fit || url_join(base, page->links.at[i].href, &url) < 0 ||
		    is_listed(out, buf_text(&url)))
			continue;
		struct file_link *link = VEC_PUSH(out);
		link->url = pool_text(pool, buf_text(&url));
		link->by_name = fit != FIT_KIND;
	}
}

void file_links_find(const struct html_page *page, const char *page_url, const char *name,
		     struct pool *pool, struct file_links *out)
{
	scoped(wanted_finish) struct wanted wanted = {0};
	scoped(buf_finish) struct buf base = {0};
	read_wanted(name, &wanted);
	if (page->base == NULL || url_join(page_url, page->base, &base) < 0)
		buf_text_add(&base, page_url);

	scoped(mem_free_at) enum fit *fits = mem_alloc_array(page->links.len, sizeof(*fits));
	for (size_t i = 0; i < page->links.len; i++) {
		const struct html_link *link = &page->links.at[i];
		bool is_place = link->href[0] == '#' || link->href[0] == '\0';
		fits[i] = link->hidden || is_place ? FIT_NOT : fit_of(link, &wanted);
	}
	for (enum fit fit = FIT_ADDRESS; fit > FIT_NOT; fit--)
		add_all(page, buf_text(&base), fits, fit, pool, out);
}
