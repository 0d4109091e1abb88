#include "source/manifest_key.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "base/text.h"

#define CHINESE_NAMES 3

struct key_row {
	const char *name;
	const char *chinese[CHINESE_NAMES]; /* the first is what people are told */
};

static const struct key_row rows[KEY_COUNT] = {
	[KEY_DOC_NUMBER] = {"doc_number", {"文号", "发文字号"}},
	[KEY_TITLE] = {"title", {"标题"}},
	[KEY_ISSUER] = {"issuer", {"发文机关"}},
	[KEY_DEPARTMENT] = {"department", {"承办处室"}},
	[KEY_ISSUED_ON] = {"issued_on", {"成文日期", "发文日期", "成文日期（发文日期）"}},
	[KEY_RECEIVED_ON] = {"received_on", {"收到日期"}},
	[KEY_CATEGORY] = {"category", {"类别"}},
	[KEY_DISCLOSURE] = {"disclosure", {"公开属性"}},
	[KEY_PUBLIC_INTEREST] = {"public_interest", {"涉及公众利益"}},
	[KEY_EXEMPT_REASON] = {"exempt_reason", {"不予公开理由"}},
	[KEY_REVIEW] = {"review", {"保密审查"}},
	[KEY_SUMMARY] = {"summary", {"摘要"}},
	[KEY_BODY] = {"body", {"正文"}},
	[KEY_BODY_FILE] = {"body_file", {"正文文件"}},
	[KEY_BODY_TYPE] = {"body_type", {"正文格式"}},
	[KEY_ATTACHMENTS] = {"attachments", {"附件"}},
	[KEY_INDEX_NUMBER] = {"index_number", {"索引号"}},
	[KEY_SUBJECTS] = {"subjects", {"主题分类"}},
	[KEY_KEYWORDS] = {"keywords", {"关键词"}},
	[KEY_VALID_UNTIL] = {"valid_until", {"有效期"}},
	[KEY_NOT_BEFORE] = {"not_before", {"公开不早于"}},
	[KEY_AUDIENCE] = {"audience", {"公开范围"}},
	[KEY_NOTICE] = {"notice", {"公示内容"}},
	[KEY_SUPERSEDES] = {"supersedes", {"替代"}},
	[KEY_REVISES] = {"revises", {"修订"}},
	[KEY_ID] = {"id", {"编号"}},
};

const enum manifest_key manifest_required[MANIFEST_REQUIRED] = {
	KEY_TITLE,    KEY_ISSUER,     KEY_DEPARTMENT,      KEY_ISSUED_ON,
	KEY_CATEGORY, KEY_DISCLOSURE, KEY_PUBLIC_INTEREST,
};

static const struct key_row review_rows[REVIEW_UNKNOWN] = {
	[REVIEW_RESULT] = {"result", {"结果", "审查结果", "审查意见"}},
	[REVIEW_REVIEWER] = {"reviewer", {"审查人", "审核人"}},
	[REVIEW_SIGNER] = {"signer", {"签发人", "审签人"}},
	[REVIEW_ON] = {"on", {"日期", "审查日期"}},
};

static const char *without_marks(const char *text, size_t *len)
{
	static const char *const marks[] = {"*", "＊", ":", "："};
	for (bool again = true; again;) {
		text = text_trim(text, len);
		again = false;
		for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
			size_t mark = strlen(marks[i]);
			if (*len > mark && memcmp(text, marks[i], mark) == 0) {
				text += mark;
				*len -= mark;
				again = true;
			}
			if (*len > mark && memcmp(text + *len - mark, marks[i], mark) == 0) {
				*len -= mark;
				again = true;
			}
		}
	}
	return text;
}

static bool row_has(const struct key_row *row, const char *text, size_t len)
{
	if (strlen(row->name) == len && strncasecmp(row->name, text, len) == 0)
		return true;
	for (size_t i = 0; i < CHINESE_NAMES && row->chinese[i] != NULL; i++)
		if (strlen(row->chinese[i]) == len && memcmp(row->chinese[i], text, len) == 0)
			return true;
	return false;
}

static int find(const struct key_row *table, int count, const char *text, size_t len)
{
	text = without_marks(text, &len);
	for (int i = 0; i < count; i++)
		if (row_has(&table[i], text, len))
			return i;
	return count;
}

enum manifest_key manifest_key_find(const char *text, size_t len)
{
	return (enum manifest_key)find(rows, KEY_COUNT, text, len);
}

const char *manifest_key_name(enum manifest_key key)
{
	return rows[key].name;
}

const char *manifest_key_label(enum manifest_key key)
{
	return rows[key].chinese[0];
}

enum review_key review_key_find(const char *text, size_t len)
{
	return (enum review_key)find(review_rows, REVIEW_UNKNOWN, text, len);
}
