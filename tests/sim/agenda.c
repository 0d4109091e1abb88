#include "agenda.h"

static bool comes_first(const struct thing *a, const struct thing *b)
{
	int compared = instant_compare(a->at, b->at);
	return compared != 0 ? compared < 0 : a->order < b->order;
}

static void swap(struct thing *a, struct thing *b)
{
	struct thing c = *a;
	*a = *b;
	*b = c;
}

void agenda_add(struct agenda *agenda, struct instant at, happening *happen, void *what)
{
	*VEC_PUSH(&agenda->heap) = (struct thing){at, agenda->next_order++, happen, what};
	struct thing *heap = agenda->heap.at;
	for (size_t i = agenda->heap.len - 1; i > 0 && comes_first(&heap[i], &heap[(i - 1) / 2]);
	     i = (i - 1) / 2)
		swap(&heap[i], &heap[(i - 1) / 2]);
}

struct instant agenda_next(const struct agenda *agenda)
{
	return agenda->heap.len > 0 ? agenda->heap.at[0].at : INSTANT_NEVER;
}

static void sift_down(struct agenda *agenda)
{
	struct thing *heap = agenda->heap.at;
	size_t len = agenda->heap.len;
	for (size_t i = 0;;) {
		size_t first = i;
		for (size_t child = 2 * i + 1; child <= 2 * i + 2; child++)
			if (child < len && comes_first(&heap[child], &heap[first]))
				first = child;
		if (first == i)
			return;
		swap(&heap[i], &heap[first]);
		i = first;
	}
}

bool agenda_take(struct agenda *agenda, struct instant now, struct thing *out)
{
	if (agenda->heap.len == 0 || instant_before(now, agenda->heap.at[0].at))
		return false;
	*out = agenda->heap.at[0];
	agenda->heap.at[0] = agenda->heap.at[--agenda->heap.len];
	sift_down(agenda);
	return true;
}

void agenda_finish(struct agenda *agenda)
{
	VEC_FINISH(&agenda->heap);
}
