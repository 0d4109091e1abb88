/* What is in flight: the set against a plain list, over many random steps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/engine_inside.h"

#define PAIRS 400

static uint64_t chance = 20261124;

static uint64_t draw(uint64_t below)
{
	chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (chance >> 33) % below;
}

static uint64_t what_of(uint64_t kind)
{
	return kind == 0 ? flight_operation(kind) : kind == 1 ? flight_probe(kind) : flight_alert(kind);
}

static void agrees_with_a_plain_list(void **state)
{
	(void)state;
	bool there[PAIRS][4] = {{false}};
	size_t size = 0;
	struct flight *flight = flight_new();
	for (int step = 0; step < 200000; step++) {
		uint64_t document = draw(PAIRS), kind = draw(4);
		int64_t id = (int64_t)document + 1;
		bool *mine = &there[document][kind];
		if (draw(2) == 0) {
			assert_int_equal(flight_add(flight, id, what_of(kind)), !*mine);
			size += !*mine;
			*mine = true;
		} else {
			flight_remove(flight, id, what_of(kind));
			size -= *mine;
			*mine = false;
		}
		assert_int_equal(flight_size(flight), size);
	}
	for (size_t document = 0; document < PAIRS; document++)
		for (uint64_t kind = 0; kind < 4; kind++)
			assert_int_equal(flight_has(flight, (int64_t)document + 1, what_of(kind)),
					 there[document][kind]);
	flight_free(flight);
}

static void a_ring_gives_back_in_order(void **state)
{
	(void)state;
	struct waiting waiting = {0};
	int64_t next_in = 1, next_out = 1, id;
	for (int step = 0; step < 5000; step++) {
		if (draw(3) > 0) {
			waiting_push(&waiting, next_in++);
		} else if (waiting_pop(&waiting, &id)) {
			assert_int_equal(id, next_out++);
		}
	}
	while (waiting_pop(&waiting, &id))
		assert_int_equal(id, next_out++);
	assert_int_equal(next_in, next_out);
	waiting_free(&waiting);
}

static void the_cache_forgets_the_oldest_that_is_not_touched(void **state)
{
	(void)state;
	struct cache *cache = cache_new(3);
	cache_add(cache, 1)->touched = true;
	cache_add(cache, 2);
	cache_add(cache, 3);
	assert_non_null(cache_find(cache, 2)); /* used lately */
	cache_add(cache, 4);
	assert_non_null(cache_find(cache, 1));
	assert_non_null(cache_find(cache, 2));
	assert_null(cache_find(cache, 3));
	assert_int_equal(cache_size(cache), 3);
	cache_find(cache, 1)->touched = false;
	cache_free(cache);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_a_plain_list),
		cmocka_unit_test(a_ring_gives_back_in_order),
		cmocka_unit_test(the_cache_forgets_the_oldest_that_is_not_touched),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
