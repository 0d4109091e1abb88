/* Inside the web room: lines of an iCalendar file (RFC 5545). */
#ifndef WEB_ICAL_H
#define WEB_ICAL_H

#include "base/buf.h"
#include "base/civil_date.h"
#include "base/instant.h"

/* "NAME:value", value as it stands. */
void ical_line(struct buf *out, const char *name, const char *value);
/* Value of type TEXT: escaped; control characters are left out. */
void ical_text(struct buf *out, const char *name, const char *text);
void ical_date(struct buf *out, const char *name, struct civil_date date); /* VALUE=DATE */
void ical_instant(struct buf *out, const char *name, struct instant at);   /* in UTC */

#endif
