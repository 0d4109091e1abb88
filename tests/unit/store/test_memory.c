/* The memory backend: faults made on purpose, and the same answers as the database to whatever is
 * done, in any order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "store_sample.h"

static int faults; /* commits that still fail */

static int fail_some(void *ctx)
{
	assert_string_equal(ctx, "ctx");
	return faults-- > 0 ? -E_FULL : 0;
}

static void a_made_up_fault_undoes_the_commit(void **state)
{
	(void)state;
	struct store_sample sample;
	store_sample_init(&sample, "memory");
	store_sample_fill(&sample, 2);
	struct ledger_tree before = sample.tree;
	store_memory_fault(sample.store, fail_some, (void *)"ctx");
	faults = 2;
	for (int round = 0; round < 3; round++) {
		struct error err = {0};
		struct store_row changed = row_sample(1), gone = row_sample(5),
				 added = row_sample(3);
		sample.tree = before;
		changed.wake_at.us = 1;
		store_sample_begin(&sample);
		store_sample_put(&sample, 3);
		assert_int_equal(store_put_row(sample.store, &changed, NULL, 0, NULL), 0);
		assert_int_equal(store_put_row(sample.store, &gone, NULL, 0, NULL), 0);
		assert_int_equal(store_put_row(sample.store, &added, NULL, 0, NULL), 0);
		int rc = store_commit(sample.store, &err);
		assert_int_equal(rc, round < 2 ? -E_FULL : 0);
		assert_int_equal(store_entries(sample.store), round < 2 ? 2 : 5);
		assert_int_equal(store_find_key(sample.store, added.key), round < 2 ? 0 : 3);
		assert_int_equal(store_next_wake(sample.store).us,
				 round < 2 ? row_sample(1).wake_at.us : 1);
	}
	/* Row 4 was never written; writing it and going back leaves it so. */
	struct store_row fourth = row_sample(4);
	store_sample_begin(&sample);
	assert_int_equal(store_put_row(sample.store, &fourth, NULL, 0, NULL), 0);
	store_rollback(sample.store);
	assert_int_equal(store_find_key(sample.store, fourth.key), 0);
	store_sample_finish(&sample);
}

/* --- both backends, one history --- */

#define DOSSIERS 40
#define OPERATIONS 3000

static uint64_t seed;

static unsigned pick(unsigned below)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

static struct store_row random_row(int64_t id)
{
	static const char *const states[] = {"open", "held", "awaiting-review", "closed",
					     "withdrawn"};
	static const char *const titles[] = {"防汛通知", "抗旱 100%", "任前公示", ""};
	struct store_row row = row_sample(id);
	row.title = titles[pick(4)];
	row.state = states[pick(5)];
	row.open = (int)pick(3) - 1 > 0;
	row.met = pick(4) == 0;
	row.met_late = pick(4) == 0;
	row.exempt = pick(4) == 0;
	row.department = pick(2) == 0 ? "hydrology" : "planning";
	row.number = pick(6) == 0 ? "" : pick(3) == 0 ? "盐水政〔2009〕1号" : row.number;
	row.due_at.us = row.open > 0 ? pick(50) * ROW_SAMPLE_DAY_US + 1 : INT64_MAX;
	row.soon_at.us = row.open > 0 ? row.due_at.us - pick(5) * ROW_SAMPLE_DAY_US : INT64_MAX;
	row.wake_at.us = pick(5) == 0 ? INT64_MAX : 1 + pick(1000);
	row.unattempted = pick(3) == 0;
	row.owed = pick(3) == 0;
	row.revision = (int)pick(3) + 1;
	row.changed_at.us = pick(100000);
	row.notes = pick(2) == 0 ? "" : "a note";
	return row;
}

/* All that a store answers, as text. */
static int say_row(void *ctx, const struct store_row *row)
{
	char day[CIVIL_DATE_TEXT];
	buf_print(ctx, "%lld %s %s %s %s %s %d %s %lld %lld %lld %d%d%d%d %s %lld %d%d %s\n",
		  (long long)row->id, row->key, row->number, row->title, row->department,
		  row->content, row->revision, civil_date_print(row->issued_on, day),
		  (long long)row->due_at.us, (long long)row->soon_at.us,
		  (long long)row->changed_at.us, row->met, row->met_late, row->exempt, row->open,
		  row->state, (long long)row->wake_at.us, row->unattempted, row->owed, row->notes);
	return 0;
}

static int say_line(void *ctx, uint64_t seq, const char *line, size_t len)
{
	buf_print(ctx, "%llu:%zu:%.9s ", (unsigned long long)seq, len, line);
	return 0;
}

static void say_ids(const int64_t *ids, size_t count, struct buf *out)
{
	for (size_t i = 0; i < count; i++)
		buf_print(out, "%lld ", (long long)ids[i]);
	buf_char(out, '\n');
}

static void say_counts(struct store *store, struct instant now, struct buf *out)
{
	struct store_counts c;
	assert_int_equal(store_count(store, now, &c, NULL), 0);
	buf_print(out, "%d %d %d %d %d %d %d %d %d %d %d %d\n", (int)c.documents, (int)c.open,
		  (int)c.due_soon, (int)c.overdue, (int)c.met, (int)c.met_late, (int)c.exempt,
		  (int)c.held, (int)c.awaiting_review, (int)c.withdrawn, (int)c.overdue_unattempted,
		  (int)c.without_wake);
}

