#include "core/verify/han.h"

#include <stddef.h>

#include "base/macros.h"

#define FIRST_CODE 0x2e80u
#define BLOCK_BITS 6

struct block {
	uint64_t mask;      /* bit n: the block's character n has a simplified form */
	const char *simple; /* these forms, three bytes of UTF-8 each */
};

static const struct block blocks[] = {
#include "core/verify/han_table.h"
};

bool han_is(uint32_t code)
{
	return (code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff) ||
	       (code >= 0x20000 && code <= 0x3ffff) || code == 0x3007 ||
	       (code >= 0x2e80 && code <= 0x2fdf);
}

uint32_t han_simplify(uint32_t code)
{
	if (code < FIRST_CODE || (code - FIRST_CODE) >> BLOCK_BITS >= ARRAY_LEN(blocks))
		return code;
	const struct block *block = &blocks[(code - FIRST_CODE) >> BLOCK_BITS];
	uint64_t bit = UINT64_C(1) << (code & ((1u << BLOCK_BITS) - 1));
	if ((block->mask & bit) == 0)
		return code;
	const unsigned char *at = (const unsigned char *)block->simple +
				  3 * (size_t)__builtin_popcountll(block->mask & (bit - 1));
	return (at[0] & 0x0fu) << 12 | (at[1] & 0x3fu) << 6 | (at[2] & 0x3fu);
}
