/* Bytes to UTF-8.  A strict UTF-8 check comes first; then what header and document claim, where
 * gb2312, gbk and gb18030 are all read as GB18030; the charset name never reaches iconv unchecked. */
#ifndef READER_ENCODING_H
#define READER_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct encoding_found {
	const char *used; /* "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "ISO-8859-1" */
	bool conflict;    /* header and document claim different charsets, or a false one */
	size_t damaged;   /* bytes that fit nothing, read as U+FFFD; NULs, which are dropped */
};

/* Append the text to out, without its byte order mark.  header_charset may be NULL; what the
 * document itself claims (a meta tag, an XML declaration) is found in its first 4 KiB.  A few
 * damaged bytes are borne and counted, as a browser bears them; who cannot bear any looks at
 * `damaged`.  Returns -E_INVALID when the bytes fit nothing. */
MUST_CHECK int encoding_to_utf8(const char *bytes, size_t len, const char *header_charset,
				struct buf *out, struct encoding_found *found, struct error *err);

/* A file name of the disk as UTF-8: GB18030 where it is not UTF-8 already, else repaired. */
void encoding_name_to_utf8(const char *name, struct buf *out);

/* The GB18030 bytes of a UTF-8 file name, as old systems write it.  -E_INVALID when it has none. */
MUST_CHECK int encoding_name_to_gb18030(const char *name, struct buf *out);

#endif
