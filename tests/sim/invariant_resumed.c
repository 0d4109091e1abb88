/* A start resumes at once: what has been owed for some minutes, by a dossier that did not change
 * since, is under way.  (Messages may wait longer for the person's next letter.) */
#include "base/text.h"
#include "invariant.h"
#include "sim.h"

#define LONG_OWED_US (5 * INSTANT_MINUTE) /* a slot may have to be waited for */

static bool is_under_way(const struct sim *sim, int64_t document, const struct action *action)
{
	VEC_EACH(&sim->errands, place) {
		const struct task *task = (*place)->task;
		if (task != NULL && task->document_id == document && task->kind == action->kind &&
		    text_equal(task->channel, action->channel))
			return true;
	}
	return false;
}

static void check(struct sim *sim, const struct dossier *dossier)
{
	struct instant then = instant_add_us(sim_clock(sim), -LONG_OWED_US);
	struct action actions[DOSSIER_ACTIONS];
	if (instant_before(then, dossier->changed_at))
		return;
	int count = dossier_owed(dossier, sim->law, then, actions);
	for (int i = 0; i < count; i++)
		if (actions[i].kind != ACTION_TELL && !is_under_way(sim, dossier->id, &actions[i]))
			sim_fail(sim, "%s of document %lld is owed, and not under way",
				 actions[i].kind == ACTION_PROBE
					 ? "a probe"
					 : publish_operation_name(actions[i].operation),
				 (long long)dossier->id);
}

void invariant_resumed(struct sim *sim)
{
	struct instant now = sim_clock(sim);
	if (sim_was_out(sim, instant_add_us(now, -LONG_OWED_US), now))
		return; /* the disk failed meanwhile: tried again, but later */
	for (int64_t id = 1; id < store_next_id(sim->store); id++) {
		struct dossier dossier;
		history_replay(sim, id, &dossier);
		check(sim, &dossier);
		dossier_finish(&dossier);
	}
}
