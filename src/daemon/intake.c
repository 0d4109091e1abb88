/* The spool: found by inotify and by rescan, read on a pool thread, handed to the engine, moved when
 * the commit is on disk. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "daemon/daemon.h"
#include "daemon/refusals.h"
#include "source/source.h"

#define ITEMS_A_SCAN 256
#define BUSY_RETRY_MS 200

struct intake {
	struct loop *loop;
	struct engine_thread *thread;
	struct refusals *refusals;
	struct store *objects; /* only store_add_object is called on it here */
	struct spool *spool;
	struct loop_watch *watch;
	struct timer *timer;
	const struct law *law, *next_law;
	int64_t attachment_bytes;
	uint64_t rescan_ms, rescan_at_ms, next_ms;
	bool scanning, again, stopping;
	int waiting; /* items whose commit is under way */
	int failures;
	struct error err;
	int rc;
};

/* Handed from the pool thread to the engine and, by its answer, back to the loop. */
struct arrival {
	struct intake *intake;
	struct spool_item item;
	struct job_result result;
};

/* --- settling: on the loop thread ------------------------------------------------------------------ */

static void settle(void *ctx)
{
	struct arrival *arrival = ctx;
	struct intake *intake = arrival->intake;
	struct spool_item *item = &arrival->item;
	struct error err = {0};
	int rc;
	intake->waiting--;
	if (arrival->result.rc != 0) {
		spool_return(intake->spool, item->ticket);
		rc = 0;
	} else if (arrival->result.document > 0) {
		rc = spool_accept(intake->spool, item->ticket, arrival->result.year,
				  arrival->result.document, &err);
	} else {
		rc = spool_reject(intake->spool, item->ticket, &item->refusal, &err);
		log_line(LOG_WARNING_, "refused %s: %s %s", item->name, item->refusal.sentence_zh,
			 item->refusal.sentence_en);
		if (rc == 0)
			refusals_add(intake->refusals, intake->law, item->name,
				     item->refusal.sentence_zh);
	}
	if (rc < 0) { /* it is in the ledger: found again it is the same document */
		log_line(LOG_ERR_, "spool: %s", err.text);
		spool_return(intake->spool, item->ticket);
	}
	mem_free(arrival);
	if (!intake->stopping)
		timer_arm(intake->timer, rc < 0 ? 5000 : 1);
}

static void answered(void *ctx, const struct job_result *result) /* engine thread */
{
	struct arrival *arrival = ctx;
	arrival->result = *result;
	loop_post(arrival->intake->loop, settle, arrival);
}

/* --- scanning: on a pool thread ---------------------------------------------------------------------- */

static struct job *refusal_job(const struct spool_item *item)
{
	const struct fact fact = {
		.kind = FACT_DOCUMENT_REFUSED,
		.at = clock_now(),
		.actor = "gongshi",
		.name = item->name,
		.code = item->refusal.code,
		.field = item->refusal.field,
		.sentence = item->refusal.sentence_zh,
		.sentence_en = item->refusal.sentence_en,
		.source = "spool",
	};
	return job_record(&fact);
}

