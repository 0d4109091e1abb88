/* A static website that we write into a folder: complete public pages, lists, feed and catalogue.
 *
 * Files are written on a pool thread, one batch at a time: whatever waits is taken together, so that
 * no pool thread ever waits for another.  Lists follow a fifth of a second after the last page, and
 * at least every two seconds; when they become expensive they take a twentieth of the time. */
#include <libxml/parser.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "base/macros.h"
#include "base/mem.h"
#include "base/vec.h"
#include "channel/site.h"

#define LISTS_QUIET_MS 200
#define LISTS_LATEST_MS 2000
#define LISTS_SHARE 20 /* of the time, one part at most */

/* Work handed to the pool; outlives the site when that is closed before it began. */
struct site_job {
	struct site *site; /* NULL: the site is gone */
	struct site_operation *batch;
	bool with_lists;
	uint64_t lists_cost_ms;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool begun, canceled, finished; /* under the lock */
};

#define OWN(member) CONFIG_FIELD(site, member)
/* clang-format off */
static const struct config_field fields[] = {
	{.name = "directory", .kind = CONFIG_PATH, .offset = OWN(directory), .required = true,
	 .help = "where the pages are written"},
	{.name = "url", .kind = CONFIG_URL, .offset = CONFIG_FIELD(channel, url),
	 .required = true, .help = "where the public reads them"},
	{.name = "site_name", .kind = CONFIG_TEXT, .offset = OWN(site_name),
	 .help = "SiteName; the bureau's name by default"},
	{.name = "column_type", .kind = CONFIG_TEXT, .offset = OWN(column_type),
	 .def_text = "政务公开", .help = "ColumnType of the page tags"},
	{0},
};
/* clang-format on */

/* --- on the pool ------------------------------------------------------------------------------ */

static void write_lists(struct site *site, struct site_job *job)
{
	uint64_t from = clock_monotonic_ms();
	struct error err = {0};
	/* A list that cannot be written stays behind and is tried with the next. */
	if (site_lists_write(site, &err) < 0)
		site->lists.behind = true;
	job->lists_cost_ms = clock_monotonic_ms() - from;
}

static void work(void *ctx)
{
	struct site_job *job = ctx;
	pthread_mutex_lock(&job->lock);
	job->begun = true;
	bool canceled = job->canceled;
	pthread_mutex_unlock(&job->lock);
	if (canceled)
		return;

	site_work(job->site, job->batch);
	if (job->with_lists)
		write_lists(job->site, job);

	pthread_mutex_lock(&job->lock);
	job->finished = true;
	pthread_cond_signal(&job->ended);
	pthread_mutex_unlock(&job->lock);
}

/* --- on the loop -------------------------------------------------------------------------------- */

static void free_batch(struct site_operation *batch)
{
	while (batch != NULL) {
		struct site_operation *next = batch->next;
		operation_free(&batch->base);
		batch = next;
	}
}

static void tell_batch(struct site_operation *batch)
{
	while (batch != NULL) {
		struct site_operation *next = batch->next;
		operation_finish(&batch->base, &batch->result);
		batch = next;
	}
}

static void job_free(struct site_job *job)
{
	pthread_mutex_destroy(&job->lock);
	pthread_cond_destroy(&job->ended);
	mem_free(job);
}

static void kick(struct site *site);

static void plan_lists(struct site *site)
{
	if (!site->lists.behind) {
		site->behind_since_ms = 0;
		return;
	}
	uint64_t now = clock_monotonic_ms();
	if (site->behind_since_ms == 0)
		site->behind_since_ms = now;
	uint64_t latest = site->lists_cost_ms * LISTS_SHARE;
	latest = site->behind_since_ms + (latest > LISTS_LATEST_MS ? latest : LISTS_LATEST_MS);
	uint64_t wanted = now + LISTS_QUIET_MS;
	if (wanted > latest)
		wanted = latest > now ? latest : now;
	timer_arm(site->timer, wanted - now);
}

static void worked(void *ctx)
{
	struct site_job *job = ctx;
	struct site *site = job->site;
	struct site_operation *batch = job->batch;
	bool with_lists = job->with_lists;
	uint64_t cost = job->lists_cost_ms;
	job_free(job);
	if (site == NULL) {
		free_batch(batch);
		return;
	}
	site->job = NULL;
	if (with_lists) {
		site->lists_cost_ms = cost;
		site->behind_since_ms = 0;
	}
	if (with_lists && site->lists.behind)
		timer_arm(site->timer, LISTS_LATEST_MS); /* a disk that is full, say */
	else
		plan_lists(site);
	kick(site);
	tell_batch(batch);
}

