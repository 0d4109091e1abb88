#include "net/loop.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"
#include "net/loop_inside.h"

/* More room than this is given back once a burst is over. */
#define LIMIT_IDLE_POSTS 1024

struct post {
	void (*fn)(void *ctx);
	void *ctx;
};

struct post_list vec_of(struct post);

struct signal_hook {
	uv_signal_t handle;
	struct signal_hook *next;
	void (*fn)(void *ctx);
	void *ctx;
};

struct loop {
	uv_loop_t uv;
	uv_async_t wake;
	struct signal_hook *hooks;
	struct post_list taken; /* being run; the loop's thread only */
	pthread_mutex_t lock;   /* guards waiting */
	struct post_list waiting;
};

/* --- posting ---------------------------------------------------------------------------- */

static void run_posts(struct loop *loop)
{
	pthread_mutex_lock(&loop->lock);
	struct post_list taken = loop->waiting;
	loop->waiting = loop->taken;
	loop->taken = taken;
	pthread_mutex_unlock(&loop->lock);

	/* What is posted meanwhile comes next turn, so that timers and sockets have theirs. */
	for (size_t i = 0; i < taken.len; i++)
		taken.at[i].fn(taken.at[i].ctx);

	loop->taken.len = 0;
	if (loop->taken.room > LIMIT_IDLE_POSTS)
		VEC_FINISH(&loop->taken);
}

static void on_wake(uv_async_t *handle)
{
	run_posts(handle->data);
}

void loop_post(struct loop *loop, void (*fn)(void *ctx), void *ctx)
{
	pthread_mutex_lock(&loop->lock);
	bool was_empty = loop->waiting.len == 0;
	*VEC_PUSH(&loop->waiting) = (struct post){fn, ctx};
	/* Under the lock: the loop may be closed as soon as this post has been taken. */
	if (was_empty)
		uv_async_send(&loop->wake);
	pthread_mutex_unlock(&loop->lock);
}

/* --- life ------------------------------------------------------------------------------- */

int loop_open(struct loop **out, struct error *err)
{
	/* libuv reads it once, at the first job. */
	setenv("UV_THREADPOOL_SIZE", "8", 0);
	/* A look-up cannot be taken back from its thread, and loop_close awaits it: let a dead name
	 * server cost seconds, not half a minute.  See resolv.conf(5). */
	setenv("RES_OPTIONS", "timeout:2 attempts:2", 0);
	/* A peer that has gone is an error of write(2), not the end of the process; curl does not
	 * see to it, because it is told to leave signals alone. */
	signal(SIGPIPE, SIG_IGN);

	struct loop *loop = mem_alloc(sizeof(*loop));
	int rc = uv_loop_init(&loop->uv);
	if (rc < 0) {
		mem_free(loop);
		return error_set(err, E_IO, "start the event loop: %s", uv_strerror(rc));
	}
	rc = uv_async_init(&loop->uv, &loop->wake, on_wake);
	if (rc < 0) {
		uv_loop_close(&loop->uv);
		mem_free(loop);
		return error_set(err, E_IO, "start the event loop: %s", uv_strerror(rc));
	}
	loop->wake.data = loop;
	pthread_mutex_init(&loop->lock, NULL);
	*out = loop;
	return 0;
}

void loop_run(struct loop *loop)
{
	uv_run(&loop->uv, UV_RUN_DEFAULT);
}

static void stop_now(void *ctx)
{
	struct loop *loop = ctx;
	uv_stop(&loop->uv);
}

void loop_stop(struct loop *loop)
{
	loop_post(loop, stop_now, loop);
}

static void free_hook(uv_handle_t *handle)
{
	mem_free(handle->data);
}

static void close_hooks(struct loop *loop)
{
	while (loop->hooks != NULL) {
		struct signal_hook *hook = loop->hooks;
		loop->hooks = hook->next;
		uv_close((uv_handle_t *)&hook->handle, free_hook);
	}
}

static bool has_posts(struct loop *loop)
{
	pthread_mutex_lock(&loop->lock);
	bool has = loop->waiting.len > 0;
	pthread_mutex_unlock(&loop->lock);
	return has;
}

