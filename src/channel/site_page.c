/* One public page: tags, catalogue table, text, attachments.
 *
 * Tags and their order: 国办发〔2017〕47号, annex 2.  Catalogue fields: contract, section 6. */
#include <stdio.h>
#include <string.h>

#include "base/encode.h"
#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "channel/site.h"

#define DESCRIPTION_CHARACTERS 120
#define DEFAULT_COLUMN "政府信息公开"

/* A template's name is always known: what there is not is an empty text. */
static void put(json_t *values, const char *name, const char *text)
{
	json_put_text(values, name, text != NULL ? text : "");
}

json_t *site_common_values(const struct site *site, const char *root)
{
	const struct channel_world *world = &site->base.world;
	json_t *values = json_object();
	put(values, "site_name", site->site_name != NULL ? site->site_name : world->bureau);
	put(values, "site_domain",
	    world->site_domain != NULL ? world->site_domain : site->base.host);
	put(values, "site_id_code", world->site_id_code);
	put(values, "root", root);
	return values;
}

static const char *column_name(const struct channel_request *request)
{
	if (!text_empty(request->category_name))
		return request->category_name;
	return request->document->category != NULL ? request->document->category : DEFAULT_COLUMN;
}

/* "2026-03-05 09:30", the 24-hour clock of the bureau.  Source: 国办发〔2017〕47号. */
static void put_pub_date(json_t *values, const struct channel_request *request)
{
	char date[CIVIL_DATE_TEXT];
	char text[CIVIL_DATE_TEXT + 24];
	int32_t second = instant_second_of_day(request->published_at, request->offset_s);
	civil_date_print(civil_date_at(request->published_at, request->offset_s), date);
	snprintf(text, sizeof(text), "%s %02d:%02d", date, second / 3600, second / 60 % 60);
	put(values, "pub_date", text);
}

/* --- the catalogue table, two fields a row -------------------------------------------------- */

struct row_list {
	json_t *rows;
	json_t *row; /* begun, in rows */
};

static void add_field(struct row_list *list, const char *label, const char *text)
{
	if (text_empty(text))
		return;
	json_t *field = json_pack("{s:s, s:s}", "label", label, "text", text);
	if (list->row == NULL || json_array_size(list->row) == 2) {
		list->row = json_array();
		json_array_append_new(list->rows,
				      json_pack("{s:o, s:b}", "fields", list->row, "half", 0));
	}
	json_array_append_new(list->row, field);
}

static json_t *catalogue_rows(const struct channel_request *request)
{
	const struct document *document = request->document;
	scoped(buf_finish) struct buf issued = {0};
	scoped(buf_finish) struct buf published = {0};
	scoped(buf_finish) struct buf valid = {0};
	body_date(document->issued_on, &issued);
	body_date(civil_date_at(request->published_at, request->offset_s), &published);
	body_date(document->valid_until, &valid);

	struct row_list list = {.rows = json_array()};
	add_field(&list, "索引号", document->index_number);
	add_field(&list, "主题分类",
		  document->subjects != NULL ? document->subjects : column_name(request));
	add_field(&list, "发文机关", document->issuer);
	add_field(&list, "成文日期", buf_text(&issued));
	add_field(&list, "发文字号", document->number.original);
	add_field(&list, "公开日期", buf_text(&published));
	add_field(&list, "承办处室", request->department_name);
	add_field(&list, "有效期至", buf_text(&valid));
	/* A last row of one field spans the table. */
	json_t *last = json_array_get(list.rows, json_array_size(list.rows) - 1);
	if (json_array_size(json_object_get(last, "fields")) == 1)
		json_object_set_new(last, "half", json_true());
	return list.rows;
}

/* --- attachments ------------------------------------------------------------------------------ */

static void size_text(int64_t bytes, char out[32])
{
	if (bytes < 1024)
		snprintf(out, 32, "%lld 字节", (long long)bytes);
	else if (bytes < 1024 * 1024)
		snprintf(out, 32, "%.1f KB", (double)bytes / 1024);
	else
		snprintf(out, 32, "%.1f MB", (double)bytes / (1024 * 1024));
}

