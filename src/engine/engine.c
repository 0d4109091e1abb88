#include "engine/engine.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "core/publish/publish.h"
#include "engine/engine_inside.h"

#define CACHE_DOSSIERS 1024
#define JOBS_A_BATCH 1024
#define WAKES_A_BATCH 512

/* --- life -------------------------------------------------------------------------------------- */

/* Lanes are only ever added: what is in flight knows its lane by its place. */
static void add_lanes(struct engine *engine, const struct engine_channel *channels, size_t count)
{
	engine->lanes = mem_resize(engine->lanes,
				   (engine->lane_count + count + 1) * sizeof(*engine->lanes));
	for (size_t i = 0; i < count; i++) {
		size_t index;
		struct lane *lane = engine_lane(engine, channels[i].name, &index);
		if (lane == NULL) {
			lane = &engine->lanes[engine->lane_count++];
			*lane = (struct lane){.name = mem_copy_text(channels[i].name)};
		}
		lane->parallel = channels[i].parallel;
	}
}

/* Were all open duties planned under this very law when we were last here? */
static bool law_is_as_before(struct engine *engine)
{
	scoped(buf_finish) struct buf edition = {0};
	struct error none;
	return store_setting(engine->options.store, "edition", &edition, &none) == 0 &&
	       text_equal(buf_text(&edition), engine->law->edition);
}

int engine_open(struct engine **out, const struct engine_options *options, struct instant at,
		struct error *err)
{
	struct engine *engine = mem_alloc(sizeof(*engine));
	engine->options = *options;
	engine->law = options->law;
	engine->cache = cache_new(CACHE_DOSSIERS);
	engine->flight = flight_new();
	engine->replan_after = law_is_as_before(engine) ? -1 : 0;
	add_lanes(engine, options->channels, options->channel_count);
	engine->tail.last_time.us = at.us - at.us % 1000;
	engine_clock_set(engine, at);
	int rc = end_read(engine, err);
	if (rc < 0) {
		engine_close(engine);
		return rc;
	}
	*out = engine;
	return 0;
}

void engine_close(struct engine *engine)
{
	if (engine == NULL)
		return;
	while (engine->kept != NULL) {
		struct job *job = engine->kept;
		engine->kept = job->next;
		job_free(job);
	}
	for (size_t i = 0; i < engine->lane_count; i++) {
		waiting_free(&engine->lanes[i].want_operation);
		waiting_free(&engine->lanes[i].want_probe);
		mem_free(engine->lanes[i].name);
	}
	mem_free(engine->lanes);
	digest_forget(engine);
	VEC_FINISH(&engine->ready);
	flight_free(engine->flight);
	cache_free(engine->cache);
	buf_finish(&engine->line);
	mem_free(engine);
}

void engine_log(const struct engine *engine, int priority, const char *fmt, ...)
{
	char sentence[1024];
	va_list args;
	va_start(args, fmt);
	vsnprintf(sentence, sizeof(sentence), fmt, args);
	va_end(args);
	if (engine->options.log != NULL)
		engine->options.log(engine->options.ctx, priority, sentence);
}

/* --- one job ------------------------------------------------------------------------------------ */

struct answer { /* given after the commit */
	struct job *job;
	struct job_result result;
};

/* A new id, or the dossier that the document's key names. */
static int load_for_document(struct engine *engine, const struct job *job, struct cached **out,
			     struct error *err)
{
	int64_t id = store_find_key(engine->options.store, job->document->key);
	if (id > 0)
		return turn_load(engine, id, out, err);
	*out = cache_add(engine->cache, engine->tail.next_id++);
	turn_touch(engine, *out); /* so that a failed commit takes it away again */
	return 0;
}

static int keep_content(struct engine *engine, const struct job *job, const struct dossier *d,
			struct error *err)
{
	return store_put_content(engine->options.store, d->id, d->revision, "manifest",
				 job->manifest, job->manifest_bytes, err);
}

