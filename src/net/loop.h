/* The loop thread's heart, on libuv: the only clock, timers, signals, descriptors, work on other
 * threads.  Every function is called on the loop's own thread unless it says otherwise. */
#ifndef NET_LOOP_H
#define NET_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/instant.h"

/* --- the clock; any thread -------------------------------------------------------------- */

/* Start a rehearsal: from now on clock_now begins at `start` and runs `speed` times as fast.
 * Call once before any thread is started. */
void clock_rehearse(struct instant start, double speed);
double clock_speed(void); /* 1 in real life */
struct instant clock_now(void);
/* Real time on a clock that never steps; starts anywhere. */
uint64_t clock_monotonic_ms(void);
uint64_t clock_monotonic_us(void);

/* --- the loop --------------------------------------------------------------------------- */

struct loop;
MUST_CHECK int loop_open(struct loop **out, struct error *err);
void loop_run(struct loop *loop);  /* returns after loop_stop */
void loop_stop(struct loop *loop); /* any thread; runs what was posted before it */
/* Runs what is still posted and awaits the work of the pool; timers, watches and clients must
 * have been closed before it, in loop_run or after.  NULL is fine. */
void loop_close(struct loop *loop);

/* Run fn(ctx) on the loop's thread soon, in order of posting.  Any thread. */
void loop_post(struct loop *loop, void (*fn)(void *ctx), void *ctx);

/* Run work(ctx) on a pool thread, then done(ctx) on the loop's thread. */
void loop_work(struct loop *loop, void (*work)(void *ctx), void (*done)(void *ctx), void *ctx);

void loop_on_signal(struct loop *loop, int signum, void (*fn)(void *ctx), void *ctx);

/* Wait for input on a descriptor that the caller owns; unwatch before closing it. */
struct loop_watch;
struct loop_watch *loop_watch(struct loop *loop, int fd, void (*readable)(void *ctx), void *ctx);
void loop_unwatch(struct loop_watch *watch); /* NULL is fine */

/* One-shot timers in real milliseconds.  A timer may be armed again, also from its callback. */
struct timer;
struct timer *timer_open(struct loop *loop, void (*fn)(void *ctx), void *ctx);
void timer_arm(struct timer *timer, uint64_t delay_ms);
/* At `at` of clock_now (rehearsal speed counted); re-armed at most a minute ahead, so that a
 * step of the wall clock is noticed within a minute; NEVER stops it. */
void timer_arm_at(struct timer *timer, struct instant at);
void timer_stop(struct timer *timer);
void timer_close(struct timer *timer); /* NULL is fine */

#endif
