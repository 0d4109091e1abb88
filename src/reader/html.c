#include "reader/html.h"

#include <assert.h>
#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/text.h"
#include "reader/html_element.h"
#include "reader/html_guard.h"
#include "reader/html_style.h"
#include "reader/html_text.h"

/* Browsers flatten a page from 512 elements on; deeper ones are made to cost time. */
#define LIMIT_DEPTH 1024
/* Each unmatched end tag makes the parser look through all open elements. */
#define LIMIT_STRAY_END_TAGS 100000
#define LIMIT_LINKS 20000
#define LIMIT_METAS 1000
#define LIMIT_HEADINGS 5000

/* One open element, and what holds inside it. */
struct frame {
	unsigned roles;
	bool unseen;    /* script and its like: never text */
	bool gone;      /* hidden, and nothing inside can come back */
	bool invisible; /* visibility: hidden, until an element says visible */
	bool tiny;      /* font-size: 0, until an element says more */
	bool pre;
};

/* Text of the one element that is being collected beside the page's text. */
struct collector {
	struct html_text text;
	size_t depth; /* of the element; 0: nothing is collected */
};

struct walk {
	struct html_page *page;
	htmlParserCtxtPtr parser;
	struct vec_of(struct frame) frames;
	struct html_text text, hidden;
	struct collector title, heading, link;
	size_t link_index;
	bool have_title;
	int stray_end_tags;
	int rc; /* 0, or -E_LIMIT once the parser was stopped */
};

static void collector_finish(struct collector *collector)
{
	html_text_finish(&collector->text);
}

static void walk_finish(struct walk *walk)
{
	VEC_FINISH(&walk->frames);
	html_text_finish(&walk->text);
	html_text_finish(&walk->hidden);
	collector_finish(&walk->title);
	collector_finish(&walk->heading);
	collector_finish(&walk->link);
	htmlFreeParserCtxt(walk->parser);
}

static void stop(struct walk *walk)
{
	walk->rc = -E_LIMIT;
	xmlStopParser(walk->parser);
}

/* --- attributes ------------------------------------------------------------------------------ */

/* The value of an attribute: "" when it has none, NULL when the element does not have it. */
static const char *attribute(const xmlChar **attributes, const char *name)
{
	if (attributes == NULL)
		return NULL;
	for (; attributes[0] != NULL; attributes += 2)
		if (strcasecmp((const char *)attributes[0], name) == 0)
			return attributes[1] != NULL ? (const char *)attributes[1] : "";
	return NULL;
}

static bool attribute_is(const xmlChar **attributes, const char *name, const char *value)
{
	const char *text = attribute(attributes, name);
	if (text == NULL)
		return false;
	size_t len = strlen(text);
	text = text_trim(text, &len);
	return len == strlen(value) && strncasecmp(text, value, len) == 0;
}

static const char *trimmed(struct pool *pool, const char *text)
{
	if (text == NULL)
		return NULL;
	size_t len = strlen(text);
	text = text_trim(text, &len);
	return pool_text_len(pool, text, len);
}

/* The address in `5; url='...'`; NULL when the page only reloads itself. */
static const char *refresh_target(struct pool *pool, const char *content)
{
	for (; *content != '\0'; content++) {
		if (strncasecmp(content, "url", 3) != 0)
			continue;
		const char *at = content + 3;
		at += strspn(at, " \t");
		if (*at != '=')
			continue;
		at++;
		at += strspn(at, " \t'\"");
		return pool_text_len(pool, at, strcspn(at, "'\""));
	}
	return NULL;
}

/* --- what single elements tell --------------------------------------------------------------- */

static void see_meta(struct walk *walk, const xmlChar **attributes)
{
	struct html_page *page = walk->page;
	const char *content = attribute(attributes, "content");
	if (content == NULL)
		return;
	if (attribute_is(attributes, "http-equiv", "refresh") && page->refresh == NULL)
		page->refresh = refresh_target(&page->pool, content);

	const char *name = attribute(attributes, "name");
	if (name == NULL)
		name = attribute(attributes, "property");
	if (name == NULL || page->metas.len >= LIMIT_METAS)
		return;
	struct html_meta *meta = VEC_PUSH(&page->metas);
	meta->name = trimmed(&page->pool, name);
	meta->content = trimmed(&page->pool, content);
}

static bool is_hidden(const struct frame *frame)
{
	return frame->gone || frame->invisible || frame->tiny;
}

