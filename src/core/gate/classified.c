/* 密级 in the head of a document, and the marks of internal papers.
 *
 * A mark is a line, the first or last part of a line, or a remark in brackets that consists of
 * nothing but the words of marks.  Ordinary prose about secrecy ("保守国家秘密", "工作秘密管理
 * 办法") has other words beside them, and is none.
 * Source: GB/T 9704-2012, 7.2.1 to 7.2.3 (份号, 密级和保密期限, 紧急程度 stand at the top left). */
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "core/gate/gate.h"

#define HEAD_LINES 15 /* with something in them */
#define HEAD_BYTES 3000
#define MARK_BYTES 120 /* 40 characters: a longer part is a sentence */

/* Longer words before those that they begin with. */
static const char *const strong[] = {
	"绝密",     "机密",     "秘密",     "工作秘密",     "内部资料",
	"内部文件", "内部材料", "内部使用", "仅供内部参考", "仅供内部使用",
	"内部参考", "内部参阅", "不得公开", "请勿公开",     "仅限内部使用",
};
static const char *const weak[] = {
	"密级",     "注意保存", "妥善保管", "严禁外传", "不得外传", "请勿外传", "不得翻印",
	"严禁翻印", "阅后收回", "启用前",   "解密前",   "特提",     "特急",     "加急",
	"平急",     "长期",     "公布前",   "级",       "件",       "年",       "个月",
	"月",       "日",       "免费交流", "份号",     "编号",     "No",       "★",
	"☆",        "*",        "：",       ":",        "，",       "、",       "。",
	"！",       "(",        ")",        "（",       "）",       "〔",       "〕",
	"[",        "]",        "【",       "】",       "《",       "》",       ".",
	"-",        "－",
};

static size_t word_at(const char *const *words, size_t count, const char *at, size_t len)
{
	size_t longest = 0;
	for (size_t i = 0; i < count; i++) {
		size_t bytes = strlen(words[i]);
		if (bytes > longest && bytes <= len && memcmp(at, words[i], bytes) == 0)
			longest = bytes;
	}
	return longest;
}

/* The strong word of a part that has only words of marks (and numbers) in it, else NULL. */
static const char *mark_of(const char *part, size_t len)
{
	const char *found = NULL;
	if (len > MARK_BYTES)
		return NULL;
	while (len > 0) {
		size_t step = word_at(strong, ARRAY_LEN(strong), part, len);
		for (size_t i = 0; step > 0 && i < ARRAY_LEN(strong); i++)
			if (strlen(strong[i]) == step && memcmp(part, strong[i], step) == 0)
				found = strong[i];
		if (step == 0)
			step = word_at(weak, ARRAY_LEN(weak), part, len);
		if (step == 0 && *part >= '0' && *part <= '9')
			step = 1;
		if (step == 0)
			return NULL;
		part += step;
		len -= step;
	}
	return found;
}

/* --- lines --------------------------------------------------------------------------------- */

/* Without blanks, so that "机 密" is found as well. */
static void squeeze(const char *line, size_t len, struct buf *out)
{
	const char *end = line + len;
	while (line < end) {
		uint32_t code;
		size_t bytes = text_decode(line, end, &code);
		bool is_blank = code == ' ' || code == '\t' || code == '\r' || code == 0x3000 ||
				code == 0xa0 || code == 0xfeff;
		if (bytes == 0 || !is_blank)
			buf_add(out, line, bytes > 0 ? bytes : 1);
		line += bytes > 0 ? bytes : 1;
	}
	buf_text(out);
}

/* "（秘密）", "【内部资料】" anywhere in the line. */
static const char *mark_in_brackets(const char *line, size_t len)
{
	static const char *const pairs[][2] = {
		{"（", "）"}, {"(", ")"}, {"【", "】"}, {"〔", "〕"}};
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		const char *at = line, *end = line + len;
		const char *open;
		while ((open = memmem(at, (size_t)(end - at), pairs[i][0], strlen(pairs[i][0]))) !=
		       NULL) {
			at = open + strlen(pairs[i][0]);
			const char *close = memmem(at, (size_t)(end - at), pairs[i][1],
						   strlen(pairs[i][1]));
			const char *mark = close != NULL ? mark_of(at, (size_t)(close - at)) : NULL;
			if (mark != NULL)
				return mark;
		}
	}
	return NULL;
}

