/* What the address of an answer tells: whose host it is, and whether it is a place where visitors
 * are sent who asked for something else. */
#ifndef CORE_VERIFY_PAGE_PLACE_H
#define CORE_VERIFY_PAGE_PLACE_H

#include <stdbool.h>

#include "core/verify/verify.h"

/* Does the answer come from the expected host or one of the channel's? */
bool page_is_on_host(const struct seen_page *seen);
/* Asked for a document, led to the home page. */
bool page_is_home(const struct seen_page *seen);
/* Led to an address that is made for logging in. */
bool page_is_login_place(const struct seen_page *seen);

#endif
