/* The ledger read back, for the invariants that look at a whole run. */
#include "invariant.h"
#include "sim.h"

struct reading {
	struct history *history;
	struct sim *sim;
};

static int read_line(void *ctx, uint64_t seq, const char *line, size_t len)
{
	struct reading *reading = ctx;
	struct error err;
	struct fact *fact = VEC_PUSH(&reading->history->facts);
	if (ledger_read(line, len, &reading->history->pool, fact, &err) < 0)
		sim_fail(reading->sim, "ledger entry %llu: %s", (unsigned long long)seq, err.text);
	return 0;
}

void history_read(struct history *history, struct sim *sim)
{
	struct reading reading = {history, sim};
	struct error err;
	uint64_t entries = store_entries(sim->store);
	if (entries > 0 && store_lines(sim->store, 0, entries - 1, read_line, &reading, &err) < 0)
		sim_fail(sim, "the ledger cannot be read: %s", err.text);
}

void history_finish(struct history *history)
{
	VEC_FINISH(&history->facts);
	pool_finish(&history->pool);
}

static int replay_line(void *ctx, uint64_t seq, const char *line, size_t len)
{
	struct pool pool = {0};
	struct fact fact;
	(void)seq;
	int rc = ledger_read(line, len, &pool, &fact, NULL);
	if (rc == 0)
		dossier_apply(ctx, &fact);
	pool_finish(&pool);
	return rc;
}

static int replay_notes(void *ctx, const struct store_row *row)
{
	dossier_notes_read(ctx, row->notes);
	return 0;
}

void history_replay(struct sim *sim, int64_t document, struct dossier *out)
{
	struct error err = {0};
	*out = (struct dossier){.id = document};
	if (store_load(sim->store, document, replay_line, out, &err) < 0 ||
	    store_get_row(sim->store, document, replay_notes, out, &err) < 0)
		sim_fail(sim, "replay of document %lld: %s", (long long)document, err.text);
}
