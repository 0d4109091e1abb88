/* Where things are, read from the configuration by themselves: a fault elsewhere in the file must
 * not keep an operator from the daemon that still runs on the old one. */
#ifndef CTL_PLACES_H
#define CTL_PLACES_H

#include "config/config.h"

struct places {
	struct config *config; /* owned; the texts live in it */
	const char *state, *socket;
	const char *const *holidays; /* NULL-ended */
	const char *store_type;
	const char *domain; /* NULL */
};

/* -E_INVALID with the faults. */
MUST_CHECK int places_load(const char *path, struct places **out, struct config_report *report);
void places_free(struct places *places); /* NULL is fine */

#endif
