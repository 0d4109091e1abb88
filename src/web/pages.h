/* Inside the web room: what the pages have in common. */
#ifndef WEB_PAGES_H
#define WEB_PAGES_H

#include <jansson.h>

#include "web/request.h"

/* Fill a page's template and answer with it; takes the reference. */
void page_answer(struct request *request, const char *name, json_t *values);
/* What every page says of the daemon: bureau, now, entries... */
json_t *page_frame(struct request *request);
/* Instants as people read them, "2026-11-24 08:55", everywhere below `json`. */
void page_soften(json_t *json);
/* "overdue", "soon", "open", "done", "held": the colour of a dossier, from its JSON. */
const char *page_tone(const json_t *dossier);

#endif
