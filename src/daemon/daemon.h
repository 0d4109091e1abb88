/* The daemon's parts and how they hang together (dependencies: loop thread, engine thread, HTTP
 * thread).  Everything here is called on the loop thread unless it says otherwise. */
#ifndef DAEMON_DAEMON_H
#define DAEMON_DAEMON_H

#include <stdbool.h>

#include "base/error.h"
#include "engine/engine.h"
#include "net/client.h"
#include "net/loop.h"
#include "net/server.h"
#include "probe/probe.h"
#include "render/render.h"
#include "settings/settings.h"
#include "web/web.h"

/* --- log.c: one line a sentence, to the journal or to stderr; any thread ----------------------- */

enum { LOG_CRIT_ = 2, LOG_ERR_ = 3, LOG_WARNING_ = 4, LOG_NOTICE_ = 5, LOG_INFO_ = 6 };
void log_line(int priority, const char *fmt, ...) PRINTF_LIKE(2, 3);
void log_sentence(void *unused, int priority, const char *sentence);

/* --- thread.c: the engine on its own thread ------------------------------------------------------ */

struct engine_thread;
struct engine_thread *engine_thread_start(struct engine *engine, struct loop *loop, int offset_s);
/* Any thread.  False when the queue is full and the job may be refused (`must` false): then the
 * job is still the caller's. */
bool engine_thread_post(struct engine_thread *thread, struct job *job, bool must);
/* How full the queue is, 0 to 100. */
int engine_thread_load(struct engine_thread *thread);
/* Other law from the next turn on; done(ctx) on the loop thread when the old one is free. */
void engine_thread_set_law(struct engine_thread *thread, const struct law *law,
			   const struct engine_channel *channels, size_t count,
			   void (*done)(void *ctx), void *ctx);
void engine_thread_stats(struct engine_thread *thread, struct engine_stats *out);
/* Has a turn ended (or nothing been to do) since the last question?  For the watchdog. */
void engine_thread_ping(struct engine_thread *thread, void (*pong)(void *ctx), void *ctx);
/* Work off what is queued, sign the end of the ledger, end the thread. */
void engine_thread_stop(struct engine_thread *thread);
void engine_thread_free(struct engine_thread *thread); /* when the loop has run its last posts */

/* --- world.c: channels, probe, notifiers; tasks become jobs ---------------------------------------- */

struct world;
MUST_CHECK int world_open(struct world **out, struct loop *loop, struct error *err);
/* Configure and start channels and notifiers from the settings; the old ones end when idle.  The
 * law's channel terms are completed from what the backends say. */
MUST_CHECK int world_configure(struct world *world, struct settings *settings, struct law *law,
			       struct error *err);
void world_set_engine(struct world *world, struct engine_thread *thread);
void world_task(void *world, struct task *task); /* any thread */
size_t world_channels(const struct world *world, struct engine_channel *channels, size_t room);
/* Places of the sites we serve ourselves; directory and url live as long as the channels. */
size_t world_sites(const struct world *world, const char **directories, const char **urls,
		   size_t room);
json_t *world_health(const struct world *world); /* {channels, notifiers}; loop thread */
/* Called on the loop thread whenever the health may have changed. */
void world_on_change(struct world *world, void (*changed)(void *ctx), void *ctx);
void world_drain(struct world *world); /* no new tasks; pending ones may end */
size_t world_in_flight(const struct world *world);
void world_close(struct world *world); /* pending requests end now, as unclear */
void world_free(struct world *world);  /* when the loop has run its last posts */
/* Report the faults of one channel or notifier group (`settings_load`). */
void world_check(const struct config_node *group, bool is_channel, struct config_report *report);

/* --- intake.c: the spool ------------------------------------------------------------------------------ */

struct intake;
MUST_CHECK int intake_open(struct intake **out, struct loop *loop, struct engine_thread *thread,
			   struct world *world, struct store *objects,
			   const struct settings *settings, const struct law *law,
			   struct error *err);
void intake_set_law(struct intake *intake, const struct law *law);
void intake_stop(struct intake *intake);          /* no further scan */
bool intake_is_idle(const struct intake *intake); /* no scan runs, every item is settled */
void intake_close(struct intake *intake);

/* --- key.c, rehearsal.c -------------------------------------------------------------------------------- */

/* The ledger's key below the state directory: read, or made once with mode 0600. */
MUST_CHECK int key_load(const char *state, const char *bureau_domain, struct ledger_key *key,
			struct ed25519_seed *seed, struct error *err);

/* "2009-01-01T08:00[,86400]".  -E_INVALID. */
MUST_CHECK int rehearsal_parse(const char *text, int offset_s, struct instant *start, double *speed,
			       struct error *err);
/* Refuses to mix a rehearsal with real entries, and a start before the last entry.  Returns in
 * *fresh whether the mark is still to be written. */
MUST_CHECK int rehearsal_check(struct store *store, bool rehearsal, struct instant start,
			       bool *fresh, struct error *err);

/* --- slim.c ---------------------------------------------------------------------------------------------- */

/* Give back memory that only starting needed.  Once, when everything runs. */
void slim_down(void);

/* --- daemon.c -------------------------------------------------------------------------------------------- */

struct daemon_arguments {
	const char *config;
	const char *clock; /* NULL: the real one */
};
/* Runs until SIGTERM or SIGINT; the process's exit status. */
int daemon_run(const struct daemon_arguments *arguments);

#endif
