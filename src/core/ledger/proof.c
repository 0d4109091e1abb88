/* Proofs: that an entry is in the tree, that a tree continues an older one.
 *
 * Source: RFC 9162, sections 2.1.3 and 2.1.4.  Hashes come from tiles; the recursive definitions
 * are walked from the root down, which gives the path in reverse. */
#include <assert.h>
#include <string.h>

#include "core/ledger/tree.h"

#define PATH_MAX_HASHES 64

struct reading {
	tile_reader *read;
	void *ctx;
	struct error *err;
};

/* The root over the `1 << height` leaves from node `index` of that height. */
static int perfect_root(struct reading *r, int height, uint64_t index, struct digest *out)
{
	/* A tile has the nodes of each eighth height; those between are computed from it. */
	int level = height / 8;
	int count = 1 << height % 8;
	uint64_t first = index * (uint64_t)count;
	struct digest hashes[TILE_WIDTH];
	int width = 0;
	int rc = r->read(r->ctx, level, first / TILE_WIDTH, hashes, &width);
	int at = (int)(first % TILE_WIDTH);
	if (rc < 0 || at + count > width)
		return error_set(r->err, rc < 0 ? (enum error_code) - rc : E_CORRUPT,
				 "tile %d/%llu of the ledger is missing or too short", level,
				 (unsigned long long)(first / TILE_WIDTH));
	*out = tree_perfect(hashes + at, count);
	return 0;
}

/* The tree over `size` leaves from leaf `first`, which begins a perfect subtree at least as large:
 * so it falls into the perfect subtrees that the bits of its size name. */
static int load_range(struct reading *r, uint64_t first, uint64_t size, struct ledger_tree *out)
{
	struct ledger_tree tree = {.size = size};
	int top = 0;
	for (int height = 63; height >= 0; height--) {
		if ((size >> height & 1) == 0)
			continue;
		int rc = perfect_root(r, height, first >> height, &tree.edge[top++]);
		if (rc < 0)
			return rc;
		first += UINT64_C(1) << height;
	}
	*out = tree;
	return 0;
}

static int range_root(struct reading *r, uint64_t first, uint64_t size, struct digest *out)
{
	struct ledger_tree tree;
	int rc = load_range(r, first, size, &tree);
	if (rc == 0)
		*out = tree_root(&tree);
	return rc;
}

int tree_load(tile_reader *read, void *ctx, uint64_t size, struct ledger_tree *out,
	      struct error *err)
{
	struct reading r = {read, ctx, err};
	return load_range(&r, 0, size, out);
}

/* The largest power of two smaller than size (k in the RFC). */
static uint64_t split(uint64_t size)
{
	assert(size > 1);
	return UINT64_C(1) << (63 - __builtin_clzll(size - 1));
}

static void reverse(struct digest *hashes, int count)
{
	for (int i = 0; i < count / 2; i++) {
		struct digest swap = hashes[i];
		hashes[i] = hashes[count - 1 - i];
		hashes[count - 1 - i] = swap;
	}
}

int proof_inclusion(tile_reader *read, void *ctx, uint64_t index, uint64_t size, struct digest *out,
		    int *count, struct error *err)
{
	struct reading r = {read, ctx, err};
	if (index >= size)
		return error_set(err, E_INVALID, "entry %llu is not among the first %llu",
				 (unsigned long long)index, (unsigned long long)size);
	uint64_t first = 0;
	int found = 0;
	while (size > 1) {
		uint64_t left = split(size);
		bool goes_left = index - first < left;
		int rc = goes_left ? range_root(&r, first + left, size - left, &out[found])
				   : range_root(&r, first, left, &out[found]);
		if (rc < 0)
			return rc;
		found++;
		first += goes_left ? 0 : left;
		size = goes_left ? left : size - left;
	}
	reverse(out, found);
	*count = found;
	return 0;
}

/* RFC 9162, 2.1.3.2; the letters are those of the RFC. */
bool proof_inclusion_holds(struct digest leaf, uint64_t index, uint64_t size,
			   const struct digest *path, int count, struct digest root)
{
	if (index >= size)
		return false;
	uint64_t fn = index;
	uint64_t sn = size - 1;
	struct digest r = leaf;
	for (int i = 0; i < count; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) != 0 || fn == sn) {
			r = tree_node(path[i], r);
			while ((fn & 1) == 0 && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			r = tree_node(r, path[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && digest_equal(r, root);
}

int proof_consistency(tile_reader *read, void *ctx, uint64_t old_size, uint64_t size,
		      struct digest *out, int *count, struct error *err)
{
	struct reading r = {read, ctx, err};
	if (old_size > size)
		return error_set(err, E_INVALID,
				 "a ledger of %llu entries is no part of one of %llu",
				 (unsigned long long)old_size, (unsigned long long)size);
	int found = 0;
	int rc = 0;
	uint64_t first = 0;
	bool whole = true; /* the old tree's root is known to who asks (b in the RFC) */
	uint64_t old = old_size;
	while (rc == 0 && old > 0 && old < size) {
		uint64_t left = split(size);
		if (old <= left) {
			rc = range_root(&r, first + left, size - left, &out[found++]);
			size = left;
		} else {
			rc = range_root(&r, first, left, &out[found++]);
			first += left;
			old -= left;
			size -= left;
			whole = false;
		}
	}
	if (rc == 0 && old > 0 && !whole)
		rc = range_root(&r, first, size, &out[found++]);
	if (rc < 0)
		return rc;
	assert(found <= PATH_MAX_HASHES);
	reverse(out, found);
	*count = found;
	return 0;
}

/* RFC 9162, 2.1.4.2; the letters are those of the RFC. */
bool proof_consistency_holds(uint64_t old_size, struct digest old_root, uint64_t size,
			     struct digest root, const struct digest *path, int count)
{
	if (old_size == 0 || old_size >= size) {
		bool same = old_size == size && digest_equal(old_root, root);
		bool empty = old_size == 0 && digest_equal(old_root, sha256_of("", 0));
		return count == 0 && (same || empty) && old_size <= size;
	}
	bool power_of_two = (old_size & (old_size - 1)) == 0;
	if (!power_of_two && count == 0)
		return false;

	uint64_t fn = old_size - 1;
	uint64_t sn = size - 1;
	while ((fn & 1) != 0) {
		fn >>= 1;
		sn >>= 1;
	}
	struct digest fr = power_of_two ? old_root : path[0];
	struct digest sr = fr;
	for (int i = power_of_two ? 0 : 1; i < count; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) != 0 || fn == sn) {
			fr = tree_node(path[i], fr);
			sr = tree_node(path[i], sr);
			while ((fn & 1) == 0 && fn != 0) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			sr = tree_node(sr, path[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && digest_equal(fr, old_root) && digest_equal(sr, root);
}
