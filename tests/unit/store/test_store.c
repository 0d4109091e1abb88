/* What every backend must do, asked of each of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/vec.h"
#include "store_sample.h"

struct seen {
	struct vec_of(int64_t) ids;
	struct vec_of(uint64_t) seqs;
	int stop_after; /* 0: never */
};

static void forget(struct seen *seen)
{
	VEC_FINISH(&seen->ids);
	VEC_FINISH(&seen->seqs);
	*seen = (struct seen){0};
}

static int see_row(void *ctx, const struct store_row *row)
{
	struct seen *seen = ctx;
	*VEC_PUSH(&seen->ids) = row->id;
	return seen->stop_after > 0 && (int)seen->ids.len >= seen->stop_after ? 77 : 0;
}

static int see_line(void *ctx, uint64_t seq, const char *line, size_t len)
{
	struct seen *seen = ctx;
	char expected[256];
	assert_int_equal(len, store_sample_line(seq, expected, sizeof(expected)));
	assert_memory_equal(line, expected, len);
	*VEC_PUSH(&seen->seqs) = seq;
	return seen->stop_after > 0 && (int)seen->seqs.len >= seen->stop_after ? 77 : 0;
}

static void assert_seqs(struct store *store, int64_t id, const uint64_t *seqs, size_t count)
{
	struct seen seen = {0};
	assert_int_equal(store_load(store, id, see_line, &seen, NULL), 0);
	assert_int_equal(seen.seqs.len, count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(seen.seqs.at[i], seqs[i]);
	forget(&seen);
}

static void an_empty_store_knows_nothing(void **state)
{
	struct store_sample sample;
	store_sample_init(&sample, *state);
	struct store *store = sample.store;
	struct seen seen = {0};
	struct store_counts counts;
	scoped(buf_finish) struct buf out = {0};
	uint8_t hashes[TILE_WIDTH * 32];
	int width;
	int64_t ids[4];
	assert_int_equal(store_next_id(store), 1);
	assert_int_equal(store_entries(store), 0);
	assert_int_equal(store_find_key(store, "a"), 0);
	assert_int_equal(store_find_number(store, "a"), 0);
	assert_int_equal(store_load(store, 1, see_line, &seen, NULL), -E_NOT_FOUND);
	assert_int_equal(store_get_row(store, 1, see_row, &seen, NULL), -E_NOT_FOUND);
	assert_int_equal(store_lines(store, 0, 10, see_line, &seen, NULL), 0);
	assert_int_equal(store_tile(store, 0, 0, hashes, &width, NULL), -E_NOT_FOUND);
	assert_int_equal(store_tile(store, 1, 0, hashes, &width, NULL), -E_NOT_FOUND);
	assert_int_equal(store_content(store, 1, 1, "manifest", &out, NULL), -E_NOT_FOUND);
	assert_int_equal(store_setting(store, "a", &out, NULL), -E_NOT_FOUND);
	assert_int_equal(store_due(store, INSTANT_NEVER, ids, 4), 0);
	assert_int_equal(store_owed(store, 0, ids, 4), 0);
	assert_int_equal(store_open_ids(store, 0, ids, 4), 0);
	assert_int_equal(store_next_wake(store).us, INT64_MAX);
	assert_int_equal(
		store_list(store, &(struct store_filter){.limit = 9}, see_row, &seen, NULL), 0);
	assert_int_equal(store_count(store, (struct instant){1}, &counts, NULL), 0);
	struct store_counts none = {0};
	assert_memory_equal(&counts, &none, sizeof(none));
	assert_int_equal(seen.ids.len + seen.seqs.len, 0);
	store_tidy(store, true);
	store_sample_finish(&sample);
}

static int compare_row(void *ctx, const struct store_row *row)
{
	const struct store_row *is = ctx;
	assert_int_equal(row->id, is->id);
	assert_string_equal(row->key, is->key);
	assert_string_equal(row->number, is->number);
	assert_string_equal(row->title, is->title);
	assert_string_equal(row->issuer, is->issuer);
	assert_string_equal(row->department, is->department);
	assert_string_equal(row->category, is->category);
	assert_string_equal(row->content, is->content);
	assert_int_equal(row->revision, is->revision);
	assert_int_equal(civil_date_compare(row->issued_on, is->issued_on), 0);
	assert_int_equal(row->received_at.us, is->received_at.us);
	assert_int_equal(row->due_at.us, is->due_at.us);
	assert_int_equal(row->soon_at.us, is->soon_at.us);
	assert_int_equal(row->met, is->met);
	assert_int_equal(row->met_late, is->met_late);
	assert_int_equal(row->exempt, is->exempt);
	assert_int_equal(row->open, is->open);
	assert_string_equal(row->state, is->state);
	assert_int_equal(row->wake_at.us, is->wake_at.us);
	assert_int_equal(row->changed_at.us, is->changed_at.us);
	assert_int_equal(row->unattempted, is->unattempted);
	assert_int_equal(row->owed, is->owed);
	assert_string_equal(row->notes, is->notes);
	return 0;
}

static void assert_row(struct store *store, const struct store_row *row)
{
	assert_int_equal(store_get_row(store, row->id, compare_row, (void *)row, NULL), 0);
}

static void what_is_committed_is_there(void **state)
{
	struct store_sample sample;
	store_sample_init(&sample, *state);
	struct store *store = sample.store;
	struct store_row row = row_sample(1);
	row.notes = "{\"probe\":\"x\"}";
	row.owed = true;
	row.unattempted = true;
	store_sample_begin(&sample);
	store_sample_put(&sample, 3);
	assert_int_equal(store_put_row(store, &row, (uint64_t[]){0, 2}, 2, NULL), 0);
	assert_int_equal(store_next_id(store), 2); /* the batch sees its own rows */
	assert_int_equal(store_find_key(store, row.key), 1);
	assert_seqs(store, 1, (uint64_t[]){0, 2}, 2);
	assert_int_equal(store_put_content(store, 1, 1, "manifest", "a\0b", 3, NULL), 0);
	assert_int_equal(store_put_content(store, 1, 1, "empty", "", 0, NULL), 0);
	assert_int_equal(store_put_setting(store, "cursor", "5", NULL), 0);
	store_sample_commit(&sample);

	assert_row(store, &row);
	assert_int_equal(store_entries(store), 3);
	assert_int_equal(store_find_number(store, row.number), 1);
	scoped(buf_finish) struct buf out = {0};
	assert_int_equal(store_content(store, 1, 1, "manifest", &out, NULL), 0);
	assert_int_equal(out.len, 3);
	assert_memory_equal(out.data, "a\0b", 3);
	assert_int_equal(store_content(store, 1, 1, "empty", &out, NULL), 0);
	assert_int_equal(out.len, 3);
	assert_int_equal(store_content(store, 1, 2, "manifest", &out, NULL), -E_NOT_FOUND);
	buf_clear(&out);
	assert_int_equal(store_setting(store, "cursor", &out, NULL), 0);
	assert_string_equal(out.data, "5");

	/* Replaced, and the entries go on. */
	row.title = "改";
	row.key = "another key";
	row.number = "";
	row.wake_at = row.due_at = row.soon_at = INSTANT_NEVER;
	row.issued_on = (struct civil_date){0};
	row.owed = false;
	store_sample_begin(&sample);
	store_sample_put(&sample, 400);
	assert_int_equal(store_put_row(store, &row, (uint64_t[]){3, 130, 402}, 3, NULL), 0);
	assert_int_equal(store_put_row(store, &row, NULL, 0, NULL), 0);
	assert_int_equal(store_put_setting(store, "cursor", "六", NULL), 0);
	assert_int_equal(store_put_content(store, 1, 1, "manifest", "newer", 5, NULL), 0);
	store_sample_commit(&sample);
	assert_row(store, &row);
	assert_seqs(store, 1, (uint64_t[]){0, 2, 3, 130, 402}, 5);
	assert_int_equal(store_find_key(store, "another key"), 1);
	assert_int_equal(store_find_key(store, row_sample(1).key), 0);
	assert_int_equal(store_find_number(store, ""), 0);
	assert_int_equal(store_next_id(store), 2);
	buf_clear(&out);
	assert_int_equal(store_setting(store, "cursor", &out, NULL), 0);
	assert_string_equal(out.data, "六");
	buf_clear(&out);
	assert_int_equal(store_content(store, 1, 1, "manifest", &out, NULL), 0);
	assert_string_equal(out.data, "newer");
	store_sample_finish(&sample);
}

static void what_is_rolled_back_never_was(void **state)
{
	struct store_sample sample;
	store_sample_init(&sample, *state);
	struct store *store = sample.store;
	store_sample_fill(&sample, 3);
	struct ledger_tree before = sample.tree;
	struct store_row old = row_sample(2);

	for (int round = 0; round < 2; round++) {
		struct store_row row = row_sample(2);
		row.title = "不算";
		row.wake_at.us = 1;
		struct store_row added = row_sample(4);
		store_sample_begin(&sample);
		store_sample_put(&sample, 600); /* over the edges of two tiles */
		assert_int_equal(store_put_row(store, &row, (uint64_t[]){4}, 1, NULL), 0);
		assert_int_equal(store_put_row(store, &added, (uint64_t[]){5}, 1, NULL), 0);
		assert_int_equal(store_put_content(store, 4, 1, "manifest", "x", 1, NULL), 0);
		assert_int_equal(store_put_setting(store, "cursor", "5", NULL), 0);
		store_rollback(store);
		store_rollback(store); /* once more does no harm */
		sample.tree = before;

		scoped(buf_finish) struct buf out = {0};
		assert_int_equal(store_entries(store), 3);
		assert_int_equal(store_next_id(store), 4);
		assert_row(store, &old);
		assert_seqs(store, 2, (uint64_t[]){1}, 1);
		assert_int_equal(store_find_key(store, added.key), 0);
		assert_int_equal(store_content(store, 4, 1, "manifest", &out, NULL), -E_NOT_FOUND);
		assert_int_equal(store_setting(store, "cursor", &out, NULL), -E_NOT_FOUND);
		assert_int_equal(store_next_wake(store).us, row_sample(1).wake_at.us);
	}
	/* And it goes on from there. */
	store_sample_begin(&sample);
	store_sample_put(&sample, 1);
	store_sample_commit(&sample);
	assert_int_equal(store_entries(store), 4);
	store_sample_finish(&sample);
}

static void lines_come_in_order_and_can_be_stopped(void **state)
{
	struct store_sample sample;
	store_sample_init(&sample, *state);
	store_sample_begin(&sample);
	store_sample_put(&sample, 20);
	store_sample_commit(&sample);
	static const struct {
		uint64_t from, to;
		int stop_after, rc;
		size_t count;
	} cases[] = {
		{0, 19, 0, 0, 20}, {0, UINT64_MAX, 0, 0, 20}, {5, 5, 0, 0, 1},   {18, 30, 0, 0, 2},
		{20, 30, 0, 0, 0}, {7, 6, 0, 0, 0},           {3, 19, 4, 77, 4},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct seen seen = {.stop_after = cases[i].stop_after};
		assert_int_equal(store_lines(sample.store, cases[i].from, cases[i].to, see_line,
					     &seen, NULL),
				 cases[i].rc);
		assert_int_equal(seen.seqs.len, cases[i].count);
		for (size_t k = 0; k < seen.seqs.len; k++)
			assert_int_equal(seen.seqs.at[k], cases[i].from + k);
		forget(&seen);
	}
	store_sample_finish(&sample);
}

static void the_wake_up_index_gives_the_earliest_first(void **state)
{
	struct store_sample sample;
	store_sample_init(&sample, *state);
	struct store *store = sample.store;
	store_sample_fill(&sample, 6); /* awake at 12 h, 24 h and so on */
	store_sample_begin(&sample);
	struct store_row row = row_sample(2);
	row.wake_at = INSTANT_NEVER;
	assert_int_equal(store_put_row(store, &row, NULL, 0, NULL), 0);
	row = row_sample(6);
	row.wake_at.us = 5;
	assert_int_equal(store_put_row(store, &row, NULL, 0, NULL), 0);
	store_sample_commit(&sample);

	int64_t ids[8];
	assert_int_equal(store_next_wake(store).us, 5);
	assert_int_equal(store_due(store, (struct instant){4}, ids, 8), 0);
	assert_int_equal(store_due(store, (struct instant){5}, ids, 8), 1);
	assert_int_equal(ids[0], 6);
	assert_int_equal(store_due(store, row_sample(3).wake_at, ids, 8), 3);
	assert_memory_equal(ids, ((int64_t[]){6, 1, 3}), 3 * sizeof(*ids));
	assert_int_equal(store_due(store, (struct instant){INT64_MAX - 1}, ids, 8), 5);
	assert_int_equal(store_due(store, INSTANT_NEVER, ids, 2), 2);
	assert_memory_equal(ids, ((int64_t[]){6, 1}), 2 * sizeof(*ids));
	assert_int_equal(store_due(store, INSTANT_NEVER, ids, 8), 5); /* NEVER never comes */
	store_sample_finish(&sample);
}

static void owed_and_open_dossiers_are_listed_by_id(void **state)
{
	struct store_sample sample;
	store_sample_init(&sample, *state);
	struct store *store = sample.store;
	store_sample_fill(&sample, 7);
	store_sample_begin(&sample);
	for (int64_t id = 1; id <= 7; id++) {
		struct store_row row = row_sample(id);
		row.owed = id % 3 == 1;         /* 1 4 7 */
		row.open = id % 2 == 0 ? 2 : 0; /* 2 4 6 */
		assert_int_equal(store_put_row(store, &row, NULL, 0, NULL), 0);
	}
	store_sample_commit(&sample);
	int64_t ids[8];
	assert_int_equal(store_owed(store, 0, ids, 8), 3);
	assert_memory_equal(ids, ((int64_t[]){1, 4, 7}), 3 * sizeof(*ids));
	assert_int_equal(store_owed(store, 1, ids, 1), 1);
	assert_int_equal(ids[0], 4);
	assert_int_equal(store_owed(store, 7, ids, 8), 0);
	assert_int_equal(store_open_ids(store, 0, ids, 8), 3);
	assert_memory_equal(ids, ((int64_t[]){2, 4, 6}), 3 * sizeof(*ids));
	assert_int_equal(store_open_ids(store, 2, ids, 8), 2);
	assert_int_equal(store_open_ids(store, 0, ids, 2), 2);
	store_sample_finish(&sample);
}

/* --- lists and counts --- */

/* Day 10, noon.  1 to 9 overdue, 10 due soon (half a day before its end), 11 and 12 open; 13 met,
 * 14 met late, 15 exempt, all three without open duties; 16 held and open. */
static const struct instant noon = {10 * ROW_SAMPLE_DAY_US - ROW_SAMPLE_DAY_US / 4};

static void fill_phases(struct store_sample *sample)
{
	store_sample_fill(sample, 16);
	store_sample_begin(sample);
	for (int64_t id = 9; id <= 16; id++) {
		struct store_row row = row_sample(id);
		if (id >= 13 && id <= 15) {
			row.open = 0;
			row.due_at = row.soon_at = row.wake_at = INSTANT_NEVER;
			row.state = id == 15 ? "withdrawn" : "closed";
		}
		row.met = id == 13;
		row.met_late = id == 14;
		row.exempt = id == 15;
		if (id == 16)
			row.state = "held";
		if (id == 9)
			row.unattempted = true;
		if (id == 11) {
			row.title = "100%_完成\\情况 Report";
			row.department = "planning";
			row.number = "水办〔2010〕3号";
		}
		if (id == 12) {
			row.state = "awaiting-review";
			row.issuer = "江苏省水利厅";
		}
		assert_int_equal(store_put_row(sample->store, &row, NULL, 0, NULL), 0);
	}
	store_sample_commit(sample);
}

static void lists_are_filtered(void **state)
{
	static const struct {
		struct store_filter filter;
		int64_t ids[17];
	} cases[] = {
		{{.limit = 3}, {16, 15, 14}},
		{{.limit = 3, .after_id = 14}, {13, 12, 11}},
		{{.limit = 3, .after_id = 2}, {1}},
		{{.limit = 3, .after_id = 1}, {0}},
		{{.limit = 2, .by_due = true}, {1, 2}},
		{{.limit = 2, .by_due = true, .after_id = 2, .after_due_us = 2 * ROW_SAMPLE_DAY_US},
		 {3, 4}},
		{{.limit = 9,
		  .by_due = true,
		  .after_id = 12,
		  .after_due_us = 12 * ROW_SAMPLE_DAY_US},
		 {16, 13, 14, 15}},
		{{.limit = 9, .by_due = true, .after_id = 14, .after_due_us = INT64_MAX}, {15}},
		{{.limit = 99, .phase = "overdue"}, {9, 8, 7, 6, 5, 4, 3, 2, 1}},
		{{.limit = 99, .phase = "due-soon"}, {10}},
		{{.limit = 99, .phase = "open"}, {16, 12, 11}},
		{{.limit = 99, .phase = "open", .by_due = true}, {11, 12, 16}},
		{{.limit = 99, .phase = "met"}, {13}},
		{{.limit = 99, .phase = "met-late"}, {14}},
		{{.limit = 99, .phase = "exempt"}, {15}},
		{{.limit = 99, .state = "held"}, {16}},
		{{.limit = 99, .state = "awaiting-review"}, {12}},
		{{.limit = 99, .state = "nothing"}, {0}},
		{{.limit = 99, .department = "planning"}, {11}},
		{{.limit = 99, .phase = "overdue", .department = "planning"}, {0}},
		/* Due before the third: what ends with the first and second. */
		{{.limit = 99, .due_before = {1970, 1, 3}}, {2, 1}},
		{{.limit = 99, .due_before = {1970, 1, 3}, .offset_s = 8 * 3600}, {1}},
		{{.limit = 99, .search = "防汛", .after_id = 3}, {2, 1}},
		{{.limit = 99, .search = "水利厅"}, {12}},
		{{.limit = 99, .search = "厅"}, {12}},
		{{.limit = 99, .search = "通知 水利厅"}, {12}},
		{{.limit = 99, .search = "  水利厅\t通知 "}, {12}},
		{{.limit = 99, .search = "水利厅　通知"},
		 {12}}, /* a blank as wide as a character */
		{{.limit = 99, .search = "水办〔2010〕3号"}, {11}},
		{{.limit = 99, .search = "%"}, {11}},
		{{.limit = 99, .search = "_"}, {11}},
		{{.limit = 99, .search = "\\"}, {11}},
		{{.limit = 99, .search = "'"}, {0}},
		{{.limit = 99, .search = "没有的词"}, {0}},
		{{.limit = 2, .search = ""}, {16, 15}},
	};
	struct store_sample sample;
	store_sample_init(&sample, *state);
	fill_phases(&sample);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct seen seen = {0};
		struct store_filter filter = cases[i].filter;
		filter.now = noon;
		assert_int_equal(store_list(sample.store, &filter, see_row, &seen, NULL), 0);
		size_t expected = 0;
		while (cases[i].ids[expected] != 0)
			expected++;
		bool same = seen.ids.len == expected;
		for (size_t k = 0; same && k < expected; k++)
			same = seen.ids.at[k] == cases[i].ids[k];
		if (!same)
			fail_msg("case %zu: %zu rows, first %d", i, seen.ids.len,
				 seen.ids.len > 0 ? (int)seen.ids.at[0] : 0);
		forget(&seen);
	}
	struct seen seen = {.stop_after = 2};
	struct store_filter all = {.limit = 99, .now = noon};
	assert_int_equal(store_list(sample.store, &all, see_row, &seen, NULL), 77);
	assert_int_equal(seen.ids.len, 2);
	forget(&seen);
	store_sample_finish(&sample);
}

