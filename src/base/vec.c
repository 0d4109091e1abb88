#include "base/vec.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"

#define FIRST_ROOM 4u

void *vec_grow(void *at, size_t *len, size_t *room, size_t bytes_each, void **place)
{
	if (*len == *room) {
		size_t more = *room > 0 ? *room * 2 : FIRST_ROOM;
		size_t bytes;
		if (more < *room || __builtin_mul_overflow(more, bytes_each, &bytes))
			bytes = SIZE_MAX; /* mem_resize ends the process with the usual message */
		at = mem_resize(at, bytes);
		*room = more;
	}
	*place = (char *)at + *len * bytes_each;
	memset(*place, 0, bytes_each);
	*len += 1;
	return at;
}
