#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/calendar/day_set.h"

#define FIRST (-130) /* neither end on a word's border */
#define LAST 517

/* An irregular pattern with full and empty words in it. */
static bool belongs(int32_t number)
{
	return (number >= -60 && number < 80) || (number > 300 && (number * number) % 7 < 3);
}

static void counts_as_a_loop_does(void **state)
{
	(void)state;
	struct day_set set;
	day_set_init(&set, FIRST, LAST);
	for (int32_t number = FIRST; number <= LAST; number++)
		day_set_put(&set, number, belongs(number));
	day_set_put(&set, 5, false);
	day_set_put(&set, 5, true);
	day_set_seal(&set);

	int32_t count = 0;
	for (int32_t number = FIRST; number <= LAST; number++) {
		assert_int_equal(day_set_has(&set, number), belongs(number));
		if (belongs(number))
			assert_int_equal(day_set_at(&set, count++), number);
		assert_int_equal(day_set_up_to(&set, number), count);
	}
	assert_int_equal(set.count, count);
	day_set_finish(&set);
}

static void finds_members_in_a_range(void **state)
{
	(void)state;
	struct day_set set;
	day_set_init(&set, FIRST, LAST);
	for (int32_t number = FIRST; number <= LAST; number++)
		day_set_put(&set, number, number == FIRST || number == 64);
	day_set_seal(&set);
	assert_true(day_set_any(&set, FIRST, FIRST));
	assert_false(day_set_any(&set, FIRST + 1, 63));
	assert_true(day_set_any(&set, FIRST + 1, 64));
	assert_true(day_set_any(&set, 64, LAST));
	assert_false(day_set_any(&set, 65, LAST));
	assert_false(day_set_any(&set, 64, 63));
	day_set_finish(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_as_a_loop_does),
		cmocka_unit_test(finds_members_in_a_range),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
