/* The corpus of pages: tests/corpus/pages/expected.json and the pages it names. */
#ifndef TEST_PROBE_CORPUS_H
#define TEST_PROBE_CORPUS_H

#include <jansson.h>

#include "base/buf.h"
#include "base/vec.h"
#include "core/model/document.h"
#include "core/verify/verify.h"
#include "probe/reading.h"

#define CORPUS_FILE_BYTES 3000 /* of every attachment in the corpus */

struct corpus {
	json_t *all;
	json_t *pages; /* array of the cases */
};

void corpus_open(struct corpus *corpus);
void corpus_close(struct corpus *corpus);

/* The issued document that a case names; document_finish. */
void corpus_document(const struct corpus *corpus, json_t *page, struct document *out);
void corpus_bytes(json_t *page, struct buf *out);

struct corpus_look {
	struct buf bytes;
	struct reading reading;
	struct seen_page seen;
	struct vec_of(struct seen_file) files;
};
/* Everything the probe would have seen. */
void corpus_look(json_t *page, struct corpus_look *out);
void corpus_look_finish(struct corpus_look *look);

#endif
