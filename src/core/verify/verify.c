#include "core/verify/verify.h"

#include <assert.h>
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "core/verify/look.h"
#include "core/verify/page_kind.h"
#include "core/verify/page_place.h"
#include "core/verify/tags.h"

#define NOTHING_PERCENT 20u /* less of the body than this is not the document with faults */
#define SHORT_BODY_BYTES 60u
#define QUOTE_BEFORE 8u
#define QUOTE_AFTER 16u

const char *verdict_name(enum verdict verdict)
{
	static const char *const names[] = {
		[VERDICT_UNKNOWN] = "unknown",
		[VERDICT_PRESENT] = "present",
		[VERDICT_ABSENT] = "absent",
		[VERDICT_DIFFERS] = "differs",
	};
	assert((size_t)verdict < ARRAY_LEN(names));
	return names[verdict];
}

static const char *or_nothing(const char *text)
{
	return text != NULL ? text : "";
}

/* --- did a page come at all? ----------------------------------------------------------------- */

static bool judge_status(int status, struct buf *reason, enum verdict *verdict)
{
	*verdict = VERDICT_UNKNOWN;
	switch (status) {
	case 200:
	case 203:
		return false;
	case 404:
	case 410:
	case 451:
		*verdict = VERDICT_ABSENT;
		buf_print(reason, "网站回答页面不存在（%d）", status);
		return true;
	case 401:
		*verdict = VERDICT_ABSENT;
		buf_text_add(reason, "页面要登录才能看（401），公众看不到");
		return true;
	case 202:
	case 403:
	case 412:
	case 429:
	case 521:
		buf_print(reason, "网站防护拦住了检查（%d），看不出是否已公开", status);
		return true;
	default:
		buf_print(reason, "网站回答异常（%d），看不出是否已公开", status);
		return true;
	}
}

static bool judge_answer(const struct seen_page *seen, struct buf *reason, enum verdict *verdict)
{
	*verdict = VERDICT_UNKNOWN;
	if (!seen->reached) {
		buf_print(reason, "没有取到页面：%s", or_nothing(seen->failure));
		return true;
	}
	if (!page_is_on_host(seen)) {
		*verdict = VERDICT_ABSENT;
		buf_print(reason, "页面转到了别的网站 %s", or_nothing(seen->url));
		return true;
	}
	if (judge_status(seen->status, reason, verdict))
		return true;
	if (seen->truncated) {
		buf_text_add(reason, "页面太长或没有收完，看不出是否已公开");
		return true;
	}
	if (seen->encoding_failure != NULL) {
		buf_print(reason, "页面的文字无法辨认：%s", seen->encoding_failure);
		return true;
	}
	if (page_is_home(seen)) {
		*verdict = VERDICT_ABSENT;
		buf_print(reason, "页面转到了网站首页 %s", or_nothing(seen->url));
		return true;
	}
	return false;
}

/* --- what else it is ------------------------------------------------------------------------- */

/* Is what cannot be read only hidden from the citizen? */
static bool is_hidden(const struct look *look)
{
	if (look->hidden.text.len == 0)
		return false;
	if (look->match.difference == TEXT_SAME)
		return !look->title_shown && look_contains(&look->hidden.text, &look->title);
	struct buf piece = {.data = look->body.text.data + look->match.body_at,
			    .len = look->match.body_end - look->match.body_at};
	if (look_contains(&look->hidden.text, &piece))
		return true;
	const char *const no_loose[] = {NULL};
	return text_match(&look->body, &look->hidden, no_loose).shown_percent >= NOTHING_PERCENT;
}

