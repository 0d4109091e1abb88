/* Opening everything, in order: settings, state, world, engine, pages, spool. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "daemon/part.h"
#include "net/url.h"

int daemon_read_settings(const char *path, struct settings **out)
{
	struct config_report report = {0};
	int rc = settings_load(path, world_check, out, &report);
	char *rest = NULL;
	for (char *line = report.lines.data == NULL ? NULL
						    : strtok_r(report.lines.data, "\n", &rest);
	     line != NULL; line = strtok_r(NULL, "\n", &rest))
		log_line(LOG_ERR_, "%s", line);
	buf_finish(&report.lines);
	return rc;
}

void daemon_warn(const struct law *law)
{
	for (int i = 0; i < law->rule_count; i++)
		if (law->rules[i].kind != RULE_PUBLISH)
			log_line(
				LOG_WARNING_,
				"规则 %s 的种类本版本尚不执行 rule %s: this version carries out rules "
				"of kind \"publish\" only",
				law->rules[i].id, law->rules[i].id);
}

static int make_folder(const char *path, mode_t mode, struct error *err)
{
	scoped(buf_finish) struct buf part = {0};
	for (const char *at = path; *at != '\0'; at++) {
		if (*at == '/' && at != path)
			if (mkdir(buf_text(&part), 0755) < 0 && errno != EEXIST)
				return error_sys(err, "create folder %s", buf_text(&part));
		buf_char(&part, *at);
	}
	if (mkdir(path, mode) < 0 && errno != EEXIST)
		return error_sys(err, "create folder %s", path);
	return 0;
}

static int make_folders(const struct settings *settings, struct error *err)
{
	scoped(buf_finish) struct buf upload = {0}, socket = {0};
	const char *slash = strrchr(settings->socket, '/');
	buf_print(&upload, "%s/upload", settings->state);
	buf_add(&socket, settings->socket, (size_t)(slash - settings->socket));
	/* Others may pass through to the loaded holidays, and read nothing else. */
	int rc = make_folder(settings->state, 0711, err);
	if (rc == 0)
		rc = make_folder(buf_text(&upload), 0700, err);
	if (rc == 0)
		rc = make_folder(settings->spool, 0770, err);
	if (rc == 0 && socket.len > 0)
		rc = make_folder(buf_text(&socket), 0755, err);
	return rc;
}

static int open_clock(struct daemon *daemon, struct error *err)
{
	struct instant start = {0};
	double speed = 1;
	const char *text = daemon->arguments->clock;
	if (text != NULL) {
		int rc = rehearsal_parse(text, daemon->law->offset_s, &start, &speed, err);
		if (rc < 0)
			return rc;
	}
	int rc = rehearsal_check(daemon->store, text != NULL, start, &daemon->fresh_rehearsal, err);
	if (rc == 0 && daemon->fresh_rehearsal) {
		rc = store_begin(daemon->store, err);
		if (rc == 0)
			rc = store_put_setting(daemon->store, "rehearsal", text, err);
		if (rc == 0)
			rc = store_commit(daemon->store, err);
	}
	if (rc == 0 && text != NULL)
		clock_rehearse(start, speed);
	daemon->law->speed = clock_speed();
	return rc;
}

static int open_state(struct daemon *daemon, struct error *err)
{
	int rc = make_folders(daemon->settings, err);
	if (rc == 0)
		rc = store_open(daemon->settings->store_type, daemon->settings->state, false,
				&daemon->store, err);
	return rc < 0 ? rc : open_clock(daemon, err);
}

static int open_templates(const char *name, struct render_set **out, struct error *err)
{
	scoped(buf_finish) struct buf path = {0};
	const char *data = getenv("GONGSHI_DATADIR");
	buf_print(&path, "%s/templates/%s", data != NULL ? data : GONGSHI_DATADIR, name);
	const char *folders[] = {buf_text(&path), NULL};
	return render_open(folders, out, err);
}

static int open_engine(struct daemon *daemon, struct error *err)
{
	struct engine_channel channels[DAEMON_CHANNELS];
	struct engine_options options = {
		.store = daemon->store,
		.law = daemon->law,
		.templates = daemon->messages,
		.link = buf_text(&daemon->link),
		.channels = channels,
		.channel_count = world_channels(daemon->world, channels, DAEMON_CHANNELS),
		.task = world_task,
		.ctx = daemon->world,
		.log = log_sentence,
	};
	int rc = key_load(daemon->settings->state, daemon->settings->domain, &options.key,
			  &options.seed, err);
	if (rc == 0)
		ledger_key_print(&options.key, &daemon->ledger_key);
	if (rc == 0)
		rc = engine_open(&daemon->engine, &options, clock_now(), err);
	memset(&options.seed, 0, sizeof(options.seed));
	if (rc < 0)
		return rc;
	daemon->thread = engine_thread_start(daemon->engine, daemon->loop, daemon->law->offset_s);
	world_set_engine(daemon->world, daemon->thread);
	return 0;
}

/* --- the HTTP side ------------------------------------------------------------------------------------- */

