#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/ledger/history.h"
#include "ledger_sample.h"

struct verdict {
	bool sound;
	uint64_t bad;
	struct error err;
};

/* How a ledger is checked: with which key, against which signed size. */
struct terms {
	const struct ledger_key *key; /* NULL: none */
	uint64_t size;                /* of the checkpoint */
	struct digest root;
	bool has_root;
	bool leave_form; /* look at the JSON apart, as a second thread would */
};

static struct terms terms_of(const struct ledger_sample *sample)
{
	return (struct terms){.key = &sample->key,
			      .size = sample->tree.size,
			      .root = tree_root(&sample->tree),
			      .has_root = true};
}

static struct verdict check(const char *text, size_t len, const struct terms *terms)
{
	struct verdict verdict = {0};
	struct ledger_check *c = ledger_check_new();
	if (terms->has_root)
		ledger_check_expect(c, terms->size, terms->root, "the checkpoint");
	if (terms->key != NULL)
		ledger_check_key(c, terms->key);
	if (terms->leave_form)
		ledger_check_leave_form(c);
	while (len > 0) {
		const char *end = memchr(text, '\n', len);
		size_t line = end != NULL ? (size_t)(end - text) : len;
		if (!ledger_check_line(c, text, line))
			break;
		text += end != NULL ? line + 1 : line;
		len -= end != NULL ? line + 1 : line;
	}
	verdict.sound = ledger_check_end(c, &verdict.bad, NULL, &verdict.err);
	ledger_check_free(c);
	return verdict;
}

static struct ledger_sample made_ledger(size_t entries)
{
	struct ledger_sample sample;
	ledger_sample_init(&sample);
	ledger_sample_grow(&sample, entries / 2);
	ledger_sample_checkpoint(&sample);
	ledger_sample_grow(&sample, entries - entries / 2);
	return sample;
}

static uint64_t line_at(const struct ledger_sample *sample, size_t at)
{
	uint64_t seq = 0;
	while (seq + 1 < sample->starts.len && sample->starts.at[seq + 1] <= at)
		seq++;
	return seq;
}

static void whole_ledgers_are_sound(void **state)
{
	(void)state;
	for (size_t entries = 0; entries < 20; entries++) {
		struct ledger_sample sample = made_ledger(entries);
		struct terms with = terms_of(&sample);
		struct terms without = {0};
		assert_true(check(sample.text.data, sample.text.len, &with).sound);
		assert_true(check(sample.text.data, sample.text.len, &without).sound);
		ledger_sample_finish(&sample);
	}
	struct terms empty = {.root = sha256_of("", 0), .has_root = true};
	assert_true(check("", 0, &empty).sound);
	empty.root.byte[0] ^= 1;
	assert_false(check("", 0, &empty).sound);
}

static void flip_each_bit(bool leave_form)
{
	struct ledger_sample sample = made_ledger(9);
	struct terms terms = terms_of(&sample);
	terms.leave_form = leave_form;
	for (size_t at = 0; at < sample.text.len; at++) {
		for (int bit = 0; bit < 8; bit++) {
			sample.text.data[at] ^= (char)(1 << bit);
			struct verdict verdict = check(sample.text.data, sample.text.len, &terms);
			/* The very last line feed is no byte of an entry: without it the last
			 * line is longer. */
			if (verdict.sound || verdict.bad != line_at(&sample, at))
				fail_msg("byte %zu bit %d of entry %d: sound %d, bad %d: %s", at,
					 bit, (int)line_at(&sample, at), verdict.sound,
					 (int)verdict.bad, verdict.err.text);
			sample.text.data[at] ^= (char)(1 << bit);
		}
	}
	ledger_sample_finish(&sample);
}

static void each_flipped_bit_is_found_in_its_entry(void **state)
{
	(void)state;
	flip_each_bit(false);
}

/* The hashes alone find them too: that is what they are for. */
static void each_flipped_bit_is_found_without_reading_json(void **state)
{
	(void)state;
	flip_each_bit(true);
}

/* The same without checkpoint or key, as far as it can be: nothing vouches for the last entry, and
 * of the last two nothing tells which was changed. */
static void flipped_bits_are_found_without_a_root(void **state)
{
	(void)state;
	struct ledger_sample sample = made_ledger(9);
	struct terms terms = {0};
	uint64_t last = sample.tree.size - 1;
	for (size_t at = 0; at < sample.starts.at[last]; at++) {
		sample.text.data[at] ^= 0x02;
		struct verdict verdict = check(sample.text.data, sample.text.len, &terms);
		if (verdict.sound || verdict.bad != line_at(&sample, at))
			fail_msg("byte %zu: %s", at, verdict.err.text);
		sample.text.data[at] ^= 0x02;
	}
	ledger_sample_finish(&sample);
}

