/* The operations on the site, a batch at a time on a pool thread.
 *
 * What waits together shares its flushes: all pages are written aside, then flushed and renamed, then
 * the month's file gets all lines at once.  A page stands before its line; when a crash comes
 * between, the look-up by key finds the page and adds the line. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "channel/site.h"
#include "channel/web_address.h"

#define MONTH_TEXT 8 /* "2026-03" */

static void month_of(const char *path, char out[MONTH_TEXT])
{
	snprintf(out, MONTH_TEXT, "%.4s-%.2s", path, path + 5);
}

static bool key_is_good(const char *key)
{
	size_t len = strlen(key);
	return len > 0 && len <= 200 && key[0] != '-' &&
	       strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

/* "2026/03/KEY.html": a remote id that is not of this form was never ours. */
static bool path_is_good(const char *path)
{
	static const char form[] = "dddd/dd/";
	if (path == NULL || strlen(path) <= strlen(form) + strlen(".html") ||
	    !text_ends(path, ".html"))
		return false;
	for (size_t i = 0; form[i] != '\0'; i++)
		if (form[i] == '/' ? path[i] != '/' : path[i] < '0' || path[i] > '9')
			return false;
	const char *key = path + strlen(form);
	size_t len = strlen(key) - strlen(".html");
	return key[0] != '-' && strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

static bool name_is_good(const char *name)
{
	size_t len = strlen(name);
	if (len == 0 || len > 200 || name[0] == '.' || strchr(name, '/') != NULL)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)name[i] < ' ' || name[i] == 0x7f)
			return false;
	return true;
}

/* --- where is the page? ---------------------------------------------------------------------- */

static const char *marker_path(const char *key, struct buf *out)
{
	buf_print(out, SITE_HIDDEN "/keys/%s", key);
	return buf_text(out);
}

/* A page that was revised keeps its address; its new key is a note that leads there. */
static const char *find_by_marker(const struct site *site, const char *key, struct pool *pool)
{
	scoped(buf_finish) struct buf marker = {0};
	scoped(buf_finish) struct buf bytes = {0};
	if (site_read(site, marker_path(key, &marker), 4096, &bytes, NULL) < 0 ||
	    !path_is_good(buf_text(&bytes)) || !site_has(site, buf_text(&bytes)))
		return NULL;
	return pool_text(pool, buf_text(&bytes));
}

/* NULL when there is none.  One look a month: some hundreds in the life of a bureau. */
static const char *find_page(const struct site *site, const char *key, struct pool *pool)
{
	const char *month;
	json_t *count;
	json_object_foreach(site->lists.months, month, count) {
		char path[256];
		snprintf(path, sizeof(path), "%.4s/%.2s/%s.html", month, month + 5, key);
		if (site_has(site, path))
			return pool_text(pool, path);
	}
	return find_by_marker(site, key, pool);
}

static const char *new_path(const struct channel_request *request, struct pool *pool)
{
	struct civil_date day = civil_date_at(request->published_at, request->offset_s);
	return pool_print(pool, "%04d/%02d/%s.html", day.year, day.month, request->key);
}

static const char *folder_of(const char *path, struct pool *pool)
{
	return pool_text_len(pool, path, strlen(path) - strlen(".html"));
}

/* --- ends --------------------------------------------------------------------------------------- */

static void end_well(const struct site *site, struct site_operation *operation,
		     enum channel_end end, const char *reason)
{
	operation->result.end = end;
	operation->result.reason = reason;
	if (operation->path == NULL)
		return;
	operation->result.remote_id = operation->path;
	operation->result.url = web_address_join(&operation->base.pool, site->base.url,
						 operation->path);
}

static void end_badly(struct site_operation *operation)
{
	operation->result = (struct channel_result){
		.end = CHANNEL_FAILED,
		.permanent = operation->err.code == E_INVALID ||
			     operation->err.code == E_UNSUPPORTED,
		.retry_after_s = -1,
		.reason = pool_print(&operation->base.pool, "网页没有写成：%s",
				     operation->err.text),
	};
}

/* --- create and update: first half, aside -------------------------------------------------------- */