static void add_link(struct walk *walk, const char *href, bool has_text)
{
	struct html_page *page = walk->page;
	if (href == NULL || page->links.len >= LIMIT_LINKS)
		return;
	const struct frame *frame = &walk->frames.at[walk->frames.len - 1];
	struct html_link *link = VEC_PUSH(&page->links);
	link->href = trimmed(&page->pool, href);
	link->text = "";
	link->hidden = is_hidden(frame);
	if (!has_text)
		return;
	walk->link_index = page->links.len - 1;
	walk->link.depth = walk->frames.len;
	buf_clear(&walk->link.text.out);
	walk->link.text.gap = 0;
}

static void see_link(struct walk *walk, const char *name, const xmlChar **attributes)
{
	if (strcmp(name, "a") == 0)
		add_link(walk, attribute(attributes, "href"), true);
	else if (strcmp(name, "area") == 0)
		add_link(walk, attribute(attributes, "href"), false);
	else if (strcmp(name, "iframe") == 0 || strcmp(name, "frame") == 0 ||
		 strcmp(name, "embed") == 0)
		add_link(walk, attribute(attributes, "src"), false);
	else if (strcmp(name, "object") == 0)
		add_link(walk, attribute(attributes, "data"), false);
}

static void see_element(struct walk *walk, const char *name, const xmlChar **attributes)
{
	struct html_page *page = walk->page;
	const struct frame *frame = &walk->frames.at[walk->frames.len - 1];
	if (strcmp(name, "meta") == 0)
		see_meta(walk, attributes);
	else if (strcmp(name, "base") == 0 && page->base == NULL)
		page->base = trimmed(&page->pool, attribute(attributes, "href"));
	else if (strcmp(name, "link") == 0 && page->canonical == NULL &&
		 attribute_is(attributes, "rel", "canonical"))
		page->canonical = trimmed(&page->pool, attribute(attributes, "href"));
	else if (strcmp(name, "input") == 0)
		page->has_password_field |= !is_hidden(frame) &&
					    attribute_is(attributes, "type", "password");
	else if (name[0] == 'h' && name[1] >= '1' && name[1] <= '3' && name[2] == '\0' &&
		 !is_hidden(frame) && walk->heading.depth == 0)
		walk->heading.depth = walk->frames.len;
	else
		see_link(walk, name, attributes);
}

/* --- the parser's events --------------------------------------------------------------------- */

static struct frame inner_frame(const struct frame *outer, const char *name,
				const xmlChar **attributes)
{
	struct frame frame = *outer;
	frame.roles = html_element_roles(name);
	frame.unseen |= (frame.roles & HTML_UNSEEN) != 0;
	frame.pre |= (frame.roles & HTML_PRE) != 0;
	frame.gone |= attribute(attributes, "hidden") != NULL;
	frame.gone |= strcmp(name, "dialog") == 0 && attribute(attributes, "open") == NULL;

	const char *text = attribute(attributes, "style");
	if (text == NULL)
		return frame;
	struct html_style style = html_style_read(text);
	frame.gone |= style.gone;
	if (style.visibility != HTML_UNSAID)
		frame.invisible = style.visibility == HTML_HIDDEN;
	if (style.size != HTML_UNSAID)
		frame.tiny = style.size == HTML_HIDDEN;
	return frame;
}

static void separate(struct walk *walk, unsigned roles)
{
	char gap = 0;
	if ((roles & (HTML_BLOCK | HTML_BREAK)) != 0)
		gap = '\n';
	else if ((roles & HTML_CELL) != 0)
		gap = '\t';
	if (gap == 0)
		return;
	html_text_gap(&walk->text, gap);
	html_text_gap(&walk->hidden, gap);
	/* A title or the text of a link is one line. */
	html_text_gap(&walk->title.text, ' ');
	html_text_gap(&walk->heading.text, ' ');
	html_text_gap(&walk->link.text, ' ');
}

static void on_start(void *ctx, const xmlChar *element, const xmlChar **attributes)
{
	struct walk *walk = ctx;
	const char *name = (const char *)element;
	if (walk->rc < 0)
		return;
	if (walk->frames.len >= LIMIT_DEPTH) {
		stop(walk);
		return;
	}
	struct frame outer = {0};
	if (walk->frames.len > 0)
		outer = walk->frames.at[walk->frames.len - 1];
	struct frame *frame = VEC_PUSH(&walk->frames);
	*frame = inner_frame(&outer, name, attributes);
	separate(walk, frame->roles);

	/* What stands inside script, noscript or template is no part of the page. */
	if (outer.unseen)
		return;
	if (strcmp(name, "title") == 0 && !walk->have_title)
		walk->title.depth = walk->frames.len;
	see_element(walk, name, attributes);
}

/* Has the element that `collector` follows ended?  Then its text, else NULL. */
static const char *collected(struct walk *walk, struct collector *collector)
{
	if (collector->depth == 0 || collector->depth != walk->frames.len)
		return NULL;
	collector->depth = 0;
	char *text = pool_text_len(&walk->page->pool, buf_text(&collector->text.out),
				   collector->text.out.len);
	buf_clear(&collector->text.out);
	collector->text.gap = 0;
	return text;
}

