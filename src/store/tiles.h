/* Tiles while the ledger grows (C2SP tlog-tiles): the last, unfinished tile of every level. */
#ifndef STORE_TILES_H
#define STORE_TILES_H

#include "core/ledger/ledger.h"

struct tiles {
	struct digest *hashes[TILE_LEVELS]; /* TILE_WIDTH each, NULL until the level begins */
	int width[TILE_LEVELS];
	uint64_t index[TILE_LEVELS];
};

/* A level's tile as it now stands is to be kept: all full ones, and unfinished ones from level 1
 * up (they change once in 256 entries).  Non-zero ends it. */
typedef int tile_writer(void *ctx, int level, uint64_t index, const struct digest *hashes,
			int width);
int tiles_add(struct tiles *tiles, struct digest leaf, tile_writer *write, void *ctx);
/* Begin again from what is kept: put the unfinished tile of a level back. */
void tiles_restore(struct tiles *tiles, int level, uint64_t index, const struct digest *hashes,
		   int width);
void tiles_finish(struct tiles *tiles); /* empty again */

#endif