static int64_t last_due_us;

static int see_due(void *ctx, const struct store_row *row)
{
	last_due_us = row->due_at.us;
	return see_row(ctx, row);
}

/* Page by page nothing is left out and nothing comes twice. */
static void pages_follow_each_other(void **state)
{
	struct store_sample sample;
	store_sample_init(&sample, *state);
	fill_phases(&sample);
	for (int by_due = 0; by_due < 2; by_due++) {
		struct seen seen = {0};
		struct store_filter filter = {.limit = 5, .now = noon, .by_due = by_due};
		for (int page = 0; page < 5; page++) {
			assert_int_equal(store_list(sample.store, &filter, see_due, &seen, NULL),
					 0);
			filter.after_id = seen.ids.at[seen.ids.len - 1];
			filter.after_due_us = last_due_us;
		}
		assert_int_equal(seen.ids.len, 16);
		int64_t sum = 0;
		VEC_EACH(&seen.ids, id)
			sum += *id;
		assert_int_equal(sum, 16 * 17 / 2);
		forget(&seen);
	}
	store_sample_finish(&sample);
}

static void counts_are_those_of_the_lists(void **state)
{
	struct store_sample sample;
	store_sample_init(&sample, *state);
	fill_phases(&sample);
	struct store_counts counts;
	assert_int_equal(store_count(sample.store, noon, &counts, NULL), 0);
	assert_int_equal(counts.documents, 16);
	assert_int_equal(counts.open, 3);
	assert_int_equal(counts.due_soon, 1);
	assert_int_equal(counts.overdue, 9);
	assert_int_equal(counts.met, 1);
	assert_int_equal(counts.met_late, 1);
	assert_int_equal(counts.exempt, 1);
	assert_int_equal(counts.held, 1);
	assert_int_equal(counts.awaiting_review, 1);
	assert_int_equal(counts.withdrawn, 1);
	assert_int_equal(counts.overdue_unattempted, 1);
	assert_int_equal(counts.without_wake, 0);

	store_sample_begin(&sample);
	struct store_row row = row_sample(1);
	row.wake_at = INSTANT_NEVER;
	assert_int_equal(store_put_row(sample.store, &row, NULL, 0, NULL), 0);
	store_sample_commit(&sample);
	assert_int_equal(store_count(sample.store, noon, &counts, NULL), 0);
	assert_int_equal(counts.without_wake, 1);
	/* At the due instant itself the day is over. */
	assert_int_equal(store_count(sample.store, row_sample(10).due_at, &counts, NULL), 0);
	assert_int_equal(counts.overdue, 10);
	store_sample_finish(&sample);
}

