/* What must be true of every run, one invariant a file. */
#ifndef TESTS_SIM_INVARIANT_H
#define TESTS_SIM_INVARIANT_H

#include <stdint.h>

#include "base/pool.h"
#include "base/vec.h"
#include "core/model/dossier.h"
#include "core/model/fact.h"

struct sim;
struct task;

/* The ledger, read once for all. */
struct history {
	struct pool pool;
	struct vec_of(struct fact) facts;
};
void history_read(struct history *history, struct sim *sim);
void history_finish(struct history *history);
/* One dossier from its own entries and notes; dossier_finish it. */
void history_replay(struct sim *sim, int64_t document, struct dossier *out);

/* --- while it runs -------------------------------------------------------------------------------- */

/* invariant_once.c: never two live articles of one document, or under one key. */
void invariant_once(struct sim *sim, int64_t document, const char *key);
/* invariant_closed.c: nothing is sent to the website that may not be public. */
void invariant_closed(struct sim *sim, const struct task *task);
/* invariant_wakeup.c: no open dossier sleeps for ever; none that could be tried is left untried;
 * the engine does not turn without anything to do. */
void invariant_wakeup(struct sim *sim);
/* invariant_resumed.c: a while after a start, what was owed before it is on its way again. */
void invariant_resumed(struct sim *sim);
/* invariant_replay.c: the ledger and the notes give the very dossiers that the engine holds. */
void invariant_replay(struct sim *sim, int64_t document);

/* --- at the end, from the ledger ---------------------------------------------------------------------- */

/* invariant_forgotten.c: what must be public is, and its duties are met. */
void invariant_forgotten(struct sim *sim, const struct history *history);
/* invariant_rungs.c: every rung owed is there, in its turn, at its time, once a person. */
void invariant_rungs(struct sim *sim, const struct history *history);
/* invariant_told.c: each alert arrives at most once, unless an answer was lost; none is left over. */
void invariant_told(struct sim *sim, const struct history *history);
/* invariant_phase.c: met and missed as the world saw it. */
void invariant_phase(struct sim *sim, const struct history *history);
/* invariant_ledger.c: the chain, the tree, the checkpoints and the times hold. */
void invariant_ledger(struct sim *sim, const struct history *history);
/* invariant_intent.c: no operation without its intention on disk before. */
void invariant_intent(struct sim *sim, const struct history *history);

#endif