struct served {
	const char *directory[DAEMON_CHANNELS], *url[DAEMON_CHANNELS];
	struct web_site site[DAEMON_CHANNELS];
	size_t count;
};

static int listen_site(struct daemon *daemon, const struct served *served, size_t i,
		       struct error *err)
{
	scoped(buf_finish) struct buf address = {0};
	uint16_t port = 0;
	int rc = url_host(served->url[i], &address);
	if (rc == 0 && strrchr(buf_text(&address), ':') == NULL)
		buf_text_add(&address, ":80");
	if (rc < 0)
		return error_set(err, E_INVALID,
				 "%s is no address to serve a site at: use "
				 "http://HOST:PORT",
				 served->url[i]);
	if (daemon->settings->http != NULL &&
	    text_equal(daemon->settings->http, buf_text(&address)))
		return error_set(err, E_INVALID, "listen.http and the site %s need different ports",
				 served->url[i]);
	return server_listen(daemon->server, SERVER_TCP, buf_text(&address), WEB_SITE + (int)i,
			     &port, err);
}

static int listen_all(struct daemon *daemon, const struct served *served, struct error *err)
{
	uint16_t port = 0;
	int rc = server_listen(daemon->server, SERVER_UNIX, daemon->settings->socket, WEB_UNIX,
			       NULL, err);
	if (rc == 0 && daemon->settings->http != NULL)
		rc = server_listen(daemon->server, SERVER_TCP, daemon->settings->http, WEB_TCP,
				   &port, err);
	if (rc == 0 && port != 0)
		log_line(LOG_NOTICE_, "pages and API on http://%s", daemon->settings->http);
	for (size_t i = 0; rc == 0 && i < served->count; i++)
		rc = listen_site(daemon, served, i, err);
	return rc;
}

/* The path below which a site stands; it lives with the configuration. */
static const char *site_prefix(const char *url, struct config *config)
{
	scoped(buf_finish) struct buf path = {0};
	if (url_path(url, &path) < 0 || path.len == 0)
		return "/";
	return pool_text(config_pool(config), buf_text(&path));
}

static int open_web(struct daemon *daemon, struct error *err)
{
	struct served served = {0};
	scoped(buf_finish) struct buf upload = {0};
	buf_print(&upload, "%s/upload", daemon->settings->state);
	served.count = world_sites(daemon->world, served.directory, served.url, DAEMON_CHANNELS);
	for (size_t i = 0; i < served.count; i++) {
		served.site[i].directory = served.directory[i];
		served.site[i].prefix = site_prefix(served.url[i], daemon->settings->config);
	}
	const struct web_options options = {
		.store_type = daemon->settings->store_type,
		.store_path = daemon->settings->state,
		.spool = daemon->settings->spool,
		.upload = buf_text(&upload),
		.tokens_file = daemon->settings->tokens_file,
		.ledger_key = buf_text(&daemon->ledger_key),
		.attachment_bytes = daemon->settings->attachment_bytes,
		.templates = daemon->pages,
		.law = daemon->law,
		.sites = served.site,
		.site_count = served.count,
		.submit = daemon_submit,
		.stats = daemon_stats,
		.keep_object = daemon_keep_object,
		.log = log_sentence,
		.ctx = daemon,
	};
	int rc = web_open(&daemon->web, &options, err);
	if (rc < 0)
		return rc;
	const struct server_options server = {
		.max_body_bytes = LIMIT_MANIFEST_BYTES * 4 +
				  (size_t)daemon->settings->attachment_bytes,
		.max_connections = 512,
		.idle_timeout_s = 30,
		.handle = web_handle,
		.ctx = daemon->web,
	};
	rc = server_open(&daemon->server, &server, err);
	if (rc == 0)
		rc = listen_all(daemon, &served, err);
	return rc < 0 ? rc : server_start(daemon->server, err);
}

int daemon_open(struct daemon *daemon, struct error *err)
{
	int rc = daemon_read_settings(daemon->arguments->config, &daemon->settings);
	if (rc < 0)
		return rc;
	daemon_warn(daemon->settings->law);
	daemon->law = daemon->settings->law; /* taken once the backends have completed it */
	if (daemon->settings->http != NULL)
		buf_print(&daemon->link, "http://%s/", daemon->settings->http);
	rc = open_state(daemon, err);
	if (rc == 0)
		rc = loop_open(&daemon->loop, err);
	if (rc == 0)
		rc = open_templates("page", &daemon->pages, err);
	if (rc == 0)
		rc = open_templates("message", &daemon->messages, err);
	if (rc == 0)
		rc = world_open(&daemon->world, daemon->loop, err);
	if (rc == 0)
		rc = world_configure(daemon->world, daemon->settings, daemon->law, err);
	if (rc == 0) {
		daemon->law = settings_take_law(daemon->settings);
		world_on_change(daemon->world, daemon_note_health, daemon);
	}
	if (rc == 0)
		rc = open_engine(daemon, err);
	if (rc == 0)
		rc = open_web(daemon, err);
	if (rc == 0)
		rc = intake_open(&daemon->intake, daemon->loop, daemon->thread, daemon->world,
				 daemon->store, daemon->settings, daemon->law, err);
	return rc;
}
