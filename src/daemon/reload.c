/* SIGHUP: a new configuration is in force as a whole, or the old one stays. */
#include <string.h>

#include "base/mem.h"
#include "daemon/part.h"
#include "net/notify.h"

static void retired_free(struct retired *retired)
{
	settings_free(retired->settings);
	law_free(retired->law);
	mem_free(retired);
}

void daemon_free_retired(struct daemon *daemon)
{
	while (daemon->retired != NULL) {
		struct retired *retired = daemon->retired;
		daemon->retired = retired->next;
		retired_free(retired);
	}
}

struct release {
	struct daemon *daemon;
	struct retired *retired;
	const struct law *law; /* the new one */
};

/* One thread less uses the old law (loop thread). */
static void let_go(void *ctx)
{
	struct release *release = ctx;
	struct daemon *daemon = release->daemon;
	if (--release->retired->users == 0 && intake_is_idle(daemon->intake)) {
		struct retired **place = &daemon->retired;
		while (*place != NULL && *place != release->retired)
			place = &(*place)->next;
		if (*place != NULL) {
			*place = release->retired->next;
			retired_free(release->retired);
		}
	}
	mem_free(release);
}

static void web_takes_over(void *ctx) /* HTTP thread */
{
	struct release *release = ctx;
	struct error err = {0};
	web_set_law(release->daemon->web, release->law);
	if (web_load_tokens(release->daemon->web, &err) < 0)
		log_line(LOG_ERR_, "%s: the old tokens stay in force", err.text);
	loop_post(release->daemon->loop, let_go, release);
}

static struct release *release_new(struct daemon *daemon, struct retired *retired)
{
	struct release *release = mem_alloc(sizeof(*release));
	*release = (struct release){daemon, retired, daemon->law};
	return release;
}

static void refuse(struct daemon *daemon, const char *sentence)
{
	const struct fact fact = {
		.kind = FACT_CONFIG_REFUSED,
		.at = clock_now(),
		.actor = "gongshi",
		.edition = daemon->law->edition,
		.sentence = sentence,
	};
	log_line(LOG_ERR_, "%s: the old configuration stays in force", sentence);
	engine_thread_post(daemon->thread, job_record(&fact), true);
}

static void take_over(struct daemon *daemon, struct settings *settings, struct law *law)
{
	struct retired *retired = mem_alloc(sizeof(*retired));
	*retired = (struct retired){daemon->retired, daemon->settings, daemon->law, 2};
	daemon->retired = retired;
	daemon->settings = settings;
	daemon->law = law;

	struct engine_channel channels[DAEMON_CHANNELS];
	size_t count = world_channels(daemon->world, channels, DAEMON_CHANNELS);
	intake_set_law(daemon->intake, law);
	engine_thread_set_law(daemon->thread, law, channels, count, let_go,
			      release_new(daemon, retired));
	server_post(daemon->server, web_takes_over, release_new(daemon, retired));

	const struct fact fact = {
		.kind = FACT_CONFIG_LOADED,
		.at = clock_now(),
		.actor = "gongshi",
		.edition = law->edition,
	};
	engine_thread_post(daemon->thread, job_record(&fact), true);
	daemon_warn(law);
	log_line(LOG_NOTICE_, "configuration loaded, edition %s", law->edition);
}

/* What cannot change while we run: it would leave data or people behind. */
static const char *fixed_change(const struct settings *old, const struct settings *new)
{
	if (strcmp(old->state, new->state) != 0)
		return "paths.state cannot change while the daemon runs: restart it";
	if (strcmp(old->spool, new->spool) != 0)
		return "paths.spool cannot change while the daemon runs: restart it";
	if (strcmp(old->socket, new->socket) != 0)
		return "paths.socket cannot change while the daemon runs: restart it";
	return NULL;
}

void daemon_reload(void *ctx)
{
	struct daemon *daemon = ctx;
	struct settings *settings = NULL;
	struct error err = {0};
	if (daemon->give_up_ms != 0)
		return;
	notify_reloading();
	if (daemon_read_settings(daemon->arguments->config, &settings) < 0) {
		refuse(daemon, "the new configuration has faults (see above)");
	} else if (fixed_change(daemon->settings, settings) != NULL) {
		refuse(daemon, fixed_change(daemon->settings, settings));
		settings_free(settings);
	} else {
		struct law *law = settings->law;
		law->speed = clock_speed();
		if (world_configure(daemon->world, settings, law, &err) < 0) {
			refuse(daemon, err.text);
			settings_free(settings);
		} else {
			take_over(daemon, settings, settings_take_law(settings));
		}
	}
	notify_ready("reloaded");
}