static void say_lists(struct store *store, struct instant now, struct buf *out)
{
	static const struct store_filter filters[] = {
		{.limit = 100},
		{.limit = 7, .by_due = true},
		{.limit = 9, .phase = "overdue"},
		{.limit = 9, .phase = "due-soon", .by_due = true},
		{.limit = 9, .phase = "open"},
		{.limit = 9, .phase = "met"},
		{.limit = 9, .phase = "met-late"},
		{.limit = 9, .phase = "exempt"},
		{.limit = 9, .phase = "none such"},
		{.limit = 9, .state = "held", .after_id = 20},
		{.limit = 9, .by_due = true, .after_due_us = 20 * ROW_SAMPLE_DAY_US, .after_id = 7},
		{.limit = 9, .department = "planning", .search = "防汛"},
		{.limit = 9, .search = "% 抗旱"},
		{.limit = 9, .due_before = {1970, 1, 20}},
	};
	for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
		struct store_filter filter = filters[i];
		filter.now = now;
		buf_print(out, "filter %zu\n", i);
		assert_int_equal(store_list(store, &filter, say_row, out, NULL), 0);
	}
}

/* Ties in the wake-up index may come in any order: only the set of the due ones is compared. */
static void say_due(struct store *store, struct instant until, struct buf *out)
{
	int64_t ids[DOSSIERS + 1];
	size_t count = store_due(store, until, ids, DOSSIERS + 1);
	bool due[DOSSIERS + 1] = {false};
	for (size_t i = 0; i < count; i++)
		due[ids[i]] = true;
	for (int id = 0; id <= DOSSIERS; id++)
		buf_char(out, due[id] ? 'd' : '.');
	buf_print(out, " next %lld\n", (long long)store_next_wake(store).us);
}

static void say_all(struct store *store, struct instant now, struct buf *out)
{
	int64_t ids[DOSSIERS + 1];
	uint8_t hashes[TILE_WIDTH * 32];
	int width;
	buf_print(out, "%lld %llu %lld\n", (long long)store_next_id(store),
		  (unsigned long long)store_entries(store),
		  (long long)store_find_number(store, "盐水政〔2009〕1号"));
	for (int64_t id = 1; id <= DOSSIERS; id++) {
		int rc = store_load(store, id, say_line, out, NULL);
		buf_print(out, "load %d row %d\n", rc,
			  store_get_row(store, id, say_row, out, NULL));
		for (int revision = 1; revision <= 2; revision++)
			buf_print(out, " %d",
				  store_content(store, id, revision, "manifest", out, NULL));
	}
	say_ids(ids, store_owed(store, 5, ids, 9), out);
	say_ids(ids, store_open_ids(store, 5, ids, 9), out);
	say_due(store, (struct instant){500}, out);
	say_counts(store, now, out);
	say_lists(store, now, out);
	buf_print(out, "setting %d\n", store_setting(store, "cursor", out, NULL));
	for (int level = 0; level < 2; level++)
		for (uint64_t index = 0; index < 3; index++) {
			int rc = store_tile(store, level, index, hashes, &width, NULL);
			buf_print(out, "tile %d", rc);
			if (rc == 0)
				buf_print(out, " %d %02x%02x", width, hashes[0],
					  hashes[width * 32 - 1]);
		}
}

static void operate(struct store_sample *sample, int64_t id, unsigned what)
{
	char text[32];
	uint64_t seqs[2] = {sample->tree.size, sample->tree.size + 1};
	struct store_row row = random_row(id);
	snprintf(text, sizeof(text), "content %u", pick(1000));
	switch (what) {
	case 0:
		assert_int_equal(store_put_content(sample->store, id, (int)pick(2) + 1, "manifest",
						   text, strlen(text), NULL),
				 0);
		break;
	case 1:
		assert_int_equal(store_put_setting(sample->store, "cursor", text, NULL), 0);
		break;
	default:
		store_sample_put(sample, 2);
		assert_int_equal(store_put_row(sample->store, &row, seqs, pick(3), NULL), 0);
	}
}

/* One transaction of up to twenty steps, given up one time in six. */
static void run_batch(struct store_sample *sample)
{
	struct ledger_tree before = sample->tree;
	int64_t next = store_next_id(sample->store);
	store_sample_begin(sample);
	for (unsigned step = pick(20); step > 0; step--) {
		int64_t id = 1 + pick((unsigned)(next < DOSSIERS ? next : DOSSIERS));
		unsigned what = pick(12);
		operate(sample, id, what);
		next = store_next_id(sample->store);
	}
	if (pick(6) != 0) {
		store_sample_commit(sample);
	} else {
		store_rollback(sample->store);
		sample->tree = before;
	}
}

static void memory_answers_as_the_database_does(void **state)
{
	(void)state;
	struct store_sample samples[2];
	store_sample_init(&samples[0], "sqlite");
	store_sample_init(&samples[1], "memory");
	for (uint64_t round = 0; round < OPERATIONS / 10; round++) {
		struct buf said[2] = {{0}, {0}};
		struct instant now = {(int64_t)(round % 50) * ROW_SAMPLE_DAY_US};
		for (int i = 0; i < 2; i++) {
			seed = round * 1000003 + 2009;
			run_batch(&samples[i]);
			if (round % 5 == 0)
				say_all(samples[i].store, now, &said[i]);
		}
		if (strcmp(buf_text(&said[0]), buf_text(&said[1])) != 0)
			fail_msg("round %d:\n%s\n---\n%s", (int)round, said[0].data, said[1].data);
		buf_finish(&said[0]);
		buf_finish(&said[1]);
	}
	assert_true(samples[0].tree.size > 1000);
	store_sample_finish(&samples[0]);
	store_sample_finish(&samples[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_made_up_fault_undoes_the_commit),
		cmocka_unit_test(memory_answers_as_the_database_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
