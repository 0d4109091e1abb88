/* Opening duties when a document comes in, and planning them anew when the law changes. */
#ifndef CORE_OBLIGATION_OPEN_H
#define CORE_OBLIGATION_OPEN_H

#include "core/model/dossier.h"
#include "core/model/event.h"
#include "core/model/law.h"

/* A fact for every rule that binds the document and has no open duty in the dossier yet. */
void obligations_open(const struct dossier *dossier, const struct law *law,
		      const struct event *event, const struct document *document, int revision,
		      struct outcome *out);

/* was/is/because for every open duty whose date the law in force gives otherwise. */
void obligations_replan(const struct dossier *dossier, const struct law *law,
			const struct event *event, struct outcome *out);

/* What time alone brings at event->at: duties missed. */
void obligations_pass(const struct dossier *dossier, const struct event *event,
		      struct outcome *out);

/* Duties whose last channel has just been proven, given the publications as they are. */
void obligations_settle(const struct dossier *dossier, const struct event *event,
			struct outcome *out);

#endif
