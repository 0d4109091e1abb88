#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void out_of_memory(size_t bytes)
{
	fprintf(stderr, "out of memory (%zu bytes asked for)\n", bytes);
	abort();
}

void *mem_alloc(size_t bytes)
{
	void *p = calloc(1, bytes > 0 ? bytes : 1);
	if (p == NULL)
		out_of_memory(bytes);
	return p;
}

void *mem_alloc_array(size_t count, size_t bytes_each)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, bytes_each, &bytes))
		out_of_memory(SIZE_MAX);
	return mem_alloc(bytes);
}

void *mem_resize(void *old, size_t bytes)
{
	void *p = realloc(old, bytes > 0 ? bytes : 1);
	if (p == NULL)
		out_of_memory(bytes);
	return p;
}

char *mem_copy_text(const char *text)
{
	if (text == NULL)
		return NULL;
	size_t bytes = strlen(text) + 1;
	return memcpy(mem_resize(NULL, bytes), text, bytes);
}

void mem_free(void *p)
{
	free(p);
}

void mem_free_at(void *address_of_pointer)
{
	/* Any object pointer may be passed, so it is read as bytes and not through a void **. */
	void *p;
	memcpy(&p, address_of_pointer, sizeof(p));
	free(p);
}
