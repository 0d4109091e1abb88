/* Checking a whole ledger, line by line.  ledger.h says how the number of the bad entry is found. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "core/ledger/history.h"
#include "core/ledger/scan.h"

typedef unsigned long long ull; /* for printing */

struct expectation {
	uint64_t size;
	struct digest root;
	char *what;
};

/* What a checkpoint entry says; judged once the entry itself is vouched for. */
struct claim {
	bool made;
	bool is_signed; /* our key vouches for it, whoever wrote the entry */
	uint64_t size;
	struct digest root;
	struct error fault; /* code 0: it can be read */
};

struct ledger_check {
	struct history history; /* of the entries that the next one vouched for */
	struct vec_of(struct expectation) expected; /* by size */
	size_t next;                                /* of them, not yet reached */
	bool has_key;
	bool leaves_form; /* another looks at the JSON */
	struct ledger_key key;

	/* The last line read: nothing vouches for it yet. */
	uint64_t lines; /* read in all */
	struct digest leaf;
	struct instant time;
	struct claim claim;

	/* Sizes whose roots held: as told from outside, and as told by entries. */
	uint64_t held, held_inside;

	/* `prev` of the last line was not the hash of the one before: which of them is it? */
	bool doubting;
	struct digest repaired; /* the last line's leaf, if only its prev was changed */
	struct digest before;   /* the leaf of the line before, as read */

	bool settled;
	uint64_t bad;
	struct error why;
};

struct ledger_check *ledger_check_new(void)
{
	return mem_alloc(sizeof(struct ledger_check));
}

void ledger_check_free(struct ledger_check *check)
{
	if (check == NULL)
		return;
	VEC_EACH(&check->expected, expectation)
		mem_free(expectation->what);
	VEC_FINISH(&check->expected);
	mem_free(check);
}

void ledger_check_expect(struct ledger_check *check, uint64_t size, struct digest root,
			 const char *what)
{
	VEC_PUSH(&check->expected);
	struct expectation *at = check->expected.at + check->expected.len - 1;
	for (; at > check->expected.at && at[-1].size > size; at--)
		*at = at[-1];
	*at = (struct expectation){size, root, mem_copy_text(what)};
}

void ledger_check_key(struct ledger_check *check, const struct ledger_key *key)
{
	check->key = *key;
	check->has_key = true;
}

void ledger_check_leave_form(struct ledger_check *check)
{
	check->leaves_form = true;
}

int ledger_line_is_canonical(const char *line, size_t len, struct error *err)
{
	struct scanned scanned;
	return scan_line(line, len, &scanned, err);
}

/* --- settling --- */

static void settle(struct ledger_check *check, uint64_t bad)
{
	check->settled = true;
	check->bad = bad;
	error_wrap(&check->why, -E_CORRUPT, "entry %llu", (ull)bad);
}

/* The chain is whole up to `size` entries and their root is not what `what` says. */
static void settle_rewritten(struct ledger_check *check, uint64_t since, uint64_t size,
			     const char *what)
{
	check->settled = true;
	check->bad = since;
	error_set(&check->why, E_CORRUPT,
		  "the chain is whole, but the first %llu entries are not those of %s: somewhere "
		  "from entry %llu to %llu the ledger was rewritten and chained anew",
		  (ull)size, what, (ull)since, (ull)size - 1);
}

/* --- roots --- */

/* Compare all that is expected of the size just reached.  NULL when it holds. */
static const struct expectation *failed_expectation(struct ledger_check *check)
{
	uint64_t size = check->history.now.size;
	for (; check->next < check->expected.len; check->next++) {
		const struct expectation *e = &check->expected.at[check->next];
		if (e->size > size)
			return NULL;
		if (!digest_equal(e->root, tree_root(&check->history.now)))
			return e;
		check->held = size;
	}
	return NULL;
}

static void read_claim(const char *line, size_t len, const struct ledger_check *check,
		       struct claim *out)
{
	scoped(pool_finish) struct pool pool = {0};
	struct fact fact;
	*out = (struct claim){.made = true};
	if (ledger_read(line, len, &pool, &fact, &out->fault) < 0)
		return;
	out->size = (uint64_t)fact.size;
	if (fact.size < 0 || digest_parse(fact.root, &out->root) < 0) {
		error_set(&out->fault, E_CORRUPT, "size or root of the checkpoint is missing");
		return;
	}
	if (!check->has_key)
		return;