static int write_attachments(const struct site *site, struct site_operation *operation)
{
	const struct document *document = operation->base.request.document;
	struct pool *pool = &operation->base.pool;
	struct error *err = &operation->err;
	if (document->attachment_count == 0)
		return 0;
	const char *folder = folder_of(operation->path, pool);
	int rc = site_make_folder(site, folder, err);
	for (int i = 0; i < document->attachment_count && rc == 0; i++) {
		const struct attachment *from = &document->attachments[i];
		if (!name_is_good(from->name))
			return error_set(err, E_INVALID, "附件名不能用作文件名: %s", from->name);
		rc = site_copy(site, pool_print(pool, "%s/%s", folder, from->name), from, err);
	}
	return rc == 0 ? site_sync_folder(site, folder, err) : rc;
}

static int write_page(const struct site *site, struct site_operation *operation)
{
	const struct channel_request *request = &operation->base.request;
	struct pool *pool = &operation->base.pool;
	struct error *err = &operation->err;
	const char *path = find_page(site, request->key, pool);
	if (path == NULL && path_is_good(request->remote_id))
		path = request->remote_id;
	operation->path = path != NULL ? path : new_path(request, pool);
	if (!path_is_good(operation->path))
		return error_set(err, E_INVALID, "%s is no path of a page", operation->path);

	/* The month must be known before the page is there, or a look-up would not find it. */
	char month[MONTH_TEXT];
	month_of(operation->path, month);
	scoped(buf_finish) struct buf nothing = {0};
	int rc = site_make_folder(site, pool_print(pool, "%.7s", operation->path), err);
	if (rc == 0 && json_object_get(site->lists.months, month) == NULL)
		rc = site_entries_append(site, month, &nothing, err);
	if (rc == 0)
		rc = write_attachments(site, operation);
	if (rc < 0)
		return rc;

	scoped(buf_finish) struct buf page = {0};
	rc = site_page(site, request, operation->path, &page, err);
	if (rc == 0)
		rc = site_write_aside(site, operation->path, &page, err);
	if (rc < 0)
		return rc;
	operation->written = true;
	operation->entry = site_entry(request, operation->path);
	return 0;
}

/* --- second half, in place ----------------------------------------------------------------------- */

static int write_marker(const struct site *site, const struct site_operation *operation,
			struct error *err)
{
	const char *key = operation->base.request.key;
	const char *own = operation->path + strlen("2026/03/");
	size_t len = strlen(key);
	if (strncmp(own, key, len) == 0 && text_equal(own + len, ".html"))
		return 0;
	scoped(buf_finish) struct buf marker = {0};
	scoped(buf_finish) struct buf text = {0};
	buf_text_add(&text, operation->path);
	int rc = site_write(site, marker_path(key, &marker), &text, err);
	return rc < 0 ? rc : site_sync_folder(site, SITE_HIDDEN "/keys", err);
}

static void put_page_in_place(const struct site *site, struct site_operation *operation)
{
	struct error *err = &operation->err;
	const struct document *document = operation->base.request.document;
	int rc = site_put_in_place(site, operation->path, err);
	if (rc == 0)
		rc = write_marker(site, operation, err);
	/* Files of an older revision that this one does not have. */
	if (rc == 0)
		rc = site_clear_folder(site, folder_of(operation->path, &operation->base.pool),
				       document->attachment_count > 0 ? document : NULL, err);
	if (rc < 0)
		end_badly(operation);
	else
		end_well(site, operation, CHANNEL_ACCEPTED, "网页已写入网站目录");
}

/* --- the others ----------------------------------------------------------------------------------- */

static json_t *gone_entry(const char *path)
{
	return json_pack("{s:s, s:b}", "path", path, "gone", 1);
}

