#include "source/refusal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"

/* vsnprintf may cut inside a character; what is left must still be UTF-8. */
static void close_text(char *text, size_t room)
{
	size_t len = strlen(text);
	if (len + 1 < room)
		return;
	while (len > 0 && ((unsigned char)text[len - 1] & 0xc0) == 0x80)
		len--;
	text[len > 0 ? len - 1 : 0] = '\0';
}

int refusal_set(struct refusal *refusal, enum error_code code, const char *name, const char *field,
		const char *zh, const char *en, ...)
{
	struct refusal fresh = {0};
	snprintf(fresh.code, sizeof(fresh.code), "%s", name);
	snprintf(fresh.field, sizeof(fresh.field), "%s", field);
	close_text(fresh.field, sizeof(fresh.field));

	va_list args, again;
	va_start(args, en);
	va_copy(again, args);
	vsnprintf(fresh.sentence_zh, sizeof(fresh.sentence_zh), zh, args);
	vsnprintf(fresh.sentence_en, sizeof(fresh.sentence_en), en, again);
	va_end(again);
	va_end(args);
	close_text(fresh.sentence_zh, sizeof(fresh.sentence_zh));
	close_text(fresh.sentence_en, sizeof(fresh.sentence_en));
	*refusal = fresh;
	return -(int)code;
}

json_t *refusal_json(const struct refusal *refusal)
{
	json_t *object = json_object();
	json_put_text(object, "code", refusal->code);
	json_put_text(object, "field", refusal->field);
	json_put_text(object, "sentence_zh", refusal->sentence_zh);
	json_put_text(object, "sentence_en", refusal->sentence_en);
	return object;
}

const char *refusal_excerpt(const char *text, char out[REFUSAL_EXCERPT])
{
	static const char ellipsis[] = "…";
	size_t len = strlen(text);
	size_t kept = text_cut(text, len, REFUSAL_EXCERPT - sizeof(ellipsis));
	memcpy(out, text, kept);
	for (size_t i = 0; i < kept; i++)
		if ((unsigned char)out[i] < 0x20 || out[i] == 0x7f)
			out[i] = ' ';
	out[kept] = '\0';
	if (kept < len)
		memcpy(out + kept, ellipsis, sizeof(ellipsis));
	return out;
}
