/* UTF-8 text: checking, cutting, folding.  Knows no documents. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Valid UTF-8 without surrogates, over-long forms and NUL. */
bool text_is_utf8(const char *bytes, size_t len);

/* Read one code point; returns its bytes (1 to 4), or 0 at the end or on a bad byte. */
size_t text_decode(const char *at, const char *end, uint32_t *code);
void text_encode(struct buf *out, uint32_t code);

/* The longest prefix of at most max_bytes that does not cut a character. */
size_t text_cut(const char *text, size_t len, size_t max_bytes);
size_t text_characters(const char *text, size_t len);

bool text_equal(const char *a, const char *b); /* NULL equals only NULL */
bool text_empty(const char *text);             /* NULL, or white space only (also U+3000) */
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);

/* Full-width ASCII to half-width, U+3000 to blank.  Nothing else changes. */
void text_fold_width(const char *text, size_t len, struct buf *out);

/* Without white space at both ends (also U+3000, U+00A0, U+FEFF); *len is the new length. */
const char *text_trim(const char *text, size_t *len);

#endif
