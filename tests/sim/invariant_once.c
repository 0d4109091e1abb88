/* Nothing is published twice: at any moment a document has at most one live article, and a key
 * stands on at most one. */
#include <string.h>

#include "invariant.h"
#include "sim.h"

void invariant_once(struct sim *sim, int64_t document, const char *key)
{
	int of_document = 0, of_key = 0;
	VEC_EACH(&sim->website.articles, article) {
		of_document += article->live && article->document == document;
		of_key += article->live && strcmp(article->key, key) == 0;
	}
	if (of_document > 1 || of_key > 1)
		sim_fail(sim, "document %lld is on the website %d times, %s %d times",
			 (long long)document, of_document, key, of_key);
}
