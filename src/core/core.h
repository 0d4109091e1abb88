/* The core's one door.  It does no I/O, reads no clock, draws no random number, keeps no globals.
 *
 * One turn: decide, write the facts, apply them; then the actions owed are asked for.  Actions are
 * never kept: dossier_owed derives them from the facts and a moment, live and after a restart
 * alike, so the shell asks again for one that is in flight and must not do it twice at once. */
#ifndef CORE_CORE_H
#define CORE_CORE_H

#include "base/buf.h"
#include "base/error.h"
#include "base/macros.h"
#include "core/model/dossier.h"
#include "core/model/event.h"
#include "core/model/fact.h"
#include "core/model/law.h"

/* What follows from the event.  Returns 0, or -E_DENIED, -E_INVALID, -E_NOT_FOUND with
 * out->sentence; facts may be there all the same (a refusal is one) and are to be written. */
MUST_CHECK int dossier_decide(const struct dossier *dossier, const struct law *law,
			      const struct event *event, struct outcome *out);

/* The only change.  `fact->seq` and `fact->at` are set by then (notes keep the dossier's seq). */
void dossier_apply(struct dossier *dossier, const struct fact *fact);
void dossier_finish(struct dossier *dossier);

/* The actions owed at `now`; at most one for a channel or an alert.  Returns their number. */
#define DOSSIER_ACTIONS 64
int dossier_owed(const struct dossier *dossier, const struct law *law, struct instant now,
		 struct action actions[DOSSIER_ACTIONS]);

/* When to hand in EVENT_WAKE: at or before `now` while facts are owed by time alone; else the next
 * moment at which something new will be owed; NEVER when nothing will. */
struct instant dossier_next_wake(const struct dossier *dossier, const struct law *law,
				 struct instant now);

/* Why nothing is published now: recorded and derived holds together.  Returns their number. */
#define DOSSIER_HOLDS 16
struct dossier_hold {
	const char *code;	/* contract, section 5 */
	const char *sentence;	/* Chinese */
};
int dossier_holds(const struct dossier *dossier, const struct law *law, struct instant now,
		  struct dossier_hold holds[DOSSIER_HOLDS]);

/* "open", "held", "awaiting-review", "closed", "withdrawn". */
const char *dossier_state(const struct dossier *dossier, const struct law *law,
			  struct instant now);

/* What is counted but no fact (last probes), as short text for the store, and back. */
void dossier_notes_print(const struct dossier *dossier, struct buf *out);
void dossier_notes_read(struct dossier *dossier, const char *notes);

#endif
