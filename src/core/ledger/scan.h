/* Inside the ledger room: is this line an entry in canonical form, and what does checking need of
 * it?
 *
 * Canonical means: a parser that refuses duplicates reads it, and writing it again gives the same
 * bytes.  So there is one spelling of each entry and no two readers can differ about it. */
#ifndef CORE_LEDGER_SCAN_H
#define CORE_LEDGER_SCAN_H

#include "core/ledger/ledger.h"

struct scanned {
	uint64_t seq;
	struct instant time;
	char prev[DIGEST_TEXT]; /* as written: comparing texts is cheaper than reading digits */
	bool is_checkpoint;
};

/* -E_CORRUPT with a sentence. */
MUST_CHECK int scan_line(const char *line, size_t len, struct scanned *out, struct error *err);
/* Only what stands before `document` and behind `data`.  False: not sure, ask scan_line. */
bool scan_envelope(const char *line, size_t len, struct scanned *out);

#endif