/* --- tiles, objects --- */

static int read_tile(void *ctx, int level, uint64_t index, struct digest *hashes, int *width)
{
	return store_tile(ctx, level, index, hashes->byte, width, NULL);
}

static void tiles_make_the_tree(void **state)
{
	struct store_sample sample;
	store_sample_init(&sample, *state);
	static const size_t sizes[] = {1, 255, 256, 257, 511, 512, 1000, 65535, 65536, 66000};
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		store_sample_begin(&sample);
		store_sample_put(&sample, sizes[i] - (size_t)sample.tree.size);
		store_sample_commit(&sample);
		struct ledger_tree tree;
		assert_int_equal(tree_load(read_tile, sample.store, sample.tree.size, &tree, NULL),
				 0);
		assert_true(digest_equal(tree_root(&tree), tree_root(&sample.tree)));
		struct digest hashes[TILE_WIDTH];
		int width;
		uint64_t last = (sample.tree.size - 1) / TILE_WIDTH;
		assert_int_equal(read_tile(sample.store, 0, last, hashes, &width), 0);
		assert_int_equal(width, (sample.tree.size - 1) % TILE_WIDTH + 1);
		assert_int_equal(read_tile(sample.store, 0, last + 1, hashes, &width),
				 -E_NOT_FOUND);
		if (strcmp(*state, "memory") != 0)
			store_sample_reopen(&sample);
	}
	store_sample_finish(&sample);
}