static void kick(struct site *site)
{
	if (site->job != NULL || (site->waiting == NULL && !site->lists_due))
		return;
	struct site_job *job = mem_alloc(sizeof(*job));
	pthread_mutex_init(&job->lock, NULL);
	pthread_cond_init(&job->ended, NULL);
	job->site = site;
	job->batch = site->waiting;
	job->with_lists = site->lists_due;
	site->waiting = NULL;
	site->waiting_end = &site->waiting;
	site->lists_due = false;
	site->job = job;
	loop_work(site->base.world.loop, work, worked, job);
}

static void on_timer(void *ctx)
{
	struct site *site = ctx;
	site->lists_due = true;
	kick(site);
}

static void run(struct channel *channel, struct operation *base)
{
	struct site *site = (struct site *)channel;
	struct site_operation *operation = (struct site_operation *)base;
	*site->waiting_end = operation;
	site->waiting_end = &operation->next;
	kick(site);
}

static void drop(struct operation *base)
{
	json_decref(((struct site_operation *)base)->entry);
}

/* --- the channel ---------------------------------------------------------------------------------- */

static void check(struct channel *channel, const struct config_node *group UNUSED,
		  struct config_report *report UNUSED)
{
	struct site *site = (struct site *)channel;
	site->waiting_end = &site->waiting;
	site->base.directory = site->directory;
	site->base.can_find = true;
}

/* The folder `site` in each of the template folders; later ones override. */
static int open_templates(struct site *site, struct error *err)
{
	scoped(pool_finish) struct pool pool = {0};
	struct vec_of(const char *) folders = {0};
	const char *const *given = site->base.world.template_folders;
	for (; given != NULL && *given != NULL; given++) {
		const char *folder = pool_print(&pool, "%s/site", *given);
		if (access(folder, F_OK) == 0)
			*VEC_PUSH(&folders) = folder;
	}
	*VEC_PUSH(&folders) = NULL;
	int rc = folders.len > 1 ? render_open(folders.at, &site->templates, err)
				 : error_set(err, E_NOT_FOUND,
					     "no folder of templates has a folder \"site\"");
	VEC_FINISH(&folders);
	return rc;
}

static int start(struct channel *channel, struct error *err)
{
	struct site *site = (struct site *)channel;
	xmlInitParser(); /* before the pool's threads use it */
	int rc = open_templates(site, err);
	if (rc == 0)
		rc = site_make_root(site, err);
	if (rc == 0)
		rc = site_make_folder(site, SITE_HIDDEN "/keys", err);
	if (rc == 0)
		rc = site_lists_load(site, err);
	if (rc == 0)
		rc = site_lists_write(site, err);
	if (rc == 0)
		site->timer = timer_open(channel->world.loop, on_timer, site);
	return rc;
}

/* Documents are borrowed until the end is told, so a thread at work is waited for. */
static void stop(struct channel *channel)
{
	struct site *site = (struct site *)channel;
	struct site_job *job = site->job;
	timer_close(site->timer);
	site->timer = NULL;
	if (job != NULL) {
		pthread_mutex_lock(&job->lock);
		job->canceled = !job->begun;
		while (job->begun && !job->finished)
			pthread_cond_wait(&job->ended, &job->lock);
		bool finished = job->finished;
		pthread_mutex_unlock(&job->lock);
		job->site = NULL;
		site->job = NULL;
		if (finished) {
			tell_batch(job->batch);
			job->batch = NULL;
		}
	}
	if (site->lists.behind)
		(void)!site_lists_write(site, NULL);
}

static void finish(struct channel *channel)
{
	struct site *site = (struct site *)channel;
	free_batch(site->waiting); /* their ends were told */
	site_lists_finish(&site->lists);
	render_close(site->templates);
}

const struct channel_ops channel_site = {
	.name = "site",
	.fields = fields,
	.channel_bytes = sizeof(struct site),
	.operation_bytes = sizeof(struct site_operation),
	.check = check,
	.start = start,
	.run = run,
	.drop = drop,
	.stop = stop,
	.finish = finish,
};
