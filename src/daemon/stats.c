/* What the HTTP thread asks of the daemon. */
#include <string.h>

#include "daemon/part.h"

void daemon_stats(void *ctx, struct engine_stats *engine, json_t *status)
{
	struct daemon *daemon = ctx;
	engine_thread_stats(daemon->thread, engine);
	pthread_mutex_lock(&daemon->health_mutex);
	/* A copy: jansson's counts are not shared between threads. */
	json_t *health = json_deep_copy(daemon->health);
	pthread_mutex_unlock(&daemon->health_mutex);
	if (health != NULL && status != NULL)
		json_object_update(status, health);
	json_decref(health);
}

/* What the loop's backends are like, for the HTTP thread to show. */
void daemon_note_health(void *ctx)
{
	struct daemon *daemon = ctx;
	json_t *health = world_health(daemon->world);
	pthread_mutex_lock(&daemon->health_mutex);
	json_t *old = daemon->health;
	daemon->health = health;
	pthread_mutex_unlock(&daemon->health_mutex);
	json_decref(old);
}

bool daemon_submit(void *ctx, struct job *job)
{
	struct daemon *daemon = ctx;
	return engine_thread_post(daemon->thread, job, false);
}

int daemon_keep_object(void *ctx, struct digest digest, const char *path, struct error *err)
{
	struct daemon *daemon = ctx;
	return store_add_object(daemon->store, digest, path, NULL, 0, err);
}
