#include "core/ledger/history.h"

#include "base/macros.h"

void history_add(struct history *history, struct digest leaf)
{
	uint64_t at = history->now.size;
	if (at % HISTORY_STEP == 0)
		history->before[at / HISTORY_STEP % ARRAY_LEN(history->before)] = history->now;
	history->leaves[at % ARRAY_LEN(history->leaves)] = leaf;
	tree_add(&history->now, leaf);
}

bool history_root(const struct history *history, uint64_t size, struct digest *root)
{
	uint64_t now = history->now.size;
	if (size > now || now - size > HISTORY_ENTRIES)
		return false;
	struct ledger_tree tree = history->now;
	if (size < now)
		tree = history->before[size / HISTORY_STEP % ARRAY_LEN(history->before)];
	while (tree.size < size)
		tree_add(&tree, history->leaves[tree.size % ARRAY_LEN(history->leaves)]);
	*root = tree_root(&tree);
	return true;
}
