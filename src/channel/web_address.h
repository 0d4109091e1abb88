/* Addresses of websites, as far as a channel must understand them. */
#ifndef CHANNEL_WEB_ADDRESS_H
#define CHANNEL_WEB_ADDRESS_H

#include <stdbool.h>

#include "base/pool.h"

/* "www.example.gov.cn", "127.0.0.1:8080", "[::1]:8080": lower case, the port only when it is not
 * the scheme's own.  NULL for anything but http and https. */
const char *web_address_host(struct pool *pool, const char *url);

/* The host is written as a private, loopback or otherwise special address, or is "localhost".
 * Names are not resolved. */
bool web_address_is_private(const char *host);

/* `base` and a path that begins with / or ?, with one slash between. */
const char *web_address_join(struct pool *pool, const char *base, const char *path);

/* An address out of an answer: whole, or relative to `base`.  NULL when it is neither. */
const char *web_address_resolve(struct pool *pool, const char *base, const char *text);

/* Path and query of a whole address, "/" at least; points into it. */
const char *web_address_path(const char *url);

#endif
