/* Bytes as a manifest: whatever they are, they give a document that survives its canonical form,
 * or a refusal with a reason. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "source/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void check_canonical(const struct document *document)
{
	scoped(json_drop) json_t *canonical = manifest_canonical(document);
	scoped(buf_finish) struct buf line = {0};
	json_line(canonical, &line);
	scoped(document_finish) struct document again = {0};
	must(manifest_from_canonical(line.data, line.len, &again, NULL) == 0);
	must(digest_equal(document->content, again.content));
	must(strcmp(document->key, again.key) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	scoped(document_finish) struct document document = {0};
	struct refusal refusal = {0};
	/* Without a law every department and category is taken. */
	int rc = manifest_read((const char *)bytes, len, NULL, NULL, 1000, &document, &refusal,
			       NULL);
	if (rc == 0)
		check_canonical(&document);
	else
		must(refusal.code[0] != '\0' && refusal.sentence_zh[0] != '\0');
	return 0;
}
