/* Bytes as text: base64 (RFC 4648), percent-encoding (RFC 3986), Markdown-free HTML escaping. */
#ifndef BASE_ENCODE_H
#define BASE_ENCODE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/macros.h"

void encode_base64(struct buf *out, const void *bytes, size_t len); /* with padding, one line */
MUST_CHECK int decode_base64(const char *text, size_t len, struct buf *out); /* -E_INVALID */
/* Everything but unreserved characters becomes %XX. */
void encode_percent(struct buf *out, const char *text, size_t len);
/* %XX to bytes; `+` stays.  -E_INVALID on a broken escape or %00. */
MUST_CHECK int decode_percent(const char *text, size_t len, struct buf *out);
void encode_html(struct buf *out, const char *text, size_t len); /* & < > " ' */
void encode_hex(struct buf *out, const void *bytes, size_t len); /* lower case */

#endif