	uint64_t size;
	struct digest root;
	if (fact.note == NULL)
		error_set(&out->fault, E_CORRUPT, "the signed note of the checkpoint is missing");
	else if (checkpoint_open(fact.note, strlen(fact.note), &check->key, &size, &root,
				 &out->fault) == 0 &&
		 (size != out->size || !digest_equal(root, out->root)))
		error_set(&out->fault, E_CORRUPT, "the checkpoint is not what its note says");
	out->is_signed = out->fault.code == 0;
}

/* The entry `bad` is among those of the tree.  `vouched`: the next line proves it unchanged. */
static void judge_claim(struct ledger_check *check, uint64_t bad, bool vouched)
{
	const struct claim *claim = &check->claim;
	struct digest root;
	if (claim->fault.code != 0) {
		check->why = claim->fault;
		settle(check, bad);
	} else if (claim->size > bad) {
		error_set(&check->why, E_CORRUPT, "the checkpoint speaks of %llu entries",
			  (ull)claim->size);
		settle(check, bad);
	} else if (!history_root(&check->history, claim->size, &root)) {
		return; /* too old to be compared here: its note will be, from outside */
	} else if (digest_equal(root, claim->root)) {
		check->held_inside = claim->size;
	} else if (vouched || claim->is_signed) {
		uint64_t since = check->held > check->held_inside ? check->held
								  : check->held_inside;
		settle_rewritten(check, since, claim->size, "the checkpoint among them");
	} else {
		error_set(&check->why, E_CORRUPT, "the checkpoint has another root");
		settle(check, bad);
	}
}

/* The last line is what it was: it becomes part of the tree. */
static void confirm_last(struct ledger_check *check)
{
	uint64_t last = check->lines - 1;
	history_add(&check->history, check->leaf);
	const struct expectation *failed = failed_expectation(check);
	if (failed != NULL)
		settle_rewritten(check, check->held, failed->size, failed->what);
	else if (check->claim.made)
		judge_claim(check, last, true);
}

/* A root of no entries at all can be expected too. */
static void check_start(struct ledger_check *check)
{
	const struct expectation *failed = failed_expectation(check);
	if (failed == NULL)
		return;
	error_set(&check->why, E_CORRUPT, "the root of %s is not that of an empty ledger",
		  failed->what);
	settle(check, 0);
}

/* --- one line --- */

/* The leaf that the line would have with another prev. */
static struct digest leaf_with_prev(const char *line, size_t len, const char *is,
				    struct digest instead)
{
	char hex[DIGEST_TEXT];
	scoped(buf_finish) struct buf copy = {0};
	buf_add(&copy, line, len);
	/* It stands at the end of our lines; the same text earlier is something else. */
	for (size_t at = len - (DIGEST_TEXT - 1) + 1; at-- > 0;) {
		if (memcmp(copy.data + at, is, DIGEST_TEXT - 1) != 0)
			continue;
		digest_print(instead, hex);
		memcpy(copy.data + at, hex, DIGEST_TEXT - 1);
		break;
	}
	return ledger_leaf(copy.data, copy.len);
}

static bool is_prev(const struct scanned *scanned, struct digest leaf)
{
	char hex[DIGEST_TEXT];
	return strcmp(scanned->prev, digest_print(leaf, hex)) == 0;
}

static void settle_doubt(struct ledger_check *check, bool second)
{
	if (second)
		error_set(&check->why, E_CORRUPT,
			  "its prev is not the hash of the entry before, which is unchanged");
	else
		error_set(&check->why, E_CORRUPT,
			  "its hash is not the prev of the entry behind it");
	settle(check, second ? check->lines - 1 : check->lines - 2);
}

