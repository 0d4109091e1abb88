/* Inside the ledger room: a tree that still knows its roots at the sizes just passed.
 *
 * A checkpoint entry speaks of the tree as it was when signing began, some entries earlier. */
#ifndef CORE_LEDGER_HISTORY_H
#define CORE_LEDGER_HISTORY_H

#include "core/ledger/ledger.h"

/* More than a daemon commits at once, so more than can come between signing and entry. */
#define HISTORY_ENTRIES 8192
#define HISTORY_STEP 256

struct history {
	struct ledger_tree now;
	struct ledger_tree
		before[HISTORY_ENTRIES / HISTORY_STEP + 1]; /* at multiples of the step */
	struct digest leaves[HISTORY_ENTRIES + HISTORY_STEP];
};

void history_add(struct history *history, struct digest leaf);
/* False when `size` was not reached yet or was passed too long ago. */
bool history_root(const struct history *history, uint64_t size, struct digest *root);

#endif
