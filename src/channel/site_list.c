/* The lists of the site.
 *
 * The newest of all and of each category are kept in memory and changed with each publication; a
 * month's own lists are made anew from its lines when the month changed.  So the work of listing
 * grows with one month, never with the archive. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/mem.h"
#include "base/text.h"
#include "channel/site.h"

#define NEWEST 50
#define NEWEST_OF_CATEGORY 100
/* At start older lines than these are not looked at for the top lists. */
#define LIMIT_LOADED 20000

/* --- months ---------------------------------------------------------------------------------- */

static int by_name_backwards(const void *a, const void *b)
{
	return -strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Newest first; NULL-ended, the caller frees the array, the texts belong to the lists. */
static const char **sorted_months(const struct site_lists *lists)
{
	size_t count = json_object_size(lists->months);
	const char **months = mem_alloc_array(count + 1, sizeof(*months));
	size_t i = 0;
	const char *month;
	json_t *value;
	json_object_foreach(lists->months, month, value)
		months[i++] = month;
	qsort(months, count, sizeof(*months), by_name_backwards);
	return months;
}

static void count_month(struct site_lists *lists, const char *month, long long count)
{
	json_object_set_new(lists->months, month, json_integer(count));
}

/* "2026-03.jsonl" */
static bool is_month_file(const char *name)
{
	return strlen(name) == strlen("2026-03.jsonl") && name[4] == '-' &&
	       strspn(name, "0123456789") == 4 && strspn(name + 5, "0123456789") == 2 &&
	       text_ends(name, ".jsonl");
}

static void find_months(struct site *site)
{
	scoped(buf_finish) struct buf path = {0};
	DIR *folder = opendir(site_path(site, SITE_HIDDEN, &path));
	const struct dirent *item;
	while (folder != NULL && (item = readdir(folder)) != NULL) {
		char month[8];
		if (!is_month_file(item->d_name))
			continue;
		snprintf(month, sizeof(month), "%.7s", item->d_name);
		count_month(&site->lists, month, 0);
	}
	if (folder != NULL)
		closedir(folder);
}

/* What an earlier run counted in months that we do not read again. */
static void load_counts(struct site *site)
{
	scoped(buf_finish) struct buf bytes = {0};
	scoped(json_drop) json_t *top = NULL;
	if (site_read(site, "catalogue.json", 16u << 20, &bytes, NULL) < 0 ||
	    json_read(buf_text(&bytes), bytes.len, &top, NULL) < 0)
		return;
	size_t i;
	json_t *item;
	json_array_foreach(json_object_get(top, "months"), i, item) {
		const char *month = json_member_text(item, "month");
		if (month != NULL && json_object_get(site->lists.months, month) != NULL)
			count_month(&site->lists, month, json_member_int(item, "count", 0));
	}
}

/* --- the top lists ----------------------------------------------------------------------------- */

static json_t *category_entries(struct site_lists *lists, const json_t *entry)
{
	const char *id = json_member_text(entry, "category");
	if (text_empty(id))
		return NULL;
	json_t *category = json_object_get(lists->categories, id);
	if (category == NULL) {
		category = json_pack("{s:o}", "entries", json_array());
		json_object_set_new(lists->categories, id, category);
		json_put_text(category, "name", json_member_text(entry, "category_name"));
	}
	return json_object_get(category, "entries");
}

static size_t place_of(const json_t *entries, const char *path)
{
	size_t i;
	json_t *entry;
	json_array_foreach(entries, i, entry)
		if (text_equal(json_member_text(entry, "path"), path))
			return i;
	return json_array_size(entries);
}

static void note_in(json_t *entries, size_t limit, json_t *entry, bool gone)
{
	size_t at = place_of(entries, json_member_text(entry, "path"));
	bool there = at < json_array_size(entries);
	if (there && gone)
		json_array_remove(entries, at);
	else if (there)
		json_array_set(entries, at, entry);
	else if (!gone)
		json_array_insert(entries, 0, entry);
	if (json_array_size(entries) > limit)
		json_array_remove(entries, limit);
}

void site_lists_note(struct site *site, const char *month, json_t *entry)
{
	struct site_lists *lists = &site->lists;
	bool gone = json_member_bool(entry, "gone", false);
	note_in(lists->newest, NEWEST, entry, gone);
	if (gone) {
		const char *id;
		json_t *category;
		json_object_foreach(lists->categories, id, category)
			note_in(json_object_get(category, "entries"), NEWEST_OF_CATEGORY, entry,
				true);
	} else {
		json_t *entries = category_entries(lists, entry);
		if (entries != NULL)
			note_in(entries, NEWEST_OF_CATEGORY, entry, false);
	}
	if (json_object_get(lists->months, month) == NULL)
		count_month(lists, month, 0);
	json_object_set_new(lists->changed, month, json_true());
	lists->behind = true;
}

/* Entries of one month, from its newest; they are older than what the lists have. */
static int load_month(struct site *site, const char *month, size_t *loaded, struct error *err)
{
	struct site_lists *lists = &site->lists;
	scoped(json_drop) json_t *entries = NULL;
	int rc = site_entries_read(site, month, &entries, err);
	if (rc < 0)
		return rc;
	size_t count = json_object_size(entries);
	count_month(lists, month, (long long)count);
	*loaded += count;

	json_t **ordered = mem_alloc_array(count, sizeof(json_t *));
	size_t i = 0;
	const char *path;
	json_t *entry;
	json_object_foreach(entries, path, entry)
		ordered[i++] = entry;
	while (i-- > 0) {
		json_t *of_category = category_entries(lists, ordered[i]);
		if (json_array_size(lists->newest) < NEWEST)
			json_array_append(lists->newest, ordered[i]);
		if (of_category != NULL && json_array_size(of_category) < NEWEST_OF_CATEGORY)
			json_array_append(of_category, ordered[i]);
	}
	mem_free(ordered);
	return 0;
}

int site_lists_load(struct site *site, struct error *err)
{
	struct site_lists *lists = &site->lists;
	*lists = (struct site_lists){
		.newest = json_array(),
		.categories = json_object(),
		.months = json_object(),
		.changed = json_object(),
		.behind = true, /* templates or settings may be others than last time */
	};
	find_months(site);
	load_counts(site);
	scoped(mem_free_at) const char **months = sorted_months(lists);
	size_t loaded = 0;
	int rc = 0;
	for (size_t i = 0; months[i] != NULL && loaded < LIMIT_LOADED && rc == 0; i++) {
		rc = load_month(site, months[i], &loaded, err);
		/* The last run may have ended between a page and its lists. */
		if (i == 0)
			json_object_set_new(lists->changed, months[i], json_true());
	}
	return rc;
}

void site_lists_finish(struct site_lists *lists)
{
	json_decref(lists->newest);
	json_decref(lists->categories);
	json_decref(lists->months);
	json_decref(lists->changed);
	*lists = (struct site_lists){0};
}

/* --- writing ------------------------------------------------------------------------------------ */

static void put_row(json_t *rows, const json_t *entry)
{
	static const char *const names[] = {"title", "doc_number", "published_on", "category_name",
					    "issuer"};
	const char *path = json_member_text(entry, "path");
	json_t *row = json_object();
	json_put_text(row, "href", path);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const char *text = json_member_text(entry, names[i]);
		json_put_text(row, names[i], text != NULL ? text : "");
	}
	json_array_append_new(rows, row);
}

