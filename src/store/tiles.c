#include "store/tiles.h"

#include <string.h>

#include "base/mem.h"

static void make_room(struct tiles *tiles, int level)
{
	if (tiles->hashes[level] == NULL)
		tiles->hashes[level] = mem_alloc_array(TILE_WIDTH, sizeof(struct digest));
}

int tiles_add(struct tiles *tiles, struct digest leaf, tile_writer *write, void *ctx)
{
	struct digest hash = leaf;
	for (int level = 0; level < TILE_LEVELS; level++) {
		make_room(tiles, level);
		tiles->hashes[level][tiles->width[level]++] = hash;
		bool full = tiles->width[level] == TILE_WIDTH;
		if (full || level > 0) {
			int rc = write(ctx, level, tiles->index[level], tiles->hashes[level],
				       tiles->width[level]);
			if (rc != 0)
				return rc;
		}
		if (!full)
			return 0;
		hash = tile_root(tiles->hashes[level]);
		tiles->width[level] = 0;
		tiles->index[level]++;
	}
	return 0;
}

void tiles_restore(struct tiles *tiles, int level, uint64_t index, const struct digest *hashes,
		   int width)
{
	make_room(tiles, level);
	tiles->index[level] = index;
	tiles->width[level] = width;
	if (width > 0)
		memcpy(tiles->hashes[level], hashes, (size_t)width * sizeof(*hashes));
}

void tiles_finish(struct tiles *tiles)
{
	for (int level = 0; level < TILE_LEVELS; level++)
		mem_free(tiles->hashes[level]);
	memset(tiles, 0, sizeof(*tiles));
}
