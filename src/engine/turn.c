/* One turn: decide, append the facts, apply them.  Nothing is durable until the batch's commit; a
 * failed commit drops every touched dossier, so memory never runs ahead of the disk. */
#include <string.h>

#include "engine/engine_inside.h"

/* A dossier that owes facts by time for ever would stop the daemon: this is a bug, told once and
 * slowed down, never a reason to stand still. */
#define SETTLE_TURNS 4096

void turn_touch(struct engine *engine, struct cached *entry)
{
	if (entry->touched)
		return;
	entry->touched = true;
	entry->next_touched = engine->touched;
	engine->touched = entry;
}

struct replay {
	struct dossier *dossier;
	struct pool pool;
	struct error *err;
};

static int replay_line(void *ctx, uint64_t seq, const char *line, size_t len)
{
	struct replay *replay = ctx;
	struct fact fact;
	int rc = ledger_read(line, len, &replay->pool, &fact, replay->err);
	if (rc < 0)
		return error_wrap(replay->err, rc, "ledger entry %llu", (unsigned long long)seq);
	dossier_apply(replay->dossier, &fact);
	pool_finish(&replay->pool);
	return 0;
}

static int replay_notes(void *ctx, const struct store_row *row)
{
	struct cached *entry = ctx;
	dossier_notes_read(&entry->dossier, row->notes);
	return 0;
}

int turn_load(struct engine *engine, int64_t id, struct cached **out, struct error *err)
{
	struct cached *entry = cache_find(engine->cache, id);
	if (entry == NULL) {
		entry = cache_add(engine->cache, id);
		struct replay replay = {.dossier = &entry->dossier, .err = err};
		int rc = store_load(engine->options.store, id, replay_line, &replay, err);
		pool_finish(&replay.pool);
		if (rc == 0)
			rc = store_get_row(engine->options.store, id, replay_notes, entry, err);
		if (rc < 0) {
			cache_drop(engine->cache, entry);
			return error_wrap(err, rc, "load dossier %lld", (long long)id);
		}
	}
	*out = entry;
	return 0;
}

int turn_write(struct engine *engine, struct fact *fact, struct error *err)
{
	struct tail *tail = &engine->tail;
	fact->at.us -= fact->at.us % 1000; /* as the ledger keeps it: replay equals live */
	if (instant_before(fact->at, tail->last_time))
		fact->at = tail->last_time; /* ledger time never goes back */
	fact->seq = tail->entries;
	buf_clear(&engine->line);
	ledger_line(fact, tail->last_leaf, engine->law->offset_s, &engine->line);
	struct digest leaf = ledger_leaf(engine->line.data, engine->line.len);
	int rc = store_put_entry(engine->options.store, fact->seq, engine->line.data,
				 engine->line.len, leaf, err);
	if (rc < 0)
		return rc;
	tree_add(&tail->tree, leaf);
	tail->last_leaf = leaf;
	tail->last_time = fact->at;
	tail->entries++;
	return 0;
}

int turn_run(struct engine *engine, struct cached *entry, struct outcome *out, struct error *err)
{
	int64_t id = entry->dossier.id;
	engine->turns++;
	VEC_EACH(&out->facts, fact) {
		fact->document = id;
		int rc = turn_write(engine, fact, err);
		if (rc < 0)
			return rc;
		*VEC_PUSH(&entry->new_seqs) = fact->seq;
		dossier_apply(&entry->dossier, fact);
		turn_touch(engine, entry);
	}
	VEC_EACH(&out->notes, note) {
		note->document = id;
		note->seq = entry->dossier.last_seq;
		dossier_apply(&entry->dossier, note);
		turn_touch(engine, entry);
	}
	return 0;
}

int turn_settle(struct engine *engine, struct cached *entry, struct instant now,
		struct error *err)
{
	const struct event wake = {.kind = EVENT_WAKE, .at = now, .actor = "gongshi"};
	for (int i = 0; i < SETTLE_TURNS; i++) {
		if (instant_before(now, dossier_next_wake(&entry->dossier, engine->law, now)))
			return 0;
		scoped(outcome_finish) struct outcome out = {0};
		int rc = dossier_decide(&entry->dossier, engine->law, &wake, &out);
		if (rc == 0)
			rc = turn_run(engine, entry, &out, err);
		if (rc < 0)
			return rc;
		if (out.facts.len == 0)
			break;
	}
	engine_log(engine, 3, "dossier %lld wakes without anything to do: a bug, please report",
		   (long long)entry->dossier.id);
	return 0;
}
