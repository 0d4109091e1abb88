/* The world: channels, probe and notifiers.  Tasks come from the engine's thread and go back to it
 * as jobs that say how they ended. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "channel/channel.h"
#include "daemon/daemon.h"
#include "daemon/teller.h"
#include "notifier/notifier.h"

struct outlet { /* one channel and what is under way on it */
	struct channel *channel;
	unsigned busy;
	bool retired; /* replaced by a reload: ends when idle */
	bool failing;
	char last_error[256];
	struct instant last_success;
};

struct world {
	struct loop *loop;
	struct client *client;
	struct probe *probe;
	struct engine_thread *thread;
	struct teller *teller;
	struct vec_of(struct outlet *) outlets;
	const char *bureau;
	int offset_s;
	size_t in_flight;
	bool draining, closing;
	void (*changed)(void *ctx);
	void *changed_ctx;
	char *preset_folder, *template_folder;
	const char *preset_folders[2], *template_folders[2];
};

static const char *data_folder(void)
{
	const char *folder = getenv("GONGSHI_DATADIR");
	return folder != NULL ? folder : GONGSHI_DATADIR;
}

int world_open(struct world **out, struct loop *loop, struct error *err)
{
	struct world *world = mem_alloc(sizeof(*world));
	struct buf path = {0};
	world->loop = loop;
	buf_print(&path, "%s/presets", data_folder());
	world->preset_folder = buf_take(&path);
	buf_print(&path, "%s/templates", data_folder());
	world->template_folder = buf_take(&path);
	world->preset_folders[0] = world->preset_folder;
	world->template_folders[0] = world->template_folder;
	int rc = client_open(&world->client, loop, err);
	if (rc == 0)
		rc = probe_open(&world->probe, loop, world->client, err);
	if (rc == 0)
		world->teller = teller_new(loop, world->client);
	*out = world; /* also when it is only half open: world_close knows */
	return rc;
}

void world_check(const struct config_node *group, bool is_channel, struct config_report *report)
{
	if (is_channel)
		channel_free(channel_configure(group, report));
	else
		notifier_free(notifier_configure(group, report));
}

static struct outlet *outlet_named(const struct world *world, const char *name)
{
	VEC_EACH(&world->outlets, outlet)
		if (!(*outlet)->retired && text_equal(channel_name((*outlet)->channel), name))
			return *outlet;
	return NULL;
}

static void sweep_retired(struct world *world)
{
	size_t kept = 0;
	if (world->closing)
		return;
	for (size_t i = 0; i < world->outlets.len; i++) {
		struct outlet *outlet = world->outlets.at[i];
		if (outlet->retired && outlet->busy == 0) {
			channel_free(outlet->channel);
			mem_free(outlet);
		} else {
			world->outlets.at[kept++] = outlet;
		}
	}
	world->outlets.len = kept;
}

static void tell_change(struct world *world)
{
	if (world->changed != NULL && !world->closing)
		world->changed(world->changed_ctx);
}

void world_on_change(struct world *world, void (*changed)(void *ctx), void *ctx)
{
	world->changed = changed;
	world->changed_ctx = ctx;
	teller_on_change(world->teller, changed, ctx);
	tell_change(world);
}

/* What only the backend knows: whether it can look up, how long its server works on. */
static void complete_terms(struct settings *settings, const struct channel *channel)
{
	struct channel_terms *terms = settings_channel_terms(settings, channel_name(channel));
	if (terms == NULL)
		return;
	terms->can_find = channel_can_find(channel);
	terms->attested = channel_attested(channel);
	terms->settle_us = channel_settle_us(channel);
}

static int start_channels(struct world *world, struct settings *settings, const struct law *law,
			  struct error *err)
{
	struct config_report report = {0};
	const struct channel_world surroundings = {
		.loop = world->loop,
		.client = world->client,
		.bureau = law->bureau,
		.site_domain = settings->domain,
		.site_id_code = settings->site_id_code,
		.preset_folders = world->preset_folders,
		.template_folders = world->template_folders,
		.offset_s = law->offset_s,
	};
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < config_length(settings->channels); i++) {
		struct channel *channel = channel_configure(config_item(settings->channels, i),
							    &report);
		if (channel == NULL) {
			rc = error_set(err, E_INVALID, "%s", buf_text(&report.lines));
			break;
		}
		rc = channel_start(channel, &surroundings, err);
		if (rc < 0) {
			rc = error_wrap(err, rc, "channel %s", channel_name(channel));
			channel_free(channel);
			break;
		}
		complete_terms(settings, channel);
		struct outlet *outlet = mem_alloc(sizeof(*outlet));
		outlet->channel = channel;
		*VEC_PUSH(&world->outlets) = outlet;
	}
	buf_finish(&report.lines);
	return rc;
}

