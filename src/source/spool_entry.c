#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "source/spool.h"

#define FIRST_BUCKETS 256u
#define SLOT_BITS 24
#define ROW_BITS 16
#define SERIAL_MASK 0xffffffu

/* FNV-1a; the names are few and short, and nobody gains by colliding them: it would only slow the
 * walk through one bucket of a folder that he may fill anyway. */
static size_t bucket_of(const struct spool *spool, const char *name)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	for (; *name != '\0'; name++)
		hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
	return (size_t)(hash ^ hash >> 32) & (spool->bucket_count - 1);
}

struct entry *entry_find(struct spool *spool, const char *name)
{
	if (spool->bucket_count == 0)
		return NULL;
	struct entry *entry = spool->buckets[bucket_of(spool, name)];
	while (entry != NULL && strcmp(entry->name, name) != 0)
		entry = entry->next_in_row;
	return entry;
}

static void put_in_bucket(struct spool *spool, struct entry *entry)
{
	struct entry **bucket = &spool->buckets[bucket_of(spool, entry->name)];
	entry->next_in_row = *bucket;
	*bucket = entry;
}

static void grow_buckets(struct spool *spool)
{
	mem_free(spool->buckets);
	spool->bucket_count = spool->bucket_count > 0 ? spool->bucket_count * 2 : FIRST_BUCKETS;
	spool->buckets = mem_alloc_array(spool->bucket_count, sizeof(struct entry *));
	VEC_EACH(&spool->slots, slot)
		if (*slot != NULL)
			put_in_bucket(spool, *slot);
}

struct entry *entry_add(struct spool *spool, const char *name, enum entry_kind kind)
{
	if (spool->entry_count >= spool->bucket_count)
		grow_buckets(spool);
	struct entry *entry = mem_alloc(sizeof(*entry));
	entry->name = mem_copy_text(name);
	entry->kind = kind;
	entry->state = ENTRY_READY;
	entry->generation = spool->generation;
	entry->changed_ms = spool->now_ms;
	entry->serial = spool->last_serial = spool->last_serial % SERIAL_MASK + 1;
	if (spool->free_slots.len > 0) {
		entry->slot = spool->free_slots.at[--spool->free_slots.len];
	} else {
		entry->slot = (uint32_t)spool->slots.len;
		VEC_PUSH(&spool->slots);
	}
	assert(entry->slot < 1u << SLOT_BITS);
	spool->slots.at[entry->slot] = entry;
	spool->entry_count++;
	put_in_bucket(spool, entry);
	TAILQ_INSERT_TAIL(&spool->lists[ENTRY_READY], entry, place);
	return entry;
}

void entry_forget_progress(struct entry *entry)
{
	struct progress *progress = &entry->progress;
	for (int i = 0; i < progress->count; i++)
		mem_free(progress->refusals[i]);
	mem_free(progress->refusals);
	mem_free(progress->rows);
	register_free(progress->table);
	*progress = (struct progress){0};
}

static void entry_free(struct entry *entry)
{
	entry_forget_progress(entry);
	mem_free(entry->name);
	mem_free(entry);
}

void entry_remove(struct spool *spool, struct entry *entry)
{
	struct entry **at = &spool->buckets[bucket_of(spool, entry->name)];
	while (*at != entry)
		at = &(*at)->next_in_row;
	*at = entry->next_in_row;
	TAILQ_REMOVE(&spool->lists[entry->state], entry, place);
	spool->slots.at[entry->slot] = NULL;
	*VEC_PUSH(&spool->free_slots) = entry->slot;
	spool->entry_count--;
	entry_free(entry);
}

void entry_remove_all(struct spool *spool)
{
	VEC_EACH(&spool->slots, slot)
		if (*slot != NULL)
			entry_free(*slot);
	VEC_FINISH(&spool->slots);
	VEC_FINISH(&spool->free_slots);
	mem_free(spool->buckets);
}

void entry_to(struct spool *spool, struct entry *entry, enum entry_state state)
{
	TAILQ_REMOVE(&spool->lists[entry->state], entry, place);
	entry->state = state;
	TAILQ_INSERT_TAIL(&spool->lists[state], entry, place);
}

void entry_later(struct spool *spool, struct entry *entry, uint64_t delay_ms)
{
	TAILQ_REMOVE(&spool->lists[entry->state], entry, place);
	entry->state = ENTRY_LATER;
	entry->due_ms = spool->now_ms + delay_ms;
	/* Delays differ, so the place is looked for, from the end: most come last. */
	struct entry_list *list = &spool->lists[ENTRY_LATER];
	struct entry *before = TAILQ_LAST(list, entry_list);
	while (before != NULL && before->due_ms > entry->due_ms)
		before = TAILQ_PREV(before, entry_list, place);
	if (before != NULL)
		TAILQ_INSERT_AFTER(list, before, entry, place);
	else
		TAILQ_INSERT_HEAD(list, entry, place);
}

uint64_t entry_ticket(const struct entry *entry, int row)
{
	return (uint64_t)entry->serial << (SLOT_BITS + ROW_BITS) |
	       (uint64_t)entry->slot << ROW_BITS | (uint64_t)(row + 1);
}

struct entry *entry_of_ticket(struct spool *spool, uint64_t ticket, int *row)
{
	size_t slot = ticket >> ROW_BITS & ((1u << SLOT_BITS) - 1);
	struct entry *entry = slot < spool->slots.len ? spool->slots.at[slot] : NULL;
	*row = (int)(ticket & ((1u << ROW_BITS) - 1)) - 1;
	if (entry == NULL || ticket >> (SLOT_BITS + ROW_BITS) != entry->serial)
		return NULL;
	if (*row >= 0)
		return *row < entry->progress.count && entry->progress.rows[*row] == ROW_OUT ? entry
											     : NULL;
	return entry->state == ENTRY_OUT && entry->progress.table == NULL ? entry : NULL;
}
