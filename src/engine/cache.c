#include "engine/engine_inside.h"

#include "base/mem.h"

#define BUCKETS 1024

struct cache {
	struct cached *bucket[BUCKETS];
	struct cached *newest, *oldest;
	size_t size, room;
};

struct cache *cache_new(size_t room)
{
	struct cache *cache = mem_alloc(sizeof(*cache));
	cache->room = room;
	return cache;
}

static struct cached **bucket_of(struct cache *cache, int64_t id)
{
	return &cache->bucket[(uint64_t)id % BUCKETS];
}

static void unlink_use(struct cache *cache, struct cached *entry)
{
	*(entry->newer != NULL ? &entry->newer->older : &cache->newest) = entry->older;
	*(entry->older != NULL ? &entry->older->newer : &cache->oldest) = entry->newer;
	entry->newer = entry->older = NULL;
}

static void link_newest(struct cache *cache, struct cached *entry)
{
	entry->older = cache->newest;
	if (cache->newest != NULL)
		cache->newest->newer = entry;
	cache->newest = entry;
	if (cache->oldest == NULL)
		cache->oldest = entry;
}

void cache_drop(struct cache *cache, struct cached *entry)
{
	struct cached **place = bucket_of(cache, entry->dossier.id);
	while (*place != entry)
		place = &(*place)->chain;
	*place = entry->chain;
	unlink_use(cache, entry);
	cache->size--;
	dossier_finish(&entry->dossier);
	VEC_FINISH(&entry->new_seqs);
	mem_free(entry);
}

struct cached *cache_find(struct cache *cache, int64_t id)
{
	for (struct cached *entry = *bucket_of(cache, id); entry != NULL; entry = entry->chain) {
		if (entry->dossier.id != id)
			continue;
		unlink_use(cache, entry);
		link_newest(cache, entry);
		return entry;
	}
	return NULL;
}

struct cached *cache_add(struct cache *cache, int64_t id)
{
	struct cached *old = cache->oldest;
	while (cache->size >= cache->room && old != NULL) {
		struct cached *newer = old->newer;
		if (!old->touched) /* what is touched leaves after the commit */
			cache_drop(cache, old);
		old = newer;
	}
	struct cached *entry = mem_alloc(sizeof(*entry));
	entry->dossier.id = id;
	struct cached **place = bucket_of(cache, id);
	entry->chain = *place;
	*place = entry;
	link_newest(cache, entry);
	cache->size++;
	return entry;
}

size_t cache_size(const struct cache *cache)
{
	return cache->size;
}

void cache_free(struct cache *cache)
{
	if (cache == NULL)
		return;
	while (cache->oldest != NULL)
		cache_drop(cache, cache->oldest);
	mem_free(cache);
}