int world_configure(struct world *world, struct settings *settings, struct law *law,
		    struct error *err)
{
	size_t before = world->outlets.len;
	int rc = start_channels(world, settings, law, err);
	if (rc == 0)
		rc = teller_configure(world->teller, settings, law, err);
	/* Either all of the new ones are in force or none. */
	for (size_t i = 0; i < world->outlets.len; i++)
		if (rc == 0 ? i < before : i >= before)
			world->outlets.at[i]->retired = true;
	sweep_retired(world);
	if (rc < 0)
		return rc;
	world->bureau = law->bureau;
	world->offset_s = law->offset_s;
	tell_change(world);
	return 0;
}

void world_set_engine(struct world *world, struct engine_thread *thread)
{
	world->thread = thread;
	teller_set_engine(world->teller, thread);
}

/* --- one task ------------------------------------------------------------------------------------- */

struct errand {
	struct world *world;
	struct outlet *outlet;
	struct task *task;
};

static void errand_ended(struct errand *errand, struct job *job)
{
	struct world *world = errand->world;
	engine_thread_post(world->thread, job, true);
	if (errand->outlet != NULL)
		errand->outlet->busy--;
	world->in_flight--;
	task_free(errand->task);
	mem_free(errand);
	sweep_retired(world);
	tell_change(world);
}

static enum publish_end end_of(enum channel_end end)
{
	switch (end) {
	case CHANNEL_ACCEPTED:
		return PUBLISH_ACCEPTED;
	case CHANNEL_FOUND:
		return PUBLISH_FOUND;
	case CHANNEL_NOT_FOUND:
		return PUBLISH_NOT_FOUND;
	case CHANNEL_FAILED:
		return PUBLISH_FAILED;
	case CHANNEL_UNCLEAR:
	default:
		return PUBLISH_UNCLEAR;
	}
}

static void note_health(struct outlet *outlet, const struct channel_result *result)
{
	outlet->failing = result->end == CHANNEL_FAILED || result->end == CHANNEL_UNCLEAR;
	if (!outlet->failing) {
		outlet->last_success = clock_now();
		return;
	}
	size_t len = text_cut(result->reason, strlen(result->reason),
			      sizeof(outlet->last_error) - 1);
	memcpy(outlet->last_error, result->reason, len);
	outlet->last_error[len] = '\0';
}

static void published(void *ctx, const struct channel_result *result)
{
	struct errand *errand = ctx;
	const struct event_published end = {
		.end = end_of(result->end),
		.remote_id = result->remote_id,
		.url = result->url,
		.reason = result->reason,
		.permanent = result->permanent,
		.changed_key = result->changed_key,
		.retry_after_s = result->retry_after_s,
	};
	note_health(errand->outlet, result);
	errand_ended(errand, job_published(errand->task, &end, clock_now()));
}

static void publish(struct errand *errand)
{
	const struct task *task = errand->task;
	const struct channel_request request = {
		.operation = (enum channel_operation)task->operation,
		.key = task->key,
		.document_id = task->document_id,
		.revision = task->revision,
		.document = task->document,
		.remote_id = task->remote_id,
		.url = task->url,
		.department_name = task->department_name,
		.category_name = task->category_name,
		.bureau = errand->world->bureau,
		.published_at = clock_now(),
		.offset_s = errand->world->offset_s,
	};
	channel_run(errand->outlet->channel, &request, published, errand);
}

static void probed(void *ctx, const struct probe_result *result)
{
	struct errand *errand = ctx;
	const struct event_probed seen = {
		.verdict = verdict_name(result->result.verdict),
		.reason = result->result.reason,
		.findings = result->result.findings,
		.page_sha256 = result->page_sha256,
		.seen_at = {result->at.us - result->at.us % 1000},
	};
	errand_ended(errand, job_probed(errand->task, &seen, clock_now()));
}

static void probe(struct errand *errand)
{
	const struct task *task = errand->task;
	const struct channel *channel = errand->outlet->channel;
	const struct probe_request request = {
		.url = task->url,
		.host = channel_host(channel),
		.hosts = channel_hosts(channel),
		.allow_private = channel_allows_private(channel),
		.ca_file = channel_ca_file(channel),
		.document = task->document,
		.first_seen_at = task->first_seen_at,
		.published_at = task->accepted_at,
		.offset_s = errand->world->offset_s,
		.timeout_ms = 30000,
	};
	probe_page(errand->world->probe, &request, probed, errand);
}

