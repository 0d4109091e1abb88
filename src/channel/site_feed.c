/* What programs read: the Atom feed (RFC 4287) and the catalogue of published information (目录). */
#include <libxml/xmlwriter.h>
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "channel/site.h"
#include "channel/web_address.h"

#define XML(text) ((const xmlChar *)(text))

/* XML has no place for control characters, not even escaped. */
static void element(xmlTextWriterPtr writer, const char *name, const char *text)
{
	scoped(buf_finish) struct buf clean = {0};
	const char *end = text + strlen(text);
	uint32_t code;
	for (size_t step; (step = text_decode(text, end, &code)) > 0; text += step)
		if ((code >= ' ' || code == '\t' || code == '\n') && code != 0xfffe &&
		    code != 0xffff)
			buf_add(&clean, text, step);
	xmlTextWriterWriteElement(writer, XML(name), XML(buf_text(&clean)));
}

static void link_element(xmlTextWriterPtr writer, const char *rel, const char *href)
{
	xmlTextWriterStartElement(writer, XML("link"));
	xmlTextWriterWriteAttribute(writer, XML("rel"), XML(rel));
	xmlTextWriterWriteAttribute(writer, XML("href"), XML(href));
	xmlTextWriterEndElement(writer);
}

static void author(xmlTextWriterPtr writer, const char *name)
{
	xmlTextWriterStartElement(writer, XML("author"));
	element(writer, "name", name);
	xmlTextWriterEndElement(writer);
}

static const char *member(const json_t *entry, const char *name)
{
	const char *text = json_member_text(entry, name);
	return text != NULL ? text : "";
}

static void feed_entry(const struct site *site, xmlTextWriterPtr writer, const json_t *entry)
{
	scoped(pool_finish) struct pool pool = {0};
	const char *url = web_address_join(&pool, site->base.url, member(entry, "path"));
	xmlTextWriterStartElement(writer, XML("entry"));
	element(writer, "id", url);
	element(writer, "title", member(entry, "title"));
	link_element(writer, "alternate", url);
	element(writer, "published", member(entry, "published_at"));
	element(writer, "updated", member(entry, "published_at"));
	author(writer, member(entry, "issuer"));
	if (member(entry, "category")[0] != '\0') {
		xmlTextWriterStartElement(writer, XML("category"));
		xmlTextWriterWriteAttribute(writer, XML("term"), XML(member(entry, "category")));
		xmlTextWriterWriteAttribute(writer, XML("label"),
					    XML(member(entry, "category_name")));
		xmlTextWriterEndElement(writer);
	}
	element(writer, "summary", member(entry, "summary"));
	xmlTextWriterEndElement(writer);
}

static void feed_head(const struct site *site, xmlTextWriterPtr writer)
{
	scoped(pool_finish) struct pool pool = {0};
	scoped(json_drop) json_t *common = site_common_values(site, "");
	const char *self = web_address_join(&pool, site->base.url, "/feed.atom");
	const char *updated = "1970-01-01T00:00:00Z"; /* nothing yet */
	size_t i;
	json_t *entry;
	json_array_foreach(site->lists.newest, i, entry)
		if (i == 0)
			updated = member(entry, "published_at");
	element(writer, "id", self);
	element(writer, "title", member(common, "site_name"));
	element(writer, "updated", updated);
	author(writer, member(common, "site_name"));
	link_element(writer, "self", self);
	link_element(writer, "alternate", web_address_join(&pool, site->base.url, "/"));
}

void site_feed(const struct site *site, struct buf *out)
{
	xmlBufferPtr bytes = xmlBufferCreate();
	xmlTextWriterPtr writer = xmlNewTextWriterMemory(bytes, 0);
	xmlTextWriterSetIndent(writer, 1);
	xmlTextWriterStartDocument(writer, "1.0", "UTF-8", NULL);
	xmlTextWriterStartElementNS(writer, NULL, XML("feed"), XML("http://www.w3.org/2005/Atom"));
	xmlTextWriterWriteAttribute(writer, XML("xml:lang"), XML("zh-CN"));
	feed_head(site, writer);
	size_t i;
	json_t *entry;
	json_array_foreach(site->lists.newest, i, entry)
		feed_entry(site, writer, entry);
	xmlTextWriterEndElement(writer);
	xmlTextWriterEndDocument(writer);
	xmlFreeTextWriter(writer);
	buf_add(out, xmlBufferContent(bytes), (size_t)xmlBufferLength(bytes));
	xmlBufferFree(bytes);
}

/* --- the catalogue ------------------------------------------------------------------------------ */

/* The first four are those that the regulation names. */
static const struct {
	const char *name, *chinese;
} catalogue_fields[] = {
	{"index_number", "索引号"}, {"title", "名称"},
	{"summary", "内容概述"},    {"issued_on", "生成日期"},
	{"doc_number", "发文字号"}, {"issuer", "发布机构"},
	{"category_name", "类别"},  {"published_on", "公开日期"},
};

static json_t *field_names(void)
{
	json_t *names = json_object();
	for (size_t i = 0; i < ARRAY_LEN(catalogue_fields); i++)
		json_put_text(names, catalogue_fields[i].name, catalogue_fields[i].chinese);
	json_put_text(names, "url", "网址");
	return names;
}

json_t *site_catalogue(const struct site *site, const char *month, const json_t *entries)
{
	json_t *list = json_array();
	const char *path;
	json_t *entry;
	json_object_foreach((json_t *)entries, path, entry) {
		scoped(pool_finish) struct pool pool = {0};
		json_t *item = json_object();
		for (size_t i = 0; i < ARRAY_LEN(catalogue_fields); i++)
			json_put_text(item, catalogue_fields[i].name,
				      member(entry, catalogue_fields[i].name));
		json_put_text(item, "url", web_address_join(&pool, site->base.url, path));
		json_array_append_new(list, item);
	}
	return json_pack("{s:s, s:s, s:o, s:o}", "title", "政府信息公开目录", "month", month,
			 "fields", field_names(), "entries", list);
}

json_t *site_catalogue_top(const struct site *site)
{
	json_t *list = json_array();
	const char *month;
	json_t *count;
	json_object_foreach(site->lists.months, month, count) {
		scoped(pool_finish) struct pool pool = {0};
		const char *path = pool_print(&pool, "/%.4s/%s/catalogue.json", month, month + 5);
		json_t *item = json_object();
		json_put_text(item, "month", month);
		json_object_set(item, "count", count);
		json_put_text(item, "url", web_address_join(&pool, site->base.url, path));
		json_array_append_new(list, item);
	}
	scoped(json_drop) json_t *common = site_common_values(site, "");
	return json_pack("{s:s, s:s, s:o}", "title", "政府信息公开目录", "site",
			 member(common, "site_name"), "months", list);
}
