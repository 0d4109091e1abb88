/* What a setting's text means.  Each returns 0, or -E_INVALID with *out untouched. */
#ifndef CONFIG_VALUES_H
#define CONFIG_VALUES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/macros.h"

/* "10 minutes", "90 s", "2d"; microseconds.  Whole numbers, one unit, no sign. */
MUST_CHECK int value_duration(const char *text, int64_t *us);
/* "4096", "64 MiB" */
MUST_CHECK int value_bytes(const char *text, int64_t *bytes);
/* "08:30", "24:00"; seconds of the day */
MUST_CHECK int value_time(const char *text, int32_t *second);
/* "+08:00"; seconds east of UTC, at most 14 hours either way */
MUST_CHECK int value_offset(const char *text, int *seconds);

/* An absolute address: scheme, "://", a host; no blanks. */
bool value_is_url(const char *text);
/* Does the address carry a name or a password before the host? */
bool value_url_has_user(const char *text);

#endif