/* A handle that somebody forgot must not keep us here for ever: uv_loop_close reports it. */
static void unref_handle(uv_handle_t *handle, void *ctx UNUSED)
{
	uv_unref(handle);
}

void loop_close(struct loop *loop)
{
	if (loop == NULL)
		return;
	close_hooks(loop);
	do {
		run_posts(loop);
		uv_walk(&loop->uv, unref_handle, NULL);
		uv_run(&loop->uv, UV_RUN_DEFAULT);
	} while (has_posts(loop));

	uv_close((uv_handle_t *)&loop->wake, NULL);
	uv_run(&loop->uv, UV_RUN_DEFAULT);
	int rc = uv_loop_close(&loop->uv);
	assert(rc == 0 && "a timer, watch or client was left open");
	(void)rc;

	pthread_mutex_destroy(&loop->lock);
	VEC_FINISH(&loop->waiting);
	VEC_FINISH(&loop->taken);
	mem_free(loop);
}

uv_loop_t *loop_uv(struct loop *loop)
{
	return &loop->uv;
}

/* --- work on the pool ------------------------------------------------------------------- */

struct job {
	uv_work_t request;
	void (*work)(void *ctx);
	void (*done)(void *ctx);
	void *ctx;
};

static void on_work(uv_work_t *request)
{
	struct job *job = request->data;
	job->work(job->ctx);
}

static void on_worked(uv_work_t *request, int status UNUSED)
{
	struct job job = *(struct job *)request->data;
	mem_free(request->data);
	job.done(job.ctx);
}

void loop_work(struct loop *loop, void (*work)(void *ctx), void (*done)(void *ctx), void *ctx)
{
	struct job *job = mem_alloc(sizeof(*job));
	*job = (struct job){.work = work, .done = done, .ctx = ctx};
	job->request.data = job;
	int rc = uv_queue_work(&loop->uv, &job->request, on_work, on_worked);
	assert(rc == 0);
	(void)rc;
}

/* --- signals ---------------------------------------------------------------------------- */

static void on_signal(uv_signal_t *handle, int signum UNUSED)
{
	struct signal_hook *hook = handle->data;
	hook->fn(hook->ctx);
}

void loop_on_signal(struct loop *loop, int signum, void (*fn)(void *ctx), void *ctx)
{
	struct signal_hook *hook = mem_alloc(sizeof(*hook));
	hook->fn = fn;
	hook->ctx = ctx;
	hook->next = loop->hooks;
	loop->hooks = hook;
	int rc = uv_signal_init(&loop->uv, &hook->handle);
	assert(rc == 0);
	hook->handle.data = hook;
	rc = uv_signal_start(&hook->handle, on_signal, signum);
	assert(rc == 0);
	(void)rc;
}

/* --- descriptors ------------------------------------------------------------------------ */

struct loop_watch {
	uv_poll_t handle;
	void (*readable)(void *ctx);
	void *ctx;
};

/* An error of the descriptor is told as input too: the read that follows will name it. */
static void on_readable(uv_poll_t *handle, int status UNUSED, int events UNUSED)
{
	struct loop_watch *watch = handle->data;
	watch->readable(watch->ctx);
}

struct loop_watch *loop_watch(struct loop *loop, int fd, void (*readable)(void *ctx), void *ctx)
{
	struct loop_watch *watch = mem_alloc(sizeof(*watch));
	watch->readable = readable;
	watch->ctx = ctx;
	int rc = uv_poll_init(&loop->uv, &watch->handle, fd);
	assert(rc == 0 && "not a descriptor that can be waited for");
	watch->handle.data = watch;
	rc = uv_poll_start(&watch->handle, UV_READABLE, on_readable);
	assert(rc == 0);
	(void)rc;
	return watch;
}

static void free_watch(uv_handle_t *handle)
{
	mem_free(handle->data);
}

void loop_unwatch(struct loop_watch *watch)
{
	if (watch != NULL)
		uv_close((uv_handle_t *)&watch->handle, free_watch);
}
