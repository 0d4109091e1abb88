/* Bytes to a JSON object. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "reader/reader.h"
#include "source/manifest.h"
#include "source/refusal.h"

static int not_utf8(struct refusal *refusal)
{
	return refusal_set(refusal, E_INVALID, "encoding", "",
			   "清单既不是完整的 UTF-8，也不是完整的 GB18030 文字：请重新导出。",
			   "the manifest is neither whole UTF-8 nor whole GB18030 text: export it "
			   "again.");
}

/* The parser says "line 3, column 7: what"; the Chinese sentence wants the place by itself. */
static const char *place_of(const char *why, char out[64])
{
	int line, column;
	out[0] = '\0';
	if (sscanf(why, "line %d, column %d", &line, &column) == 2)
		snprintf(out, 64, "第 %d 行第 %d 列", line, column);
	return out;
}

static int not_json(struct refusal *refusal, int rc, const char *why)
{
	char place[64];
	place_of(why, place);
	if (rc == -E_LIMIT)
		return refusal_set(refusal, E_LIMIT, "too-deep", "",
				   "清单的括号嵌套过深：最多 %d 层。",
				   "the manifest has brackets within brackets: at most %d levels.",
				   LIMIT_JSON_DEPTH);
	if (strstr(why, "duplicate") != NULL)
		return refusal_set(refusal, E_INVALID, "duplicate-key", "",
				   "清单%s：同一个键出现了两次，请只保留一个。%.0s",
				   "manifest: %.0s%s; keep only one.", place, why);
	if (strstr(why, "\\u0000") != NULL)
		return refusal_set(refusal, E_INVALID, "nul", "",
				   "清单%s：文字中有空字符（U+0000），请删去。%.0s",
				   "manifest: %.0s%s; take the NUL out.", place, why);
	return refusal_set(
		refusal, E_INVALID, "json", "", "清单%s不是正确的 JSON（%s）：请改正后重新报送。",
		"the manifest is no JSON: %.0s%s; correct it and hand it in again.", place, why);
}

int manifest_parse(const char *bytes, size_t len, json_t **out, struct refusal *refusal)
{
	if (len > LIMIT_MANIFEST_BYTES)
		return refusal_set(refusal, E_LIMIT, "too-large", "",
				   "清单过大：%zu 字节，最多 %u 字节；正文请放在 body_file 中。",
				   "the manifest is too large: %zu bytes, at most %u; put the body "
				   "into a body_file.",
				   len, LIMIT_MANIFEST_BYTES);
	scoped(buf_finish) struct buf text = {0};
	struct encoding_found found;
	struct error why = {0};
	if (encoding_to_utf8(bytes, len, NULL, &text, &found, &why) < 0)
		return not_utf8(refusal);
	if (found.damaged > 0 && memchr(bytes, '\0', len) != NULL)
		return refusal_set(
			refusal, E_INVALID, "nul", "",
			"清单中有空字节（NUL），文件可能尚未写完或已损坏：请重新导出。",
			"the manifest holds NUL bytes, it may be damaged or half written: "
			"export it again.");
	if (found.damaged > 0)
		return not_utf8(refusal);

	json_t *value = NULL;
	int rc = json_read(buf_text(&text), text.len, &value, &why);
	if (rc < 0)
		return not_json(refusal, rc, why.text);
	scoped(json_drop) json_t *root = value;
	if (!json_is_object(root))
		return refusal_set(refusal, E_INVALID, "json", "",
				   "清单应为一个 JSON 对象（{ … }）。",
				   "the manifest must be one JSON object ({ ... }).");
	*out = json_incref(root);
	return 0;
}