static void each_cut_is_found(void **state)
{
	(void)state;
	struct ledger_sample sample = made_ledger(9);
	struct terms terms = terms_of(&sample);
	/* A cut that takes only the last line feed leaves all entries: the caller's to see. */
	for (size_t at = 0; at + 1 < sample.text.len; at++) {
		struct verdict verdict = check(sample.text.data, at, &terms);
		/* Cut within an entry, it is bad; between two, it is missing. */
		bool between = at > 0 && sample.text.data[at] == '\n';
		uint64_t bad = line_at(&sample, at) + between;
		if (verdict.sound || verdict.bad != bad)
			fail_msg("cut at %zu: bad %d, not %d: %s", at, (int)verdict.bad, (int)bad,
				 verdict.err.text);
	}
	ledger_sample_finish(&sample);
}

/* --- whole lines --- */

static void put_line(struct buf *out, const struct ledger_sample *sample, uint64_t seq)
{
	size_t len;
	const char *line = ledger_sample_line(sample, seq, &len);
	buf_add(out, line, len + 1);
}

static void missing_doubled_and_swapped_lines_are_found(void **state)
{
	(void)state;
	struct ledger_sample sample = made_ledger(9);
	struct terms terms = terms_of(&sample);
	uint64_t size = sample.tree.size;
	for (uint64_t at = 0; at < size; at++) {
		scoped(buf_finish) struct buf missing = {0};
		scoped(buf_finish) struct buf doubled = {0};
		scoped(buf_finish) struct buf swapped = {0};
		for (uint64_t seq = 0; seq < size; seq++) {
			if (seq != at)
				put_line(&missing, &sample, seq);
			put_line(&doubled, &sample, seq);
			if (seq == at)
				put_line(&doubled, &sample, seq);
			bool first = seq == at && at + 1 < size;
			bool second = seq == at + 1;
			put_line(&swapped, &sample, first ? seq + 1 : second ? seq - 1 : seq);
		}
		struct verdict verdict = check(missing.data, missing.len, &terms);
		assert_false(verdict.sound);
		assert_int_equal(verdict.bad, at);
		verdict = check(doubled.data, doubled.len, &terms);
		assert_false(verdict.sound);
		assert_int_equal(verdict.bad, at + 1);
		if (at + 1 == size)
			continue;
		verdict = check(swapped.data, swapped.len, &terms);
		assert_false(verdict.sound);
		assert_int_equal(verdict.bad, at);
	}
	ledger_sample_finish(&sample);
}

/* Replace the texts `from` by `to` (of one length) in the entries first to last. */
static void replace(struct ledger_sample *sample, uint64_t first, uint64_t last, const char *from,
		    const char *to)
{
	for (uint64_t seq = first; seq <= last; seq++) {
		size_t len;
		const char *line = ledger_sample_line(sample, seq, &len);
		char *at = memmem(line, len, from, strlen(from));
		assert_non_null(at);
		memcpy(at, to, strlen(to));
	}
}

/* As with a name replaced in a whole file: neighbours are all wrong, the first counts. */
static void a_run_of_changed_entries_begins_with_the_first(void **state)
{
	(void)state;
	for (uint64_t first = 0; first < 10; first++) {
		for (uint64_t last = first; last < 10; last++) {
			struct ledger_sample sample = made_ledger(9);
			struct terms terms = terms_of(&sample);
			replace(&sample, first, last, "\"actor\":\"", "\"actor\":\"X");
			struct verdict verdict = check(sample.text.data, sample.text.len, &terms);
			assert_false(verdict.sound);
			if (verdict.bad != first)
				fail_msg("%d to %d: %d: %s", (int)first, (int)last,
					 (int)verdict.bad, verdict.err.text);
			ledger_sample_finish(&sample);
		}
	}
}

/* Entry `changed` is another from the beginning and all is chained and signed anew. */
static struct ledger_sample rewritten_ledger(size_t entries, uint64_t changed, bool other_key)
{
	struct ledger_sample sample;
	ledger_sample_init(&sample);
	if (other_key)
		sample.seed.byte[0] ^= 1;
	for (uint64_t seq = 0; seq < entries; seq++) {
		struct fact fact = fact_sample(seq);
		if (seq == changed)
			fact.actor = "somebody";
		if (seq % 5 == 4)
			ledger_sample_checkpoint(&sample);
		else
			ledger_sample_add(&sample, fact);
	}
	return sample;
}

