/* Decisions of people: who may decide what, and what is written down.
 *
 * A decision that loosens a duty takes a requester and an approver who differ, and a reason; a
 * refusal is recorded too (contract, section 2). */
#ifndef CORE_DECISION_DECISION_H
#define CORE_DECISION_DECISION_H

#include "core/model/dossier.h"
#include "core/model/event.h"
#include "core/model/law.h"

/* Returns 0, or -E_DENIED / -E_INVALID / -E_NOT_FOUND with out->sentence and the fact
 * decision.refused. */
MUST_CHECK int decision_decide(const struct dossier *dossier, const struct law *law,
			       const struct event *event, struct outcome *out);

/* Is there a decision of this name? */
bool decision_is_known(const char *name);

#endif