static enum verdict judge_kind(const struct look *look, enum page_kind kind, const char *mark,
			       struct buf *reason)
{
	switch (kind) {
	case PAGE_CHALLENGE:
		buf_print(reason, "网站防护要求验证（“%s”），看不出是否已公开", mark);
		return VERDICT_UNKNOWN;
	case PAGE_FAULT:
		buf_print(reason, "网站出了故障或在维护（“%s”），看不出是否已公开", mark);
		return VERDICT_UNKNOWN;
	case PAGE_EMPTY:
		buf_text_add(reason, "页面没有可读的文字（可能要由脚本生成），看不出是否已公开");
		return VERDICT_UNKNOWN;
	case PAGE_GONE:
		buf_print(reason, "状态虽是 200，页面却说文件不在（“%s”）", mark);
		return VERDICT_ABSENT;
	case PAGE_PENDING:
		buf_print(reason, "页面上还没有文件（“%s”）", mark);
		return VERDICT_ABSENT;
	case PAGE_LOGIN:
		buf_text_add(reason, "看到的是登录页面，公众看不到文件");
		return VERDICT_ABSENT;
	case PAGE_LIST:
		buf_text_add(reason, "看到的是列表页面，没有文件正文");
		return VERDICT_ABSENT;
	case PAGE_MOVED:
		buf_print(reason, "页面自动转到 %s，没有文件正文", look->seen->refresh);
		return VERDICT_ABSENT;
	case PAGE_SHORT:
		buf_text_add(reason, "页面几乎没有内容，也没有这份文件");
		return VERDICT_ABSENT;
	case PAGE_OTHER:
		break;
	}
	return VERDICT_PRESENT; /* nothing of the kind */
}

/* There is nothing of the document: what is there instead?  VERDICT_PRESENT: it may still be the
 * document's own page. */
static enum verdict judge_instead(const struct look *look, struct buf *reason)
{
	if (is_hidden(look)) {
		buf_text_add(reason, "正文在页面里，但被隐藏，公众看不到");
		return VERDICT_DIFFERS;
	}
	const char *mark;
	enum page_kind kind = page_kind(look, &mark);
	/* Some walls sign every answer: the signature tells only where there is little else. */
	bool is_little = kind == PAGE_EMPTY || kind == PAGE_SHORT || kind == PAGE_MOVED;
	if (look->seen->header_challenge != NULL && is_little) {
		buf_print(reason, "网站防护拦住了检查（%s），看不出是否已公开",
			  look->seen->header_challenge);
		return VERDICT_UNKNOWN;
	}
	return judge_kind(look, kind, mark, reason);
}

/* --- how it differs -------------------------------------------------------------------------- */

static void say_title(const struct look *look, struct buf *reason)
{
	const struct seen_page *seen = look->seen;
	const char *shown = seen->heading_count > 0 ? seen->headings[0] : or_nothing(seen->title);
	size_t len = strlen(shown);
	shown = text_trim(shown, &len);
	len = text_cut(shown, len, 150);
	buf_print(reason, "“%.*s”", (int)len, shown);
}

static void say_body(const struct look *look, struct buf *reason)
{
	const struct text_match *match = &look->match;
	switch (match->difference) {
	case TEXT_CHANGED:
		buf_text_add(reason, "正文与签发文本不一致：签发为");
		look_quote(reason, &look->body, match->body_at, QUOTE_BEFORE, QUOTE_AFTER);
		buf_text_add(reason, "，页面为");
		look_quote(reason, &look->page, match->page_at, QUOTE_BEFORE, QUOTE_AFTER);
		break;
	case TEXT_MISSING:
		buf_text_add(reason, "正文缺少");
		look_quote(reason, &look->body, match->body_at, 0, QUOTE_BEFORE + QUOTE_AFTER);
		break;
	case TEXT_CUT:
		buf_print(reason, "正文不完整（约有 %u%%），从", match->shown_percent);
		look_quote(reason, &look->body, match->body_at, QUOTE_BEFORE, QUOTE_AFTER);
		buf_text_add(reason, "起没有显示");
		break;
	case TEXT_INSERTED:
		buf_text_add(reason, "正文中多出");
		look_quote(reason, &look->page, match->page_at, QUOTE_BEFORE, QUOTE_AFTER);
		break;
	case TEXT_MOVED:
		buf_text_add(reason, "正文的顺序变了：");
		look_quote(reason, &look->body, match->body_at, 0, QUOTE_BEFORE + QUOTE_AFTER);
		buf_text_add(reason, "不在原处");
		break;
	case TEXT_SAME:
		break;
	}
}

