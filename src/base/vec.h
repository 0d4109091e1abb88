/* A typed growing array: `struct vec_of(struct alert) alerts = {0};`
 *
 * VEC_PUSH returns a pointer to the new, zeroed element, valid until the next push. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>

#include "base/mem.h"

#define vec_of(type)         \
	{                    \
		type *at;    \
		size_t len;  \
		size_t room; \
	}

/* Implementation of the macros below. */
void *vec_grow(void *at, size_t *len, size_t *room, size_t bytes_each, void **place);

#define VEC_PUSH(v)                                                                            \
	({                                                                                     \
		void *place_;                                                                  \
		(v)->at = vec_grow((v)->at, &(v)->len, &(v)->room, sizeof(*(v)->at), &place_); \
		(__typeof__((v)->at))place_;                                                   \
	})

/* `&*` drops the const that `at` has when the vector is const: the item itself moves. */
#define VEC_EACH(v, item)                                                                        \
	for (__typeof__(&*(v)->at) item = (v)->at; item != NULL && item < (v)->at + (v)->len; item++)

#define VEC_FINISH(v)              \
	do {                       \
		mem_free((v)->at); \
		(v)->at = NULL;    \
		(v)->len = 0;      \
		(v)->room = 0;     \
	} while (0)

#endif
