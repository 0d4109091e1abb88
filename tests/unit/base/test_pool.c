#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/pool.h"

static void pieces_are_zero_aligned_and_apart(void **state)
{
	(void)state;
	struct pool pool = {0};
	unsigned char *pieces[600];
	for (size_t i = 0; i < 600; i++) {
		pieces[i] = pool_alloc(&pool, i);
		assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
		for (size_t at = 0; at < i; at++)
			assert_int_equal(pieces[i][at], 0);
		memset(pieces[i], (int)(i & 0xff), i);
	}
	for (size_t i = 0; i < 600; i++)
		for (size_t at = 0; at < i; at++)
			assert_int_equal(pieces[i][at], i & 0xff);
	pool_finish(&pool);
	assert_null(pool.blocks);
	assert_int_equal(pool.bytes, 0);
}

static void a_large_piece_leaves_the_block_in_use(void **state)
{
	(void)state;
	struct pool pool = {0};
	char *first = pool_alloc(&pool, 16);
	char *large = pool_alloc(&pool, 1u << 20);
	char *second = pool_alloc(&pool, 16);
	assert_ptr_equal(second, first + 16);
	memset(large, 'x', 1u << 20);
	assert_int_equal(*second, 0);
	pool_finish(&pool);
}

static void a_large_piece_may_come_first(void **state)
{
	(void)state;
	struct pool pool = {0};
	memset(pool_alloc(&pool, 1u << 18), 'x', 1u << 18);
	assert_non_null(pool_alloc(&pool, 1));
	pool_finish(&pool);
}

static void texts_are_copied(void **state)
{
	(void)state;
	struct pool pool = {0};
	char text[] = "公文";
	char *copy = pool_text(&pool, text);
	text[0] = 'x';
	assert_string_equal(copy, "公文");
	assert_string_equal(pool_text_len(&pool, "abcdef", 3), "abc");
	assert_string_equal(pool_text_len(&pool, NULL, 0), "");
	assert_null(pool_text(&pool, NULL));
	assert_string_equal(pool_print(&pool, "%s-%d", "rule", 7), "rule-7");
	assert_string_equal(pool_print(&pool, "%s", ""), "");
	pool_finish(&pool);
	pool_finish(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_zero_aligned_and_apart),
		cmocka_unit_test(a_large_piece_leaves_the_block_in_use),
		cmocka_unit_test(a_large_piece_may_come_first),
		cmocka_unit_test(texts_are_copied),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
