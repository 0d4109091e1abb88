/* HTML through a list of harmless elements and attributes, by libxml2's lenient parser.  What is
 * not listed loses its tags and keeps its text; what could run, load or hide loses both. */
#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

#include "base/encode.h"
#include "base/macros.h"
#include "base/text.h"
#include "channel/body.h"

/* Deeper than any document; libxml2 stops at the same depth. */
#define LIMIT_DEPTH 256

enum element_kind { ELEMENT_INLINE, ELEMENT_BLOCK, ELEMENT_VOID, ELEMENT_DROPPED };

static const struct element {
	const char *name;
	enum element_kind kind;
	const char *attributes; /* " a b " */
} elements[] = {
	{"p", ELEMENT_BLOCK, " align "},
	{"div", ELEMENT_BLOCK, " align "},
	{"h1", ELEMENT_BLOCK, " align "},
	{"h2", ELEMENT_BLOCK, " align "},
	{"h3", ELEMENT_BLOCK, " align "},
	{"h4", ELEMENT_BLOCK, " align "},
	{"h5", ELEMENT_BLOCK, ""},
	{"h6", ELEMENT_BLOCK, ""},
	{"ul", ELEMENT_BLOCK, ""},
	{"ol", ELEMENT_BLOCK, " start "},
	{"li", ELEMENT_BLOCK, ""},
	{"dl", ELEMENT_BLOCK, ""},
	{"dt", ELEMENT_BLOCK, ""},
	{"dd", ELEMENT_BLOCK, ""},
	{"blockquote", ELEMENT_BLOCK, ""},
	{"pre", ELEMENT_BLOCK, ""},
	{"table", ELEMENT_BLOCK, ""},
	{"caption", ELEMENT_BLOCK, ""},
	{"thead", ELEMENT_BLOCK, ""},
	{"tbody", ELEMENT_BLOCK, ""},
	{"tfoot", ELEMENT_BLOCK, ""},
	{"tr", ELEMENT_BLOCK, ""},
	{"th", ELEMENT_BLOCK, " colspan rowspan align valign "},
	{"td", ELEMENT_BLOCK, " colspan rowspan align valign "},
	{"span", ELEMENT_INLINE, ""},
	{"strong", ELEMENT_INLINE, ""},
	{"b", ELEMENT_INLINE, ""},
	{"em", ELEMENT_INLINE, ""},
	{"i", ELEMENT_INLINE, ""},
	{"u", ELEMENT_INLINE, ""},
	{"s", ELEMENT_INLINE, ""},
	{"sub", ELEMENT_INLINE, ""},
	{"sup", ELEMENT_INLINE, ""},
	{"code", ELEMENT_INLINE, ""},
	{"a", ELEMENT_INLINE, " href title "},
	{"br", ELEMENT_VOID, ""},
	{"hr", ELEMENT_VOID, ""},
	{"img", ELEMENT_VOID, " src alt width height "},
	{"head", ELEMENT_DROPPED, ""},
	{"title", ELEMENT_DROPPED, ""},
	{"script", ELEMENT_DROPPED, ""},
	{"noscript", ELEMENT_DROPPED, ""},
	{"style", ELEMENT_DROPPED, ""},
	{"template", ELEMENT_DROPPED, ""},
	{"iframe", ELEMENT_DROPPED, ""},
	{"frame", ELEMENT_DROPPED, ""},
	{"frameset", ELEMENT_DROPPED, ""},
	{"object", ELEMENT_DROPPED, ""},
	{"embed", ELEMENT_DROPPED, ""},
	{"applet", ELEMENT_DROPPED, ""},
	{"svg", ELEMENT_DROPPED, ""},
	{"math", ELEMENT_DROPPED, ""},
	{"audio", ELEMENT_DROPPED, ""},
	{"video", ELEMENT_DROPPED, ""},
	{"canvas", ELEMENT_DROPPED, ""},
	{"select", ELEMENT_DROPPED, ""},
	{"textarea", ELEMENT_DROPPED, ""},
	{"button", ELEMENT_DROPPED, ""},
	{"input", ELEMENT_DROPPED, ""},
};

struct cleaning {
	const struct body_files *files;
	struct buf *out;
	bool plain; /* readable text instead of markup */
};

static const struct element *find_element(const xmlNode *node)
{
	for (size_t i = 0; i < ARRAY_LEN(elements); i++)
		if (strcasecmp((const char *)node->name, elements[i].name) == 0)
			return &elements[i];
	return NULL;
}

static bool style_hides(const char *style)
{
	scoped(buf_finish) struct buf squeezed = {0};
	for (const char *c = style; *c != '\0'; c++)
		if (*c != ' ' && *c != '\t' && *c != '\n' && *c != '\r')
			buf_char(&squeezed, *c);
	const char *text = buf_text(&squeezed);
	return strcasestr(text, "display:none") != NULL ||
	       strcasestr(text, "visibility:hidden") != NULL;
}

/* Without its style a hidden part would come to light. */
static bool is_hidden(xmlNode *node)
{
	bool hidden = xmlHasProp(node, (const xmlChar *)"hidden") != NULL;
	xmlChar *style = xmlGetProp(node, (const xmlChar *)"style");
	if (style != NULL) {
		hidden = hidden || style_hides((const char *)style);
		xmlFree(style);
	}
	return hidden;
}

