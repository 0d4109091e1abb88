/* The life of one duty: what phase it is in at a moment, computed from facts. */
#ifndef CORE_OBLIGATION_OBLIGATION_H
#define CORE_OBLIGATION_OBLIGATION_H

#include "base/instant.h"
#include "core/model/dossier.h"
#include "core/model/law.h"

enum obligation_phase { PHASE_OPEN, PHASE_DUE_SOON, PHASE_OVERDUE, PHASE_MET, PHASE_MET_LATE,
			PHASE_EXEMPT };
const char *obligation_phase_name(enum obligation_phase phase); /* "due-soon" */
const char *obligation_phase_label(enum obligation_phase phase); /* 临期 */

/* `soon_at`: when the first rung of its ladder falls (alert_first_rung), NEVER without a ladder.
 * Documents that are not 主动公开 owe the public nothing: exempt. */
enum obligation_phase obligation_phase(const struct dossier *dossier,
				       const struct obligation *obligation, struct instant soon_at,
				       struct instant now);

/* Is it still owed: open, and the document is one that owes? */
bool obligation_is_owed(const struct dossier *dossier, const struct obligation *obligation);

/* Does a duty that people have not decided to drop ask for this channel? */
bool obligation_wants(const struct dossier *dossier, const char *channel);

/* Are all its channels proven or attested for the newest revision?  *met_at is then the moment the
 * last of them was first seen. */
bool obligation_is_fulfilled(const struct dossier *dossier, const struct obligation *obligation,
			     struct instant *met_at);

#endif
