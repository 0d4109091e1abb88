/* Wiring: what is opened in which order, what a reload replaces, how everything ends. */
#include "daemon/daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/part.h"
#include "net/notify.h"
#include <config.h>

/* Results of what is in flight are waited for this long at the end (real time). */
#define GRACE_MS 10000
#define STEP_MS 20

/* --- stopping ------------------------------------------------------------------------------------- */

static void finish(struct daemon *daemon)
{
	loop_stop(daemon->loop);
}

static void wait_for_end(void *ctx)
{
	struct daemon *daemon = ctx;
	bool idle = world_in_flight(daemon->world) == 0 &&
		    (daemon->intake == NULL || intake_is_idle(daemon->intake));
	if (idle || clock_monotonic_ms() >= daemon->give_up_ms)
		finish(daemon);
	else
		timer_arm(daemon->stopper, STEP_MS);
}

static void stop(void *ctx)
{
	struct daemon *daemon = ctx;
	if (daemon->give_up_ms != 0) { /* asked twice: now */
		finish(daemon);
		return;
	}
	notify_stopping();
	log_line(LOG_NOTICE_, "stopping: waiting for %zu requests in flight",
		 world_in_flight(daemon->world));
	daemon->give_up_ms = clock_monotonic_ms() + GRACE_MS;
	intake_stop(daemon->intake);
	world_drain(daemon->world);
	timer_arm(daemon->stopper, 1);
}

/* --- watchdog: alive means that all three threads have answered ------------------------------------- */

static void engine_ponged(void *ctx)
{
	struct daemon *daemon = ctx;
	daemon->engine_alive = true;
	if (daemon->server_alive)
		notify_alive();
}

static void server_ponged_on_loop(void *ctx)
{
	struct daemon *daemon = ctx;
	daemon->server_alive = true;
	if (daemon->engine_alive)
		notify_alive();
}

static void server_ponged(void *ctx) /* HTTP thread */
{
	struct daemon *daemon = ctx;
	loop_post(daemon->loop, server_ponged_on_loop, daemon);
}

static void watch(void *ctx)
{
	struct daemon *daemon = ctx;
	daemon->engine_alive = daemon->server_alive = false;
	engine_thread_ping(daemon->thread, engine_ponged, daemon);
	server_post(daemon->server, server_ponged, daemon);
	timer_arm(daemon->watchdog, notify_watchdog_ms());
}

/* --- running ------------------------------------------------------------------------------------------ */

static void record(struct daemon *daemon, enum fact_kind kind, const char *sentence)
{
	const struct fact fact = {
		.kind = kind,
		.at = clock_now(),
		.actor = "gongshi",
		.version = PACKAGE_VERSION,
		.edition = daemon->law->edition,
		.reason = sentence,
		.sentence = sentence,
		.speed = clock_speed(),
	};
	engine_thread_post(daemon->thread, job_record(&fact), true);
}

static void announce(struct daemon *daemon)
{
	char status[256];
	snprintf(status, sizeof(status), "watching %s", daemon->settings->spool);
	if (daemon->fresh_rehearsal)
		record(daemon, FACT_REHEARSAL_STARTED, NULL);
	record(daemon, FACT_DAEMON_STARTED, NULL);
	log_line(LOG_NOTICE_, "gongshid %s ready: %s, socket %s", PACKAGE_VERSION, status,
		 daemon->settings->socket);
	notify_ready(status);
	slim_down();
	if (notify_watchdog_ms() > 0) {
		daemon->watchdog = timer_open(daemon->loop, watch, daemon);
		watch(daemon);
	}
}

static void handle_signals(struct daemon *daemon)
{
	signal(SIGPIPE, SIG_IGN);
	loop_on_signal(daemon->loop, SIGTERM, stop, daemon);
	loop_on_signal(daemon->loop, SIGINT, stop, daemon);
	loop_on_signal(daemon->loop, SIGHUP, daemon_reload, daemon);
}

/* The reverse order of opening: nobody speaks to a part that has gone. */
static void close_all(struct daemon *daemon)
{
	if (daemon->server != NULL)
		server_stop(daemon->server, 1000);
	timer_close(daemon->watchdog);
	timer_close(daemon->stopper);
	intake_close(daemon->intake);
	world_close(daemon->world); /* pending requests end as unclear: recorded below */
	if (daemon->thread != NULL) {
		record(daemon, FACT_DAEMON_STOPPED, NULL);
		engine_thread_stop(daemon->thread);
	}
	if (daemon->server != NULL)
		server_close(daemon->server);
	web_close(daemon->web);
	if (daemon->loop != NULL)
		loop_close(daemon->loop);
	world_free(daemon->world);
	engine_thread_free(daemon->thread);
	engine_close(daemon->engine);
	store_close(daemon->store);
	render_close(daemon->pages);
	render_close(daemon->messages);
	daemon_free_retired(daemon);
	if (daemon->settings != NULL && daemon->settings->law == NULL)
		law_free(daemon->law);
	settings_free(daemon->settings);
	pthread_mutex_destroy(&daemon->health_mutex);
	json_decref(daemon->health);
	buf_finish(&daemon->link);
	buf_finish(&daemon->ledger_key);
}

int daemon_run(const struct daemon_arguments *arguments)
{
	struct daemon daemon = {.arguments = arguments};
	struct error err = {0};
	pthread_mutex_init(&daemon.health_mutex, NULL);
	int rc = daemon_open(&daemon, &err);
	if (rc == 0) {
		handle_signals(&daemon);
		daemon.stopper = timer_open(daemon.loop, wait_for_end, &daemon);
		announce(&daemon);
		loop_run(daemon.loop);
		log_line(LOG_NOTICE_, "stopped");
	} else if (err.code != 0) {
		log_line(LOG_ERR_, "%s", err.text);
	}
	close_all(&daemon);
	return rc == 0 ? 0 : rc == -E_INVALID ? 2 : 1;
}
