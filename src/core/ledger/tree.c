/* The Merkle tree of RFC 9162, section 2.1, as far as appending needs it. */
#include "core/ledger/tree.h"

#include <assert.h>
#include <string.h>

struct digest tree_node(struct digest left, struct digest right)
{
	uint8_t bytes[1 + 2 * sizeof(left.byte)];
	bytes[0] = 0x01;
	memcpy(bytes + 1, left.byte, sizeof(left.byte));
	memcpy(bytes + 1 + sizeof(left.byte), right.byte, sizeof(right.byte));
	return sha256_of(bytes, sizeof(bytes));
}

struct digest tree_perfect(const struct digest *leaves, int count)
{
	assert(count > 0 && count <= TILE_WIDTH && (count & (count - 1)) == 0);
	struct digest row[TILE_WIDTH];
	memcpy(row, leaves, (size_t)count * sizeof(row[0]));
	for (; count > 1; count /= 2)
		for (int i = 0; i < count / 2; i++)
			row[i] = tree_node(row[2 * i], row[2 * i + 1]);
	return row[0];
}

void tree_add_perfect(struct ledger_tree *tree, struct digest root, int height)
{
	int top = __builtin_popcountll(tree->size);
	assert((tree->size & ((UINT64_C(1) << height) - 1)) == 0);
	/* Each perfect subtree as large as what is added becomes one with it: as in a carry. */
	for (uint64_t rest = tree->size >> height; (rest & 1) != 0; rest >>= 1)
		root = tree_node(tree->edge[--top], root);
	tree->edge[top] = root;
	tree->size += UINT64_C(1) << height;
}

void tree_add(struct ledger_tree *tree, struct digest leaf)
{
	tree_add_perfect(tree, leaf, 0);
}

struct digest tree_root(const struct ledger_tree *tree)
{
	int top = __builtin_popcountll(tree->size);
	if (top == 0)
		return sha256_of("", 0);
	struct digest root = tree->edge[--top];
	while (top > 0)
		root = tree_node(tree->edge[--top], root);
	return root;
}
