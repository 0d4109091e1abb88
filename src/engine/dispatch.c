/* Who gets a slot of which channel.  A dossier that wants one waits as eight bytes in a ring; its
 * intention is written only when a slot is free, so the ledger never claims what is not sent. */
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "engine/engine_inside.h"

void waiting_push(struct waiting *waiting, int64_t id)
{
	if (waiting->len == waiting->room) {
		size_t room = waiting->room == 0 ? 64 : waiting->room * 2;
		int64_t *ids = mem_alloc_array(room, sizeof(*ids));
		for (size_t i = 0; i < waiting->len; i++)
			ids[i] = waiting->ids[(waiting->head + i) % waiting->room];
		mem_free(waiting->ids);
		*waiting = (struct waiting){.ids = ids, .len = waiting->len, .room = room};
	}
	waiting->ids[(waiting->head + waiting->len++) % waiting->room] = id;
}

bool waiting_pop(struct waiting *waiting, int64_t *id)
{
	if (waiting->len == 0)
		return false;
	*id = waiting->ids[waiting->head];
	waiting->head = (waiting->head + 1) % waiting->room;
	waiting->len--;
	return true;
}

void waiting_free(struct waiting *waiting)
{
	mem_free(waiting->ids);
	*waiting = (struct waiting){0};
}

struct lane *engine_lane(struct engine *engine, const char *channel, size_t *index)
{
	for (size_t i = 0; i < engine->lane_count; i++) {
		if (!text_equal(engine->lanes[i].name, channel))
			continue;
		*index = i;
		return &engine->lanes[i];
	}
	return NULL;
}

static void want(struct engine *engine, struct cached *entry, const struct action *action,
		 struct instant now)
{
	int64_t id = entry->dossier.id;
	if (action->kind == ACTION_TELL) {
		if (flight_add(engine->flight, id, flight_alert(action->alert)))
			digest_add(engine, entry, action, now);
		return;
	}
	size_t index;
	struct lane *lane = engine_lane(engine, action->channel, &index);
	if (lane == NULL)
		return;
	bool probe = action->kind == ACTION_PROBE;
	if (flight_add(engine->flight, id, probe ? flight_probe(index) : flight_operation(index)))
		waiting_push(probe ? &lane->want_probe : &lane->want_operation, id);
}

void dispatch_want(struct engine *engine, struct cached *entry, struct instant now)
{
	struct action actions[DOSSIER_ACTIONS];
	int count = dossier_owed(&entry->dossier, engine->law, now, actions);
	for (int i = 0; i < count; i++)
		want(engine, entry, &actions[i], now);
}

static const struct publication *publication_on(const struct dossier *d, const char *channel)
{
	VEC_EACH(&d->publications, publication)
		if (text_equal(publication->channel, channel))
			return publication;
	return NULL;
}

/* Is an action of this kind still owed on the channel? */
static bool still_owed(struct engine *engine, const struct dossier *d, const char *channel,
		       enum action_kind kind, struct instant now, struct action *out)
{
	struct action actions[DOSSIER_ACTIONS];
	int count = dossier_owed(d, engine->law, now, actions);
	for (int i = 0; i < count; i++) {
		if (actions[i].kind != kind || !text_equal(actions[i].channel, channel))
			continue;
		*out = actions[i];
		return true;
	}
	return false;
}

static int make_ready(struct engine *engine, struct cached *entry, const struct lane *lane,
		      const struct action *action, struct instant now, struct error *err)
{
	const struct dossier *d = &entry->dossier;
	struct task *task = task_about(engine, d, publication_on(d, lane->name), now);
	task->kind = action->kind;
	task->operation = action->operation;
	int rc = task_content(engine, task, err);
	if (rc < 0) {
		task_free(task);
		return rc;
	}
	*VEC_PUSH(&engine->ready) = task;
	return 0;
}

/* An intention on disk, then the task.  1: a task is ready, 0: nothing is owed any more. */
static int start_operation(struct engine *engine, struct cached *entry, struct lane *lane,
			   struct instant now, struct error *err)
{
	struct action action;
	if (!still_owed(engine, &entry->dossier, lane->name, ACTION_PUBLISH, now, &action))
		return 0;
	if (action.operation != PUBLISH_FIND) {
		const struct event slot = {.kind = EVENT_SLOT, .at = now, .actor = "gongshi",
					   .slot = lane->name};
		scoped(outcome_finish) struct outcome out = {0};
		int rc = dossier_decide(&entry->dossier, engine->law, &slot, &out);
		if (rc == 0 && out.facts.len == 0)
			return 0;
		if (rc == 0)
			rc = turn_run(engine, entry, &out, err);
		if (rc < 0)
			return rc;
	}
	int rc = make_ready(engine, entry, lane, &action, now, err);
	return rc < 0 ? rc : 1;
}

