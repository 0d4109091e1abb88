#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/ledger/tree.h"

static void the_root_of_a_tile_is_that_of_its_tree(void **state)
{
	(void)state;
	struct digest hashes[TILE_WIDTH];
	struct ledger_tree tree = {0};
	for (int i = 0; i < TILE_WIDTH; i++) {
		hashes[i] = sha256_of(&i, sizeof(i));
		tree_add(&tree, hashes[i]);
	}
	assert_true(digest_equal(tile_root(hashes), tree_root(&tree)));
}

static void tiles_have_addresses(void **state)
{
	(void)state;
	/* Source: the examples of C2SP tlog-tiles. */
	static const struct {
		int level;
		uint64_t index;
		int width;
		const char *path;
	} cases[] = {
		{0, 0, 256, "0/000"},
		{0, 0, 1, "0/000.p/1"},
		{0, 273, 112, "0/273.p/112"},
		{1, 1, 17, "1/001.p/17"},
		{2, 999, 256, "2/999"},
		{0, 1000, 256, "0/x001/000"},
		{0, 1234067, 256, "0/x001/x234/067"},
		{7, UINT64_MAX, 255, "7/x018/x446/x744/x073/x709/x551/615.p/255"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(buf_finish) struct buf path = {0};
		tile_path(cases[i].level, cases[i].index, cases[i].width, &path);
		assert_string_equal(path.data, cases[i].path);
		int level, width;
		uint64_t index;
		assert_int_equal(tile_path_parse(path.data, &level, &index, &width), 0);
		assert_int_equal(level, cases[i].level);
		assert_true(index == cases[i].index);
		assert_int_equal(width, cases[i].width);
	}
	static const char *const bad[] = {
		"",          "0",          "0/",          "0/1",
		"0/0001",    "8/000",      "-1/000",      "00/000",
		"+0/000",    "0/x000/001", "0/x001",      "0/x1/000",
		"0/001/002", "0/000.p/0",  "0/000.p/256", "0/000.p/01",
		"0/000.p/",  "0/000.p/1x", "0/000x",      "0/00a",
		"0//000",    "/0/000",     "0/000/",      "0/x018/x446/x744/x073/x709/x551/616",
		"0/../000",  "data/000",
	};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		int level, width;
		uint64_t index;
		if (tile_path_parse(bad[i], &level, &index, &width) != -E_INVALID)
			fail_msg("taken: %s", bad[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_root_of_a_tile_is_that_of_its_tree),
		cmocka_unit_test(tiles_have_addresses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
