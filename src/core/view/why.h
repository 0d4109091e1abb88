/* Inside the view room: one sentence on why a document is not public (yet), or that it is. */
#ifndef CORE_VIEW_WHY_H
#define CORE_VIEW_WHY_H

#include "base/buf.h"
#include "core/model/dossier.h"
#include "core/model/law.h"

void why_publication(const struct publication *publication, const struct law *law,
		     struct buf *out);
void why_dossier(const struct dossier *dossier, const struct law *law, struct instant now,
		 struct buf *out);

#endif
