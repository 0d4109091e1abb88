/* Messages on their way: one queue a notifier, within its budget a minute.  What is over the budget
 * waits here; the alerts stay owed in the store until the message has arrived.  Loop thread. */
#ifndef DAEMON_TELLER_H
#define DAEMON_TELLER_H

#include <jansson.h>

#include "daemon/daemon.h"

struct teller;
struct teller *teller_new(struct loop *loop, struct client *client);
MUST_CHECK int teller_configure(struct teller *teller, struct settings *settings, struct law *law,
				struct error *err);
void teller_set_engine(struct teller *teller, struct engine_thread *thread);
void teller_tell(struct teller *teller, struct task *task);
/* Called when the health may have changed. */
void teller_on_change(struct teller *teller, void (*changed)(void *ctx), void *ctx);
json_t *teller_health(const struct teller *teller, int offset_s);
void teller_drain(struct teller *teller); /* what waits is dropped: still owed in the store */
size_t teller_in_flight(const struct teller *teller);
void teller_free(struct teller *teller);

#endif
