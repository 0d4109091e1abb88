/* Attachments by digest, as files: <state>/objects/ab/<hex>.  Any thread. */
#ifndef STORE_OBJECTS_H
#define STORE_OBJECTS_H

#include "base/buf.h"
#include "base/error.h"
#include "base/sha256.h"

MUST_CHECK int objects_add(const char *state, struct digest digest, const char *path,
			   const void *bytes, size_t len, struct error *err);
MUST_CHECK int objects_path(const char *state, struct digest digest, struct buf *out,
			    struct error *err);

#endif
