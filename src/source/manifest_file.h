/* The files that a manifest names: its body and its attachments. */
#ifndef SOURCE_MANIFEST_FILE_H
#define SOURCE_MANIFEST_FILE_H

#include "source/manifest.h"
#include "source/manifest_field.h"

/* Body out of the named file, as UTF-8.  *is_html follows the name's ending, or the text. */
MUST_CHECK int manifest_body_file(const struct field *field, const struct manifest_site *site,
				  const char **body, bool *is_html, struct error *err);

MUST_CHECK int manifest_attachments(const struct field *field, const struct manifest_site *site,
				    struct document *document, struct error *err);

#endif
