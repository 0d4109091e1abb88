#include "core/gate/gate.h"

#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "core/gate/notice.h"

#define LIMIT_PARTS_BYTES 900 /* of a sentence */

static void find(struct gate_result *out, const char *code, const char *sentence)
{
	if (out->count < GATE_FINDINGS)
		out->findings[out->count++] = (struct gate_finding){code, sentence};
}

/* --- 密级 ---------------------------------------------------------------------------------- */

static const char *mark_in(const char *text)
{
	return text == NULL ? NULL : gate_classified(text, strlen(text));
}

static void scan_classified(const struct document *document, const char *text,
			    struct gate_result *out)
{
	const struct {
		const char *where, *mark;
	} places[] = {
		{"标题", mark_in(document->title)},
		{"正文", mark_in(text)},
		{"摘要", mark_in(document->summary)},
	};
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (places[i].mark != NULL) {
			find(out, "classified",
			     pool_print(&out->pool, "%s有“%s”标志，不得公开", places[i].where,
					places[i].mark));
			return;
		}
	const char *remark = gate_not_public(text, strlen(text));
	if (remark != NULL && document->disclosure == DISCLOSURE_ACTIVE)
		find(out, "classified",
		     pool_print(&out->pool, "正文附注写明“%s”，与公开属性“主动公开”不符，不得公开",
				remark));
}

/* --- personal numbers ---------------------------------------------------------------------- */

struct tally {
	const char *allowed;
	int count;
	struct buf parts;
};

static void scan_part(struct tally *tally, const char *where, const char *text, const char *allowed)
{
	scoped(buf_finish) struct buf masked = {0};
	int count = text == NULL ? 0 : gate_privacy(text, strlen(text), allowed, &masked);
	tally->count += count;
	if (count == 0 || tally->parts.len + masked.len > LIMIT_PARTS_BYTES)
		return;
	buf_print(&tally->parts, "%s%s有%s", tally->parts.len > 0 ? "；" : "", where, masked.data);
}

static void scan_privacy(const struct document *document, const char *text,
			 const struct notice *notice, struct gate_result *out)
{
	const char *allowed = buf_text(&notice->contact);
	struct tally tally = {0};
	scan_part(&tally, "标题", document->title, allowed);
	scan_part(&tally, "正文", text, allowed);
	scan_part(&tally, "摘要", document->summary, allowed);
	/* A telephone in the list of people is theirs, whatever stands below it. */
	scan_part(&tally, "公示对象", buf_text(&notice->shown), NULL);
	scan_part(&tally, "公示内容", buf_text(&notice->contact), allowed);
	for (int i = 0; i < document->attachment_count; i++)
		scan_part(&tally, "附件名", document->attachments[i].name, allowed);
	if (tally.count > 0)
		find(out, "privacy",
		     pool_print(&out->pool, "文中有%d处个人信息：%s，请删除或遮盖后交修订稿",
				tally.count, buf_text(&tally.parts)));
	buf_finish(&tally.parts);
}

/* --- 流于形式: a page that says nothing, or refers to what is not there ---------------------- */

/* "见附件", but not "意见附件". */
static bool refers_to_attachment(const char *text)
{
	static const char *const words[] = {"见附件", "见附表"};
	static const char not_before[] = "意";
	size_t len = strlen(not_before);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		for (const char *hit = text; (hit = strstr(hit, words[i])) != NULL; hit++)
			if ((size_t)(hit - text) < len || memcmp(hit - len, not_before, len) != 0)
				return true;
	return false;
}

/* "附件", "附件1", "附表 2：": a heading of an attachment that follows in the same text. */
static bool is_attachment_heading(const char *line, size_t len)
{
	static const char *const marks[] = {"0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",
					    "8",  "9",  " ",  ":",  "：", "一", "二", "三",
					    "四", "五", "六", "七", "八", "九", "十", "　"};
	line = text_trim(line, &len);
	size_t head = strlen("附件");
	if (len < head || (memcmp(line, "附件", head) != 0 && memcmp(line, "附表", head) != 0))
		return false;
	for (size_t at = head; at < len;) {
		size_t step = 0;
		for (size_t i = 0; i < ARRAY_LEN(marks) && step == 0; i++)
			if (strlen(marks[i]) <= len - at &&
			    memcmp(line + at, marks[i], strlen(marks[i])) == 0)
				step = strlen(marks[i]);
		if (step == 0)
			return false;
		at += step;
	}
	return true;
}

static bool holds_attachment(const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		if (is_attachment_heading(text, len) && !text_empty(text + len))
			return true;
		text += len + (text[len] != '\0');
	}
	return false;
}

static const char *gap_of_notice(const struct document *document, const struct notice *notice)
{
	/* Source: 党政领导干部选拔任用工作条例 (2019), 任前公示. */
	if (!text_equal(document->category, "appointment-notice"))
		return NULL;
	if (document->notice == NULL)
		return "任前公示缺“公示内容”：请写明公示对象（people）和受理方式（objections）";
	if (notice->people == 0)
		return "任前公示缺公示对象：请在“公示内容”中写明 people，每人至少有姓名";
	if (!notice->has_contact)
		return "任前公示缺受理方式：请在“公示内容”的 objections 中写明电话或地址";
	return NULL;
}

static void scan_complete(const struct document *document, const char *text,
			  const struct notice *notice, struct gate_result *out)
{
	const char *gap = gap_of_notice(document, notice);
	bool has_notice = notice->people > 0 && notice->has_contact;
	if (gap == NULL && text_empty(text) && document->attachment_count == 0 && !has_notice)
		gap = "只有标题，没有正文，也没有附件";
	else if (gap == NULL && document->attachment_count == 0 && refers_to_attachment(text) &&
		 !holds_attachment(text))
		gap = "正文说“见附件”，但没有附件";
	if (gap != NULL)
		find(out, "incomplete", gap);
}

void gate_scan(const struct document *document, const char *text, struct gate_result *out)
{
	struct notice notice;
	notice_read(document->notice, &notice);
	scan_classified(document, text, out);
	scan_privacy(document, text, &notice, out);
	scan_complete(document, text, &notice, out);
	notice_finish(&notice);
}

void gate_finish(struct gate_result *result)
{
	pool_finish(&result->pool);
	result->count = 0;
}
