#include "core/calendar/day_set.h"

#include <assert.h>
#include <stddef.h>

#include "base/mem.h"

#define WORD_DAYS 64

static size_t word_count(const struct day_set *set)
{
	return (size_t)(set->last - set->first) / WORD_DAYS + 1;
}

void day_set_init(struct day_set *set, int32_t first, int32_t last)
{
	assert(first <= last);
	*set = (struct day_set){.first = first, .last = last};
	set->bits = mem_alloc_array(word_count(set), sizeof(*set->bits));
	set->before = mem_alloc_array(word_count(set), sizeof(*set->before));
}

void day_set_finish(struct day_set *set)
{
	mem_free(set->bits);
	mem_free(set->before);
	*set = (struct day_set){0};
}

void day_set_put(struct day_set *set, int32_t number, bool member)
{
	assert(number >= set->first && number <= set->last);
	uint32_t index = (uint32_t)(number - set->first);
	uint64_t bit = UINT64_C(1) << index % WORD_DAYS;
	if (member)
		set->bits[index / WORD_DAYS] |= bit;
	else
		set->bits[index / WORD_DAYS] &= ~bit;
}

void day_set_seal(struct day_set *set)
{
	set->count = 0;
	for (size_t word = 0; word < word_count(set); word++) {
		set->before[word] = set->count;
		set->count += __builtin_popcountll(set->bits[word]);
	}
}

bool day_set_has(const struct day_set *set, int32_t number)
{
	assert(number >= set->first && number <= set->last);
	uint32_t index = (uint32_t)(number - set->first);
	return set->bits[index / WORD_DAYS] >> index % WORD_DAYS & 1;
}

int32_t day_set_up_to(const struct day_set *set, int32_t number)
{
	assert(number >= set->first && number <= set->last);
	uint32_t index = (uint32_t)(number - set->first);
	uint64_t up_to = UINT64_MAX >> (WORD_DAYS - 1 - index % WORD_DAYS);
	return set->before[index / WORD_DAYS] +
	       __builtin_popcountll(set->bits[index / WORD_DAYS] & up_to);
}

/* The position of the n-th set bit, by halving. */
static int32_t bit_at(uint64_t word, int32_t n)
{
	int32_t at = 0;
	for (int32_t width = WORD_DAYS / 2; width > 0; width /= 2) {
		uint64_t low = word & ((UINT64_C(1) << width) - 1);
		int32_t inside = __builtin_popcountll(low);
		if (n < inside) {
			word = low;
			continue;
		}
		n -= inside;
		at += width;
		word >>= width;
	}
	return at;
}

int32_t day_set_at(const struct day_set *set, int32_t index)
{
	assert(index >= 0 && index < set->count);
	size_t low = 0; /* the last word with before <= index lies in [low, high) */
	size_t high = word_count(set);
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (set->before[middle] <= index)
			low = middle;
		else
			high = middle;
	}
	return set->first + (int32_t)low * WORD_DAYS +
	       bit_at(set->bits[low], index - set->before[low]);
}

bool day_set_any(const struct day_set *set, int32_t first, int32_t last)
{
	if (first > last)
		return false;
	return day_set_up_to(set, last) - day_set_up_to(set, first) > 0 || day_set_has(set, first);
}
