/* Exactly once: what a publication needs next, and when.
 *
 * An intention is on disk before the first byte leaves.  A result that is missing or unclear is
 * looked up by key, at once and again when the server can no longer be working on it (`settle`);
 * only a look-up after that, finding nothing, permits a second create. */
#ifndef CORE_PUBLISH_PUBLISH_H
#define CORE_PUBLISH_PUBLISH_H

#include "base/instant.h"
#include "core/model/dossier.h"
#include "core/model/event.h"
#include "core/model/law.h"

enum publish_need {
	NEED_NOTHING,  /* done, held, or people must act */
	NEED_OPERATION, /* `operation`, from `at` on */
	NEED_PROBE,	/* read the public page, from `at` on */
};
struct publish_step {
	enum publish_need need;
	enum publish_operation operation;
	struct instant at;
};

/* `code` of a publication.failed after which nothing is there any more: what we knew of an address
 * is void. */
#define PUBLISH_NOT_THERE "not-there"

/* `open` tells whether the gate is open (dossier_holds is empty) at `now`. */
struct publish_step publish_next(const struct dossier *dossier,
				 const struct publication *publication, const struct law *law,
				 bool open, struct instant now);

/* Waiting after `failures` failures in a row: 5 s doubling to 30 min, a quarter of it spread by
 * the key; in the clock's own (rehearsal) time. */
int64_t publish_backoff_us(const char *key, int failures);
/* Waiting until the next probe after `repeats` equal verdicts, ending at `watch_us`. */
int64_t publish_probe_interval_us(bool present, int repeats, int64_t watch_us);

/* Real time in the clock's own (rehearsal) time, in whole milliseconds as the ledger keeps them: a
 * server's patience is not rehearsed. */
int64_t publish_real_us(const struct law *law, int64_t us);

/* The transition table; -1: this fact must not come in this state. */
int publish_transition(enum publication_state from, enum fact_kind on);

/* "gongshi-9-r1-website" */
const char *publish_key(struct pool *pool, int64_t document, int revision, const char *channel);

#endif
