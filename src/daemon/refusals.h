/* What the spool refused is told to the office: one message for what came within a few seconds. */
#ifndef DAEMON_REFUSALS_H
#define DAEMON_REFUSALS_H

#include "daemon/daemon.h"

struct refusals;
struct refusals *refusals_new(struct loop *loop, struct world *world);
/* `sentence` says what, where and what to do. */
void refusals_add(struct refusals *refusals, const struct law *law, const char *name,
		  const char *sentence);
void refusals_free(struct refusals *refusals); /* tells what waits first */

#endif
