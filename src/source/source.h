/* Where documents come from: a manifest (contract, section 4), the spool directory. */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "core/model/document.h"
#include "core/model/law.h"

/* Why an input was refused, in both languages, for reason.json and for the ledger. */
struct refusal {
	/* "json", "field-missing", "field-invalid", "date", "department", "too-large", "too-deep",
	 * "duplicate-key", "attachment-missing", "path", "encoding"... */
	char code[48];
	char field[96]; /* "title"; "" */
	char sentence_zh[512];
	char sentence_en[512];
};

/* Read a manifest: JSON in UTF-8 or GB18030, BOM allowed, English or Chinese keys.  `folder` is
 * where attachments and body_file lie (NULL: neither is possible by name).  The department becomes
 * its id, the key and the content digest are computed; attachments are digested where they lie.
 * Returns -E_INVALID or -E_LIMIT with *refusal filled; -E_IO when the disk failed and -E_BUSY when
 * a file changed while it was read (then try again). */
MUST_CHECK int manifest_read(const char *bytes, size_t len, const char *folder,
			     const struct law *law, int64_t max_attachment_bytes,
			     struct document *out, struct refusal *refusal, struct error *err);

/* The manifest in its canonical form: UTF-8 JSON with English keys, ISO dates, body inlined,
 * attachments as {name, sha256, bytes}.  manifest_from_canonical reads it back to the same content
 * digest; attachments then have no path. */
json_t *manifest_canonical(const struct document *document);
MUST_CHECK int manifest_from_canonical(const char *bytes, size_t len, struct document *out,
				       struct error *err);

/* --- the spool ------------------------------------------------------------------------------ */

struct spool;

/* One thing found in incoming/ that has been quiet for 30 s or was renamed or closed into place. */
struct spool_item {
	char name[256];  /* the entry in incoming/ */
	uint64_t ticket; /* hand back with the answer */
	/* Exactly one of: */
	/* NULL when refused.  Owned by the receiver: document_finish, mem_free. */
	struct document *document;
	struct refusal refusal;
	/* A register (CSV) yields one item a row, numbered as a spreadsheet does: 1 is the row of
	 * names.  The file is settled when every row is.  0: no register. */
	int row;
};

/* Make incoming/, accepted/ and rejected/ below `path` when missing.  spool_fd is for the loop to
 * watch (-1 when the system has none left: then rescan alone works).
 * One thread may scan while another settles; all else of one spool is for one thread at a time. */
MUST_CHECK int spool_open(const char *path, struct spool **out, struct error *err);
int spool_fd(const struct spool *spool);

/* Look at what is there.  Calls `found` for at most `room` items, which may settle them at once;
 * items handed out are not found again until they are settled.  now_ms is a monotonic clock;
 * `rescan` looks at the whole directory, else only at what inotify named.  *next_ms: when to come
 * back without an event (UINT64_MAX: only then).  An entry that cannot be read for the disk's sake
 * (-E_IO) is tried again later and does not keep the others waiting. */
MUST_CHECK int spool_scan(struct spool *spool, const struct law *law, int64_t max_attachment_bytes,
			  uint64_t now_ms, bool rescan, size_t room,
			  void (*found)(void *ctx, struct spool_item *item), void *ctx,
			  uint64_t *next_ms, struct error *err);

/* Move it to accepted/YYYY/ID/ (after the commit) or to rejected/NAME/ with reason.json.  When the
 * move fails (-E_FULL, -E_IO, -E_DENIED) it stays, and is found again after a while.  What was
 * changed since it was read also stays, without an error: it is new. */
MUST_CHECK int spool_accept(struct spool *spool, uint64_t ticket, int year, int64_t document,
			    struct error *err);
MUST_CHECK int spool_reject(struct spool *spool, uint64_t ticket, const struct refusal *refusal,
			    struct error *err);
/* Not now (store full, shutting down): it will be found again. */
void spool_return(struct spool *spool, uint64_t ticket);
void spool_close(struct spool *spool);

#endif
