#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "ledger_sample.h"

/* Nodes over the leaves of Certificate Transparency: leaf 1, leaves 2-3, 0-3 and so on. */
#define LEAF_0 "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
#define LEAF_1 "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
#define LEAF_4 "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
#define NODE_01 "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
#define NODE_23 "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
#define NODE_45 "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
#define NODE_67 "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
#define NODE_03 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
#define NODE_47 "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"

static const char *const ct_leaves[] = {
	"",
	"\x00",
	"\x10",
	"\x20\x21",
	"\x30\x31",
	"\x40\x41\x42\x43",
	"\x50\x51\x52\x53\x54\x55\x56\x57",
	"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
};
static const size_t ct_bytes[] = {0, 1, 1, 2, 2, 4, 8, 16};

static void add_leaf(struct ledger_sample *sample, struct digest leaf)
{
	*VEC_PUSH(&sample->leaves) = leaf;
	tree_add(&sample->tree, leaf);
}

static void assert_path(const struct digest *path, int count, const char *const *expected)
{
	char hex[DIGEST_TEXT];
	for (int i = 0; i < count; i++) {
		assert_non_null(expected[i]);
		assert_string_equal(digest_print(path[i], hex), expected[i]);
	}
	assert_null(expected[count]);
}

/* Source: the paths and proofs in the tests of Certificate Transparency. */
static void proofs_are_those_of_certificate_transparency(void **state)
{
	(void)state;
	static const struct {
		uint64_t index, size;
		const char *path[5];
	} inclusions[] = {
		{0, 1, {NULL}},
		{0, 8, {LEAF_1, NODE_23, NODE_47}},
		{5, 8, {LEAF_4, NODE_67, NODE_03}},
		{2, 3, {NODE_01}},
		{1, 5, {LEAF_0, NODE_23, LEAF_4}},
	};
	static const struct {
		uint64_t old_size, size;
		const char *path[5];
	} consistencies[] = {
		{1, 1, {NULL}},
		{1, 8, {LEAF_1, NODE_23, NODE_47}},
		{6, 8, {NODE_45, NODE_67, NODE_03}},
		{2, 5, {NODE_23, LEAF_4}},
	};
	struct ledger_sample sample;
	ledger_sample_init(&sample);
	for (size_t i = 0; i < ARRAY_LEN(ct_leaves); i++)
		add_leaf(&sample, ledger_leaf(ct_leaves[i], ct_bytes[i]));

	struct digest path[64];
	int count;
	for (size_t i = 0; i < ARRAY_LEN(inclusions); i++) {
		assert_int_equal(proof_inclusion(ledger_sample_tile, &sample, inclusions[i].index,
						 inclusions[i].size, path, &count, NULL),
				 0);
		assert_path(path, count, inclusions[i].path);
	}
	for (size_t i = 0; i < ARRAY_LEN(consistencies); i++) {
		assert_int_equal(proof_consistency(ledger_sample_tile, &sample,
						   consistencies[i].old_size, consistencies[i].size,
						   path, &count, NULL),
				 0);
		assert_path(path, count, consistencies[i].path);
	}
	ledger_sample_finish(&sample);
}

#define SIZES 80

struct growing {
	struct ledger_sample sample;
	struct digest roots[SIZES + 1];
};

static void grow(struct growing *g)
{
	ledger_sample_init(&g->sample);
	for (uint64_t size = 0; size <= SIZES; size++) {
		g->roots[size] = tree_root(&g->sample.tree);
		add_leaf(&g->sample, ledger_leaf((const char *)&size, sizeof(size)));
	}
}

/* Each byte and the count matter; so do index, size and root. */
static void assert_only_this_holds(const struct growing *g, uint64_t index, uint64_t size,
				   const struct digest *path, int count)
{
	struct digest leaf = g->sample.leaves.at[index];
	assert_true(proof_inclusion_holds(leaf, index, size, path, count, g->roots[size]));
	assert_false(proof_inclusion_holds(leaf, index, size, path, count, g->roots[size - 1]));
	assert_false(proof_inclusion_holds(leaf, size, size, path, count, g->roots[size]));
	assert_false(proof_inclusion_holds(leaf, index ^ 1, size, path, count, g->roots[size]) &&
		     size > 1);
	for (int i = 0; i < count; i++) {
		struct digest other[64];
		memcpy(other, path, sizeof(other));
		other[i].byte[i % 32] ^= 1;
		assert_false(
			proof_inclusion_holds(leaf, index, size, other, count, g->roots[size]));
		assert_false(proof_inclusion_holds(leaf, index, size, path, i, g->roots[size]));
	}
	assert_false(proof_inclusion_holds(leaf, index, size, path, count + 1, g->roots[size]));
}

