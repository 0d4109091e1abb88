#include "reader/html_element.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"

struct element {
	const char *name;
	unsigned roles;
};

/* Sorted by name.  Source: HTML Living Standard, 15.3 (the user agent style sheet). */
/* clang-format off */
static const struct element elements[] = {
	{"a", HTML_INLINE},
	{"abbr", HTML_INLINE},
	{"address", HTML_BLOCK},
	{"area", HTML_INLINE},
	{"article", HTML_BLOCK},
	{"aside", HTML_BLOCK},
	{"audio", HTML_UNSEEN},
	{"b", HTML_INLINE},
	{"base", HTML_INLINE},
	{"basefont", HTML_INLINE},
	{"bgsound", HTML_INLINE},
	{"big", HTML_INLINE},
	{"blockquote", HTML_BLOCK},
	{"body", HTML_BLOCK},
	{"br", HTML_BREAK},
	{"button", HTML_INLINE},
	{"canvas", HTML_UNSEEN},
	{"caption", HTML_BLOCK},
	{"center", HTML_BLOCK},
	{"code", HTML_INLINE},
	{"col", HTML_INLINE},
	{"dd", HTML_BLOCK},
	{"details", HTML_BLOCK},
	{"dialog", HTML_BLOCK},
	{"dir", HTML_BLOCK},
	{"div", HTML_BLOCK},
	{"dl", HTML_BLOCK},
	{"dt", HTML_BLOCK},
	{"em", HTML_INLINE},
	{"embed", HTML_INLINE},
	{"fieldset", HTML_BLOCK},
	{"figcaption", HTML_BLOCK},
	{"figure", HTML_BLOCK},
	{"font", HTML_INLINE},
	{"footer", HTML_BLOCK},
	{"form", HTML_BLOCK},
	{"frame", HTML_INLINE},
	{"frameset", HTML_BLOCK},
	{"h1", HTML_BLOCK},
	{"h2", HTML_BLOCK},
	{"h3", HTML_BLOCK},
	{"h4", HTML_BLOCK},
	{"h5", HTML_BLOCK},
	{"h6", HTML_BLOCK},
	{"head", HTML_BLOCK},
	{"header", HTML_BLOCK},
	{"hr", HTML_BREAK},
	{"html", HTML_BLOCK},
	{"i", HTML_INLINE},
	{"iframe", HTML_UNSEEN},
	{"img", HTML_INLINE},
	{"input", HTML_INLINE},
	{"label", HTML_INLINE},
	{"legend", HTML_BLOCK},
	{"li", HTML_BLOCK},
	{"link", HTML_INLINE},
	{"main", HTML_BLOCK},
	{"map", HTML_INLINE},
	{"menu", HTML_BLOCK},
	{"meta", HTML_INLINE},
	{"nav", HTML_BLOCK},
	{"noframes", HTML_UNSEEN},
	{"noscript", HTML_UNSEEN},
	{"object", HTML_UNSEEN},
	{"ol", HTML_BLOCK},
	{"optgroup", HTML_BLOCK},
	{"option", HTML_BLOCK},
	{"p", HTML_BLOCK},
	{"pre", HTML_BLOCK | HTML_PRE},
	{"rp", HTML_UNSEEN}, /* ruby: how to read it, not what was issued */
	{"rt", HTML_UNSEEN},
	{"script", HTML_UNSEEN},
	{"section", HTML_BLOCK},
	{"select", HTML_INLINE},
	{"span", HTML_INLINE},
	{"strike", HTML_INLINE},
	{"strong", HTML_INLINE},
	{"style", HTML_UNSEEN},
	{"sub", HTML_INLINE},
	{"summary", HTML_BLOCK},
	{"sup", HTML_INLINE},
	{"svg", HTML_UNSEEN},
	{"table", HTML_BLOCK},
	{"tbody", HTML_BLOCK},
	{"td", HTML_CELL},
	{"template", HTML_UNSEEN},
	{"textarea", HTML_PRE},
	{"tfoot", HTML_BLOCK},
	{"th", HTML_CELL},
	{"thead", HTML_BLOCK},
	{"title", HTML_UNSEEN},
	{"tr", HTML_BLOCK},
	{"u", HTML_INLINE},
	{"ul", HTML_BLOCK},
	{"video", HTML_UNSEEN},
};
/* clang-format on */

/* A name that is not NUL ended. */
struct name {
	const char *at;
	size_t len;
};

static int compare(const void *key, const void *member)
{
	const struct name *name = key;
	const struct element *element = member;
	int order = strncasecmp(name->at, element->name, name->len);
	/* A prefix sorts before what it begins. */
	return order != 0 ? order : -(element->name[name->len] != '\0');
}

static const struct element *find(const char *name, size_t len)
{
	struct name key = {name, len};
	return bsearch(&key, elements, ARRAY_LEN(elements), sizeof(elements[0]), compare);
}

unsigned html_element_roles(const char *name)
{
	const struct element *element = find(name, strlen(name));
	return element != NULL ? element->roles : HTML_INLINE;
}

bool html_element_known(const char *name, size_t len)
{
	return find(name, len) != NULL;
}
