#include "engine/engine.h"

#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "core/gate/gate.h"
#include "reader/reader.h"
#include "source/source.h"

static struct job *job_new(enum event_kind kind, int64_t document, const char *actor,
			   struct instant at)
{
	struct job *job = mem_alloc(sizeof(*job));
	job->document_id = document;
	job->event.kind = kind;
	job->event.at = at;
	job->event.actor = pool_text(&job->pool, actor);
	return job;
}

void job_free(struct job *job)
{
	if (job == NULL)
		return;
	if (job->document != NULL) {
		document_finish(job->document);
		mem_free(job->document);
	}
	mem_free(job->manifest);
	mem_free(job->items);
	pool_finish(&job->pool);
	mem_free(job);
}

/* What the texts themselves forbid: found before the engine's turn, on the thread that hands in. */
static void scan(struct job *job, const struct document *document)
{
	struct gate_result found = {0};
	scoped(buf_finish) struct buf text = {0};
	if (document->body_is_html)
		html_to_text(document->body, strlen(document->body), &text);
	gate_scan(document, document->body_is_html ? buf_text(&text) : document->body, &found);

	struct event_hold *holds = pool_alloc(&job->pool, sizeof(*holds) * GATE_FINDINGS);
	for (int i = 0; i < found.count; i++) {
		holds[i].code = found.findings[i].code;
		holds[i].sentence = pool_text(&job->pool, found.findings[i].sentence);
	}
	job->event.document.holds = holds;
	job->event.document.hold_count = found.count;
	gate_finish(&found);
}

struct job *job_document(struct document *document, const char *source, const char *actor,
			 struct instant at)
{
	struct job *job = job_new(EVENT_DOCUMENT, 0, actor, at);
	struct buf line = {0};
	json_t *manifest = manifest_canonical(document);
	json_line(manifest, &line);
	json_decref(manifest);
	job->manifest_bytes = line.len;
	job->manifest = buf_take(&line);
	job->document = document;
	job->event.document.document = document;
	job->event.document.source = pool_text(&job->pool, source);
	job->event.document.textless =
		text_empty(document->body) && document->attachment_count == 0;
	scan(job, document);
	return job;
}

struct job *job_decision(int64_t document, const struct event_decision *decision,
			 const char *actor, struct instant at)
{
	struct job *job = job_new(EVENT_DECISION, document, actor, at);
	struct event_decision *copy = &job->event.decision;
	*copy = *decision;
	copy->decision = pool_text(&job->pool, decision->decision);
	copy->by = pool_text(&job->pool, decision->by);
	copy->signed_by = pool_text(&job->pool, decision->signed_by);
	copy->approved_by = pool_text(&job->pool, decision->approved_by);
	copy->witness = pool_text(&job->pool, decision->witness);
	copy->reason = pool_text(&job->pool, decision->reason);
	copy->hold = pool_text(&job->pool, decision->hold);
	copy->rule = pool_text(&job->pool, decision->rule);
	copy->channel = pool_text(&job->pool, decision->channel);
	copy->evidence = pool_text(&job->pool, decision->evidence);
	return job;
}

/* Every text member is copied through the kind's own table of fields. */
struct job *job_record(const struct fact *fact)
{
	struct job *job = job_new(EVENT_WAKE, 0, fact->actor, fact->at);
	job->is_record = true;
	job->record = *fact;
	job->record.actor = job->event.actor;
	const struct fact_field *const *fields = fact_fields(fact->kind);
	for (; fields != NULL && *fields != NULL; fields++) {
		if ((*fields)->kind != FACT_TEXT)
			continue;
		const char **text = (const char **)((char *)&job->record + (*fields)->offset);
		*text = pool_text(&job->pool, *text);
	}
	return job;
}

struct job *job_checkpoint(struct instant at)
{
	struct job *job = job_new(EVENT_WAKE, 0, "gongshi", at);
	job->is_checkpoint = true;
	return job;
}

struct job *job_published(const struct task *task, const struct event_published *end,
			  struct instant at)
{
	struct job *job = job_new(EVENT_PUBLISHED, task->document_id, "gongshi", at);
	struct event_published *copy = &job->event.published;
	*copy = *end;
	copy->channel = pool_text(&job->pool, task->channel);
	copy->operation = task->operation;
	copy->started_at = task->started_at;
	copy->remote_id = pool_text(&job->pool, end->remote_id);
	copy->url = pool_text(&job->pool, end->url);
	copy->reason = pool_text(&job->pool, end->reason);
	return job;
}

struct job *job_probed(const struct task *task, const struct event_probed *seen,
		       struct instant at)
{
	struct job *job = job_new(EVENT_PROBED, task->document_id, "gongshi", at);
	struct event_probed *copy = &job->event.probed;
	*copy = *seen;
	copy->channel = pool_text(&job->pool, task->channel);
	copy->url = pool_text(&job->pool, task->url);
	copy->accepted_at = task->accepted_at;
	copy->verdict = pool_text(&job->pool, seen->verdict);
	copy->reason = pool_text(&job->pool, seen->reason);
	copy->page_sha256 = pool_text(&job->pool, seen->page_sha256);
	size_t count = 0;
	while (seen->findings != NULL && seen->findings[count] != NULL)
		count++;
	const char **findings = pool_alloc(&job->pool, (count + 1) * sizeof(*findings));
	for (size_t i = 0; i < count; i++)
		findings[i] = pool_text(&job->pool, seen->findings[i]);
	copy->findings = findings;
	return job;
}

struct job *job_told(const struct task *task, const struct event_told *told, struct instant at)
{
	struct job *job = job_new(EVENT_TOLD, 0, "gongshi", at);
	job->event.told = *told;
	job->event.told.notifier = pool_text(&job->pool, task->notifier);
	job->event.told.reason = pool_text(&job->pool, told->reason);
	job->item_count = task->item_count;
	job->items = mem_alloc_array(task->item_count, sizeof(*job->items));
	if (task->item_count > 0)
		memcpy(job->items, task->items, task->item_count * sizeof(*job->items));
	return job;
}
