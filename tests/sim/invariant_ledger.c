/* The ledger verifies: chain, tree, signed checkpoints, times that never go back. */
#include "invariant.h"
#include "sim.h"

static int check_line(void *ctx, uint64_t seq, const char *line, size_t len)
{
	(void)seq;
	return ledger_check_line(ctx, line, len) ? 0 : 1;
}

void invariant_ledger(struct sim *sim, const struct history *history)
{
	struct ledger_check *check = ledger_check_new();
	struct error err = {0};
	uint64_t first_bad = 0;
	ledger_check_key(check, &sim->key);
	if (store_lines(sim->store, 0, store_entries(sim->store) - 1, check_line, check, &err) <
		    0 ||
	    !ledger_check_end(check, &first_bad, NULL, &err))
		sim_fail(sim, "ledger entry %llu: %s", (unsigned long long)first_bad, err.text);
	ledger_check_free(check);
	for (size_t i = 1; i < history->facts.len; i++)
		if (instant_before(history->facts.at[i].at, history->facts.at[i - 1].at))
			sim_fail(sim, "ledger entry %zu goes back in time", i);
}