/* A readable line with the right seq: does it continue the one before? */
static void link_line(struct ledger_check *check, const char *line, size_t len,
		      const struct scanned *scanned)
{
	static const struct digest zero;
	if (check->doubting) {
		/* Vouches it for a last line with a mended prev, then that was all that was
		 * wrong; in every other case the line before was changed. */
		settle_doubt(check, is_prev(scanned, check->repaired));
	} else if (check->lines == 0) {
		if (!is_prev(scanned, zero)) {
			error_set(&check->why, E_CORRUPT,
				  "prev of the first entry is not 64 zeros");
			settle(check, 0);
		}
	} else if (is_prev(scanned, check->leaf)) {
		confirm_last(check);
	} else if (ledger_line_is_canonical(line, len, &check->why) < 0) {
		settle(check, check->lines);
	} else {
		check->doubting = true;
		check->before = check->leaf;
		check->repaired = leaf_with_prev(line, len, scanned->prev, check->leaf);
	}
	if (!check->settled && !check->doubting && instant_before(scanned->time, check->time)) {
		error_set(&check->why, E_CORRUPT, "its time is before that of the entry before");
		settle(check, check->lines);
	}
}

bool ledger_check_line(struct ledger_check *check, const char *line, size_t len)
{
	struct scanned scanned = {0};
	if (check->lines == 0 && !check->settled)
		check_start(check);
	if (check->settled)
		return false;

	bool readable = (check->leaves_form && scan_envelope(line, len, &scanned)) ||
			scan_line(line, len, &scanned, &check->why) == 0;
	if (readable && scanned.seq != check->lines)
		error_set(&check->why, E_CORRUPT, "the entry there has seq %llu", (ull)scanned.seq);
	if (!readable || scanned.seq != check->lines) {
		if (check->doubting)
			settle_doubt(check, false);
		else
			settle(check, check->lines);
		return false;
	}

	link_line(check, line, len, &scanned);
	if (check->settled)
		return false;
	check->lines++;
	check->leaf = ledger_leaf(line, len);
	check->time = scanned.time;
	check->claim.made = false;
	if (scanned.is_checkpoint)
		read_claim(line, len, check, &check->claim);
	return true;
}

/* --- the end --- */

static const struct expectation *expectation_of(const struct ledger_check *check, uint64_t size)
{
	for (size_t i = check->next; i < check->expected.len; i++)
		if (check->expected.at[i].size == size)
			return &check->expected.at[i];
	return NULL;
}

/* No line behind the two that do not fit together: only a root can tell. */
static void settle_doubt_by_root(struct ledger_check *check)
{
	struct ledger_tree tree = check->history.now;
	tree_add(&tree, check->before);
	const struct expectation *first = expectation_of(check, tree.size);
	bool first_holds = first != NULL && digest_equal(first->root, tree_root(&tree));
	tree_add(&tree, check->repaired);
	const struct expectation *both = expectation_of(check, tree.size);
	bool mended_holds = both != NULL && digest_equal(both->root, tree_root(&tree));
	settle_doubt(check, first_holds || mended_holds);
}

/* A root of all entries is what vouches for the last one. */
static void check_last(struct ledger_check *check)
{
	uint64_t last = check->lines - 1;
	history_add(&check->history, check->leaf);
	const struct expectation *failed = failed_expectation(check);
	if (failed != NULL) {
		error_set(&check->why, E_CORRUPT,
			  "the chain is whole, but the %llu entries are not those of %s: the last "
			  "was changed, or others from entry %llu on and chained anew",
			  (ull)check->lines, failed->what, (ull)check->held);
		settle(check, last);
	} else if (check->claim.made) {
		judge_claim(check, last, false);
	}
}

bool ledger_check_end(struct ledger_check *check, uint64_t *first_bad, struct ledger_tree *tree,
		      struct error *err)
{
	if (!check->settled && check->doubting)
		settle_doubt_by_root(check);
	else if (!check->settled && check->lines > 0)
		check_last(check);
	else if (!check->settled)
		check_start(check);

	if (!check->settled && check->next < check->expected.len) {
		const struct expectation *e = &check->expected.at[check->next];
		error_set(&check->why, E_CORRUPT, "is missing: %s speaks of %llu entries", e->what,
			  (ull)e->size);
		settle(check, check->lines);
	}
	if (check->settled) {
		if (first_bad != NULL)
			*first_bad = check->bad;
		if (err != NULL)
			*err = check->why;
		return false;
	}
	if (tree != NULL)
		*tree = check->history.now;
	return true;
}
