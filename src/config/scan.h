/* The words of a configuration file, before libconfig sees them.
 *
 * libconfig takes some wrong texts silently (a number that does not fit wraps round) and answers
 * others with "syntax error" and nothing else.  This scanner cuts the text into words, so that the
 * usual slips of a clerk are named: a full-width sign, a quotation mark without its partner, a
 * number that does not fit, a word that needs quotes, a comma too many. */
#ifndef CONFIG_SCAN_H
#define CONFIG_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "config/config.h"

enum scan_kind {
	SCAN_END,
	SCAN_NAME, /* letters, digits, - and _; also true and false */
	SCAN_NUMBER,
	SCAN_STRING,   /* with its quotes */
	SCAN_SIGN,     /* one byte: = : ; , ( ) [ ] { } */
	SCAN_INCLUDE,  /* @include; the file's name is the next word */
	SCAN_UNCLOSED, /* a string that does not end on its line */
	SCAN_COMMENT_UNCLOSED,
	SCAN_ALIEN, /* a character that cannot stand here */
};

struct scan_word {
	enum scan_kind kind;
	const char *at;
	size_t len;
	int line;
};

struct scanner {
	const char *at, *end;
	int line;
};

/* The next word; white space and comments are passed over. */
struct scan_word scan_next(struct scanner *scanner);

/* Is the text one that libconfig may be shown?  Faults go into the report with file and line. */
bool scan_check(const char *file, const char *text, size_t len, struct config_report *report);

#endif
