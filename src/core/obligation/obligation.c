#include "core/obligation/obligation.h"

#include "base/text.h"

const char *obligation_phase_name(enum obligation_phase phase)
{
	static const char *const names[] = {
		[PHASE_OPEN] = "open",	 [PHASE_DUE_SOON] = "due-soon", [PHASE_OVERDUE] = "overdue",
		[PHASE_MET] = "met",	 [PHASE_MET_LATE] = "met-late", [PHASE_EXEMPT] = "exempt",
	};
	return names[phase];
}

const char *obligation_phase_label(enum obligation_phase phase)
{
	static const char *const labels[] = {
		[PHASE_OPEN] = "在期",	 [PHASE_DUE_SOON] = "临期",   [PHASE_OVERDUE] = "逾期",
		[PHASE_MET] = "按期公开", [PHASE_MET_LATE] = "逾期公开", [PHASE_EXEMPT] = "不予公开",
	};
	return labels[phase];
}

/* Source: OGI Regulations (2019) art. 13 and 19: the duty of active disclosure rests on what is
 * 主动公开; an internal document is shown inside the house only. */
bool obligation_is_owed(const struct dossier *dossier, const struct obligation *obligation)
{
	return obligation->state == OBL_OPEN && dossier->disclosure == DISCLOSURE_ACTIVE &&
	       !dossier->withdrawn;
}

enum obligation_phase obligation_phase(const struct dossier *dossier,
				       const struct obligation *obligation, struct instant soon_at,
				       struct instant now)
{
	/* The term ends at 24:00, which is the first instant of the next day: at it, one is late. */
	if (obligation->state == OBL_MET)
		return instant_before(obligation->met_at, obligation->due_at) ? PHASE_MET
									      : PHASE_MET_LATE;
	if (!obligation_is_owed(dossier, obligation))
		return PHASE_EXEMPT;
	if (!instant_before(now, obligation->due_at))
		return PHASE_OVERDUE;
	return instant_before(now, soon_at) ? PHASE_OPEN : PHASE_DUE_SOON;
}

static const struct publication *publication_on(const struct dossier *dossier, const char *channel)
{
	VEC_EACH(&dossier->publications, publication)
		if (text_equal(publication->channel, channel))
			return publication;
	return NULL;
}

bool obligation_wants(const struct dossier *dossier, const char *channel)
{
	VEC_EACH(&dossier->obligations, obligation) {
		if (obligation->state == OBL_EXEMPT)
			continue;
		for (const char *const *c = obligation->channels; c != NULL && *c != NULL; c++)
			if (text_equal(*c, channel))
				return true;
	}
	return false;
}

bool obligation_is_fulfilled(const struct dossier *dossier, const struct obligation *obligation,
			     struct instant *met_at)
{
	struct instant last = {0};
	if (obligation->channels == NULL || obligation->channels[0] == NULL)
		return false;
	for (const char *const *channel = obligation->channels; *channel != NULL; channel++) {
		const struct publication *publication = publication_on(dossier, *channel);
		if (publication == NULL || publication->revision < dossier->revision)
			return false;
		if (publication->state != PUB_PROVEN && publication->state != PUB_ATTESTED)
			return false;
		last = instant_max(last, publication->first_seen_at);
	}
	*met_at = last;
	return true;
}
