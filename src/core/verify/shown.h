/* Are 文号 and date readable on the page, in whatever form, and does a label contradict them? */
#ifndef CORE_VERIFY_SHOWN_H
#define CORE_VERIFY_SHOWN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/civil_date.h"
#include "core/model/doc_number.h"
#include "core/verify/fold.h"

enum shown {
	SHOWN_NOT,
	SHOWN,
	SHOWN_OTHER,     /* the page's own label names another one */
	SHOWN_IRREGULAR, /* the number, but not as GB/T 9704 writes it */
};

/* `other` gets the text of what the label names. */
enum shown shown_number(const struct folded *page, const struct doc_number *number,
			struct buf *other);
enum shown shown_date(const struct folded *page, struct civil_date date, struct buf *other);

/* Is this text, white space aside, the number and nothing else? */
bool shown_is_number(const char *text, size_t len, const struct doc_number *number);

#endif
