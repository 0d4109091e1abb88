/* Does a website's guard (WAF, CDN) show itself in the headers of an answer? */
#ifndef PROBE_GUARD_H
#define PROBE_GUARD_H

/* `headers` are raw lines.  The mark that was found, as people know it; NULL if none. */
const char *guard_in_headers(const char *headers);

#endif
