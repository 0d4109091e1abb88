#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/vec.h"

struct pair {
	int left;
	int right;
};

static void pushed_elements_are_zeroed_and_stay(void **state)
{
	(void)state;
	struct vec_of(struct pair) pairs = {0};
	for (int i = 0; i < 1000; i++) {
		struct pair *pair = VEC_PUSH(&pairs);
		assert_int_equal(pair->left, 0);
		assert_int_equal(pair->right, 0);
		pair->left = i;
		pair->right = -i;
	}
	assert_int_equal(pairs.len, 1000);
	int expected = 0;
	VEC_EACH(&pairs, pair) {
		assert_int_equal(pair->left, expected);
		assert_int_equal(pair->right, -expected);
		expected++;
	}
	assert_int_equal(expected, 1000);
	VEC_FINISH(&pairs);
	assert_null(pairs.at);
	assert_int_equal(pairs.len, 0);
}

struct pairs {
	struct vec_of(struct pair) list;
};

static int sum_of_left(const struct pairs *pairs)
{
	int sum = 0;
	VEC_EACH(&pairs->list, pair)
		sum += pair->left;
	return sum;
}

static void a_const_vec_can_be_walked(void **state)
{
	(void)state;
	struct pairs pairs = {0};
	for (int i = 1; i <= 10; i++)
		VEC_PUSH(&pairs.list)->left = i;
	assert_int_equal(sum_of_left(&pairs), 55);
	VEC_FINISH(&pairs.list);
}

static void a_slot_used_before_is_zeroed_again(void **state)
{
	(void)state;
	struct vec_of(int) numbers = {0};
	*VEC_PUSH(&numbers) = 7;
	numbers.len = 0;
	assert_int_equal(*VEC_PUSH(&numbers), 0);
	VEC_FINISH(&numbers);
}

static void an_empty_vec_has_no_elements(void **state)
{
	(void)state;
	struct vec_of(int) numbers = {0};
	VEC_EACH(&numbers, number)
		fail();
	VEC_FINISH(&numbers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pushed_elements_are_zeroed_and_stay),
		cmocka_unit_test(a_const_vec_can_be_walked),
		cmocka_unit_test(a_slot_used_before_is_zeroed_again),
		cmocka_unit_test(an_empty_vec_has_no_elements),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
