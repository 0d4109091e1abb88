/* The engine on its own thread: deciding and committing in one place, so that nothing is ever
 * decided on state that is not on disk, without locks.  A batch is what arrived during the last
 * commit; the thread sleeps until a job comes or the loop says that the next moment has come. */
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "daemon/daemon.h"

#define QUEUE_JOBS 8192
#define RETRY_STORE_US 1e6 /* real time: a full disk is not rehearsed */

struct law_change {
	const struct law *law;
	struct engine_channel *channels;
	size_t count;
	void (*done)(void *ctx);
	void *ctx;
};

struct ping {
	struct ping *next;
	void (*pong)(void *ctx);
	void *ctx;
};

struct engine_thread {
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t wake;
	struct job *first, **last;
	size_t count;
	bool kicked, stopping;
	struct law_change change; /* law NULL: none */
	struct ping *pings;
	struct engine_stats stats;

	struct engine *engine;
	struct loop *loop;
	struct timer *timer; /* loop thread */
	struct instant next; /* under the mutex: when the timer is to fall */
	struct civil_date signed_on;
	int offset_s;
};

static void kick(void *ctx)
{
	struct engine_thread *thread = ctx;
	pthread_mutex_lock(&thread->mutex);
	thread->kicked = true;
	pthread_cond_signal(&thread->wake);
	pthread_mutex_unlock(&thread->mutex);
}

static void arm(void *ctx) /* loop thread */
{
	struct engine_thread *thread = ctx;
	pthread_mutex_lock(&thread->mutex);
	struct instant next = thread->next;
	pthread_mutex_unlock(&thread->mutex);
	if (thread->timer != NULL)
		timer_arm_at(thread->timer, next);
}

bool engine_thread_post(struct engine_thread *thread, struct job *job, bool must)
{
	pthread_mutex_lock(&thread->mutex);
	bool taken = must || (thread->count < QUEUE_JOBS && !thread->stopping);
	if (taken) {
		job->next = NULL;
		*thread->last = job;
		thread->last = &job->next;
		if (thread->count++ == 0)
			pthread_cond_signal(&thread->wake);
	}
	pthread_mutex_unlock(&thread->mutex);
	return taken;
}

int engine_thread_load(struct engine_thread *thread)
{
	pthread_mutex_lock(&thread->mutex);
	int load = (int)(thread->count * 100 / QUEUE_JOBS);
	pthread_mutex_unlock(&thread->mutex);
	return load;
}

void engine_thread_stats(struct engine_thread *thread, struct engine_stats *out)
{
	pthread_mutex_lock(&thread->mutex);
	*out = thread->stats;
	pthread_mutex_unlock(&thread->mutex);
}

void engine_thread_set_law(struct engine_thread *thread, const struct law *law,
			   const struct engine_channel *channels, size_t count,
			   void (*done)(void *ctx), void *ctx)
{
	struct engine_channel *copy = mem_alloc_array(count + 1, sizeof(*copy));
	if (count > 0)
		memcpy(copy, channels, count * sizeof(*copy));
	pthread_mutex_lock(&thread->mutex);
	thread->change = (struct law_change){law, copy, count, done, ctx};
	pthread_cond_signal(&thread->wake);
	pthread_mutex_unlock(&thread->mutex);
}

void engine_thread_ping(struct engine_thread *thread, void (*pong)(void *ctx), void *ctx)
{
	struct ping *ping = mem_alloc(sizeof(*ping));
	*ping = (struct ping){.pong = pong, .ctx = ctx};
	pthread_mutex_lock(&thread->mutex);
	ping->next = thread->pings;
	thread->pings = ping;
	pthread_cond_signal(&thread->wake);
	pthread_mutex_unlock(&thread->mutex);
}

/* --- on the engine's thread ------------------------------------------------------------------------- */

static void answer_pings(struct engine_thread *thread, struct ping *pings)
{
	while (pings != NULL) {
		struct ping *ping = pings;
		pings = ping->next;
		loop_post(thread->loop, ping->pong, ping->ctx);
		mem_free(ping);
	}
}

/* The day's checkpoint, and the moment of the next. */
static struct instant sign_daily(struct engine_thread *thread, struct instant now)
{
	struct civil_date today = civil_date_at(now, thread->offset_s);
	struct engine_stats stats;
	engine_stats(thread->engine, &stats);
	/* An empty ledger has nothing to sign: its first entry says how it begins. */
	if (stats.entries > 0 && civil_date_compare(today, thread->signed_on) != 0) {
		struct error err = {0};
		if (engine_checkpoint(thread->engine, now, &err) < 0) {
			log_line(LOG_ERR_, "checkpoint: %s", err.text);
			return instant_add_us(now, INSTANT_MINUTE);
		}
		thread->signed_on = today;
	}
	return instant_of(civil_date_add(today, 1), 0, thread->offset_s);
}