static void rewriting_is_found_by_roots(void **state)
{
	(void)state;
	enum { NOWHERE = 1000 };
	struct ledger_sample honest = rewritten_ledger(20, NOWHERE, false);
	struct ledger_sample forged = rewritten_ledger(20, 11, false);
	struct terms terms = terms_of(&honest);
	struct terms nothing = {.key = &honest.key};

	assert_true(check(honest.text.data, honest.text.len, &terms).sound);
	/* Who has the key can rewrite all that nobody outside keeps a root of. */
	assert_true(check(forged.text.data, forged.text.len, &nothing).sound);

	struct ledger_check *c = ledger_check_new();
	struct ledger_tree before = {0};
	for (uint64_t seq = 0; seq < 15; seq++) {
		if (seq == 10)
			ledger_check_expect(c, 10, tree_root(&before), "the mail of Monday");
		tree_add(&before, honest.leaves.at[seq]);
	}
	ledger_check_expect(c, 15, tree_root(&before), "the mail of Tuesday");
	for (uint64_t seq = 0; seq < 20; seq++) {
		size_t len;
		const char *line = ledger_sample_line(&forged, seq, &len);
		if (!ledger_check_line(c, line, len))
			break;
	}
	uint64_t bad;
	struct error err;
	assert_false(ledger_check_end(c, &bad, NULL, &err));
	assert_int_equal(bad, 10);
	assert_non_null(strstr(err.text, "the mail of Tuesday"));
	assert_non_null(strstr(err.text, "from entry 10 to 14"));
	ledger_check_free(c);
	ledger_sample_finish(&forged);

	/* Without the key its own checkpoints betray him. */
	forged = rewritten_ledger(20, 11, true);
	struct verdict verdict = check(forged.text.data, forged.text.len, &nothing);
	assert_false(verdict.sound);
	assert_int_equal(verdict.bad, 4);
	assert_non_null(strstr(verdict.err.text, "signature"));
	ledger_sample_finish(&forged);
	ledger_sample_finish(&honest);
}

/* The forger keeps the signed notes and chains the rest anew. */
static void kept_notes_betray_a_rewriting(void **state)
{
	(void)state;
	struct ledger_sample honest, forged;
	ledger_sample_init(&honest);
	ledger_sample_init(&forged);
	struct terms nothing = {.key = &honest.key};
	for (uint64_t seq = 0; seq < 30; seq++) {
		struct fact fact = fact_sample(seq);
		scoped(buf_finish) struct buf note = {0};
		char root[DIGEST_TEXT];
		if (seq % 5 == 4) {
			struct digest is = tree_root(&honest.tree);
			checkpoint_sign("o", seq, is, &honest.key, &honest.seed, &note);
			fact = (struct fact){.kind = FACT_CHECKPOINT_SIGNED,
					     .size = (int64_t)seq,
					     .root = digest_print(is, root),
					     .note = note.data};
		}
		ledger_sample_add(&honest, fact);
		if (seq == 11)
			fact.actor = "somebody";
		ledger_sample_add(&forged, fact);
	}
	assert_true(check(honest.text.data, honest.text.len, &nothing).sound);
	struct verdict verdict = check(forged.text.data, forged.text.len, &nothing);
	assert_false(verdict.sound);
	assert_int_equal(verdict.bad, 9); /* the last signed size that held */
	assert_non_null(strstr(verdict.err.text, "from entry 9 to 13"));
	ledger_sample_finish(&honest);
	ledger_sample_finish(&forged);
}

static void checkpoint_entries_are_compared(void **state)
{
	(void)state;
	char hex[DIGEST_TEXT];
	struct digest other = sha256_of("x", 1);
	for (int made = 0; made < 5; made++) {
		struct ledger_sample sample;
		ledger_sample_init(&sample);
		ledger_sample_grow(&sample, 3);
		struct digest root = tree_root(&sample.tree);
		scoped(buf_finish) struct buf note = {0};
		checkpoint_sign("o", 3, made == 1 ? other : root, &sample.key, &sample.seed, &note);
		struct fact fact = {.kind = FACT_CHECKPOINT_SIGNED,
				    .size = made == 2 ? 4 : 3,
				    .root = digest_print(made == 3 ? other : root, hex),
				    .note = made == 4 ? NULL : note.data};
		ledger_sample_add(&sample, fact);
		for (int more = 0; more < 2; more++) {
			struct terms with = {.key = &sample.key};
			struct terms without = {0};
			struct verdict verdict = check(sample.text.data, sample.text.len, &with);
			assert_int_equal(verdict.sound, made == 0);
			assert_true(verdict.sound || verdict.bad == 3);
			/* Without the key a note is not read; size and root are. */
			verdict = check(sample.text.data, sample.text.len, &without);
			assert_int_equal(verdict.sound, made != 2 && made != 3);
			ledger_sample_grow(&sample, 1);
		}
		ledger_sample_finish(&sample);
	}
}

