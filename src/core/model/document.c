#include "core/model/document.h"

#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"

static const struct {
	const char *name, *label;
	const char *older[2]; /* as documents of earlier years have it */
} disclosures[] = {
	[DISCLOSURE_ACTIVE] = {"active", "主动公开", {NULL}},
	[DISCLOSURE_ON_REQUEST] = {"on-request", "依申请公开", {NULL}},
	[DISCLOSURE_NONE] = {"none", "不予公开", {"免予公开", "免于公开"}},
};

const char *disclosure_name(enum disclosure disclosure)
{
	return disclosures[disclosure].name;
}

const char *disclosure_label(enum disclosure disclosure)
{
	return disclosures[disclosure].label;
}

static bool same(const char *text, size_t len, const char *word)
{
	return word != NULL && strlen(word) == len && memcmp(text, word, len) == 0;
}

int disclosure_parse(const char *text, enum disclosure *out)
{
	if (text == NULL)
		return -E_INVALID;
	size_t len = strlen(text);
	text = text_trim(text, &len);
	for (size_t i = 0; i < ARRAY_LEN(disclosures); i++) {
		if (same(text, len, disclosures[i].name) || same(text, len, disclosures[i].label) ||
		    same(text, len, disclosures[i].older[0]) ||
		    same(text, len, disclosures[i].older[1])) {
			*out = (enum disclosure)i;
			return 0;
		}
	}
	return -E_INVALID;
}

const char *audience_name(enum audience audience)
{
	return audience == AUDIENCE_INTERNAL ? "internal" : "public";
}

void document_finish(struct document *document)
{
	json_decref(document->notice);
	pool_finish(&document->pool);
	*document = (struct document){0};
}