static json_t *rows_of(const json_t *entries)
{
	json_t *rows = json_array();
	size_t i;
	json_t *entry;
	json_array_foreach(entries, i, entry)
		put_row(rows, entry);
	return rows;
}

/* Ids are the bureau's own; what is no plain name for a file becomes hex. */
void site_category_path(const char *id, struct buf *out)
{
	size_t plain = strspn(id,
			      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
	buf_text_add(out, "category/");
	if (id[plain] == '\0' && plain < 100)
		buf_text_add(out, id);
	else
		for (size_t i = 0; id[i] != '\0' && i < 100; i++)
			buf_print(out, "%02x", (unsigned char)id[i]);
	buf_text_add(out, ".html");
}

/* { list: [ { name, href, count } ] }, or false: nothing to lead to. */
static json_t *links(json_t *list)
{
	if (json_array_size(list) > 0)
		return json_pack("{s:o}", "list", list);
	json_decref(list);
	return json_false();
}

static json_t *category_links(const struct site_lists *lists)
{
	json_t *list = json_array();
	const char *id;
	json_t *category;
	json_object_foreach(lists->categories, id, category) {
		scoped(buf_finish) struct buf href = {0};
		site_category_path(id, &href);
		json_array_append_new(list, json_pack("{s:O, s:s}", "name",
						      json_object_get(category, "name"), "href",
						      buf_text(&href)));
	}
	return links(list);
}

static json_t *month_links(const struct site_lists *lists)
{
	json_t *list = json_array();
	scoped(mem_free_at) const char **months = sorted_months(lists);
	for (size_t i = 0; months[i] != NULL; i++) {
		long long count = json_integer_value(json_object_get(lists->months, months[i]));
		char name[64], href[64];
		snprintf(name, sizeof(name), "%.4s年%d月", months[i], atoi(months[i] + 5));
		snprintf(href, sizeof(href), "%.4s/%.2s/index.html", months[i], months[i] + 5);
		json_array_append_new(list, json_pack("{s:s, s:s, s:I}", "name", name, "href", href,
						      "count", (json_int_t)count));
	}
	return links(list);
}

static int write_list(const struct site *site, const char *template, const char *path,
		      const char *root, const char *title, json_t *rows, struct error *err)
{
	scoped(json_drop) json_t *values = site_common_values(site, root);
	json_put_text(values, "page_title", title);
	json_put_text(values, "column_type", site->column_type);
	json_object_set_new(values, "entries", links(rows));
	json_object_set_new(values, "categories", category_links(&site->lists));
	json_object_set_new(values, "months", month_links(&site->lists));
	scoped(buf_finish) struct buf page = {0};
	int rc = render_fill(site->templates, template, values, true, &page, err);
	return rc < 0 ? rc : site_write(site, path, &page, err);
}

static int write_json(const struct site *site, const char *path, json_t *value, struct error *err)
{
	scoped(buf_finish) struct buf text = {0};
	json_pretty(value, &text);
	json_decref(value);
	return site_write(site, path, &text, err);
}

/* "2026-03" */
static int write_month(struct site *site, const char *month, struct error *err)
{
	scoped(json_drop) json_t *entries = NULL;
	int rc = site_entries_read(site, month, &entries, err);
	if (rc < 0)
		return rc;
	count_month(&site->lists, month, (long long)json_object_size(entries));

	json_t *rows = json_array();
	const char *path;
	json_t *entry;
	json_object_foreach(entries, path, entry)
		put_row(rows, entry);
	json_t *backwards = json_array();
	for (size_t i = json_array_size(rows); i-- > 0;)
		json_array_append(backwards, json_array_get(rows, i));
	json_decref(rows);

	char title[64], list[64], catalogue[64];
	snprintf(title, sizeof(title), "%.4s年%d月", month, atoi(month + 5));
	snprintf(list, sizeof(list), "%.4s/%.2s/index.html", month, month + 5);
	snprintf(catalogue, sizeof(catalogue), "%.4s/%.2s/catalogue.json", month, month + 5);
	rc = write_list(site, "list", list, "../../", title, backwards, err);
	return rc < 0 ? rc : write_json(site, catalogue, site_catalogue(site, month, entries), err);
}

static int write_months(struct site *site, struct error *err)
{
	scoped(json_drop) json_t *changed = json_copy(site->lists.changed);
	const char *month;
	json_t *value;
	json_object_foreach(changed, month, value) {
		int rc = write_month(site, month, err);
		if (rc < 0)
			return rc;
		json_object_del(site->lists.changed, month);
	}
	return 0;
}

static int write_categories(const struct site *site, struct error *err)
{
	const char *id;
	json_t *category;
	json_object_foreach(site->lists.categories, id, category) {
		scoped(buf_finish) struct buf path = {0};
		site_category_path(id, &path);
		const char *name = json_member_text(category, "name");
		int rc = write_list(site, "list", buf_text(&path), "../", name != NULL ? name : id,
				    rows_of(json_object_get(category, "entries")), err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

int site_lists_write(struct site *site, struct error *err)
{
	int rc = write_months(site, err);
	if (rc == 0)
		rc = site_make_folder(site, "category", err);
	if (rc == 0)
		rc = write_categories(site, err);
	if (rc == 0)
		rc = write_list(site, "index", "index.html", "", "首页",
				rows_of(site->lists.newest), err);
	if (rc == 0)
		rc = write_json(site, "catalogue.json", site_catalogue_top(site), err);
	scoped(buf_finish) struct buf feed = {0};
	site_feed(site, &feed);
	if (rc == 0)
		rc = site_write(site, "feed.atom", &feed, err);
	if (rc == 0)
		site->lists.behind = false;
	return rc;
}