static int start_probe(struct engine *engine, struct cached *entry, struct lane *lane,
		       struct instant now, struct error *err)
{
	struct action action;
	if (!still_owed(engine, &entry->dossier, lane->name, ACTION_PROBE, now, &action))
		return 0;
	int rc = make_ready(engine, entry, lane, &action, now, err);
	return rc < 0 ? rc : 1;
}

static int pump(struct engine *engine, struct lane *lane, size_t index, bool probe,
		struct instant now, struct error *err)
{
	struct waiting *waiting = probe ? &lane->want_probe : &lane->want_operation;
	unsigned *busy = probe ? &lane->probes : &lane->operations;
	uint64_t what = probe ? flight_probe(index) : flight_operation(index);
	int64_t id;
	while (*busy < lane->parallel && waiting_pop(waiting, &id)) {
		struct cached *entry;
		int rc = turn_load(engine, id, &entry, err);
		if (rc == 0)
			rc = probe ? start_probe(engine, entry, lane, now, err)
				   : start_operation(engine, entry, lane, now, err);
		if (rc == 0)
			flight_remove(engine->flight, id, what);
		if (rc == -E_FULL || rc == -E_IO) {
			waiting_push(waiting, id);
			return rc;
		}
		if (rc < 0) { /* this dossier's content is broken: told, the others go on */
			engine_log(engine, 3, "%s", err == NULL ? "cannot start a task" : err->text);
			continue;
		}
		*busy += rc > 0;
	}
	return 0;
}

int dispatch_pump(struct engine *engine, struct instant now, struct error *err)
{
	for (size_t i = 0; i < engine->lane_count; i++) {
		int rc = pump(engine, &engine->lanes[i], i, false, now, err);
		if (rc == 0)
			rc = pump(engine, &engine->lanes[i], i, true, now, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

bool dispatch_has_work(const struct engine *engine)
{
	for (size_t i = 0; i < engine->lane_count; i++) {
		const struct lane *lane = &engine->lanes[i];
		if ((lane->operations < lane->parallel && lane->want_operation.len > 0) ||
		    (lane->probes < lane->parallel && lane->want_probe.len > 0))
			return true;
	}
	return false;
}

static void free_slot(struct engine *engine, const char *channel, int64_t id, bool probe,
		      bool again)
{
	size_t index;
	struct lane *lane = engine_lane(engine, channel, &index);
	if (lane == NULL)
		return;
	unsigned *busy = probe ? &lane->probes : &lane->operations;
	if (*busy > 0)
		--*busy;
	if (again)
		waiting_push(probe ? &lane->want_probe : &lane->want_operation, id);
	else
		flight_remove(engine->flight, id,
			      probe ? flight_probe(index) : flight_operation(index));
}

static void take_slot(struct engine *engine, const char *channel, int64_t id, bool probe)
{
	size_t index;
	struct lane *lane = engine_lane(engine, channel, &index);
	if (lane == NULL)
		return;
	++*(probe ? &lane->probes : &lane->operations);
	flight_add(engine->flight, id, probe ? flight_probe(index) : flight_operation(index));
}

void dispatch_ended(struct engine *engine, const struct job *job)
{
	const struct event *event = &job->event;
	if (event->kind == EVENT_PUBLISHED)
		free_slot(engine, event->published.channel, job->document_id, false, false);
	else if (event->kind == EVENT_PROBED)
		free_slot(engine, event->probed.channel, job->document_id, true, false);
	else if (event->kind == EVENT_TOLD)
		for (size_t i = 0; i < job->item_count; i++)
			flight_remove(engine->flight, job->items[i].document,
				      flight_alert(job->items[i].alert));
}

void dispatch_not_ended(struct engine *engine, const struct job *job)
{
	const struct event *event = &job->event;
	if (event->kind == EVENT_PUBLISHED)
		take_slot(engine, event->published.channel, job->document_id, false);
	else if (event->kind == EVENT_PROBED)
		take_slot(engine, event->probed.channel, job->document_id, true);
	else if (event->kind == EVENT_TOLD)
		for (size_t i = 0; i < job->item_count; i++)
			flight_add(engine->flight, job->items[i].document,
				   flight_alert(job->items[i].alert));
}

void dispatch_hand_out(struct engine *engine)
{
	for (size_t i = 0; i < engine->ready.len; i++)
		engine->options.task(engine->options.ctx, engine->ready.at[i]);
	engine->ready.len = 0;
}

void dispatch_undo(struct engine *engine)
{
	for (size_t i = 0; i < engine->ready.len; i++) {
		struct task *task = engine->ready.at[i];
		free_slot(engine, task->channel, task->document_id, task->kind == ACTION_PROBE,
			  true);
		task_free(task);
	}
	engine->ready.len = 0;
}
