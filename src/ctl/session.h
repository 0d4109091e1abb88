/* What one run of gongshictl has at hand: streams, the program's options, the configuration as far
 * as it was needed, and a way to say what went wrong. */
#ifndef CTL_SESSION_H
#define CTL_SESSION_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/error.h"
#include "ctl/args.h"
#include "ctl/ctl.h"
#include "ctl/places.h"
#include "settings/settings.h"

struct session {
	const struct ctl_streams *streams;
	FILE *out;          /* streams->out */
	const char *config; /* path of the configuration; never NULL */
	const char *socket; /* --socket, or NULL */
	bool json;
	struct places *places;     /* NULL until session_places */
	struct settings *settings; /* NULL until session_settings */
};

void session_open(struct session *session, const struct ctl_streams *streams,
		  const struct args *args);
void session_finish(struct session *session);

/* One line on stderr behind the program's name; line breaks become blanks, control characters
 * marks.  Returns `end`, so that a command can end with it. */
enum ctl_end complain(const struct session *session, enum ctl_end end, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* Where things are.  NULL after a complaint (CTL_USAGE). */
const struct places *session_places(struct session *session);
/* The same without a complaint. */
const struct places *session_places_quietly(struct session *session, struct error *err);
/* All of the configuration, law included.  NULL after a complaint for every fault (CTL_USAGE). */
struct settings *session_settings(struct session *session);
/* The socket's path: as given, else as configured. */
const char *session_socket(struct session *session, struct error *err);

/* Print a value as JSON. */
void print_json(const struct session *session, const json_t *value);

#endif
