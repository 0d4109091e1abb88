/* Stores for tests: in a folder of their own, with made dossiers and entries. */
#ifndef TESTS_UNIT_STORE_STORE_SAMPLE_H
#define TESTS_UNIT_STORE_STORE_SAMPLE_H

#include "core/ledger/ledger.h"
#include "store/store.h"

struct store_sample {
	const char *type;
	char folder[64];
	struct store *store;
	struct ledger_tree tree; /* of what was put, committed or not */
};

/* A new folder below the temporary one and a store in it, open for writing. */
void store_sample_init(struct store_sample *sample, const char *type);
void store_sample_reopen(struct store_sample *sample); /* sqlite only: memory forgets */
void store_sample_finish(struct store_sample *sample); /* closes, removes the folder */

/* Entries with the next seqs, whatever they say.  All functions here end the test on an error. */
void store_sample_put(struct store_sample *sample, size_t entries);
void store_sample_begin(struct store_sample *sample);
void store_sample_commit(struct store_sample *sample);
/* The same text for the same seq. */
size_t store_sample_line(uint64_t seq, char *out, size_t room);

/* A row with open duties, due and awake in the order of the ids. */
struct store_row row_sample(int64_t id);
#define ROW_SAMPLE_DAY_US (INT64_C(86400) * 1000000)
/* Rows 1 to count, each with one entry, in one commit. */
void store_sample_fill(struct store_sample *sample, int64_t count);

#endif
