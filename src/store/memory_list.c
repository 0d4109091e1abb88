/* The memory backend's lists: the same answers as the database's. */
#include "store/memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/words.h"

const char *memory_phase(const struct store_row *row, struct instant now)
{
	if (row->open > 0)
		return !instant_before(now, row->due_at)    ? "overdue"
		       : !instant_before(now, row->soon_at) ? "due-soon"
							    : "open";
	return row->met_late > 0 ? "met-late" : row->met > 0 ? "met" : row->exempt > 0 ? "exempt" : "";
}

/* Every word must stand in number, title or issuer. */
static bool has_words(const struct store_row *row, const char *search)
{
	scoped(buf_finish) struct buf text = {0};
	scoped(words_finish) struct words words;
	words_split(&words, search);
	buf_print(&text, "%s %s %s", row->number, row->title, row->issuer);
	for (int i = 0; i < words.count; i++)
		if (strstr(buf_text(&text), words.word[i]) == NULL)
			return false;
	return true;
}

static bool is_after(const struct store_row *row, const struct store_filter *filter)
{
	if (!filter->by_due)
		return filter->after_id <= 0 || row->id < filter->after_id;
	return row->due_at.us > filter->after_due_us ||
	       (row->due_at.us == filter->after_due_us && row->id > filter->after_id);
}

static bool fits(const struct store_row *row, const struct store_filter *filter)
{
	if (row->id == 0 || !is_after(row, filter))
		return false;
	if (filter->phase != NULL && !text_equal(filter->phase, memory_phase(row, filter->now)))
		return false;
	if (filter->state != NULL && !text_equal(filter->state, row->state))
		return false;
	if (filter->department != NULL && !text_equal(filter->department, row->department))
		return false;
	if (civil_date_is_set(filter->due_before) &&
	    (row->open == 0 ||
	     instant_before(instant_of(filter->due_before, 0, filter->offset_s), row->due_at)))
		return false;
	return filter->search == NULL || has_words(row, filter->search);
}

static int by_due(const void *a, const void *b)
{
	const struct store_row *one = *(const struct store_row *const *)a;
	const struct store_row *two = *(const struct store_row *const *)b;
	int order = instant_compare(one->due_at, two->due_at);
	return order != 0 ? order : one->id < two->id ? -1 : one->id > two->id;
}

static int newest_first(const void *a, const void *b)
{
	const struct store_row *one = *(const struct store_row *const *)a;
	const struct store_row *two = *(const struct store_row *const *)b;
	return one->id > two->id ? -1 : one->id < two->id;
}

int memory_list(struct store *store, const struct store_filter *filter, store_row_seen *seen,
		void *ctx, struct error *err)
{
	struct memory *m = memory_of(store);
	struct vec_of(const struct store_row *) found = {0};
	size_t limit = filter->limit > 0 ? (size_t)filter->limit : 100;
	int rc = 0;
	(void)err;
	VEC_EACH(&m->rows, kept)
		if (fits(&kept->row, filter))
			*VEC_PUSH(&found) = &kept->row;
	if (found.len > 0)
		qsort(found.at, found.len, sizeof(*found.at), filter->by_due ? by_due : newest_first);
	for (size_t i = 0; rc == 0 && i < found.len && i < limit; i++)
		rc = seen(ctx, found.at[i]);
	VEC_FINISH(&found);
	return rc;
}