/* Relative to the page: "KEY/name". */
static struct body_file *attachment_links(const struct document *document, const char *path,
					  struct pool *pool)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	int folder = (int)(strlen(name) - strlen(".html"));
	struct body_file *files = pool_alloc(pool,
					     (size_t)document->attachment_count * sizeof(*files));
	for (int i = 0; i < document->attachment_count; i++) {
		const char *file = document->attachments[i].name;
		scoped(buf_finish) struct buf url = {0};
		buf_print(&url, "%.*s/", folder, name);
		encode_percent(&url, file, strlen(file));
		files[i] = (struct body_file){.name = file, .url = pool_text(pool, buf_text(&url))};
	}
	return files;
}

static json_t *attachment_values(const struct document *document, const struct body_file *files)
{
	if (document->attachment_count == 0)
		return json_false();
	json_t *list = json_array();
	for (int i = 0; i < document->attachment_count; i++) {
		char size[32];
		size_text(document->attachments[i].bytes, size);
		json_t *item = json_object();
		put(item, "name", files[i].name);
		put(item, "url", files[i].url);
		put(item, "size", size);
		json_array_append_new(list, item);
	}
	return json_pack("{s:o}", "list", list);
}

/* --- the page ---------------------------------------------------------------------------------- */

static void put_tags(json_t *values, const struct site *site, const struct channel_request *request)
{
	const struct document *document = request->document;
	put(values, "column_name", column_name(request));
	put(values, "column_type", site->column_type);
	scoped(buf_finish) struct buf column = {0};
	if (text_empty(document->category))
		buf_text_add(&column, "index.html");
	else
		site_category_path(document->category, &column);
	put(values, "column_href", buf_text(&column));
	put(values, "title", document->title);
	put_pub_date(values, request);
	put(values, "source", document->issuer);
	put(values, "keywords",
	    text_empty(document->keywords) ? column_name(request) : document->keywords);

	scoped(buf_finish) struct buf description = {0};
	if (text_empty(document->summary))
		body_beginning(document, DESCRIPTION_CHARACTERS, &description);
	else
		buf_text_add(&description, document->summary);
	put(values, "description", description.len > 0 ? buf_text(&description) : document->title);
}

int site_page(const struct site *site, const struct channel_request *request, const char *path,
	      struct buf *out, struct error *err)
{
	const struct document *document = request->document;
	scoped(pool_finish) struct pool pool = {0};
	struct body_file *links = attachment_links(document, path, &pool);
	struct body_files files = {links, (size_t)document->attachment_count};
	scoped(buf_finish) struct buf body = {0};
	scoped(buf_finish) struct buf notice = {0};
	body_html(document, BODY_OUR_PAGE, &files, &body);
	body_notice(document, &notice);

	scoped(json_drop) json_t *values = site_common_values(site, "../../");
	put_tags(values, site, request);
	put(values, "key", request->key);
	put(values, "doc_number", document->number.original);
	put(values, "summary", document->summary);
	put(values, "page_title", document->title);
	json_object_set_new(values, "rows", catalogue_rows(request));
	put(values, "body", buf_text(&body));
	put(values, "notice", buf_text(&notice));
	json_object_set_new(values, "attachments", attachment_values(document, links));
	return render_fill(site->templates, "page", values, true, out, err);
}

json_t *site_entry(const struct channel_request *request, const char *path)
{
	const struct document *document = request->document;
	json_t *entry = json_object();
	put(entry, "path", path);
	put(entry, "key", request->key);
	put(entry, "title", document->title);
	put(entry, "doc_number", document->number.original);
	put(entry, "index_number", document->index_number);
	scoped(buf_finish) struct buf summary = {0};
	if (text_empty(document->summary))
		body_beginning(document, DESCRIPTION_CHARACTERS, &summary);
	else
		buf_text_add(&summary, document->summary);
	put(entry, "summary", buf_text(&summary));
	put(entry, "issuer", document->issuer);
	put(entry, "category", document->category);
	put(entry, "category_name", column_name(request));
	json_put_date(entry, "issued_on", document->issued_on);
	json_put_date(entry, "published_on",
		      civil_date_at(request->published_at, request->offset_s));
	char at[INSTANT_TEXT];
	put(entry, "published_at",
	    instant_print(request->published_at, request->offset_s, false, at));
	return entry;
}
