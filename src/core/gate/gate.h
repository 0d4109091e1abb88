/* The gate before publication: what in a document's own texts forbids to show it.
 *
 * A scan finds marks, it does not judge: what it finds becomes a hold that named people may explain
 * away.  Values are told masked only (138****1234).  Texts of pictures and of attachments are not
 * seen here.
 * Sources: OGI Regulations (2019) art. 14, 15; Personal Information Protection Law (2021) art. 25,
 * 28; GB/T 9704-2012, 7.2.2 (密级); ID numbers GB 11643-1999; bank cards by the Luhn check. */
#ifndef CORE_GATE_GATE_H
#define CORE_GATE_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/pool.h"
#include "core/model/document.h"

struct gate_finding {
	const char *code;     /* "classified", "privacy", "incomplete": holds of the contract */
	const char *sentence; /* Chinese, values masked, says where; in the result's pool */
};

#define GATE_FINDINGS 3 /* at most one a code */
struct gate_result {
	struct pool pool;
	struct gate_finding findings[GATE_FINDINGS];
	int count;
};

/* `text` is the body as people read it (tags removed).  `out` is zeroed before. */
void gate_scan(const struct document *document, const char *text, struct gate_result *out);
void gate_finish(struct gate_result *result);

/* --- the parts, for tests ------------------------------------------------------------------ */

/* Personal numbers in a text: the first few different ones are appended to `masked`, with their
 * kind, separated by "、".  Returns how many there are in all.  Mobile telephones that stand in
 * `allowed` (NULL: none) do not count: where objections go is meant to be read. */
int gate_privacy(const char *text, size_t len, const char *allowed, struct buf *masked);

/* The mark that classifies the text (密级, 内部资料, 工作秘密), or NULL. */
const char *gate_classified(const char *text, size_t len);

/* The remark below the date that forbids to publish (此件不予公开...), or NULL.
 * Source: GB/T 9704-2012, 7.3.7 (附注). */
const char *gate_not_public(const char *text, size_t len);

#endif
