#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "core/ledger/history.h"
#include "core/ledger/tree.h"
#include "ledger_sample.h"

/* Source: the eight leaves and roots of the tests of Certificate Transparency (RFC 6962). */
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
static const char *const ct_roots[] = {
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static void roots_are_those_of_certificate_transparency(void **state)
{
	(void)state;
	char hex[DIGEST_TEXT];
	struct ledger_tree tree = {0};
	for (size_t size = 0; size < ARRAY_LEN(ct_roots); size++) {
		assert_string_equal(digest_print(tree_root(&tree), hex), ct_roots[size]);
		assert_int_equal(tree.size, size);
		if (size < ARRAY_LEN(ct_leaves))
			tree_add(&tree, ledger_leaf(ct_leaves[size], ct_bytes[size]));
	}
}

static struct digest leaf(uint64_t number)
{
	return ledger_leaf((const char *)&number, sizeof(number));
}

/* By the definition of RFC 9162, 2.1.1. */
static struct digest defined_root(uint64_t first, uint64_t size)
{
	if (size == 0)
		return sha256_of("", 0);
	if (size == 1)
		return leaf(first);
	uint64_t left = 1;
	while (left * 2 < size)
		left *= 2;
	return tree_node(defined_root(first, left), defined_root(first + left, size - left));
}

static void roots_follow_the_definition(void **state)
{
	(void)state;
	struct ledger_tree tree = {0};
	for (uint64_t size = 0; size < 600; size++) {
		assert_true(digest_equal(tree_root(&tree), defined_root(0, size)));
		tree_add(&tree, leaf(size));
	}
	for (int count = 1; count <= TILE_WIDTH; count *= 2) {
		struct digest leaves[TILE_WIDTH];
		for (int i = 0; i < count; i++)
			leaves[i] = leaf((uint64_t)i);
		assert_true(digest_equal(tree_perfect(leaves, count),
					 defined_root(0, (uint64_t)count)));
	}
}

static void a_history_knows_the_roots_just_passed(void **state)
{
	(void)state;
	struct history *history = test_calloc(1, sizeof(*history));
	struct digest *roots = test_calloc(30001, sizeof(*roots));
	for (uint64_t size = 0; size < 30000; size++) {
		roots[size] = tree_root(&history->now);
		history_add(history, leaf(size));
		uint64_t back = size * 2654435761u % (HISTORY_ENTRIES + 1);
		struct digest root;
		if (back > size + 1)
			continue;
		roots[size + 1] = tree_root(&history->now);
		assert_true(history_root(history, size + 1 - back, &root));
		assert_true(digest_equal(root, roots[size + 1 - back]));
	}
	struct digest root;
	assert_true(history_root(history, 30000 - HISTORY_ENTRIES, &root));
	assert_false(history_root(history, 30000 - HISTORY_ENTRIES - 1, &root));
	assert_false(history_root(history, 30001, &root));
	test_free(roots);
	test_free(history);
}

static void a_tree_comes_back_from_tiles(void **state)
{
	(void)state;
	struct ledger_sample sample;
	ledger_sample_init(&sample);
	for (uint64_t size = 0; size < 70000; size++) {
		struct digest next = leaf(size);
		*VEC_PUSH(&sample.leaves) = next;
		tree_add(&sample.tree, next);
		if (size % 9973 != 0 && size != 65535 && size != 65536)
			continue;
		struct ledger_tree loaded;
		assert_int_equal(tree_load(ledger_sample_tile, &sample, size + 1, &loaded, NULL),
				 0);
		assert_int_equal(loaded.size, sample.tree.size);
		assert_true(digest_equal(tree_root(&loaded), tree_root(&sample.tree)));
	}
	struct ledger_tree loaded;
	struct error err = {0};
	assert_int_equal(tree_load(ledger_sample_tile, &sample, 70001, &loaded, &err), -E_CORRUPT);
	assert_non_null(strstr(err.text, "tile 0/273"));
	ledger_sample_finish(&sample);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roots_are_those_of_certificate_transparency),
		cmocka_unit_test(roots_follow_the_definition),
		cmocka_unit_test(a_history_knows_the_roots_just_passed),
		cmocka_unit_test(a_tree_comes_back_from_tiles),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
