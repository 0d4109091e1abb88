/* GET /feed.atom: what was made public lately (RFC 4287).  Anybody may read it, so it tells of a
 * document only when its public page was seen. */
#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/core.h"
#include "web/handlers.h"
#include "web/request.h"

#define ROWS_LOOKED_AT 500
#define ENTRIES 50
#define XML(text) ((const xmlChar *)(text))

struct entry {
	const char *title, *issuer, *doc_number, *category, *category_name, *url;
	struct instant at; /* first seen on the public page */
};

struct feed {
	struct pool pool; /* owns the entries' texts */
	struct entry entries[ENTRIES];
	size_t count;
};

/* --- what is public ----------------------------------------------------------------------------------- */

struct met_rows {
	int64_t ids[ENTRIES];
	size_t count;
};

static int look_at_row(void *ctx, const struct store_row *row)
{
	struct met_rows *rows = ctx;
	if (row->met + row->met_late > 0 && !text_equal(row->state, "withdrawn"))
		rows->ids[rows->count++] = row->id;
	return rows->count == ENTRIES;
}

/* NULL: it is on no public page now. */
static const struct publication *seen_publication(const struct dossier *dossier)
{
	if (dossier->withdrawn || dossier->audience != AUDIENCE_PUBLIC)
		return NULL;
	VEC_EACH(&dossier->publications, publication)
		if (publication->state == PUB_PROVEN && publication->url != NULL)
			return publication;
	return NULL;
}

static void add_entry(struct feed *feed, const struct dossier *dossier, const struct law *law)
{
	const struct publication *seen = seen_publication(dossier);
	const struct category *category = law_category(law, dossier->category);
	if (seen == NULL || !instant_is_set(seen->first_seen_at))
		return;
	feed->entries[feed->count++] = (struct entry){
		.title = pool_text(&feed->pool, dossier->title),
		.issuer = pool_text(&feed->pool, dossier->issuer),
		.doc_number = pool_text(&feed->pool, dossier->doc_number),
		.category = category != NULL ? category->id : NULL,
		.category_name = category != NULL ? category->name : NULL,
		.url = pool_text(&feed->pool, seen->url),
		.at = seen->first_seen_at,
	};
}

static int newest_first(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	return instant_compare(b->at, a->at);
}

/* The same for everybody: it does not matter who asks. */
static int gather(struct web *web, struct instant now, struct feed *feed, struct error *err)
{
	struct met_rows rows = {0};
	const struct store_filter filter = {
		.now = now, .offset_s = web->law->offset_s, .limit = ROWS_LOOKED_AT};
	int rc = store_list(web->store, &filter, look_at_row, &rows, err);
	for (size_t i = 0; rc >= 0 && i < rows.count; i++) {
		struct dossier dossier;
		rc = read_dossier(web, rows.ids[i], &dossier, NULL, err);
		if (rc < 0)
			return rc;
		add_entry(feed, &dossier, web->law);
		dossier_finish(&dossier);
	}
	qsort(feed->entries, feed->count, sizeof(feed->entries[0]), newest_first);
	return rc < 0 ? rc : 0;
}

/* --- Atom -------------------------------------------------------------------------------------------- */

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

static void attribute(xmlTextWriterPtr writer, const char *name, const char *text)
{
	xmlTextWriterWriteAttribute(writer, XML(name), XML(text));
}

static void write_link(xmlTextWriterPtr writer, const char *rel, const char *href)
{
	xmlTextWriterStartElement(writer, XML("link"));
	attribute(writer, "rel", rel);
	attribute(writer, "href", href);
	xmlTextWriterEndElement(writer);
}

static void write_author(xmlTextWriterPtr writer, const char *name)
{
	xmlTextWriterStartElement(writer, XML("author"));
	element(writer, "name", name);
	xmlTextWriterEndElement(writer);
}

static void write_entry(xmlTextWriterPtr writer, const struct entry *entry, int offset_s)
{
	char at[INSTANT_TEXT];
	instant_print(entry->at, offset_s, false, at);
	xmlTextWriterStartElement(writer, XML("entry"));
	element(writer, "id", entry->url);
	element(writer, "title", entry->title);
	write_link(writer, "alternate", entry->url);
	element(writer, "published", at);
	element(writer, "updated", at);
	write_author(writer, entry->issuer);
	if (entry->category != NULL) {
		xmlTextWriterStartElement(writer, XML("category"));
		attribute(writer, "term", entry->category);
		attribute(writer, "label", entry->category_name);
		xmlTextWriterEndElement(writer);
	}
	if (!text_empty(entry->doc_number))
		element(writer, "summary", entry->doc_number);
	xmlTextWriterEndElement(writer);
}

/* The feed's own name: it stays whatever address the feed is read under. */
static void write_id(xmlTextWriterPtr writer, const char *bureau)
{
	char hex[DIGEST_TEXT], id[64];
	digest_print(sha256_of(bureau, strlen(bureau)), hex);
	/* RFC 9562, version 8: the bits are ours but for the version and the variant. */
	snprintf(id, sizeof(id), "urn:uuid:%.8s-%.4s-8%.3s-a%.3s-%.12s", hex, hex + 8, hex + 12,
		 hex + 15, hex + 18);
	element(writer, "id", id);
}

static void write_feed(const struct feed *feed, const struct law *law, struct instant now,
		       struct buf *out)
{
	scoped(buf_finish) struct buf title = {0};
	char updated[INSTANT_TEXT];
	xmlBufferPtr bytes = xmlBufferCreate();
	xmlTextWriterPtr writer = xmlNewTextWriterMemory(bytes, 0);
	instant_print(feed->count > 0 ? feed->entries[0].at : now, law->offset_s, false, updated);
	buf_print(&title, "%s：最新公开", law->bureau);
	xmlTextWriterSetIndent(writer, 1);
	xmlTextWriterStartDocument(writer, "1.0", "UTF-8", NULL);
	xmlTextWriterStartElementNS(writer, NULL, XML("feed"), XML("http://www.w3.org/2005/Atom"));
	attribute(writer, "xml:lang", "zh-CN");
	write_id(writer, law->bureau);
	element(writer, "title", buf_text(&title));
	element(writer, "updated", updated);
	write_author(writer, law->bureau);
	write_link(writer, "self", "/feed.atom");
	for (size_t i = 0; i < feed->count; i++)
		write_entry(writer, &feed->entries[i], law->offset_s);
	xmlTextWriterEndElement(writer);
	xmlTextWriterEndDocument(writer);
	xmlFreeTextWriter(writer);
	buf_add(out, xmlBufferContent(bytes), (size_t)xmlBufferLength(bytes));
	xmlBufferFree(bytes);
}

void get_feed(struct request *request)
{
	scoped(buf_finish) struct buf body = {0};
	struct feed feed = {0};
	struct error err = {0};
	int rc = gather(request->web, request->now, &feed, &err);
	if (rc == 0) {
		write_feed(&feed, request->web->law, request->now, &body);
		answer_bytes(request, 200, "application/atom+xml; charset=utf-8",
			     "Cache-Control: max-age=300\nX-Content-Type-Options: nosniff\n",
			     &body);
	} else {
		answer_failure(request, rc == -E_NOT_FOUND ? -E_CORRUPT : rc, &err);
	}
	pool_finish(&feed.pool);
}