static void say_difference(const struct look *look, struct buf *reason)
{
	const struct document *issued = look->issued;
	bool has_body = look->match.shown_percent >= NOTHING_PERCENT;
	if (look->number == SHOWN_OTHER) {
		buf_print(reason, "文号不一致：签发为“%s”，页面为“%s”", issued->number.original,
			  buf_text(&look->other_number));
	} else if (!look->title_shown && !has_body) {
		buf_text_add(reason, "页面上是另一份文件：");
		say_title(look, reason);
	} else if (!look->title_shown) {
		buf_print(reason, "标题不一致：签发为“%.*s”，页面为",
			  (int)text_cut(issued->title, strlen(issued->title), 150), issued->title);
		say_title(look, reason);
	} else if (look->match.difference != TEXT_SAME && is_hidden(look)) {
		buf_text_add(reason, "正文有一部分被隐藏，公众看不到：");
		look_quote(reason, &look->body, look->match.body_at, 0, QUOTE_BEFORE + QUOTE_AFTER);
	} else if (look->match.difference != TEXT_SAME && !has_body) {
		buf_text_add(reason, "页面上只有标题，没有正文：缺少");
		look_quote(reason, &look->body, 0, 0, QUOTE_BEFORE + QUOTE_AFTER);
	} else if (look->match.difference != TEXT_SAME) {
		say_body(look, reason);
	} else if (look->number == SHOWN_NOT) {
		buf_print(reason, "页面上没有文号“%s”", issued->number.original);
	} else if (look->date == SHOWN_OTHER) {
		char date[CIVIL_DATE_TEXT];
		buf_print(reason, "成文日期不一致：签发为 %s，页面为“%s”",
			  civil_date_print(issued->issued_on, date), buf_text(&look->other_date));
	} else {
		char date[CIVIL_DATE_TEXT];
		buf_print(reason, "页面上没有成文日期 %s",
			  civil_date_print(issued->issued_on, date));
	}
}

/* --- the text is right: what belongs to it? -------------------------------------------------- */

static const struct seen_file *seen_file(const struct seen_page *seen, const char *name)
{
	for (size_t i = 0; i < seen->file_count; i++)
		if (text_equal(seen->files[i].name, name))
			return &seen->files[i];
	return NULL;
}

static enum verdict judge_file(const struct attachment *issued, const struct seen_file *file,
			       struct buf *reason)
{
	if (file == NULL || !file->linked) {
		buf_print(reason, "页面上没有附件“%s”", issued->name);
		return VERDICT_DIFFERS;
	}
	if (!file->fetched) {
		buf_print(reason, "附件“%s”下载不了：%s", issued->name, or_nothing(file->reason));
		return file->unclear ? VERDICT_UNKNOWN : VERDICT_DIFFERS;
	}
	if (file->bytes == issued->bytes && digest_equal(file->sha256, issued->sha256))
		return VERDICT_PRESENT;
	buf_print(reason, "附件“%s”与签发的不一致（签发 %lld 字节，页面 %lld 字节）", issued->name,
		  (long long)issued->bytes, (long long)file->bytes);
	return VERDICT_DIFFERS;
}

