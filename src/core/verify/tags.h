/* Findings: what is wrong with a page's tags, times and forms while its text is right. */
#ifndef CORE_VERIFY_TAGS_H
#define CORE_VERIFY_TAGS_H

#include "core/verify/look.h"

/* What holds for any page that came. */
void tags_find_transport(const struct seen_page *seen, struct verify_result *out);
/* What holds for a page that is, or claims to be, the document's. */
void tags_find(const struct look *look, struct verify_result *out);

#endif
