/* Dates as documents write them: 2009-03-05, 2009年3月5日, 二〇〇九年三月五日 with 〇○O0零Ｏ,
 * full-width digits, 2009/3/5, 2009.3.5, also with blanks between. */
#ifndef CORE_MODEL_DATE_TEXT_H
#define CORE_MODEL_DATE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/civil_date.h"

/* The whole text is one date.  Returns -E_INVALID for anything else. */
MUST_CHECK int date_text_read(const char *text, struct civil_date *out);

/* The first date at or after `at`; *len are its bytes.  NULL when there is none. */
const char *date_text_find(const char *at, const char *end, struct civil_date *out, size_t *len);

#endif