/* The row must be there before the next document of the batch asks for its key. */
static int run_document(struct engine *engine, struct job *job, struct answer *answer,
			struct error *err)
{
	struct cached *entry = NULL;
	scoped(outcome_finish) struct outcome out = {0};
	int rc = load_for_document(engine, job, &entry, err);
	if (rc == 0)
		rc = dossier_decide(&entry->dossier, engine->law, &job->event, &out);
	if (rc == 0)
		rc = turn_run(engine, entry, &out, err);
	if (rc == 0 && out.received != RECEIVED_SAME)
		rc = keep_content(engine, job, &entry->dossier, err);
	if (rc == 0)
		rc = turn_settle(engine, entry, job->event.at, err);
	if (rc == 0 && out.received == RECEIVED_CREATED)
		rc = row_put(engine, entry, job->event.at, err);
	if (rc < 0)
		return rc;
	answer->result.document = entry->dossier.id;
	answer->result.received = out.received;
	answer->result.year = civil_date_at(entry->dossier.received_at, engine->law->offset_s).year;
	return 0;
}

static int run_event(struct engine *engine, struct job *job, int64_t id, struct answer *answer,
		     struct error *err)
{
	struct cached *entry;
	scoped(outcome_finish) struct outcome out = {0};
	int rc = turn_load(engine, id, &entry, err);
	if (rc == -E_NOT_FOUND) {
		answer->result.rc = rc;
		answer->result.sentence = "没有此案卷；there is no such dossier";
		return 0;
	}
	if (rc < 0)
		return rc;
	/* Also when nothing follows: what ended may have been in the way of what is owed now. */
	turn_touch(engine, entry);
	int decided = dossier_decide(&entry->dossier, engine->law, &job->event, &out);
	rc = turn_run(engine, entry, &out, err);
	if (rc == 0)
		rc = turn_settle(engine, entry, job->event.at, err);
	answer->result.rc = decided;
	answer->result.document = id;
	answer->result.sentence = pool_text(&job->pool, out.sentence);
	return rc;
}

