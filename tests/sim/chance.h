/* Chance with a seed: the same seed gives the same world on every machine (splitmix64). */
#ifndef TESTS_SIM_CHANCE_H
#define TESTS_SIM_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

struct chance {
	uint64_t state;
};

uint64_t chance_next(struct chance *chance);
/* 0 to n - 1; n > 0. */
int64_t chance_below(struct chance *chance, int64_t n);
/* least to most, both inclusive. */
int64_t chance_between(struct chance *chance, int64_t least, int64_t most);
/* The same, but small values are as likely as large ones: 1 to 10 as often as 100 to 1000. */
int64_t chance_spread(struct chance *chance, int64_t least, int64_t most);
/* True so many times in a thousand. */
bool chance_permille(struct chance *chance, int permille);

#endif
