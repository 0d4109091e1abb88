/* What follows from an intention, from the end of a channel operation, from a probe. */
#ifndef CORE_PUBLISH_RESULT_H
#define CORE_PUBLISH_RESULT_H

#include <stdbool.h>

#include "core/model/dossier.h"
#include "core/model/event.h"
#include "core/model/law.h"

/* A channel has room: write down the intention (key, operation) if it is still owed. */
void publish_intend(const struct dossier *dossier, const struct law *law,
		    const struct event *event, bool open, struct outcome *out);
void publish_ended(const struct dossier *dossier, const struct law *law,
		   const struct event *event, struct outcome *out);
void publish_probed(const struct dossier *dossier, const struct event *event,
		    struct outcome *out);

#endif
