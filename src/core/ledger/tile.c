/* Tiles: where the hashes of the tree lie.  C2SP tlog-tiles. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/ledger/tree.h"

struct digest tile_root(const struct digest *hashes)
{
	return tree_perfect(hashes, TILE_WIDTH);
}

/* --- addresses --- */

/* Three digits an element, an "x" before all but the last: 1234067 is x001/x234/067. */
static void add_index(uint64_t index, struct buf *out)
{
	int elements = 1;
	uint64_t scale = 1;
	while (index / scale >= 1000) {
		scale *= 1000;
		elements++;
	}
	for (; elements > 0; elements--, scale /= 1000)
		buf_print(out, "/%s%03d", elements > 1 ? "x" : "", (int)(index / scale % 1000));
}

void tile_path(int level, uint64_t index, int width, struct buf *out)
{
	assert(level >= 0 && level < TILE_LEVELS && width > 0 && width <= TILE_WIDTH);
	buf_print(out, "%d", level);
	add_index(index, out);
	if (width < TILE_WIDTH)
		buf_print(out, ".p/%d", width);
}

/* A decimal number without sign or needless zeros; *text moves behind it. */
static int parse_small(const char **text, int max, int *out)
{
	char *end;
	if (**text < '0' || **text > '9' ||
	    (**text == '0' && (*text)[1] >= '0' && (*text)[1] <= '9'))
		return -E_INVALID;
	long value = strtol(*text, &end, 10);
	if (value > max)
		return -E_INVALID;
	*out = (int)value;
	*text = end;
	return 0;
}

static bool has_three_digits(const char *text)
{
	return strspn(text, "0123456789") == 3;
}

static int parse_index(const char **text, uint64_t *out)
{
	uint64_t index = 0;
	bool more = true;
	for (bool first = true; more; first = false) {
		if (*(*text)++ != '/')
			return -E_INVALID;
		more = **text == 'x';
		*text += more;
		if (!has_three_digits(*text))
			return -E_INVALID;
		unsigned element = (unsigned)strtoul(*text, NULL, 10 /* three of them */);
		/* One tile, one address: no leading x000. */
		if ((first && more && element == 0) || index > (UINT64_MAX - element) / 1000)
			return -E_INVALID;
		index = index * 1000 + element;
		*text += 3;
	}
	*out = index;
	return 0;
}

int tile_path_parse(const char *path, int *level, uint64_t *index, int *width)
{
	int parsed_level;
	int parsed_width = TILE_WIDTH;
	uint64_t parsed_index;
	if (parse_small(&path, TILE_LEVELS - 1, &parsed_level) < 0 ||
	    parse_index(&path, &parsed_index) < 0)
		return -E_INVALID;
	if (strncmp(path, ".p/", 3) == 0) {
		path += 3;
		if (parse_small(&path, TILE_WIDTH - 1, &parsed_width) < 0 || parsed_width == 0)
			return -E_INVALID;
	}
	if (*path != '\0')
		return -E_INVALID;
	*level = parsed_level;
	*index = parsed_index;
	*width = parsed_width;
	return 0;
}
