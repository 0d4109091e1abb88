/* "Did you mean": the distance of two names. */
#include <stdint.h>
#include <string.h>

#include "config/config.h"

#define LONGEST 64

static int least(int a, int b, int c)
{
	int ab = a < b ? a : b;
	return ab < c ? ab : c;
}

/* Insertions, deletions, replacements and swapped neighbours that lead from a to b. */
static int distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int rows[3][LONGEST + 1]; /* the two before and the one being filled */
	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = (int)j;
	for (size_t i = 1; i <= a_len; i++) {
		int *now = rows[i % 3];
		const int *before = rows[(i + 2) % 3], *twice_before = rows[(i + 1) % 3];
		now[0] = (int)i;
		for (size_t j = 1; j <= b_len; j++) {
			int other = a[i - 1] != b[j - 1];
			now[j] = least(before[j] + 1, now[j - 1] + 1, before[j - 1] + other);
			bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
				       a[i - 2] == b[j - 1];
			if (swapped && twice_before[j - 2] + 1 < now[j])
				now[j] = twice_before[j - 2] + 1;
		}
	}
	return rows[a_len % 3][b_len];
}

const char *config_nearest(const char *name, const char *const *known)
{
	size_t len = strlen(name);
	if (len == 0 || len > LONGEST)
		return NULL;
	const char *best = NULL;
	int best_distance = len < 4 ? 2 : 1 + (int)len / 3; /* must be nearer than this */
	for (; *known != NULL; known++) {
		size_t known_len = strlen(*known);
		if (known_len == 0 || known_len > LONGEST)
			continue;
		/* `password` where only `password_file` is taken is the commonest slip of all. */
		bool file_meant = known_len == len + 5 && strncmp(*known, name, len) == 0 &&
				  strcmp(*known + len, "_file") == 0;
		int d = file_meant ? 0 : distance(name, len, *known, known_len);
		if (d < best_distance) {
			best = *known;
			best_distance = d;
		}
	}
	return best;
}
