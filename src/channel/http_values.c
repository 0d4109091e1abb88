/* What a preset's placeholders stand for. */
#include <string.h>

#include "base/encode.h"
#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "channel/http.h"

#define SUMMARY_CHARACTERS 120

json_t *http_values(const struct http *http, const struct channel_request *request)
{
	const struct document *document = request->document;
	json_t *values = json_object();
	json_put_text(values, "key", request->key);
	json_object_set_new(values, "id", json_integer(request->document_id));
	json_object_set_new(values, "revision", json_integer(request->revision));
	json_put_text(values, "doc_number", document->number.original);
	json_put_text(values, "title", document->title);
	json_put_text(values, "issuer", document->issuer);
	json_put_text(values, "department", document->department);
	json_put_text(values, "department_name", request->department_name);
	json_put_text(values, "category", document->category);
	json_put_text(values, "category_name", request->category_name);
	json_put_text(values, "bureau", request->bureau);
	json_put_date(values, "issued_on", document->issued_on);
	json_put_text(values, "index_number", document->index_number);
	json_put_text(values, "subjects", document->subjects);
	json_put_text(values, "keywords", document->keywords);
	json_put_text(values, "remote_id", request->remote_id);

	char at[INSTANT_TEXT];
	json_put_text(values, "published_at",
		      instant_print(request->published_at, request->offset_s, false, at));
	json_t *column = document->category != NULL
				 ? json_object_get(http->columns, document->category)
				 : NULL;
	if (column != NULL)
		json_object_set(values, "column", column);
	return values;
}

/* --- the text as a page of a CMS shows it -------------------------------------------------- */

static void head_row(struct buf *out, const char *label, const char *text)
{
	if (text_empty(text))
		return;
	buf_print(out, "<tr><th>%s</th><td>", label);
	encode_html(out, text, strlen(text));
	buf_text_add(out, "</td></tr>\n");
}

/* The title is the CMS's own; 文号 and date must be readable on the page (the probe looks). */
static void head_table(const struct document *document, struct buf *out)
{
	scoped(buf_finish) struct buf date = {0};
	body_date(document->issued_on, &date);
	buf_text_add(out, "<table class=\"gongshi-head\">\n<tbody>\n");
	head_row(out, "索引号", document->index_number);
	head_row(out, "发文机关", document->issuer);
	head_row(out, "成文日期", buf_text(&date));
	head_row(out, "发文字号", document->number.original);
	head_row(out, "主题分类", document->subjects);
	buf_text_add(out, "</tbody>\n</table>\n");
}

static void file_list(const struct body_files *files, struct buf *out)
{
	if (files->count == 0)
		return;
	buf_text_add(out, "<p>附件：</p>\n<ul>\n");
	for (size_t i = 0; i < files->count; i++) {
		buf_text_add(out, "<li><a href=\"");
		encode_html(out, files->at[i].url, strlen(files->at[i].url));
		buf_text_add(out, "\">");
		encode_html(out, files->at[i].name, strlen(files->at[i].name));
		buf_text_add(out, "</a></li>\n");
	}
	buf_text_add(out, "</ul>\n");
}

static json_t *attachment_list(const struct document *document, const struct body_files *files)
{
	json_t *list = json_array();
	for (size_t i = 0; i < files->count; i++) {
		const struct attachment *from = &document->attachments[i];
		char sha256[DIGEST_TEXT];
		json_t *item = json_object();
		json_put_text(item, "name", files->at[i].name);
		json_put_text(item, "url", files->at[i].url);
		json_put_text(item, "id", files->at[i].id);
		json_put_text(item, "mime", from->mime);
		json_put_text(item, "sha256", digest_print(from->sha256, sha256));
		json_object_set_new(item, "bytes", json_integer(from->bytes));
		json_array_append_new(list, item);
	}
	return list;
}

void http_values_content(json_t *values, const struct document *document,
			 const struct body_files *files)
{
	scoped(buf_finish) struct buf html = {0};
	head_table(document, &html);
	body_html(document, BODY_THEIR_PAGE, files, &html);
	body_notice(document, &html);
	file_list(files, &html);
	json_put_text(values, "html", buf_text(&html));

	scoped(buf_finish) struct buf text = {0};
	body_text(document, &text);
	json_put_text(values, "text", buf_text(&text));

	scoped(buf_finish) struct buf summary = {0};
	if (text_empty(document->summary))
		body_beginning(document, SUMMARY_CHARACTERS, &summary);
	else
		buf_text_add(&summary, document->summary);
	json_put_text(values, "summary", buf_text(&summary));
	json_object_set_new(values, "attachments", attachment_list(document, files));
}

void http_values_file(json_t *values, const struct attachment *file)
{
	char sha256[DIGEST_TEXT];
	json_put_text(values, "file", file->name);
	json_put_text(values, "mime", file->mime);
	json_put_text(values, "sha256", digest_print(file->sha256, sha256));
}

/* --- columns ------------------------------------------------------------------------------ */

json_t *http_read_columns(const struct config_node *node, struct config_report *report)
{
	json_t *columns = json_object();
	if (node != NULL && !config_is_group(node))
		config_fault(report, node,
			     "columns 应是一组 \"类别 = 栏目\" columns must be a group such as { "
			     "official-document = 3; }");
	size_t count = config_is_group(node) ? config_length(node) : 0;
	for (size_t i = 0; i < count; i++) {
		const struct config_node *item = config_item(node, i);
		int64_t number;
		const char *text;
		if (config_get_int(item, &number))
			json_object_set_new(columns, config_name(item), json_integer(number));
		else if (config_get_text(item, &text))
			json_put_text(columns, config_name(item), text);
		else
			config_fault(report, item,
				     "栏目 \"%s\" 应是编号或文字 column \"%s\" must be a number or "
				     "a text",
				     config_name(item), config_name(item));
	}
	return columns;
}