static int withdraw(const struct site *site, struct site_operation *operation)
{
	const struct channel_request *request = &operation->base.request;
	struct pool *pool = &operation->base.pool;
	struct error *err = &operation->err;
	const char *path = path_is_good(request->remote_id) && site_has(site, request->remote_id)
				   ? request->remote_id
				   : find_page(site, request->key, pool);
	if (path == NULL) {
		end_well(site, operation, CHANNEL_ACCEPTED, "网页已不在网站上");
		return 0;
	}
	int rc = site_remove(site, path, err);
	if (rc == 0)
		rc = site_clear_folder(site, folder_of(path, pool), NULL, err);
	if (rc == 0)
		rc = site_sync_folder(site, pool_print(pool, "%.7s", path), err);
	if (rc < 0)
		return rc;
	operation->path = path;
	operation->entry = gone_entry(path);
	end_well(site, operation, CHANNEL_ACCEPTED, "网页已从网站撤下");
	return 0;
}

static int find(const struct site *site, struct site_operation *operation)
{
	const struct channel_request *request = &operation->base.request;
	operation->path = find_page(site, request->key, &operation->base.pool);
	if (operation->path == NULL) {
		end_well(site, operation, CHANNEL_NOT_FOUND, "网站上没有这个编号的网页");
		return 0;
	}
	/* A crash may have come between the page and its line. */
	char month[MONTH_TEXT];
	month_of(operation->path, month);
	scoped(json_drop) json_t *entries = NULL;
	int rc = site_entries_read(site, month, &entries, &operation->err);
	if (rc < 0)
		return rc;
	if (json_object_get(entries, operation->path) == NULL)
		operation->entry = site_entry(request, operation->path);
	end_well(site, operation, CHANNEL_FOUND, "网站上已有这个网页");
	return 0;
}

static int first_half(const struct site *site, struct site_operation *operation)
{
	operation->result.retry_after_s = -1;
	if (!key_is_good(operation->base.request.key))
		return error_set(&operation->err, E_INVALID, "编号 %s 不能用作文件名",
				 operation->base.request.key);
	switch (operation->base.request.operation) {
	case CHANNEL_CREATE:
	case CHANNEL_UPDATE:
		return write_page(site, operation);
	case CHANNEL_WITHDRAW:
		return withdraw(site, operation);
	case CHANNEL_FIND:
	default:
		return find(site, operation);
	}
}

/* --- lines, a month at a time ---------------------------------------------------------------------- */

static bool has_line(const struct site_operation *operation, const char *month)
{
	char own[MONTH_TEXT];
	if (operation->entry == NULL || operation->result.end == CHANNEL_FAILED)
		return false;
	month_of(operation->path, own);
	return text_equal(own, month);
}

static int write_lines(const struct site *site, struct site_operation *batch, const char *month,
		       struct error *err)
{
	scoped(buf_finish) struct buf lines = {0};
	scoped(buf_finish) struct buf folder = {0};
	for (struct site_operation *o = batch; o != NULL; o = o->next)
		if (has_line(o, month)) {
			json_line(o->entry, &lines);
			buf_char(&lines, '\n');
		}
	buf_print(&folder, "%.4s/%.2s", month, month + 5);
	int rc = site_sync_folder(site, buf_text(&folder), err); /* the renames */
	return rc < 0 ? rc : site_entries_append(site, month, &lines, err);
}

static void note_month(struct site *site, struct site_operation *batch, const char *month)
{
	struct error err = {0};
	int rc = write_lines(site, batch, month, &err);
	for (struct site_operation *o = batch; o != NULL; o = o->next) {
		if (!has_line(o, month))
			continue;
		if (rc < 0) {
			o->err = err;
			end_badly(o);
		} else {
			site_lists_note(site, month, o->entry);
		}
		json_decref(o->entry);
		o->entry = NULL;
	}
}

void site_work(struct site *site, struct site_operation *batch)
{
	for (struct site_operation *o = batch; o != NULL; o = o->next)
		if (first_half(site, o) < 0)
			end_badly(o);
	for (struct site_operation *o = batch; o != NULL; o = o->next)
		if (o->written)
			put_page_in_place(site, o);
	/* Each round takes the lines of one month out of the batch. */
	for (struct site_operation *o = batch; o != NULL; o = o->next) {
		char month[MONTH_TEXT];
		if (o->entry == NULL || o->result.end == CHANNEL_FAILED)
			continue;
		month_of(o->path, month);
		note_month(site, batch, month);
	}
}
