/* Inside the web room: the files of a multipart request, in a folder of their own below
 * options.upload while the manifest is read. */
#ifndef WEB_UPLOAD_H
#define WEB_UPLOAD_H

#include "base/buf.h"
#include "base/error.h"
#include "web/multipart.h"

struct upload {
	struct buf folder; /* empty: none was made */
	int fd;
};

MUST_CHECK int upload_open(const char *parent, struct upload *out, struct error *err);
/* -E_INVALID for a name that is unsafe or there already, else -E_IO, -E_FULL. */
MUST_CHECK int upload_write(struct upload *upload, const struct part *part, struct error *err);
void upload_finish(struct upload *upload); /* files and folder are gone */

#endif
