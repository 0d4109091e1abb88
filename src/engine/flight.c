/* A set of (dossier, what) pairs: open addressing, grown by doubling, no tombstones (the run behind
 * a removed pair is moved up). */
#include "engine/engine_inside.h"

#include "base/mem.h"

struct pair {
	int64_t document; /* 0: free */
	uint64_t what;
};

struct flight {
	struct pair *pairs;
	size_t size, room; /* room is a power of two */
};

uint64_t flight_operation(size_t channel)
{
	return UINT64_C(1) << 62 | channel;
}

uint64_t flight_probe(size_t channel)
{
	return UINT64_C(2) << 62 | channel;
}

uint64_t flight_alert(uint64_t alert)
{
	return alert;
}

struct flight *flight_new(void)
{
	struct flight *flight = mem_alloc(sizeof(*flight));
	flight->room = 64;
	flight->pairs = mem_alloc_array(flight->room, sizeof(*flight->pairs));
	return flight;
}

void flight_free(struct flight *flight)
{
	if (flight == NULL)
		return;
	mem_free(flight->pairs);
	mem_free(flight);
}

static size_t home_of(const struct flight *flight, int64_t document, uint64_t what)
{
	uint64_t h = ((uint64_t)document ^ what * UINT64_C(0x9E3779B97F4A7C15)) *
		     UINT64_C(0xD6E8FEB86659FD93);
	return (size_t)(h >> 32) & (flight->room - 1);
}

/* The pair's place, or the free place where it would go. */
static size_t place_of(const struct flight *flight, int64_t document, uint64_t what)
{
	size_t at = home_of(flight, document, what);
	while (flight->pairs[at].document != 0 &&
	       (flight->pairs[at].document != document || flight->pairs[at].what != what))
		at = (at + 1) & (flight->room - 1);
	return at;
}

static void grow(struct flight *flight)
{
	struct pair *old = flight->pairs;
	size_t old_room = flight->room;
	flight->room *= 2;
	flight->pairs = mem_alloc_array(flight->room, sizeof(*flight->pairs));
	for (size_t i = 0; i < old_room; i++)
		if (old[i].document != 0)
			flight->pairs[place_of(flight, old[i].document, old[i].what)] = old[i];
	mem_free(old);
}

bool flight_has(const struct flight *flight, int64_t document, uint64_t what)
{
	return flight->pairs[place_of(flight, document, what)].document != 0;
}

bool flight_add(struct flight *flight, int64_t document, uint64_t what)
{
	size_t at = place_of(flight, document, what);
	if (flight->pairs[at].document != 0)
		return false;
	flight->pairs[at] = (struct pair){document, what};
	if (++flight->size * 2 > flight->room)
		grow(flight);
	return true;
}

void flight_remove(struct flight *flight, int64_t document, uint64_t what)
{
	size_t hole = place_of(flight, document, what);
	if (flight->pairs[hole].document == 0)
		return;
	size_t mask = flight->room - 1;
	for (size_t at = (hole + 1) & mask; flight->pairs[at].document != 0; at = (at + 1) & mask) {
		size_t home = home_of(flight, flight->pairs[at].document, flight->pairs[at].what);
		if (((at - home) & mask) >= ((at - hole) & mask)) {
			flight->pairs[hole] = flight->pairs[at];
			hole = at;
		}
	}
	flight->pairs[hole] = (struct pair){0};
	flight->size--;
}

size_t flight_size(const struct flight *flight)
{
	return flight->size;
}
