#include "core/gate/gate.h"

#include <jansson.h>
#include <string.h>

#include "base/text.h"

static void find(struct gate_result *out, const char *code, const char *sentence)
{
	if (out->count < GATE_FINDINGS)
		out->findings[out->count++] = (struct gate_finding){code, sentence};
}

static void scan_classified(const char *title, const char *text, struct gate_result *out)
{
	const char *where = "标题";
	const char *mark = gate_classified(title, strlen(title));
	if (mark == NULL) {
		where = "正文开头";
		mark = gate_classified(text, strlen(text));
	}
	if (mark != NULL)
		find(out, "classified", pool_print(&out->pool, "%s有“%s”标志，不得公开", where, mark));
}

/* The manifest's own notice says where objections go; its numbers are public on purpose. */
static const char *allowed_numbers(const struct document *document, struct pool *pool)
{
	json_t *objections = json_object_get(document->notice, "objections");
	scoped(buf_finish) struct buf all = {0};
	const char *key;
	json_t *value;
	json_object_foreach(objections, key, value)
		if (json_is_string(value))
			buf_print(&all, "%s ", json_string_value(value));
	return pool_text(pool, buf_text(&all));
}

static void scan_privacy(const struct document *document, const char *text,
			 struct gate_result *out)
{
	scoped(buf_finish) struct buf masked = {0};
	const char *allowed = allowed_numbers(document, &out->pool);
	int count = gate_privacy(document->title, strlen(document->title), allowed, &masked);
	if (document->summary != NULL)
		count += gate_privacy(document->summary, strlen(document->summary), allowed, &masked);
	count += gate_privacy(text, strlen(text), allowed, &masked);
	if (count > 0)
		find(out, "privacy",
		     pool_print(&out->pool, "文中有%d处个人信息：%.900s，请删除或遮盖后交修订稿", count,
				buf_text(&masked)));
}

static bool mentions(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strstr(text, *words) != NULL)
			return true;
	return false;
}

static bool is_empty_array(const json_t *array)
{
	return !json_is_array(array) || json_array_size(array) == 0;
}

/* 流于形式: a page that says nothing, or refers to what is not there. */
static void scan_complete(const struct document *document, const char *text,
			  struct gate_result *out)
{
	static const char *const refers[] = {"见附件", "详见附件", "附后", NULL};
	if (text_empty(text) && document->attachment_count == 0) {
		find(out, "incomplete", "没有正文，也没有附件");
	} else if (document->attachment_count == 0 && mentions(text, refers)) {
		find(out, "incomplete", "正文说“见附件”，但没有附件");
	} else if (strcmp(document->category, "appointment-notice") == 0 &&
		   (is_empty_array(json_object_get(document->notice, "people")) ||
		    json_object_size(json_object_get(document->notice, "objections")) == 0)) {
		/* Source: 党政领导干部选拔任用工作条例 (2019), 任前公示. */
		find(out, "incomplete",
		     "任前公示缺公示对象或受理方式：请在“公示内容”中写明 people 和 objections");
	}
}

void gate_scan(const struct document *document, const char *text, struct gate_result *out)
{
	scan_classified(document->title, text, out);
	scan_privacy(document, text, out);
	scan_complete(document, text, out);
}

void gate_finish(struct gate_result *result)
{
	pool_finish(&result->pool);
	result->count = 0;
}
