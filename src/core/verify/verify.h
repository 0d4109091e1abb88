/* Is what the public sees what we meant to publish?
 *
 * Compares a page as a citizen reads it with the issued document and gives one of four verdicts
 * with its reason (contract, section 6).  Tolerant of everything that a template or an encoding
 * does to a text; strict on 文号, date, names, amounts and attachments.  Pure.
 *
 *   verify.c      the verdict: what is asked first, and what follows
 *   look.c        the page and the document side by side
 *   page_kind.c   what else a page can be: challenge, soft 404, login, list
 *   page_place.c  what its address tells: foreign host, home page
 *   page_banner.c draft and preview marks
 *   text_match.c  the body, piece by piece; the first difference
 *   shown.c       文号 and dates in whatever form
 *   tags.c        the findings beside the verdict
 *   fold.c han.c  the form in which texts are compared */
#ifndef CORE_VERIFY_VERIFY_H
#define CORE_VERIFY_VERIFY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/instant.h"
#include "base/pool.h"
#include "base/sha256.h"
#include "base/vec.h"
#include "core/model/document.h"

enum verdict { VERDICT_UNKNOWN, VERDICT_PRESENT, VERDICT_ABSENT, VERDICT_DIFFERS };
const char *verdict_name(enum verdict verdict);

/* What the probe saw, already turned into text (reader/html). */
struct seen_meta {
	const char *name, *content;
};
struct seen_file {        /* one attachment as downloaded */
	const char *name; /* of the issued attachment */
	bool fetched;     /* 200 and whole */
	bool linked;      /* the page links to it */
	bool unclear;     /* not fetched for a reason that says nothing: time-out, 403, 5xx */
	struct digest sha256;
	int64_t bytes;
	const char *reason; /* why not fetched */
};
struct seen_page {
	bool reached;        /* an HTTP answer arrived */
	const char *failure; /* when not: time-out, TLS, refused... */
	int status;
	int redirects;
	const char *asked_url, *url; /* asked for, and where the answer came from */
	const char *host;            /* expected host, as configured (with port when odd) */
	const char *const *hosts;    /* NULL-ended further hosts of the channel */
	bool truncated;
	bool charset_conflict;
	const char *encoding_failure; /* NULL; bytes fit no encoding */
	const char *title;            /* <title> */
	const char *const *headings;
	size_t heading_count; /* h1 to h3 */
	const char *text;     /* readable text of the whole page */
	const char *hidden;   /* text that a citizen does not see */
	bool login;           /* a password field is on it */
	const char *refresh;  /* target of a meta refresh, NULL */
	size_t link_count;
	const char *const *link_texts; /* link_count of them; NULL: not known */
	size_t link_text_bytes;        /* share of text inside links: lists and home pages */
	const struct seen_meta *metas;
	size_t meta_count;
	const struct seen_file *files;
	size_t file_count;
	long age_s;                   /* Age header, -1 none */
	const char *header_challenge; /* mark of a WAF found in headers, NULL */
	struct instant at;            /* when it was read */
	struct instant first_seen_at; /* of this publication, unset if never yet */
	struct instant published_at;  /* when the CMS accepted it */
	int offset_s;
};

#define VERIFY_FINDINGS 16
struct verify_result {
	enum verdict verdict;
	char reason[512]; /* one sentence, Chinese, with the difference quoted */
	const char *findings[VERIFY_FINDINGS + 1]; /* static texts of the contract, NULL-ended */
};

/* `issued_text` is the issued body as readable text (reader/html); NULL: as it stands, for a body
 * that is no HTML. */
void verify_page(const struct document *issued, const char *issued_text,
		 const struct seen_page *seen, struct verify_result *out);

/* The folded form in which texts are compared: entities are gone already; full width to half
 * width, 繁 to 简, quotes and dashes unified, white space and pinyin inserts dropped, lower case. */
void verify_fold(const char *text, size_t len, struct buf *out);

#endif