/* The attachments must be on disk before the commit that speaks of them. */
static int keep_attachments(struct intake *intake, const struct document *document)
{
	for (int i = 0; i < document->attachment_count; i++) {
		const struct attachment *attachment = &document->attachments[i];
		int rc = store_add_object(intake->objects, attachment->sha256, attachment->path,
					  NULL, 0, &intake->err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static void count_one(void *ctx)
{
	struct intake *intake = ctx;
	intake->waiting++;
}

static void found(void *ctx, struct spool_item *item)
{
	struct intake *intake = ctx;
	struct job *job;
	if (item->document != NULL) {
		int rc = keep_attachments(intake, item->document);
		if (rc < 0) {
			intake->rc = rc;
			document_finish(item->document);
			mem_free(item->document);
			spool_return(intake->spool, item->ticket);
			return;
		}
		job = job_document(item->document, "spool", "source:spool", clock_now());
	} else {
		job = refusal_job(item);
	}
	struct arrival *arrival = mem_alloc(sizeof(*arrival));
	arrival->intake = intake;
	arrival->item = *item;
	arrival->item.document = NULL;
	job->done = answered;
	job->ctx = arrival;
	loop_post(intake->loop, count_one, intake);
	engine_thread_post(intake->thread, job, true);
}

static void scan(void *ctx)
{
	struct intake *intake = ctx;
	uint64_t now_ms = clock_monotonic_ms();
	bool rescan = now_ms >= intake->rescan_at_ms;
	if (rescan)
		intake->rescan_at_ms = now_ms + intake->rescan_ms;
	intake->rc = 0;
	intake->next_ms = UINT64_MAX;
	int rc = spool_scan(intake->spool, intake->law, intake->attachment_bytes, now_ms, rescan,
			    ITEMS_A_SCAN, found, intake, &intake->next_ms, &intake->err);
	if (intake->rc == 0)
		intake->rc = rc;
}

static void start_scan(void *ctx);

static void watch(struct intake *intake)
{
	if (spool_fd(intake->spool) >= 0)
		intake->watch = loop_watch(intake->loop, spool_fd(intake->spool), start_scan,
					   intake);
}

static void scanned(void *ctx)
{
	struct intake *intake = ctx;
	intake->scanning = false;
	if (intake->next_law != NULL) {
		intake->law = intake->next_law;
		intake->next_law = NULL;
	}
	if (intake->rc < 0)
		log_line(LOG_ERR_, "spool: %s", intake->err.text);
	if (intake->stopping)
		return;
	watch(intake);
	uint64_t now_ms = clock_monotonic_ms();
	uint64_t next_ms = intake->next_ms < intake->rescan_at_ms ? intake->next_ms
								  : intake->rescan_at_ms;
	uint64_t wait_ms = next_ms > now_ms ? next_ms - now_ms : 1;
	if (intake->again)
		wait_ms = 1;
	intake->again = false;
	timer_arm(intake->timer, intake->rc < 0 && wait_ms < 1000 ? 1000 : wait_ms);
}

static void start_scan(void *ctx)
{
	struct intake *intake = ctx;
	if (intake->stopping)
		return;
	if (intake->scanning) {
		intake->again = true;
		return;
	}
	/* The files stay where they are until the engine has room. */
	if (engine_thread_load(intake->thread) >= 50) {
		timer_arm(intake->timer, BUSY_RETRY_MS);
		return;
	}
	intake->scanning = true;
	/* The scan drains the descriptor; until it has, the loop would wake without end. */
	loop_unwatch(intake->watch);
	intake->watch = NULL;
	loop_work(intake->loop, scan, scanned, intake);
}

/* --- life -------------------------------------------------------------------------------------------------- */

int intake_open(struct intake **out, struct loop *loop, struct engine_thread *thread,
		struct world *world, struct store *objects, const struct settings *settings,
		const struct law *law, struct error *err)
{
	struct intake *intake = mem_alloc(sizeof(*intake));
	intake->loop = loop;
	intake->thread = thread;
	intake->objects = objects;
	intake->law = law;
	intake->attachment_bytes = settings->attachment_bytes;
	intake->rescan_ms = (uint64_t)(settings->rescan_us / 1000);
	int rc = spool_open(settings->spool, &intake->spool, err);
	if (rc < 0) {
		mem_free(intake);
		return rc;
	}
	intake->refusals = refusals_new(loop, world);
	intake->timer = timer_open(loop, start_scan, intake);
	watch(intake);
	timer_arm(intake->timer, 1);
	*out = intake;
	return 0;
}

void intake_set_law(struct intake *intake, const struct law *law)
{
	if (intake->scanning)
		intake->next_law = law; /* the scan that runs ends under the old one */
	else
		intake->law = law;
}

bool intake_is_idle(const struct intake *intake)
{
	return !intake->scanning && intake->waiting == 0;
}

void intake_stop(struct intake *intake)
{
	if (intake == NULL || intake->stopping)
		return;
	intake->stopping = true;
	loop_unwatch(intake->watch);
	intake->watch = NULL;
	timer_stop(intake->timer);
}

void intake_close(struct intake *intake)
{
	if (intake == NULL)
		return;
	intake_stop(intake);
	refusals_free(intake->refusals);
	timer_close(intake->timer);
	spool_close(intake->spool);
	mem_free(intake);
}
