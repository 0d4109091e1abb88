#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "base/macros.h"
#include "net/loop.h"

struct world {
	struct loop *loop;
	struct timer *timer;
	int count;
	int fd;
	pthread_t seen;
};

static struct loop *open_loop(void)
{
	struct loop *loop = NULL;
	struct error err = {0};
	assert_int_equal(loop_open(&loop, &err), 0);
	return loop;
}

/* --- posts ------------------------------------------------------------------------------ */

#define POSTS 20000

struct numbered {
	struct world *world;
	int number;
};
static struct numbered numbered[POSTS];

static void in_order(void *ctx)
{
	struct numbered *n = ctx;
	assert_int_equal(n->number, n->world->count);
	n->world->count++;
}

static void *post_many(void *ctx)
{
	struct world *world = ctx;
	for (int i = 0; i < POSTS; i++) {
		numbered[i] = (struct numbered){world, i};
		loop_post(world->loop, in_order, &numbered[i]);
	}
	loop_stop(world->loop);
	return NULL;
}

static void test_posts_run_in_order(void **state UNUSED)
{
	struct world world = {.loop = open_loop()};
	pthread_t thread;
	pthread_create(&thread, NULL, post_many, &world);
	loop_run(world.loop);
	pthread_join(thread, NULL);
	assert_int_equal(world.count, POSTS);
	loop_close(world.loop);
}

static void count_up(void *ctx)
{
	((struct world *)ctx)->count++;
}

static void test_posts_left_over_run_at_close(void **state UNUSED)
{
	struct world world = {.loop = open_loop()};
	loop_stop(world.loop);
	loop_run(world.loop);
	loop_post(world.loop, count_up, &world);
	loop_close(world.loop);
	assert_int_equal(world.count, 1);
	loop_close(NULL);
}

/* --- work ------------------------------------------------------------------------------- */

static void work(void *ctx)
{
	((struct world *)ctx)->seen = pthread_self();
}

static void worked(void *ctx)
{
	struct world *world = ctx;
	assert_false(pthread_equal(world->seen, pthread_self()));
	world->count++;
	loop_stop(world->loop);
}

static void test_work_is_done_elsewhere(void **state UNUSED)
{
	struct world world = {.loop = open_loop()};
	loop_work(world.loop, work, worked, &world);
	loop_run(world.loop);
	assert_int_equal(world.count, 1);
	loop_work(world.loop, work, worked, &world); /* awaited by close */
	loop_close(world.loop);
	assert_int_equal(world.count, 2);
}

/* --- timers ----------------------------------------------------------------------------- */

static void again(void *ctx)
{
	struct world *world = ctx;
	if (++world->count == 3)
		loop_stop(world->loop);
	else
		timer_arm(world->timer, 5);
}

static void test_timer_may_be_armed_again(void **state UNUSED)
{
	struct world world = {.loop = open_loop()};
	world.timer = timer_open(world.loop, again, &world);
	uint64_t began_ms = clock_monotonic_ms();
	timer_arm(world.timer, 5);
	loop_run(world.loop);
	uint64_t took_ms = clock_monotonic_ms() - began_ms;
	assert_int_equal(world.count, 3);
	assert_in_range(took_ms, 10, 1000);
	timer_close(world.timer);
	timer_close(NULL);
	loop_close(world.loop);
}

static void test_stopped_timer_is_silent(void **state UNUSED)
{
	struct world world = {.loop = open_loop()};
	struct timer *silent = timer_open(world.loop, count_up, &world);
	timer_arm(silent, 1);
	timer_arm_at(silent, INSTANT_NEVER);
	world.timer = timer_open(world.loop, (void (*)(void *))loop_stop, world.loop);
	timer_arm(world.timer, 20);
	loop_run(world.loop);
	assert_int_equal(world.count, 0);
	timer_close(silent);
	timer_close(world.timer);
	loop_close(world.loop);
}

static void stop_and_count(void *ctx)
{
	struct world *world = ctx;
	world->count++;
	loop_stop(world->loop);
}

static void test_timer_waits_for_a_moment(void **state UNUSED)
{
	struct world world = {.loop = open_loop()};
	world.timer = timer_open(world.loop, stop_and_count, &world);
	struct instant at = instant_add_us(clock_now(), 30 * 1000);
	timer_arm_at(world.timer, at);
	loop_run(world.loop);
	assert_false(instant_before(clock_now(), at));
	assert_int_equal(world.count, 1);
	timer_arm_at(world.timer, (struct instant){1}); /* long ago: at once */
	loop_run(world.loop);
	assert_int_equal(world.count, 2);
	timer_close(world.timer);
	loop_close(world.loop);
}

/* --- signals and descriptors ------------------------------------------------------------ */

static void test_signal(void **state UNUSED)
{
	struct world world = {.loop = open_loop()};
	loop_on_signal(world.loop, SIGUSR1, stop_and_count, &world);
	kill(getpid(), SIGUSR1);
	loop_run(world.loop);
	assert_int_equal(world.count, 1);
	loop_close(world.loop);
}

static void read_one(void *ctx)
{
	struct world *world = ctx;
	char c = 0;
	assert_int_equal(read(world->fd, &c, 1), 1);
	assert_int_equal(c, 'x');
	stop_and_count(ctx);
}

static void test_watch(void **state UNUSED)
{
	struct world world = {.loop = open_loop()};
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	world.fd = ends[0];
	struct loop_watch *watch = loop_watch(world.loop, ends[0], read_one, &world);
	assert_int_equal(write(ends[1], "x", 1), 1);
	loop_run(world.loop);
	assert_int_equal(world.count, 1);
	loop_unwatch(watch);
	loop_unwatch(NULL);
	close(ends[0]);
	close(ends[1]);
	loop_close(world.loop);
}

/* --- the clock; the rehearsal comes last, for it does not end ---------------------------- */

static void test_clock(void **state UNUSED)
{
	assert_true(clock_speed() == 1);
	struct instant before = clock_now();
	assert_true(before.us > INT64_C(1600000000) * INSTANT_SECOND);
	assert_false(instant_before(clock_now(), before));
}

static void test_rehearsal(void **state UNUSED)
{
	struct instant start = {INT64_C(1236211200) * INSTANT_SECOND};
	clock_rehearse(start, 3600);
	assert_true(clock_speed() == 3600);
	assert_in_range(clock_now().us - start.us, 0, INSTANT_HOUR);

	struct world world = {.loop = open_loop()};
	world.timer = timer_open(world.loop, stop_and_count, &world);
	struct instant at = instant_add_us(start, 3 * INSTANT_MINUTE); /* 50 real ms */
	uint64_t began_ms = clock_monotonic_ms();
	timer_arm_at(world.timer, at);
	loop_run(world.loop);
	assert_false(instant_before(clock_now(), at));
	assert_in_range(clock_monotonic_ms() - began_ms, 20, 1000);
	timer_close(world.timer);
	loop_close(world.loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_posts_run_in_order),
		cmocka_unit_test(test_posts_left_over_run_at_close),
		cmocka_unit_test(test_work_is_done_elsewhere),
		cmocka_unit_test(test_timer_may_be_armed_again),
		cmocka_unit_test(test_stopped_timer_is_silent),
		cmocka_unit_test(test_timer_waits_for_a_moment),
		cmocka_unit_test(test_signal),
		cmocka_unit_test(test_watch),
		cmocka_unit_test(test_clock),
		cmocka_unit_test(test_rehearsal),
	};
	return cmocka_run_group_tests_name("net/loop", tests, NULL, NULL);
}