static void inclusion_holds_for_every_entry(void **state)
{
	(void)state;
	struct growing g;
	grow(&g);
	for (uint64_t size = 1; size <= SIZES; size++) {
		for (uint64_t index = 0; index < size; index++) {
			struct digest path[64] = {0};
			int count = -1;
			assert_int_equal(proof_inclusion(ledger_sample_tile, &g.sample, index, size,
							 path, &count, NULL),
					 0);
			assert_only_this_holds(&g, index, size, path, count);
		}
	}
	struct digest path[64];
	int count;
	assert_int_equal(proof_inclusion(ledger_sample_tile, &g.sample, 5, 5, path, &count, NULL),
			 -E_INVALID);
	ledger_sample_finish(&g.sample);
}

static void consistency_holds_for_every_pair(void **state)
{
	(void)state;
	struct growing g;
	grow(&g);
	for (uint64_t size = 0; size <= SIZES; size++) {
		for (uint64_t old = 0; old <= size; old++) {
			struct digest path[64] = {0};
			int count = -1;
			assert_int_equal(proof_consistency(ledger_sample_tile, &g.sample, old, size,
							   path, &count, NULL),
					 0);
			assert_true(proof_consistency_holds(old, g.roots[old], size, g.roots[size],
							    path, count));
			struct digest wrong = g.roots[old];
			wrong.byte[31] ^= 0x80;
			assert_false(proof_consistency_holds(old, wrong, size, g.roots[size], path,
							     count));
			assert_false(proof_consistency_holds(old, g.roots[old], size, g.roots[size],
							     path, count + 1));
			if (count == 0)
				continue;
			assert_false(proof_consistency_holds(old, g.roots[old], size, wrong, path,
							     count));
			assert_false(proof_consistency_holds(old, g.roots[old], size, g.roots[size],
							     path, count - 1));
			path[count / 2].byte[7] ^= 1;
			assert_false(proof_consistency_holds(old, g.roots[old], size, g.roots[size],
							     path, count));
		}
	}
	struct digest path[64];
	int count;
	assert_int_equal(proof_consistency(ledger_sample_tile, &g.sample, 6, 5, path, &count, NULL),
			 -E_INVALID);
	assert_false(proof_consistency_holds(6, g.roots[6], 5, g.roots[5], path, 0));
	ledger_sample_finish(&g.sample);
}

/* Over tiles of the second level, where no single tile holds a whole subtree. */
static void proofs_reach_over_tiles(void **state)
{
	(void)state;
	struct ledger_sample sample;
	ledger_sample_init(&sample);
	struct digest old_root = {0};
	for (uint64_t i = 0; i < 70003; i++) {
		if (i == 65537)
			old_root = tree_root(&sample.tree);
		add_leaf(&sample, ledger_leaf((const char *)&i, sizeof(i)));
	}
	static const uint64_t indices[] = {0, 255, 256, 65535, 65536, 69999, 70002};
	struct digest path[64];
	int count;
	for (size_t i = 0; i < ARRAY_LEN(indices); i++) {
		assert_int_equal(proof_inclusion(ledger_sample_tile, &sample, indices[i], 70003,
						 path, &count, NULL),
				 0);
		assert_true(proof_inclusion_holds(sample.leaves.at[indices[i]], indices[i], 70003,
						  path, count, tree_root(&sample.tree)));
	}
	assert_int_equal(
		proof_consistency(ledger_sample_tile, &sample, 65537, 70003, path, &count, NULL),
		0);
	assert_true(proof_consistency_holds(65537, old_root, 70003, tree_root(&sample.tree), path,
					    count));
	ledger_sample_finish(&sample);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(proofs_are_those_of_certificate_transparency),
		cmocka_unit_test(inclusion_holds_for_every_entry),
		cmocka_unit_test(consistency_holds_for_every_pair),
		cmocka_unit_test(proofs_reach_over_tiles),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
