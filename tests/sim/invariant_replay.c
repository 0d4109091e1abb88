/* Replay equals live: ledger and notes give the very dossier that the engine holds in memory.
 * The one file that looks behind the engine's door, on purpose. */
#include <string.h>

#include "base/json.h"
#include "core/view/view.h"
#include "engine/engine_inside.h"
#include "invariant.h"
#include "sim.h"

static long long us(struct instant at)
{
	return (long long)at.us;
}

/* Everything that the dossier knows, as text. */
static void picture(const struct dossier *d, const struct law *law, struct instant now,
		    struct buf *out)
{
	json_t *view = view_dossier(d, law, now);
	json_line(view, out);
	json_decref(view);
	buf_print(out, "\nseq %llu withdrawn %d exempt %s\n", (unsigned long long)d->last_seq,
		  d->withdrawn, d->exempt_by != NULL ? d->exempt_by : "-");
	VEC_EACH(&d->obligations, o)
		buf_print(out, "%s %d missed %d met %lld due %lld\n", o->rule, o->state, o->missed,
			  us(o->met_at), us(o->due_at));
	VEC_EACH(&d->publications, p)
		buf_print(
			out,
			"%s intended %lld unclear %lld retry %lld accepted %lld verdict %lld seen %lld "
			"probe %lld repeats %d failures %d restore %d\n",
			p->channel, us(p->intended_at), us(p->unclear_at), us(p->retry_at),
			us(p->accepted_at), us(p->verdict_at), us(p->first_seen_at),
			us(p->last_probe_at), p->repeats, p->failures, p->restore);
	VEC_EACH(&d->alerts, a)
		buf_print(out, "alert %llu refusals %d failures %d retry %lld delivered %lld\n",
			  (unsigned long long)a->id, a->refusals, a->failures, us(a->retry_at),
			  us(a->delivered_at));
}

void invariant_replay(struct sim *sim, int64_t document)
{
	const struct cached *live = cache_find(sim->engine->cache, document);
	if (live == NULL || live->dossier.revision == 0)
		return;
	struct dossier again;
	history_replay(sim, document, &again);
	scoped(buf_finish) struct buf before = {0}, after = {0};
	picture(&live->dossier, sim->law, sim_clock(sim), &before);
	picture(&again, sim->law, sim_clock(sim), &after);
	const char *a = buf_text(&before), *b = buf_text(&after);
	size_t same = 0;
	while (a[same] != '\0' && a[same] == b[same])
		same++;
	if (a[same] != b[same]) {
		same = same > 60 ? same - 60 : 0;
		sim_fail(sim, "document %lld replayed: ...%.120s... live: ...%.120s...",
			 (long long)document, b + same, a + same);
	}
	dossier_finish(&again);
}
