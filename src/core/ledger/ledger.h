/* The ledger (台账): the bytes of a fact, the Merkle tree over them, checkpoints, checking.
 *
 * Formats are those of contract section 7: one line of JSON an entry, leaf hash
 * SHA-256(0x00 || line), tree of RFC 9162, tiles of C2SP tlog-tiles, checkpoints as C2SP signed
 * notes (signed-note, tlog-checkpoint) with Ed25519.  Pure: the caller reads and writes. */
#ifndef CORE_LEDGER_LEDGER_H
#define CORE_LEDGER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/ed25519.h"
#include "base/error.h"
#include "base/pool.h"
#include "base/sha256.h"
#include "core/model/fact.h"

/* --- lines (line.c) ------------------------------------------------------------------------ */

/* Append the line of a fact, without line feed.  Members stand in the order of the contract: seq
 * time event document actor data prev.  Texts that would make it longer than
 * LIMIT_LEDGER_LINE_BYTES are replaced by "sha256:HEX" of themselves, the longest first.  An actor
 * of NULL is ourselves.  Instants keep milliseconds: what is finer does not come back. */
void ledger_line(const struct fact *fact, struct digest prev, int offset_s, struct buf *out);
/* Read a line back; texts into the pool.  Unknown members are passed over, an unknown event gives
 * FACT_NONE.  -E_CORRUPT. */
MUST_CHECK int ledger_read(const char *line, size_t len, struct pool *pool, struct fact *out,
			   struct error *err);
struct digest ledger_leaf(const char *line, size_t len);

/* --- the tree (tree.c, tile.c) ---------------------------------------------------------------- */

#define TILE_WIDTH 256
#define TILE_LEVELS 8

/* The right edge of the tree and of its tiles: all that appending needs.  By value: copy it before
 * a batch, put the copy back when the commit fails. */
struct ledger_tree {
	uint64_t size;
	struct digest edge[64]; /* roots of the perfect subtrees, largest first, popcount(size) */
};
void tree_add(struct ledger_tree *tree, struct digest leaf);
/* Add the root of a perfect subtree of 2^height leaves; size must be a multiple of that. */
void tree_add_perfect(struct ledger_tree *tree, struct digest root, int height);
struct digest tree_root(const struct ledger_tree *tree); /* SHA-256 of nothing when empty */

/* Hashes by tile: level 0 holds leaves, level n the roots of full tiles of level n-1.
 * `width` hashes are there (TILE_WIDTH unless it is the last).  Returns -E_NOT_FOUND. */
typedef int tile_reader(void *ctx, int level, uint64_t index, struct digest *hashes, int *width);

struct digest tile_root(const struct digest *hashes); /* over a full tile */
/* The tree of the first `size` entries, got back from tiles: at start, and for any older size. */
MUST_CHECK int tree_load(tile_reader *read, void *ctx, uint64_t size, struct ledger_tree *out,
			 struct error *err);

/* The path part of a tile's address: "0/x001/234" or with ".p/12" behind it. */
void tile_path(int level, uint64_t index, int width, struct buf *out);
MUST_CHECK int tile_path_parse(const char *path, int *level, uint64_t *index, int *width);

/* --- checkpoints (checkpoint.c) --------------------------------------------------------------- */

struct ledger_key {
	char name[128]; /* key name, as in signed-note; no blanks, no plus */
	struct ed25519_public key;
};
void ledger_key_print(const struct ledger_key *key, struct buf *out); /* NAME+HASH+BASE64 */
MUST_CHECK int ledger_key_parse(const char *text, struct ledger_key *out, struct error *err);

/* A whole signed note.  `origin` is its first line, the key's name as a rule; it is not compared
 * on opening: each ledger has a key of its own. */
void checkpoint_sign(const char *origin, uint64_t size, struct digest root,
		     const struct ledger_key *key, const struct ed25519_seed *seed,
		     struct buf *out);
/* Check the signature of `key`: lines of other keys are passed over, one at least must be its own
 * and all of those must hold.  -E_CORRUPT with a sentence. */
MUST_CHECK int checkpoint_open(const char *note, size_t len, const struct ledger_key *key,
			       uint64_t *size, struct digest *root, struct error *err);

/* --- proofs (proof.c) --------------------------------------------------------------------------- */

/* Inclusion of entry `index` in the tree of `size`: hashes appended, as RFC 9162, 2.1.3. */
MUST_CHECK int proof_inclusion(tile_reader *read, void *ctx, uint64_t index, uint64_t size,
			       struct digest *out, int *count, struct error *err); /* out[64] */
bool proof_inclusion_holds(struct digest leaf, uint64_t index, uint64_t size,
			   const struct digest *path, int count, struct digest root);
MUST_CHECK int proof_consistency(tile_reader *read, void *ctx, uint64_t old_size, uint64_t size,
				 struct digest *out, int *count, struct error *err);
bool proof_consistency_holds(uint64_t old_size, struct digest old_root, uint64_t size,
			     struct digest root, const struct digest *path, int count);

/* --- checking (check.c) --------------------------------------------------------------------------- */

/* Feed all lines from entry 0 in order; the first fault is kept with its number.
 *
 * A line vouches by `prev` for the bytes of the one before; the last line is vouched for by a root
 * of that size.  So a fault in entry k shows one line later, and the number is found so:
 *  - no JSON of ours, wrong seq, time going back: that line;
 *  - `prev` differs from the hash of the line before: one of the two was changed.  If the next
 *    line vouches for the second, it was the first; else the next root decides; without a root we
 *    take it that only one was changed, the second;
 *  - the chain holds but a root does not: with nothing behind it, the last entry was changed; else
 *    entries were rewritten and chained anew, somewhere since the last root that held, and the
 *    number is the first that can be concerned;
 *  - lines end too early: the first that is missing. */
struct ledger_check;
struct ledger_check *ledger_check_new(void);
/* Roots to compare on the way: when `size` entries have been seen the root must be `root`.
 * `what` names it in the sentence ("checkpoint of 2026-11-24").  Before the first line. */
void ledger_check_expect(struct ledger_check *check, uint64_t size, struct digest root,
			 const char *what);
/* Notes within checkpoint entries must bear this key's signature.  Before the first line; without
 * it only their sizes and roots are compared. */
void ledger_check_key(struct ledger_check *check, const struct ledger_key *key);
/* Half of the work is reading JSON.  Leave out all but the envelope when ledger_line_is_canonical
 * sees the same lines in another thread, and takes part in the verdict. */
void ledger_check_leave_form(struct ledger_check *check);
/* JSON in the one spelling that we write, all members there.  -E_CORRUPT; knows no neighbours. */
MUST_CHECK int ledger_line_is_canonical(const char *line, size_t len, struct error *err);
/* One line without its line feed.  Seq in order, time not going back, prev right, members there,
 * JSON strict and canonical enough that no two readers differ.  Checkpoint entries among the
 * lines are compared with the tree as well.  False once a fault is settled: more lines would change
 * nothing; until the end true does not yet mean that all is well. */
bool ledger_check_line(struct ledger_check *check, const char *line, size_t len);
/* The end: sizes that were expected but not reached are faults.  True when all is well, and *tree
 * holds all; else *first_bad is the entry's number and err the sentence.  All may be NULL. */
bool ledger_check_end(struct ledger_check *check, uint64_t *first_bad, struct ledger_tree *tree,
		      struct error *err);
void ledger_check_free(struct ledger_check *check);

#endif
