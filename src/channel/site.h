/* Inside of the static site: what its files share.
 *
 *   DIRECTORY/2026/03/KEY.html     a page; attachments beside it in 2026/03/KEY/
 *   DIRECTORY/2026/03/index.html   the month's list, and its catalogue.json
 *   DIRECTORY/category/ID.html     the newest of a category
 *   DIRECTORY/index.html           the newest of all; feed.atom, catalogue.json
 *   DIRECTORY/.gongshi/2026-03.jsonl  what the month's lists are made of, a line a change
 *   DIRECTORY/.gongshi/keys/KEY    path of a page that was first published under another key
 *
 * Pages are whole before they are seen: written aside, flushed, renamed.  All but channel_site.c
 * runs on a pool thread, one at a time; these files hold nothing that the loop's thread uses. */
#ifndef CHANNEL_SITE_H
#define CHANNEL_SITE_H

#include "channel/backend.h"
#include "channel/body.h"
#include "render/render.h"

#define SITE_HIDDEN ".gongshi"

/* What the top lists show; filled from the months' files at start, then kept up to date. */
struct site_lists {
	json_t *newest;     /* entries, newest first */
	json_t *categories; /* id -> { name, entries: [...] } */
	json_t *months;     /* "2026-03" -> number of pages */
	json_t *changed;    /* set of months whose lists are behind */
	bool behind;        /* so are the top lists */
};

struct site {
	struct channel base;
	const char *site_name, *column_type; /* settings */
	const char *directory;
	struct render_set *templates;
	struct site_lists lists; /* of whoever works: a pool thread, or start and stop */

	/* loop thread */
	struct site_operation *waiting, **waiting_end;
	struct site_job *job; /* NULL: nobody works */
	struct timer *timer;
	bool lists_due;
	uint64_t behind_since_ms; /* 0: not behind */
	uint64_t lists_cost_ms;   /* of the last time */
};

struct site_operation {
	struct operation base;
	struct site_operation *next;
	/* how it went; texts in the operation's pool */
	struct error err;
	struct channel_result result;
	const char *path; /* "2026/03/KEY.html" */
	bool written;     /* the page stands aside and must be renamed */
	json_t *entry;    /* line for the month's file, NULL: none */
};

/* --- site_work.c: the operations -------------------------------------------------------- */
void site_work(struct site *site, struct site_operation *batch);

/* --- site_page.c: pages and entries ------------------------------------------------------ */
/* Values that every page has; `root` leads from it to the directory: "../../". */
json_t *site_common_values(const struct site *site, const char *root);
MUST_CHECK int site_page(const struct site *site, const struct channel_request *request,
			 const char *path, struct buf *out, struct error *err);
json_t *site_entry(const struct channel_request *request, const char *path);

/* --- site_entries.c: the months' files ---------------------------------------------------- */
MUST_CHECK int site_entries_append(const struct site *site, const char *month,
				   const struct buf *lines, struct error *err);
/* Entries of a month by path, in order of first publication; empty when there is no file. */
MUST_CHECK int site_entries_read(const struct site *site, const char *month, json_t **out,
				 struct error *err);

/* --- site_list.c: lists ------------------------------------------------------------------- */
MUST_CHECK int site_lists_load(struct site *site, struct error *err);
/* An entry came, changed, or went ("gone": true). */
void site_lists_note(struct site *site, const char *month, json_t *entry);
/* Bring every list that is behind up to date. */
MUST_CHECK int site_lists_write(struct site *site, struct error *err);
void site_lists_finish(struct site_lists *lists);
/* "category/ID.html" */
void site_category_path(const char *id, struct buf *out);

/* --- site_feed.c ---------------------------------------------------------------------------- */
void site_feed(const struct site *site, struct buf *out);
/* 目录 of one month.  Source: OGI Regulations (2019) art. 12. */
json_t *site_catalogue(const struct site *site, const char *month, const json_t *entries);
json_t *site_catalogue_top(const struct site *site);

/* --- site_files.c: paths are relative to the site's directory ------------------------------ */
const char *site_path(const struct site *site, const char *path, struct buf *out);
MUST_CHECK int site_make_root(const struct site *site, struct error *err);
MUST_CHECK int site_make_folder(const struct site *site, const char *path, struct error *err);
/* Written aside, not yet flushed; then flushed and renamed into place. */
MUST_CHECK int site_write_aside(const struct site *site, const char *path, const struct buf *bytes,
				struct error *err);
MUST_CHECK int site_put_in_place(const struct site *site, const char *path, struct error *err);
/* Both of them. */
MUST_CHECK int site_write(const struct site *site, const char *path, const struct buf *bytes,
			  struct error *err);
/* -E_INVALID when the source is missing or its bytes are not those of the digest. */
MUST_CHECK int site_copy(const struct site *site, const char *path, const struct attachment *from,
			 struct error *err);
MUST_CHECK int site_sync_folder(const struct site *site, const char *path, struct error *err);
bool site_has(const struct site *site, const char *path);
MUST_CHECK int site_remove(const struct site *site, const char *path, struct error *err);
MUST_CHECK int site_read(const struct site *site, const char *path, size_t limit, struct buf *out,
			 struct error *err);
/* Removes what the document does not name (all when it is NULL, then the folder too). */
MUST_CHECK int site_clear_folder(const struct site *site, const char *path,
				 const struct document *keep, struct error *err);

#endif
