/* The 公示内容 of a manifest, as far as the gate must understand it: who is shown, and where
 * objections go.  Keys are English or Chinese; what is not about people is about objections. */
#ifndef CORE_GATE_NOTICE_H
#define CORE_GATE_NOTICE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/buf.h"

struct notice {
	int people;         /* with a name */
	bool has_contact;   /* a telephone, an address... */
	struct buf shown;   /* every text about people, a line each */
	struct buf contact; /* every other text */
};

void notice_read(const json_t *json, struct notice *out); /* NULL is an empty one */
void notice_finish(struct notice *notice);

#endif
