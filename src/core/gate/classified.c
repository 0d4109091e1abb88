/* 密级 in the head of a document, and the marks of internal papers.  Ordinary prose about secrecy
 * ("保守国家秘密", "做好保密工作") is no mark. */
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "core/gate/gate.h"

/* A mark stands in the head: within so many bytes, on a line of its own or before ★. */
#define HEAD_BYTES 600
#define LINE_BYTES 90 /* 30 characters */

static const struct {
	const char *word;
	const char *mark; /* as told */
} levels[] = {{"绝密", "绝密"}, {"机密", "机密"}, {"秘密", "秘密"}};

static const char *const papers[] = {"内部资料", "内部文件", "工作秘密", "内部使用", "不得公开",
				     "此件不公开", "此件不予公开", "注意保存"};

/* The line without white space, so that "机 密" is found as well. */
static size_t squeeze(const char *line, size_t len, char out[LINE_BYTES + 1])
{
	size_t used = 0;
	const char *at = line, *end = line + len;
	while (at < end) {
		uint32_t code;
		size_t bytes = text_decode(at, end, &code);
		if (bytes == 0)
			break;
		bool blank = code == ' ' || code == '\t' || code == '\r' || code == 0x3000 ||
			     code == 0xA0;
		if (!blank && used + bytes > LINE_BYTES)
			break;
		if (!blank) {
			memcpy(out + used, at, bytes);
			used += bytes;
		}
		at += bytes;
	}
	out[used] = '\0';
	return used;
}

/* "机密★5年", "秘密", "密级：机密": the level begins the line, or stands behind 密级. */
static const char *level_of(const char *line)
{
	static const char *const prefixes[] = {"密级：", "密级:", "密级"};
	bool labelled = false;
	for (size_t i = 0; i < ARRAY_LEN(prefixes) && !labelled; i++) {
		labelled = text_starts(line, prefixes[i]);
		if (labelled)
			line += strlen(prefixes[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
		if (!text_starts(line, levels[i].word))
			continue;
		const char *rest = line + strlen(levels[i].word);
		if (labelled || *rest == '\0' || text_starts(rest, "★") || text_starts(rest, "☆") ||
		    text_starts(rest, "*"))
			return levels[i].mark;
	}
	return NULL;
}

static const char *paper_of(const char *line, size_t len)
{
	/* A heading or a bracketed remark, not a sentence that mentions the word. */
	for (size_t i = 0; i < ARRAY_LEN(papers); i++) {
		const char *hit = strstr(line, papers[i]);
		if (hit != NULL && len <= strlen(papers[i]) + 24)
			return papers[i];
	}
	return NULL;
}

const char *gate_classified(const char *text, size_t len)
{
	const char *at = text, *end = text + (len < HEAD_BYTES ? len : HEAD_BYTES);
	/* ★ behind a level is a mark wherever it stands. */
	for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
		char starred[16];
		size_t bytes = strlen(levels[i].word);
		memcpy(starred, levels[i].word, bytes);
		memcpy(starred + bytes, "★", sizeof("★"));
		if (memmem(text, len, starred, strlen(starred)) != NULL)
			return levels[i].mark;
	}
	while (at < end) {
		const char *feed = memchr(at, '\n', (size_t)(text + len - at));
		size_t line_len = (size_t)((feed != NULL ? feed : text + len) - at);
		char line[LINE_BYTES + 1];
		size_t used = squeeze(at, line_len, line);
		const char *mark = level_of(line);
		if (mark == NULL)
			mark = paper_of(line, used);
		if (mark != NULL)
			return mark;
		at += line_len + 1;
	}
	return NULL;
}
