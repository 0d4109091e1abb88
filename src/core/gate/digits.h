/* Digits in running text, group by group as they are written, and what stands around them.
 *
 * Full width is folded, characters of no width are passed over.  Groups that only separators part
 * make a chain: "138 1234-5678" is a chain of three. */
#ifndef CORE_GATE_DIGITS_H
#define CORE_GATE_DIGITS_H

#include <stdbool.h>
#include <stddef.h>

#define DIGITS_GROUP 40  /* digits kept of one group */
#define DIGITS_CHAIN 256 /* groups; a longer chain is read as several */

enum digit_gap {
	GAP_END,
	GAP_BLANK,
	GAP_HYPHEN, /* one, perhaps with blanks around */
	GAP_DOT,
	GAP_CELL, /* tab or line end: another cell of a table */
};

struct digit_group {
	char digit[DIGITS_GROUP + 1];
	int len;            /* as written; more than DIGITS_GROUP are only counted */
	enum digit_gap gap; /* to the next group of the chain */
	bool check_x;       /* an X follows that may be a check digit */
	bool letter_before; /* directly, and no word like Tel */
	bool letter_after;
	bool is_amount;   /* money, a measure or a decimal fraction */
	const char *from; /* in the text */
};

struct digit_chain {
	struct digit_group group[DIGITS_CHAIN];
	int len;
};

struct digit_reader {
	const char *text, *at, *end;
};

/* The next chain; false at the end of the text. */
bool digits_next(struct digit_reader *reader, struct digit_chain *out);

#endif
