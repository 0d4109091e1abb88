/* A message as mail: whole RFC 5322 text with CRLF line ends.
 *
 * Nothing that is handed in can add a header or a recipient: line ends in names and subjects become
 * blanks, everything that is not plain ASCII becomes encoded words (RFC 2047), the text is base64.
 * The Message-ID follows from the id alone, so a mail that arrives twice can be told to be one. */
#ifndef NOTIFIER_MAIL_TEXT_H
#define NOTIFIER_MAIL_TEXT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/instant.h"

struct mail_text {
	const char *from, *from_name; /* address; name NULL or "": none */
	const char *to, *to_name;
	const char *subject;
	const char *text; /* UTF-8, LF */
	const char *id;   /* stable */
	struct instant at;
	int offset_s;
	bool urgent;
};

/* Appends to out; -E_INVALID for an address that is none. */
MUST_CHECK int mail_compose(const struct mail_text *mail, struct buf *out, struct error *err);

/* "user@host.example": ASCII, no blanks, no quotes, one @.  What RFC 5321 allows beyond that is
 * nothing an office needs and much that hides tricks. */
bool mail_address_is_good(const char *address);

/* "Name: value" and CRLF: encoded words of at most 75 characters, never cutting a character, on
 * lines of at most 76. */
void mail_header(struct buf *out, const char *name, const char *value);

#endif
