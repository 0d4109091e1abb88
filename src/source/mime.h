/* MIME types by a file name's ending. */
#ifndef SOURCE_MIME_H
#define SOURCE_MIME_H

/* "application/pdf" for "x.PDF"; "application/octet-stream" when the ending is not known. */
const char *mime_of(const char *name);

#endif
