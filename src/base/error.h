/* What went wrong, as a code for programs and a sentence for people.
 *
 * Functions return 0 or a negative code of enum error_code.  At the edge to the world a
 * `struct error *err` comes last and collects one sentence; each caller may put in front what it
 * was doing.  A sentence says what, where and what to do.  `err` may be NULL: nobody asked. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/macros.h"

enum error_code {
	E_INVALID = 1, /* the input is wrong: the sentence names the field and the remedy */
	E_NOT_FOUND,   /* there is no such thing */
	E_EXISTS,      /* there is one already */
	E_DENIED,      /* not allowed to this person or process */
	E_LIMIT,       /* too large, too deep, too many */
	E_IO,          /* disk or operating system */
	E_FULL,        /* no space left: try again when there is */
	E_NET,         /* the peer could not be reached or did not answer */
	E_BUSY,        /* try again later */
	E_HORIZON,     /* past the last year whose holiday notice is known */
	E_CORRUPT,     /* stored data contradicts itself */
	E_CANCELED,    /* we are shutting down */
	E_UNSUPPORTED, /* not built in, or not possible for this kind */
};

#define ERROR_TEXT_BYTES 768

struct error {
	int code; /* 0, or a positive enum error_code */
	char text[ERROR_TEXT_BYTES];
};

/* Write the sentence (replacing an older one) and return -code. */
int error_set(struct error *err, enum error_code code, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* As error_set, with ": " and the meaning of errno behind it; the code follows errno (ENOSPC and
 * EDQUOT give E_FULL, ENOENT E_NOT_FOUND, EACCES and EPERM E_DENIED, all else E_IO). */
int error_sys(struct error *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Put "what was being done: " in front of the sentence; returns rc unchanged. */
int error_wrap(struct error *err, int rc, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* The code's name for programs: "invalid", "not-found"... */
const char *error_name(int code);

#endif