/* The channel has gone from the configuration while its task was on the way. */
static void no_channel(struct errand *errand)
{
	const struct task *task = errand->task;
	if (task->kind == ACTION_PROBE) {
		const struct event_probed seen = {.verdict = "unknown",
						  .reason = "配置中已没有此渠道",
						  .seen_at = clock_now()};
		errand_ended(errand, job_probed(task, &seen, clock_now()));
		return;
	}
	const struct event_published end = {.end = PUBLISH_FAILED,
					    .reason =
						    "配置中已没有此渠道 the channel has gone from "
						    "the configuration",
					    .retry_after_s = -1};
	errand_ended(errand, job_published(task, &end, clock_now()));
}

struct arrival {
	struct world *world;
	struct task *task;
};

static void start_task(void *ctx)
{
	struct arrival *arrival = ctx;
	struct world *world = arrival->world;
	struct task *task = arrival->task;
	mem_free(arrival);
	if (world->draining) { /* still owed: the next start resumes it */
		task_free(task);
		return;
	}
	if (task->kind == ACTION_TELL) {
		teller_tell(world->teller, task);
		return;
	}
	struct errand *errand = mem_alloc(sizeof(*errand));
	*errand = (struct errand){.world = world, .task = task};
	world->in_flight++;
	errand->outlet = outlet_named(world, task->channel);
	if (errand->outlet == NULL) {
		no_channel(errand);
		return;
	}
	errand->outlet->busy++;
	if (task->kind == ACTION_PROBE)
		probe(errand);
	else
		publish(errand);
}

void world_task(void *ctx, struct task *task)
{
	struct arrival *arrival = mem_alloc(sizeof(*arrival));
	*arrival = (struct arrival){ctx, task};
	loop_post(arrival->world->loop, start_task, arrival);
}

/* --- questions and end ---------------------------------------------------------------------------------- */

size_t world_channels(const struct world *world, struct engine_channel *channels, size_t room)
{
	size_t count = 0;
	VEC_EACH(&world->outlets, outlet)
		if (!(*outlet)->retired && count < room)
			channels[count++] =
				(struct engine_channel){channel_name((*outlet)->channel),
							channel_parallel((*outlet)->channel)};
	return count;
}

size_t world_sites(const struct world *world, const char **directories, const char **urls,
		   size_t room)
{
	size_t count = 0;
	VEC_EACH(&world->outlets, outlet)
		if (!(*outlet)->retired && count < room &&
		    channel_serves((*outlet)->channel, &directories[count], &urls[count]))
			count++;
	return count;
}

json_t *world_health(const struct world *world)
{
	json_t *channels = json_array();
	VEC_EACH(&world->outlets, place) {
		const struct outlet *outlet = *place;
		if (outlet->retired)
			continue;
		json_t *one = json_object();
		json_put_text(one, "name", channel_name(outlet->channel));
		json_put_text(one, "type", channel_type(outlet->channel));
		json_put_text(one, "health", outlet->failing ? "failing" : "ok");
		json_object_set_new(one, "in_flight", json_integer(outlet->busy));
		if (outlet->failing)
			json_put_text(one, "last_error", outlet->last_error);
		json_put_instant(one, "last_success_at", outlet->last_success, world->offset_s);
		json_array_append_new(channels, one);
	}
	return json_pack("{s:o, s:o}", "channels", channels, "notifiers",
			 teller_health(world->teller, world->offset_s));
}

void world_drain(struct world *world)
{
	world->draining = true;
	teller_drain(world->teller);
}

size_t world_in_flight(const struct world *world)
{
	return world->in_flight + teller_in_flight(world->teller);
}

void world_close(struct world *world)
{
	if (world == NULL)
		return;
	world->draining = world->closing = true;
	teller_free(world->teller);
	probe_close(world->probe);
	for (size_t i = 0; i < world->outlets.len; i++) {
		channel_free(world->outlets.at[i]->channel);
		mem_free(world->outlets.at[i]);
	}
	VEC_FINISH(&world->outlets);
	client_close(world->client);
}

void world_free(struct world *world)
{
	if (world == NULL)
		return;
	mem_free(world->preset_folder);
	mem_free(world->template_folder);
	mem_free(world);
}
