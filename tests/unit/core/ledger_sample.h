/* A made ledger for tests: documents received, published and looked at, with checkpoints signed on
 * the way.  The same facts and the same key each time. */
#ifndef TESTS_UNIT_CORE_LEDGER_SAMPLE_H
#define TESTS_UNIT_CORE_LEDGER_SAMPLE_H

#include "base/vec.h"
#include "core/ledger/ledger.h"

struct ledger_sample {
	struct buf text;              /* the file: each line with its line feed */
	struct vec_of(size_t) starts; /* of each line in text */
	struct vec_of(struct digest) leaves;
	struct ledger_tree tree;
	struct digest prev;
	struct ledger_key key;
	struct ed25519_seed seed;
};

void ledger_sample_init(struct ledger_sample *sample);
/* Writes the fact with the next seq; a time of its own unless it has one. */
void ledger_sample_add(struct ledger_sample *sample, struct fact fact);
/* An ordinary entry, another kind each time, with Chinese texts. */
void ledger_sample_grow(struct ledger_sample *sample, size_t entries);
/* An entry with the signed root of all before it. */
void ledger_sample_checkpoint(struct ledger_sample *sample);
void ledger_sample_finish(struct ledger_sample *sample);

/* Line `seq` without its line feed. */
const char *ledger_sample_line(const struct ledger_sample *sample, uint64_t seq, size_t *len);
/* Reads the leaves of a sample: ctx is the sample. */
tile_reader ledger_sample_tile;

/* The same made fact for the same number. */
struct fact fact_sample(uint64_t number);

#endif