/* The first attachment that is wrong decides; one that cannot be told only if none is wrong. */
static enum verdict judge_files(const struct look *look, struct buf *reason)
{
	enum verdict worst = VERDICT_PRESENT;
	scoped(buf_finish) struct buf said = {0};
	for (int i = 0; i < look->issued->attachment_count; i++) {
		const struct attachment *issued = &look->issued->attachments[i];
		scoped(buf_finish) struct buf about = {0};
		enum verdict verdict = judge_file(issued, seen_file(look->seen, issued->name),
						  &about);
		if (verdict == VERDICT_PRESENT ||
		    (worst == VERDICT_UNKNOWN && verdict == VERDICT_UNKNOWN))
			continue;
		worst = verdict;
		buf_clear(&said);
		buf_text_add(&said, buf_text(&about));
		if (verdict == VERDICT_DIFFERS)
			break;
	}
	buf_text_add(reason, buf_text(&said));
	return worst;
}

/* A person shown in a notice whose name cannot be read, NULL if none. */
static const char *missing_person(const struct look *look)
{
	const char *key;
	json_t *list;
	json_object_foreach(look->issued->notice, key, list)
	{
		size_t i;
		json_t *person;
		json_array_foreach(list, i, person)
		{
			const char *name = json_string_value(json_object_get(person, "name"));
			if (name == NULL)
				name = json_string_value(json_object_get(person, "姓名"));
			scoped(buf_finish) struct buf folded = {0};
			verify_fold(or_nothing(name), strlen(or_nothing(name)), &folded);
			if (folded.len > 0 && !look_contains(&look->page.text, &folded))
				return name;
		}
	}
	return NULL;
}

static enum verdict judge_document(const struct look *look, struct buf *reason)
{
	const char *banner = page_banner(look);
	if (banner != NULL) {
		buf_print(reason, "页面标着“%s”，签发的文件没有", banner);
		return VERDICT_DIFFERS;
	}
	const char *person = missing_person(look);
	if (person != NULL) {
		buf_print(reason, "公示的人员“%s”没有显示", person);
		return VERDICT_DIFFERS;
	}
	enum verdict verdict = judge_files(look, reason);
	if (verdict != VERDICT_PRESENT)
		return verdict;
	buf_text_add(reason, look->issued->number.original != NULL
				     ? "标题、文号、成文日期和正文与签发文本一致"
				     : "标题、成文日期和正文与签发文本一致");
	if (look->issued->attachment_count > 0)
		buf_print(reason, "，%d 个附件逐字节一致", look->issued->attachment_count);
	return VERDICT_PRESENT;
}

/* --- the verdict ----------------------------------------------------------------------------- */

static enum verdict judge_look(const struct look *look, struct buf *reason)
{
	bool whole = look_is_whole(look);
	/* A document without much text can be spelled out in a list of documents. */
	bool says_little = look->body.text.len <= SHORT_BODY_BYTES;
	if (whole && says_little && page_is_list(look)) {
		buf_text_add(reason, "看到的是列表页面，没有文件正文");
		return VERDICT_ABSENT;
	}
	if (whole)
		return judge_document(look, reason);

	bool nothing = look->body.text.len == 0 ? !look->title_shown
						: look->match.shown_percent < NOTHING_PERCENT;
	if (nothing || (says_little && !look->headline)) {
		enum verdict verdict = judge_instead(look, reason);
		if (verdict != VERDICT_PRESENT)
			return verdict;
	}
	say_difference(look, reason);
	return VERDICT_DIFFERS;
}

void verify_page(const struct document *issued, const char *issued_text,
		 const struct seen_page *seen, struct verify_result *out)
{
	*out = (struct verify_result){.verdict = VERDICT_UNKNOWN};
	scoped(buf_finish) struct buf reason = {0};
	if (seen->reached)
		tags_find_transport(seen, out);
	if (!judge_answer(seen, &reason, &out->verdict)) {
		scoped(look_finish) struct look look;
		look_read(issued, issued_text, seen, &look);
		out->verdict = judge_look(&look, &reason);
		if (out->verdict == VERDICT_PRESENT || out->verdict == VERDICT_DIFFERS)
			tags_find(&look, out);
	}
	size_t len = text_cut(buf_text(&reason), reason.len, sizeof(out->reason) - 1);
	memcpy(out->reason, buf_text(&reason), len);
}
