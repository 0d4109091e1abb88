/* A document to be handed in: the manifest's bytes and the files that it names beside it.
 *
 * The manifest is sent as it is: what it means is the daemon's business.  Here it is read only as
 * far as needed to find its files.  A file that is not there is left out, so that the refusal comes
 * from the daemon and stands in the ledger. */
#ifndef CTL_PARCEL_H
#define CTL_PARCEL_H

#include <jansson.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/pool.h"
#include "base/vec.h"
#include "net/unix_client.h"

struct parcel {
	struct pool pool; /* owns the texts of the parts */
	struct buf manifest;
	json_t *read;                          /* the manifest as JSON; NULL when it is none */
	struct vec_of(struct unix_part) parts; /* the manifest first; files behind it */
};

/* `path`: a manifest, a folder with manifest.json, or "-" for `in`.  -E_NOT_FOUND and its like with
 * a sentence; call parcel_finish in any case. */
MUST_CHECK int parcel_read(const char *path, int in, struct parcel *out, struct error *err);
void parcel_finish(struct parcel *parcel);

/* A text of the manifest by its English or Chinese key; NULL. */
const char *parcel_text(const struct parcel *parcel, const char *english, const char *chinese);

#endif
