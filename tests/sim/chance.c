#include "chance.h"

uint64_t chance_next(struct chance *chance)
{
	uint64_t z = chance->state += UINT64_C(0x9E3779B97F4A7C15);
	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

int64_t chance_below(struct chance *chance, int64_t n)
{
	return (int64_t)(chance_next(chance) % (uint64_t)n);
}

int64_t chance_between(struct chance *chance, int64_t least, int64_t most)
{
	return least + chance_below(chance, most - least + 1);
}

int64_t chance_spread(struct chance *chance, int64_t least, int64_t most)
{
	int doublings = 0;
	while (doublings < 62 && least <= most >> (doublings + 1))
		doublings++;
	int64_t top = least << chance_between(chance, 0, doublings);
	return chance_between(chance, least, top < most ? top * 2 < most ? top * 2 : most : most);
}

bool chance_permille(struct chance *chance, int permille)
{
	return chance_below(chance, 1000) < permille;
}
