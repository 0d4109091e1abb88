#include <time.h>

#include "net/loop.h"

/* Written once by clock_rehearse, before there is a second thread. */
static struct {
	double speed; /* 0: real life */
	struct instant start;
	int64_t since_us; /* of the monotonic clock */
} rehearsal;

static int64_t read_clock_us(clockid_t which)
{
	struct timespec ts = {0};
	clock_gettime(which, &ts);
	return (int64_t)ts.tv_sec * INSTANT_SECOND + ts.tv_nsec / 1000;
}

void clock_rehearse(struct instant start, double speed)
{
	rehearsal.start = start;
	rehearsal.since_us = read_clock_us(CLOCK_MONOTONIC);
	rehearsal.speed = speed > 0 ? speed : 1;
}

double clock_speed(void)
{
	return rehearsal.speed > 0 ? rehearsal.speed : 1;
}

struct instant clock_now(void)
{
	if (rehearsal.speed <= 0)
		return (struct instant){read_clock_us(CLOCK_REALTIME)};
	int64_t elapsed_us = read_clock_us(CLOCK_MONOTONIC) - rehearsal.since_us;
	return instant_add_us(rehearsal.start, (int64_t)((double)elapsed_us * rehearsal.speed));
}

uint64_t clock_monotonic_us(void)
{
	return (uint64_t)read_clock_us(CLOCK_MONOTONIC);
}

uint64_t clock_monotonic_ms(void)
{
	return clock_monotonic_us() / 1000;
}