static void publish_stats(struct engine_thread *thread, struct instant next)
{
	struct engine_stats stats;
	engine_stats(thread->engine, &stats);
	pthread_mutex_lock(&thread->mutex);
	thread->stats = stats;
	thread->next = next;
	pthread_mutex_unlock(&thread->mutex);
}

/* Wait until there is something; returns what there is.  Called with the mutex held. */
static struct job *take(struct engine_thread *thread, bool again)
{
	while (!again && thread->first == NULL && !thread->kicked && !thread->stopping &&
	       thread->change.law == NULL && thread->pings == NULL)
		pthread_cond_wait(&thread->wake, &thread->mutex);
	struct job *jobs = thread->first;
	thread->first = NULL;
	thread->last = &thread->first;
	thread->count = 0;
	thread->kicked = false;
	return jobs;
}

static void change_law(struct engine_thread *thread, struct law_change *change)
{
	if (change->law == NULL)
		return;
	engine_set_law(thread->engine, change->law, change->channels, change->count);
	mem_free(change->channels);
	loop_post(thread->loop, change->done, change->ctx);
}

/* One run; true when the engine wants to be called again at once. */
static bool run(struct engine_thread *thread, struct job *jobs)
{
	struct error err = {0};
	struct instant next = INSTANT_NEVER, now = clock_now();
	int rc = engine_run(thread->engine, jobs, now, &next, &err);
	if (rc == -E_CORRUPT) {
		log_line(LOG_CRIT_,
			 "%s: stopping, so that nothing wrong is published; verify the "
			 "ledger and restore a backup",
			 err.text);
		_exit(1);
	}
	if (rc < 0) {
		log_line(LOG_ERR_, "%s; nothing was changed, trying again", err.text);
		next = instant_add_us(now, (int64_t)(RETRY_STORE_US * clock_speed()));
		publish_stats(thread, next);
		loop_post(thread->loop, arm, thread);
		return false;
	}
	now = clock_now();
	bool again = !instant_before(now, next);
	if (!again)
		next = instant_min(next, sign_daily(thread, now));
	publish_stats(thread, next);
	if (!again)
		loop_post(thread->loop, arm, thread);
	return again;
}

static void *engine_main(void *ctx)
{
	struct engine_thread *thread = ctx;
	bool again = true;
	for (;;) {
		pthread_mutex_lock(&thread->mutex);
		struct job *jobs = take(thread, again);
		struct law_change change = thread->change;
		struct ping *pings = thread->pings;
		thread->change.law = NULL;
		thread->pings = NULL;
		bool last = thread->stopping && jobs == NULL;
		pthread_mutex_unlock(&thread->mutex);

		change_law(thread, &change);
		answer_pings(thread, pings);
		if (last)
			break;
		again = run(thread, jobs);
	}
	return NULL;
}

/* --- life ----------------------------------------------------------------------------------------------- */

struct engine_thread *engine_thread_start(struct engine *engine, struct loop *loop, int offset_s)
{
	struct engine_thread *thread = mem_alloc(sizeof(*thread));
	pthread_mutex_init(&thread->mutex, NULL);
	pthread_cond_init(&thread->wake, NULL);
	thread->last = &thread->first;
	thread->engine = engine;
	thread->loop = loop;
	thread->offset_s = offset_s;
	thread->timer = timer_open(loop, kick, thread);
	if (pthread_create(&thread->thread, NULL, engine_main, thread) != 0) {
		log_line(LOG_CRIT_, "cannot start the engine's thread");
		_exit(1);
	}
	return thread;
}

void engine_thread_stop(struct engine_thread *thread)
{
	if (thread == NULL)
		return;
	pthread_mutex_lock(&thread->mutex);
	thread->stopping = true;
	pthread_cond_signal(&thread->wake);
	pthread_mutex_unlock(&thread->mutex);
	pthread_join(thread->thread, NULL);
	struct error err = {0};
	if (engine_checkpoint(thread->engine, clock_now(), &err) < 0)
		log_line(LOG_ERR_, "checkpoint: %s", err.text);
	timer_close(thread->timer);
	thread->timer = NULL;
}

void engine_thread_free(struct engine_thread *thread)
{
	if (thread == NULL)
		return;
	pthread_cond_destroy(&thread->wake);
	pthread_mutex_destroy(&thread->mutex);
	mem_free(thread);
}
