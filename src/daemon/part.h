/* Shared by daemon.c, open.c and reload.c, by nobody else. */
#ifndef DAEMON_PART_H
#define DAEMON_PART_H

#include <pthread.h>

#include "daemon/daemon.h"

#define DAEMON_CHANNELS 64

struct retired { /* settings and law that a reload replaced: freed when no thread uses them */
	struct retired *next;
	struct settings *settings;
	struct law *law;
	int users; /* threads that have not let go of them yet */
};

struct daemon {
	const struct daemon_arguments *arguments;
	struct settings *settings;
	struct law *law;
	struct store *store;
	struct engine *engine;
	struct engine_thread *thread;
	struct loop *loop;
	struct world *world;
	struct intake *intake;
	struct server *server;
	struct web *web;
	struct render_set *pages, *messages;
	struct buf link;       /* address of the pages */
	struct buf ledger_key; /* the verifier's key */
	bool fresh_rehearsal;

	struct timer *stopper, *watchdog;
	uint64_t give_up_ms;
	bool engine_alive, server_alive;
	struct retired *retired;

	pthread_mutex_t health_mutex; /* what the HTTP thread shows of the loop's backends */
	json_t *health;
};

/* open.c */
MUST_CHECK int daemon_open(struct daemon *daemon, struct error *err);
/* Read the configuration; all its faults go to the log.  -E_INVALID. */
MUST_CHECK int daemon_read_settings(const char *path, struct settings **out);

/* What the configuration asks for and this version does not do. */
void daemon_warn(const struct law *law);

/* reload.c: SIGHUP loads a new configuration or keeps the old one */
void daemon_reload(void *daemon);
void daemon_free_retired(struct daemon *daemon);

/* stats.c: asked on the HTTP thread */
void daemon_stats(void *daemon, struct engine_stats *engine, json_t *status);
void daemon_note_health(void *daemon); /* loop thread */
bool daemon_submit(void *daemon, struct job *job);
int daemon_keep_object(void *daemon, struct digest digest, const char *path, struct error *err);

#endif
