#include <assert.h>

#include "base/mem.h"
#include "net/loop.h"
#include "net/loop_inside.h"

/* The wall clock may be set while we wait for a moment of it: look again this often. */
#define LOOK_AGAIN_MS 60000

struct timer {
	uv_timer_t handle;
	void (*fn)(void *ctx);
	void *ctx;
	struct instant at; /* unset: armed by a delay */
};

static void start_wait(struct timer *timer);

static void on_fire(uv_timer_t *handle)
{
	struct timer *timer = handle->data;
	if (instant_is_set(timer->at) && instant_before(clock_now(), timer->at)) {
		start_wait(timer);
		return;
	}
	timer->at = (struct instant){0};
	timer->fn(timer->ctx);
}

static void start(struct timer *timer, uint64_t delay_ms)
{
	/* libuv counts from the beginning of its turn, which may be long ago. */
	uv_update_time(timer->handle.loop);
	uv_timer_start(&timer->handle, on_fire, delay_ms, 0);
}

static void start_wait(struct timer *timer)
{
	double wait_us = (double)(timer->at.us - clock_now().us) / clock_speed();
	if (wait_us <= 0)
		start(timer, 0);
	else if (wait_us >= LOOK_AGAIN_MS * 1000.0)
		start(timer, LOOK_AGAIN_MS);
	else
		start(timer, (uint64_t)(wait_us / 1000.0) + 1);
}

struct timer *timer_open(struct loop *loop, void (*fn)(void *ctx), void *ctx)
{
	struct timer *timer = mem_alloc(sizeof(*timer));
	timer->fn = fn;
	timer->ctx = ctx;
	uv_timer_init(loop_uv(loop), &timer->handle);
	timer->handle.data = timer;
	return timer;
}

void timer_arm(struct timer *timer, uint64_t delay_ms)
{
	timer->at = (struct instant){0};
	start(timer, delay_ms);
}

void timer_arm_at(struct timer *timer, struct instant at)
{
	if (instant_compare(at, INSTANT_NEVER) == 0) {
		timer_stop(timer);
		return;
	}
	assert(instant_is_set(at));
	timer->at = at;
	start_wait(timer);
}

void timer_stop(struct timer *timer)
{
	timer->at = (struct instant){0};
	uv_timer_stop(&timer->handle);
}

static void free_timer(uv_handle_t *handle)
{
	mem_free(handle->data);
}

void timer_close(struct timer *timer)
{
	if (timer != NULL)
		uv_close((uv_handle_t *)&timer->handle, free_timer);
}
