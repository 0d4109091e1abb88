/* What becomes owed on the ladder, and what became of the messages. */
#ifndef CORE_ALERT_ESCALATE_H
#define CORE_ALERT_ESCALATE_H

#include "core/model/dossier.h"
#include "core/model/event.h"
#include "core/model/law.h"

/* Facts for every rung that time has reached and that is not recorded yet. */
void alerts_climb(const struct dossier *dossier, const struct law *law,
		  const struct event *event, struct outcome *out);
/* A proven page has gone or differs: the people of the first rung hear of it (rung 0). */
void alerts_gone(const struct dossier *dossier, const struct law *law, const struct event *event,
		 struct outcome *out);
void alerts_told(const struct dossier *dossier, const struct law *law, const struct event *event,
		 struct outcome *out);

#endif
