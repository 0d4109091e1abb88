/* Addresses of the web, taken apart and put together by libcurl (RFC 3986).  Any thread. */
#ifndef NET_URL_H
#define NET_URL_H

#include "base/buf.h"
#include "base/macros.h"

/* The address that `reference` means on the page `base`, without its fragment.  -E_INVALID when it
 * is none of http or https, or carries a user name. */
MUST_CHECK int url_join(const char *base, const char *reference, struct buf *out);

/* The host of an absolute address in lower case, with ":port" unless it is the usual one. */
MUST_CHECK int url_host(const char *url, struct buf *out);

/* The path of an absolute address as it stands there, escaped. */
MUST_CHECK int url_path(const char *url, struct buf *out);

#endif