static void objects_are_kept_by_digest(void **state)
{
	struct store_sample sample;
	store_sample_init(&sample, *state);
	struct digest digest = sha256_of("attached", 8);
	scoped(buf_finish) struct buf path = {0};
	assert_int_equal(store_object_path(sample.store, digest, &path, NULL), -E_NOT_FOUND);
	for (int again = 0; again < 2; again++)
		assert_int_equal(store_add_object(sample.store, digest, NULL, "attached", 8, NULL),
				 0);
	assert_int_equal(store_object_path(sample.store, digest, &path, NULL), 0);
	assert_true(path.len > 0);
	store_sample_finish(&sample);
}

static void unknown_types_are_refused(void **state)
{
	(void)state;
	struct store *store = NULL;
	struct error err = {0};
	assert_int_equal(store_open("papyrus", "/tmp", false, &store, &err), -E_UNSUPPORTED);
	assert_non_null(strstr(err.text, "papyrus"));
	store_close(NULL);
}

#define OF_EACH(test)                                               \
	{#test "/sqlite", test, NULL, NULL, (void *)"sqlite"},      \
	{                                                           \
#test "/memory", test, NULL, NULL, (void *)"memory" \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		OF_EACH(an_empty_store_knows_nothing),
		OF_EACH(what_is_committed_is_there),
		OF_EACH(what_is_rolled_back_never_was),
		OF_EACH(lines_come_in_order_and_can_be_stopped),
		OF_EACH(the_wake_up_index_gives_the_earliest_first),
		OF_EACH(owed_and_open_dossiers_are_listed_by_id),
		OF_EACH(lists_are_filtered),
		OF_EACH(pages_follow_each_other),
		OF_EACH(counts_are_those_of_the_lists),
		OF_EACH(tiles_make_the_tree),
		OF_EACH(objects_are_kept_by_digest),
		cmocka_unit_test(unknown_types_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