static int run_told(struct engine *engine, struct job *job, struct answer *answer,
		    struct error *err)
{
	for (size_t i = 0; i < job->item_count; i++) {
		job->event.told.alert = job->items[i].alert;
		int rc = run_event(engine, job, job->items[i].document, answer, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* Nothing was found, but the settling time is not to be trusted: not a proof, to be asked again. */
static void distrust_early_lookup(const struct engine *engine, struct job *job)
{
	struct event_published *end = &job->event.published;
	if (job->event.kind != EVENT_PUBLISHED || end->operation != PUBLISH_FIND ||
	    end->end != PUBLISH_NOT_FOUND || !instant_before(end->started_at, engine->trust_after))
		return;
	end->end = PUBLISH_FAILED;
	end->reason = "未查到，但服务刚启动或时钟刚校正，尚不能作准，将再查询 not found, but too soon after "
		      "a start or a change of the clock: to be asked again";
}

static int run_checkpoint(struct engine *engine, struct answer *answer, struct error *err)
{
	scoped(buf_finish) struct buf note = {0};
	int rc = checkpoint_ask(engine, answer->job->event.at, &note, err);
	answer->result.sentence = pool_text(&answer->job->pool, buf_text(&note));
	return rc;
}

static int run_job(struct engine *engine, struct answer *answer, struct instant now,
		   struct error *err)
{
	struct job *job = answer->job;
	answer->result = (struct job_result){0};
	job->event.at = now; /* it may have waited, or the clock been set: all is decided as of now */
	if (job->is_record)
		return turn_write(engine, &job->record, err);
	if (job->is_checkpoint)
		return run_checkpoint(engine, answer, err);
	if (job->event.kind == EVENT_DOCUMENT)
		return run_document(engine, job, answer, err);
	if (job->event.kind == EVENT_TOLD)
		return run_told(engine, job, answer, err);
	distrust_early_lookup(engine, job);
	return run_event(engine, job, job->document_id, answer, err);
}

/* --- wake-ups ------------------------------------------------------------------------------------- */

static int wake_one(struct engine *engine, int64_t id, enum event_kind kind, struct instant now,
		    struct error *err)
{
	struct cached *entry;
	scoped(outcome_finish) struct outcome out = {0};
	const struct event event = {.kind = kind, .at = now, .actor = "gongshi"};
	int rc = turn_load(engine, id, &entry, err);
	if (rc == 0)
		rc = dossier_decide(&entry->dossier, engine->law, &event, &out);
	if (rc == 0)
		rc = turn_run(engine, entry, &out, err);
	if (rc == 0)
		rc = turn_settle(engine, entry, now, err);
	if (rc == 0)
		turn_touch(engine, entry); /* its row is written, with the next wake-up time */
	return rc;
}

/* Dossiers whose time has come; after a start also those whose actions were in flight, after a
 * change of law all of them. */
static int wake_due(struct engine *engine, struct instant now, bool *more, struct error *err)
{
	int64_t ids[WAKES_A_BATCH];
	struct store *store = engine->options.store;
	size_t count = 0;
	enum event_kind kind = EVENT_WAKE;
	if (engine->resume_after >= 0) {
		count = store_owed(store, engine->resume_after, ids, WAKES_A_BATCH);
		engine->resume_after = count > 0 ? ids[count - 1] : -1;
	} else if (engine->replan_after >= 0) {
		kind = EVENT_LAW;
		count = store_open_ids(store, engine->replan_after, ids, WAKES_A_BATCH);
		engine->replan_after = count > 0 ? ids[count - 1] : -1;
		if (count == 0) {
			int rc = store_put_setting(store, "edition", engine->law->edition, err);
			if (rc < 0)
				return rc;
		}
	} else {
		count = store_due(store, now, ids, WAKES_A_BATCH);
	}
	*more = count == WAKES_A_BATCH || engine->resume_after >= 0 || engine->replan_after >= 0;
	for (size_t i = 0; i < count; i++) {
		int rc = wake_one(engine, ids[i], kind, now, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* --- the batch --------------------------------------------------------------------------------------- */

static int put_rows(struct engine *engine, struct instant now, struct error *err)
{
	for (struct cached *entry = engine->touched; entry != NULL; entry = entry->next_touched) {
		int rc = row_put(engine, entry, now, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static void batch_failed(struct engine *engine, const struct answer *answers, size_t ended,
			 const struct tail *before, int64_t resume_after, int64_t replan_after)
{
	store_rollback(engine->options.store);
	while (engine->touched != NULL) {
		struct cached *entry = engine->touched;
		engine->touched = entry->next_touched;
		cache_drop(engine->cache, entry);
	}
	engine->tail = *before;
	engine->resume_after = resume_after;
	engine->replan_after = replan_after;
	engine->store_failing = true;
	dispatch_undo(engine);
	for (size_t i = 0; i < ended; i++)
		dispatch_not_ended(engine, answers[i].job);
}

static void batch_done(struct engine *engine, struct answer *answers, size_t count,
		       struct instant now)
{
	engine->commits++;
	engine->store_failing = false;
	while (engine->touched != NULL) {
		struct cached *entry = engine->touched;
		engine->touched = entry->next_touched;
		entry->touched = false;
		entry->next_touched = NULL;
		dispatch_want(engine, entry, now);
	}
	dispatch_hand_out(engine);
	for (size_t i = 0; i < count; i++) {
		if (answers[i].job->done != NULL)
			answers[i].job->done(answers[i].job->ctx, &answers[i].result);
		job_free(answers[i].job);
	}
}

/* Who waits is told; what nobody waits for is kept and tried again. */
static void jobs_failed(struct engine *engine, struct answer *answers, size_t count, int rc,
			const char *sentence)
{
	struct job **last = &engine->kept;
	while (*last != NULL)
		last = &(*last)->next;
	for (size_t i = 0; i < count; i++) {
		struct job *job = answers[i].job;
		if (job->done == NULL) {
			job->next = NULL;
			*last = job;
			last = &job->next;
			continue;
		}
		struct job_result result = {.rc = rc, .sentence = sentence};
		job->done(job->ctx, &result);
		job_free(job);
	}
}

/* *ended: so many jobs gave their slots back, in which others go out with the same commit. */
static int run_batch(struct engine *engine, struct answer *answers, size_t count,
		     struct instant now, bool *more, size_t *ended, struct error *err)
{
	*ended = 0;
	int rc = store_begin(engine->options.store, err);
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = run_job(engine, &answers[i], now, err);
	if (rc == 0)
		rc = wake_due(engine, now, more, err);
	for (; rc == 0 && *ended < count; ++*ended)
		dispatch_ended(engine, answers[*ended].job);
	if (rc == 0)
		rc = dispatch_pump(engine, now, err);
	if (rc == 0)
		rc = put_rows(engine, now, err);
	if (rc == 0)
		rc = store_commit(engine->options.store, err);
	return rc;
}

static size_t take_jobs(struct job **jobs, struct answer *answers)
{
	size_t count = 0;
	while (*jobs != NULL && count < JOBS_A_BATCH) {
		answers[count].job = *jobs;
		*jobs = (*jobs)->next;
		answers[count++].job->next = NULL;
	}
	return count;
}

static struct job *with_kept(struct engine *engine, struct job *jobs)
{
	struct job *kept = engine->kept;
	struct job **last = &engine->kept;
	if (kept == NULL)
		return jobs;
	while (*last != NULL)
		last = &(*last)->next;
	*last = jobs;
	engine->kept = NULL;
	return kept;
}

int engine_run(struct engine *engine, struct job *jobs, struct instant now, struct instant *next,
	       struct error *err)
{
	static const struct answer none;
	struct answer *answers = mem_alloc_array(JOBS_A_BATCH, sizeof(none));
	int rc = 0;
	bool more = false;
	now.us -= now.us % 1000; /* as the ledger keeps it: replay equals live */
	jobs = with_kept(engine, jobs);
	do {
		store_tidy(engine->options.store, false);
		struct tail before = engine->tail;
		int64_t resume_after = engine->resume_after, replan_after = engine->replan_after;
		size_t count = take_jobs(&jobs, answers), ended;
		rc = run_batch(engine, answers, count, now, &more, &ended, err);
		if (rc < 0) {
			batch_failed(engine, answers, ended, &before, resume_after, replan_after);
			jobs_failed(engine, answers, count, rc, err == NULL ? "" : err->text);
		} else {
			batch_done(engine, answers, count, now);
		}
	} while (jobs != NULL);
	mem_free(answers);

	*next = now;
	if (rc < 0 || more || dispatch_has_work(engine))
		return rc;
	store_tidy(engine->options.store, true);
	digest_flush(engine, now); /* the sweep is over: nothing more falls due at this moment */
	*next = instant_min(store_next_wake(engine->options.store), digest_next(engine));
	return 0;
}

void engine_clock_set(struct engine *engine, struct instant now)
{
	for (int i = 0; i < engine->law->channel_count; i++) {
		int64_t settle_us = engine->law->channels[i].settle_us;
		engine->trust_after = instant_max(
			engine->trust_after,
			instant_add_us(now, publish_real_us(engine->law, settle_us)));
	}
}

void engine_set_law(struct engine *engine, const struct law *law,
		    const struct engine_channel *channels, size_t count)
{
	engine->law = law;
	engine->replan_after = 0;
	add_lanes(engine, channels, count);
}

void engine_stats(const struct engine *engine, struct engine_stats *out)
{
	*out = (struct engine_stats){
		.entries = engine->tail.entries,
		.turns = engine->turns,
		.commits = engine->commits,
		.documents = (uint64_t)(engine->tail.next_id - 1),
		.in_flight = flight_size(engine->flight),
		.cached = cache_size(engine->cache),
		.store_failing = engine->store_failing,
	};
	for (size_t i = 0; i < engine->lane_count; i++)
		out->waiting += engine->lanes[i].want_operation.len +
				engine->lanes[i].want_probe.len;
}
