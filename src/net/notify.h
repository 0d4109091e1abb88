/* Talking to the service manager (sd_notify protocol): readiness, status, watchdog.  Without
 * NOTIFY_SOCKET in the environment every call does nothing. */
#ifndef NET_NOTIFY_H
#define NET_NOTIFY_H

#include <stdint.h>

void notify_ready(const char *status);
void notify_reloading(void);
void notify_stopping(void);
void notify_status(const char *status);
void notify_alive(void);           /* WATCHDOG=1 */
uint64_t notify_watchdog_ms(void); /* half of the manager's limit, 0: none asked */

#endif
