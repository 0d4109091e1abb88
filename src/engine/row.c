/* What lists and the wake-up index know of a dossier, derived from it after each batch. */
#include "engine/engine_inside.h"

#include "base/mem.h"
#include "core/alert/alert.h"
#include "core/obligation/obligation.h"
#include "core/publish/publish.h"

static void count_obligations(const struct dossier *d, const struct law *law, struct instant now,
			      struct store_row *row)
{
	VEC_EACH(&d->obligations, obligation) {
		switch (obligation_phase(d, obligation, INSTANT_NEVER, now)) {
		case PHASE_MET:
			row->met++;
			break;
		case PHASE_MET_LATE:
			row->met_late++;
			break;
		case PHASE_EXEMPT:
			row->exempt++;
			break;
		default:
			row->open++;
			row->due_at = instant_min(row->due_at, obligation->due_at);
			row->soon_at = instant_min(row->soon_at, alert_first_rung(law, obligation));
			break;
		}
	}
}

/* Channels that we can try ourselves and have not: must be none once a duty is overdue. */
static bool is_unattempted(const struct dossier *d, const struct law *law, struct instant now)
{
	struct dossier_hold holds[DOSSIER_HOLDS];
	if (dossier_holds(d, law, now, holds) > 0)
		return false;
	VEC_EACH(&d->publications, publication)
		if (publication->attempts == 0 &&
		    publish_next(d, publication, law, true, now).need != NEED_NOTHING)
			return true;
	return false;
}

int row_put(struct engine *engine, struct cached *entry, struct instant now, struct error *err)
{
	const struct dossier *d = &entry->dossier;
	const struct law *law = engine->law;
	struct action actions[DOSSIER_ACTIONS];
	struct pool pool = {0};
	scoped(buf_finish) struct buf notes = {0};
	dossier_notes_print(d, &notes);
	struct doc_number number = doc_number_read(&pool, d->doc_number != NULL ? d->doc_number : "");
	struct store_row row = {
		.id = d->id,
		.key = d->key,
		.number = number.normal != NULL ? number.normal : "",
		.title = d->title,
		.issuer = d->issuer,
		.department = d->department,
		.category = d->category,
		.content = d->content,
		.revision = d->revision,
		.issued_on = d->issued_on,
		.received_at = d->received_at,
		.due_at = INSTANT_NEVER,
		.soon_at = INSTANT_NEVER,
		.state = dossier_state(d, law, now),
		.wake_at = dossier_next_wake(d, law, now),
		.changed_at = d->changed_at,
		.unattempted = is_unattempted(d, law, now),
		.owed = dossier_owed(d, law, now, actions) > 0,
		.notes = buf_text(&notes),
	};
	count_obligations(d, law, now, &row);
	int rc = store_put_row(engine->options.store, &row, entry->new_seqs.at,
			       entry->new_seqs.len, err);
	entry->new_seqs.len = 0;
	pool_finish(&pool);
	return rc;
}