/* The first or the last part between blanks: "机密★1年  特急", "000001    秘密". */
static const char *mark_at_edges(const char *line, size_t len)
{
	const char *trimmed = text_trim(line, &len);
	size_t first = 0, last = 0;
	for (const char *at = trimmed; at < trimmed + len;) {
		size_t rest = len - (size_t)(at - trimmed);
		const char *next = text_trim(at, &rest);
		if (next > at) { /* a blank: a part ends before it, one begins behind it */
			first = first == 0 ? (size_t)(at - trimmed) : first;
			last = (size_t)(next - trimmed);
			at = next;
			continue;
		}
		uint32_t code;
		size_t bytes = text_decode(at, trimmed + len, &code);
		at += bytes > 0 ? bytes : 1;
	}
	if (first == 0)
		return NULL; /* one part: it was looked at as a whole */
	const char *mark = mark_of(trimmed, first);
	return mark != NULL ? mark : mark_of(trimmed + last, len - last);
}

/* "本件属于工作秘密，不得外传": a sentence that says it of this very paper. */
static const char *declared(const char *line, size_t len)
{
	static const char *const subjects[] = {"本件", "此件", "本文件", "此为", "本资料", "此文"};
	for (size_t i = 0; i < ARRAY_LEN(subjects); i++) {
		const char *at = memmem(line, len, subjects[i], strlen(subjects[i]));
		if (at == NULL)
			continue;
		size_t rest = (size_t)(line + len - at);
		size_t window = text_cut(at, rest, MARK_BYTES / 2);
		const char *found = NULL; /* the longest: 秘密 stands inside 工作秘密 */
		for (size_t k = 0; k < ARRAY_LEN(strong); k++)
			if (memmem(at, window, strong[k], strlen(strong[k])) != NULL &&
			    (found == NULL || strlen(strong[k]) > strlen(found)))
				found = strong[k];
		if (found != NULL)
			return found;
	}
	return NULL;
}

static const char *mark_of_line(const char *line, size_t len)
{
	len = text_cut(line, len, HEAD_BYTES); /* a text on one line is no reason to be slow */
	scoped(buf_finish) struct buf whole = {0};
	squeeze(line, len, &whole);
	const char *mark = mark_of(buf_text(&whole), whole.len);
	if (mark == NULL)
		mark = mark_at_edges(line, len);
	if (mark == NULL)
		mark = mark_in_brackets(buf_text(&whole), whole.len);
	return mark != NULL ? mark : declared(buf_text(&whole), whole.len);
}

/* --- the text ------------------------------------------------------------------------------ */

/* A level before a star is a mark wherever it stands. */
static const char *starred(const char *text, size_t len)
{
	static const char *const levels[] = {"绝密", "机密", "秘密"};
	static const char *const stars[] = {"★", "☆"};
	scoped(buf_finish) struct buf whole = {0};
	if (memmem(text, len, stars[0], strlen(stars[0])) == NULL &&
	    memmem(text, len, stars[1], strlen(stars[1])) == NULL)
		return NULL;
	squeeze(text, len, &whole);
	for (size_t i = 0; i < ARRAY_LEN(levels); i++)
		for (size_t k = 0; k < ARRAY_LEN(stars); k++) {
			scoped(buf_finish) struct buf wanted = {0};
			buf_print(&wanted, "%s%s", levels[i], stars[k]);
			if (memmem(whole.data, whole.len, wanted.data, wanted.len) != NULL)
				return levels[i];
		}
	return NULL;
}

const char *gate_classified(const char *text, size_t len)
{
	const char *mark = starred(text, len);
	const char *at = text, *end = text + len;
	int lines = 0;
	while (mark == NULL && at < end && lines < HEAD_LINES && at - text < HEAD_BYTES) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));
		size_t line = (size_t)((feed != NULL ? feed : end) - at);
		size_t kept = line;
		(void)text_trim(at, &kept);
		lines += kept > 0;
		mark = mark_of_line(at, line);
		at += line + 1;
	}
	return mark;
}

const char *gate_not_public(const char *text, size_t len)
{
	static const char *const remarks[] = {"此件不予公开", "此件不公开",   "此件免予公开",
					      "此件免于公开", "此件不宜公开", "此件依申请公开"};
	static const char *const open[] = {"（", "(", "【", "["};
	for (size_t i = 0; i < ARRAY_LEN(remarks); i++)
		for (size_t k = 0; k < ARRAY_LEN(open); k++) {
			scoped(buf_finish) struct buf wanted = {0};
			buf_print(&wanted, "%s%s", open[k], remarks[i]);
			if (memmem(text, len, wanted.data, wanted.len) != NULL)
				return remarks[i];
		}
	return NULL;
}