static void a_checkpoint_may_speak_of_some_time_ago(void **state)
{
	(void)state;
	struct ledger_sample sample;
	ledger_sample_init(&sample);
	ledger_sample_grow(&sample, 1000);
	struct digest root = tree_root(&sample.tree);
	char hex[DIGEST_TEXT];
	ledger_sample_grow(&sample, 5000);
	struct fact fact = {
		.kind = FACT_CHECKPOINT_SIGNED, .size = 1000, .root = digest_print(root, hex)};
	ledger_sample_add(&sample, fact);
	ledger_sample_grow(&sample, 1);
	struct terms terms = {0};
	assert_true(check(sample.text.data, sample.text.len, &terms).sound);
	fact.size = 1001;
	ledger_sample_add(&sample, fact);
	ledger_sample_grow(&sample, 1);
	struct verdict verdict = check(sample.text.data, sample.text.len, &terms);
	assert_false(verdict.sound);
	assert_int_equal(verdict.bad, 1000);
	ledger_sample_finish(&sample);
}

static void time_never_goes_back(void **state)
{
	(void)state;
	static const struct {
		int64_t second_us;
		bool sound;
	} cases[] = {{5000000, true}, {5001000, true}, {4999000, false}};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct ledger_sample sample;
		ledger_sample_init(&sample);
		struct fact fact = {.kind = FACT_DAEMON_STARTED, .at = {5000000}};
		ledger_sample_add(&sample, fact);
		fact.at.us = cases[i].second_us;
		ledger_sample_add(&sample, fact);
		struct terms terms = terms_of(&sample);
		struct verdict verdict = check(sample.text.data, sample.text.len, &terms);
		assert_int_equal(verdict.sound, cases[i].sound);
		assert_true(verdict.sound || verdict.bad == 1);
		ledger_sample_finish(&sample);
	}
}

static void expectations_come_in_any_order(void **state)
{
	(void)state;
	struct ledger_sample sample = made_ledger(6);
	struct ledger_check *c = ledger_check_new();
	struct ledger_tree tree = {0};
	struct digest roots[8];
	for (uint64_t size = 0; size < 8; size++) {
		roots[size] = tree_root(&tree);
		if (size < 7)
			tree_add(&tree, sample.leaves.at[size]);
	}
	static const uint64_t sizes[] = {5, 0, 7, 3, 5, 1};
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
		ledger_check_expect(c, sizes[i], roots[sizes[i]], "one");
	for (uint64_t seq = 0; seq < 7; seq++) {
		size_t len;
		const char *line = ledger_sample_line(&sample, seq, &len);
		assert_true(ledger_check_line(c, line, len));
	}
	assert_true(ledger_check_end(c, NULL, &tree, NULL));
	assert_int_equal(tree.size, 7);
	assert_true(digest_equal(tree_root(&tree), roots[7]));
	ledger_check_free(c);
	ledger_sample_finish(&sample);
	ledger_check_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_ledgers_are_sound),
		cmocka_unit_test(each_flipped_bit_is_found_in_its_entry),
		cmocka_unit_test(each_flipped_bit_is_found_without_reading_json),
		cmocka_unit_test(flipped_bits_are_found_without_a_root),
		cmocka_unit_test(each_cut_is_found),
		cmocka_unit_test(missing_doubled_and_swapped_lines_are_found),
		cmocka_unit_test(a_run_of_changed_entries_begins_with_the_first),
		cmocka_unit_test(rewriting_is_found_by_roots),
		cmocka_unit_test(kept_notes_betray_a_rewriting),
		cmocka_unit_test(checkpoint_entries_are_compared),
		cmocka_unit_test(a_checkpoint_may_speak_of_some_time_ago),
		cmocka_unit_test(time_never_goes_back),
		cmocka_unit_test(expectations_come_in_any_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