static void on_end(void *ctx, const xmlChar *element)
{
	struct walk *walk = ctx;
	(void)element;
	if (walk->rc < 0 || walk->frames.len == 0)
		return;
	struct html_page *page = walk->page;
	const char *title = collected(walk, &walk->title);
	if (title != NULL) {
		page->title = title;
		walk->have_title = true;
	}
	const char *heading = collected(walk, &walk->heading);
	if (heading != NULL && page->headings.len < LIMIT_HEADINGS)
		*VEC_PUSH(&page->headings) = heading;
	const char *link = collected(walk, &walk->link);
	if (link != NULL)
		page->links.at[walk->link_index].text = link;

	separate(walk, walk->frames.at[walk->frames.len - 1].roles);
	walk->frames.len--;
}

static void on_text(void *ctx, const xmlChar *bytes, int len)
{
	struct walk *walk = ctx;
	if (walk->rc < 0 || walk->frames.len == 0 || len <= 0)
		return;
	const struct frame *frame = &walk->frames.at[walk->frames.len - 1];
	const char *text = (const char *)bytes;
	size_t text_len = (size_t)len;
	if (walk->title.depth > 0)
		html_text_add(&walk->title.text, text, text_len, false);
	if (frame->unseen)
		return;
	html_text_add(is_hidden(frame) ? &walk->hidden : &walk->text, text, text_len, frame->pre);
	if (walk->link.depth > 0)
		html_text_add(&walk->link.text, text, text_len, false);
	if (walk->heading.depth > 0 && !is_hidden(frame))
		html_text_add(&walk->heading.text, text, text_len, false);
}

static void on_error(void *ctx, xmlErrorPtr error)
{
	struct walk *walk = ctx;
	if (error->code == XML_ERR_TAG_NAME_MISMATCH &&
	    ++walk->stray_end_tags > LIMIT_STRAY_END_TAGS && walk->rc == 0)
		stop(walk);
}

/* --- the whole page -------------------------------------------------------------------------- */

static void parse(struct walk *walk, const char *html, size_t len)
{
	static const htmlSAXHandler handler = {
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.serror = on_error,
		.initialized = XML_SAX2_MAGIC,
	};
	walk->parser = htmlNewParserCtxt();
	assert(walk->parser != NULL); /* only without memory */
	*walk->parser->sax = handler;
	walk->parser->userData = walk;
	/* What a meta tag says of the charset is over: the text is UTF-8 by now. */
	htmlDocPtr document = htmlCtxtReadMemory(
		walk->parser, html, (int)len, NULL, "UTF-8",
		HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
			HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC);
	assert(document == NULL); /* our handler builds no tree */
}

int html_read(const char *html, size_t len, struct html_page *out, struct error *err)
{
	*out = (struct html_page){.title = "", .text = "", .hidden = ""};
	if (len > LIMIT_PAGE_BYTES)
		return error_set(err, E_LIMIT, "the page has %zu bytes, at most %u are read", len,
				 LIMIT_PAGE_BYTES);
	scoped(buf_finish) struct buf repaired = {0};
	if (!text_is_utf8(html, len)) {
		html_guard_repair(html, len, &repaired);
		html = buf_text(&repaired);
		len = repaired.len;
	}
	if (len == 0)
		return 0;

	scoped(html_finish) struct html_page page = *out;
	scoped(walk_finish) struct walk walk = {.page = &page};
	if (html_guard_affordable(html, len))
		parse(&walk, html, len);
	else
		walk.rc = -E_LIMIT;
	if (walk.rc < 0)
		return error_set(err, E_LIMIT,
				 "the page cannot be read: more than %d elements within each "
				 "other, or tags without end",
				 LIMIT_DEPTH);
	page.text = pool_text_len(&page.pool, buf_text(&walk.text.out), walk.text.out.len);
	page.hidden = pool_text_len(&page.pool, buf_text(&walk.hidden.out), walk.hidden.out.len);
	*out = page;
	page = (struct html_page){0}; /* the caller owns it from here */
	return 0;
}

void html_finish(struct html_page *page)
{
	VEC_FINISH(&page->metas);
	VEC_FINISH(&page->links);
	VEC_FINISH(&page->headings);
	pool_finish(&page->pool);
	*page = (struct html_page){0};
}

const char *html_meta(const struct html_page *page, const char *name)
{
	for (size_t i = 0; i < page->metas.len; i++)
		if (strcasecmp(page->metas.at[i].name, name) == 0)
			return page->metas.at[i].content;
	return NULL;
}
