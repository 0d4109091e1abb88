/* Inside the ledger room: hashes of the tree's nodes. */
#ifndef CORE_LEDGER_TREE_H
#define CORE_LEDGER_TREE_H

#include "core/ledger/ledger.h"

/* SHA-256(0x01 || left || right). */
struct digest tree_node(struct digest left, struct digest right);
/* The root over `count` hashes, a power of two up to TILE_WIDTH. */
struct digest tree_perfect(const struct digest *leaves, int count);

#endif