static const struct body_file *file_named(const struct body_files *files, const char *link)
{
	const char *slash = strrchr(link, '/');
	scoped(buf_finish) struct buf name = {0};
	const char *last = slash != NULL ? slash + 1 : link;
	if (decode_percent(last, strlen(last), &name) < 0)
		return NULL;
	for (size_t i = 0; files != NULL && i < files->count; i++)
		if (text_equal(files->at[i].name, buf_text(&name)))
			return &files->at[i];
	return NULL;
}

/* A link may lead to the web, to a mailbox or within the page; an image comes with the document
 * (as an attachment or inside it), never from elsewhere. */
static const char *safe_link(const struct cleaning *cleaning, const char *link, bool image)
{
	static const char *const links[] = {"http://", "https://", "mailto:", "tel:", "#"};
	static const char *const images[] = {"data:image/png;base64,", "data:image/jpeg;base64,",
					     "data:image/gif;base64,"};
	while (*link != '\0' && (unsigned char)*link <= ' ')
		link++;
	const struct body_file *file = file_named(cleaning->files, link);
	if (file != NULL && file->url != NULL && strstr(link, "://") == NULL)
		return file->url;
	const char *const *good = image ? images : links;
	size_t count = image ? ARRAY_LEN(images) : ARRAY_LEN(links);
	for (size_t i = 0; i < count; i++)
		if (strncasecmp(link, good[i], strlen(good[i])) == 0)
			return link;
	return NULL;
}

static bool is_listed(const struct element *element, const char *name)
{
	char wanted[32];
	if (strlen(name) + 3 > sizeof(wanted))
		return false;
	wanted[0] = ' ';
	size_t len = strlen(name);
	for (size_t i = 0; i < len; i++)
		wanted[1 + i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i]);
	memcpy(wanted + 1 + len, " ", 2);
	return strstr(element->attributes, wanted) != NULL;
}

static void attribute(const struct cleaning *cleaning, const struct element *element, xmlNode *node,
		      const xmlAttr *attr)
{
	const char *name = (const char *)attr->name;
	if (!is_listed(element, name))
		return;
	xmlChar *raw = xmlGetProp(node, attr->name);
	const char *value = (const char *)raw;
	bool image = strcasecmp(name, "src") == 0;
	if (value != NULL && (image || strcasecmp(name, "href") == 0))
		value = safe_link(cleaning, value, image);
	if (value != NULL) {
		buf_print(cleaning->out, " %s=\"", name);
		encode_html(cleaning->out, value, strlen(value));
		buf_char(cleaning->out, '"');
	}
	xmlFree(raw);
}

static void walk(const struct cleaning *cleaning, xmlNode *first, int depth);

static void marked_up(const struct cleaning *cleaning, xmlNode *node, const struct element *element,
		      int depth)
{
	struct buf *out = cleaning->out;
	size_t before = out->len;
	buf_print(out, "<%s", element->name);
	size_t bare = out->len;
	for (const xmlAttr *attr = node->properties; attr != NULL; attr = attr->next)
		attribute(cleaning, element, node, attr);
	if (text_equal(element->name, "img") && out->len == bare) {
		out->len = before; /* an image without a source shows nothing */
		return;
	}
	buf_char(out, '>');
	if (element->kind == ELEMENT_VOID)
		return;
	walk(cleaning, node->children, depth + 1);
	buf_print(out, "</%s>", element->name);
}

static void element_node(const struct cleaning *cleaning, xmlNode *node, int depth)
{
	const struct element *element = find_element(node);
	if ((element != NULL && element->kind == ELEMENT_DROPPED) || is_hidden(node))
		return;
	if (element == NULL || cleaning->plain)
		walk(cleaning, node->children, depth + 1);
	else
		marked_up(cleaning, node, element, depth);

	bool ends_line = element != NULL &&
			 (element->kind == ELEMENT_BLOCK || text_equal(element->name, "br"));
	if (cleaning->plain && ends_line && cleaning->out->len > 0 &&
	    cleaning->out->data[cleaning->out->len - 1] != '\n')
		buf_char(cleaning->out, '\n');
}

static void walk(const struct cleaning *cleaning, xmlNode *first, int depth)
{
	if (depth > LIMIT_DEPTH)
		return;
	for (xmlNode *node = first; node != NULL; node = node->next) {
		const char *text = (const char *)node->content;
		bool is_text = node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
		if (node->type == XML_ELEMENT_NODE)
			element_node(cleaning, node, depth);
		else if (is_text && text != NULL && cleaning->plain)
			buf_text_add(cleaning->out, text);
		else if (is_text && text != NULL)
			encode_html(cleaning->out, text, strlen(text));
	}
}

static void clean(const char *html, size_t len, const struct cleaning *cleaning)
{
	if (len == 0 || len > INT32_MAX)
		return;
	htmlDocPtr doc = htmlReadMemory(html, (int)len, NULL, "UTF-8",
					HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
						HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
						HTML_PARSE_COMPACT);
	if (doc == NULL)
		return;
	walk(cleaning, xmlDocGetRootElement(doc), 0);
	xmlFreeDoc(doc);
}

void html_clean(const char *html, size_t len, const struct body_files *files, struct buf *out)
{
	clean(html, len, &(struct cleaning){.files = files, .out = out});
}

void html_plain(const char *html, size_t len, struct buf *out)
{
	clean(html, len, &(struct cleaning){.out = out, .plain = true});
}
