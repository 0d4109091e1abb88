#include "base/pool.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

/* Most pools hold one small dossier: the first block is one of malloc's cheap sizes, and a large
 * pool soon reaches blocks that no longer matter. */
#define FIRST_BLOCK_BYTES 1024u
#define LAST_BLOCK_BYTES (64u << 10)

struct pool_block {
	struct pool_block *next;
	size_t used;
	size_t room;
	max_align_t data[];
};

static struct pool_block *block_new(size_t room)
{
	struct pool_block *block = mem_alloc(sizeof(*block) + room);
	block->room = room;
	return block;
}

static void *block_take(struct pool_block *block, size_t bytes)
{
	void *piece = (char *)block->data + block->used;
	block->used += bytes;
	return piece;
}

void *pool_alloc(struct pool *pool, size_t bytes)
{
	const size_t align = _Alignof(max_align_t);
	if (bytes > SIZE_MAX / 2)
		return mem_alloc(bytes); /* ends the process with the usual message */
	bytes = bytes == 0 ? align : (bytes + align - 1) / align * align;
	pool->bytes += bytes;

	struct pool_block *head = pool->blocks;
	if (head != NULL && head->room - head->used >= bytes)
		return block_take(head, bytes);

	if (head != NULL && bytes > head->room / 2) {
		/* A large piece gets a block behind the first, whose rest stays in use. */
		struct pool_block *own = block_new(bytes);
		own->next = head->next;
		head->next = own;
		return block_take(own, bytes);
	}

	size_t room = FIRST_BLOCK_BYTES - sizeof(struct pool_block);
	if (head != NULL)
		room = head->room < LAST_BLOCK_BYTES ? head->room * 2 : head->room;
	struct pool_block *block = block_new(room > bytes ? room : bytes);
	block->next = head;
	pool->blocks = block;
	return block_take(block, bytes);
}

char *pool_text(struct pool *pool, const char *text)
{
	return text != NULL ? pool_text_len(pool, text, strlen(text)) : NULL;
}

char *pool_text_len(struct pool *pool, const char *bytes, size_t len)
{
	char *copy = pool_alloc(pool, len + 1);
	if (len > 0)
		memcpy(copy, bytes, len);
	return copy;
}

char *pool_print(struct pool *pool, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);

	size_t bytes = len > 0 ? (size_t)len + 1 : 1;
	char *text = pool_alloc(pool, bytes);
	vsnprintf(text, bytes, fmt, again);
	va_end(again);
	return text;
}

void pool_finish(struct pool *pool)
{
	struct pool_block *block = pool->blocks;
	while (block != NULL) {
		struct pool_block *next = block->next;
		mem_free(block);
		block = next;
	}
	*pool = (struct pool){0};
}
