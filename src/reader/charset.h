/* Names of charsets, as headers and documents claim them.
 *
 * A claim is only ever compared with the table here, so no name that a stranger chose reaches
 * iconv.  Source: CVE-2024-2961, where a name alone was the way in. */
#ifndef READER_CHARSET_H
#define READER_CHARSET_H

#include <stddef.h>

enum charset {
	CHARSET_NONE,    /* nothing was claimed */
	CHARSET_UNKNOWN, /* something we do not read */
	CHARSET_UTF8,
	CHARSET_GB18030, /* also gb2312 and gbk: GB18030 contains both */
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
	CHARSET_LATIN1, /* also windows-1252 and us-ascii */
};

/* "UTF-8", "GB18030"... for iconv and for people.  Only for the charsets that we read. */
const char *charset_name(enum charset charset);

/* NULL and "" are CHARSET_NONE.  Quotes and blanks around the name are ignored. */
enum charset charset_parse(const char *name, size_t len);

/* What the document says of itself in its first 4 KiB: <meta charset=...>, <meta ...
 * content="text/html; charset=...">, <?xml encoding="...">.  Comments do not count. */
enum charset charset_sniff(const char *bytes, size_t len);

#endif
