/* The ledger's book as it lies in the state directory, for when no daemon runs: its store and its
 * key, read only. */
#ifndef CTL_BOOK_H
#define CTL_BOOK_H

#include "core/ledger/ledger.h"
#include "ctl/session.h"
#include "store/store.h"

/* The store of the configuration.  store_close. */
MUST_CHECK int book_open(struct session *session, struct store **out, struct error *err);
void book_close(struct store **store); /* destroyer */

/* A verifier key from a file, "-" for standard input. */
MUST_CHECK int book_key_file(const struct session *session, const char *path,
			     struct ledger_key *out, struct error *err);
/* The public part of the key in the state directory. */
MUST_CHECK int book_key_kept(struct session *session, struct ledger_key *out, struct error *err);
/* The kept key, or the daemon's word. */
MUST_CHECK int book_key_found(struct session *session, struct ledger_key *out, struct error *err);

#endif
