/*
 * Blocks of memory from which pieces are cut in order.
 *
 * What a block has not handed out is zero, always: it comes from calloc, and
 * reset wipes what was used.  So a piece needs no clearing when it is taken.
 */

#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef CW_ARENA_BLOCK_BYTES
#define CW_ARENA_BLOCK_BYTES (16 * 1024)
#endif

/*
 * The size of the first block, which is kept, and the least of later ones.
 * A build with sanitizers makes it 0: each piece is then a block of its own,
 * and a step over its edge is seen.
 */
static const size_t block_bytes = CW_ARENA_BLOCK_BYTES;

struct cw_arena_block {
	struct cw_arena_block *older;
	size_t size;
	size_t used;
	alignas(max_align_t) unsigned char bytes[];
};

/* Which allocation fails next: 1 the next one, 0 none. */
static atomic_ulong fail_at;
static atomic_bool fail_for_ever;

void
cw_arena_fail_at(unsigned long n, int for_ever)
{
	atomic_store(&fail_for_ever, for_ever != 0);
	atomic_store(&fail_at, n);
}

static bool
must_fail(void)
{
	unsigned long n = atomic_load(&fail_at);

	while (n > 1) {
		if (atomic_compare_exchange_weak(&fail_at, &n, n - 1))
			return false;
	}
	if (n == 1 && !atomic_load(&fail_for_ever))
		atomic_store(&fail_at, 0);
	return n == 1;
}

static size_t
align_up(size_t offset)
{
	const size_t mask = alignof(max_align_t) - 1;

	return (offset + mask) & ~mask;
}

/* A new block for at least need bytes; NULL over the cap or without memory. */
static struct cw_arena_block *
add_block(struct cw_arena *arena, size_t need)
{
	struct cw_arena_block *block;
	size_t left = arena->max_bytes - arena->used_bytes;
	size_t size = need;

	if (need > left)
		return NULL;
	if (size < block_bytes)
		size = block_bytes;
	if (size > left)
		size = left;
	if (size > SIZE_MAX - sizeof(*block))
		return NULL;
	block = calloc(1, sizeof(*block) + size);
	if (block == NULL)
		return NULL;
	block->older = arena->blocks;
	block->size = size;
	arena->blocks = block;
	arena->used_bytes += size;
	return block;
}

void
cw_arena_init(struct cw_arena *arena, size_t max_bytes)
{
	*arena = (struct cw_arena){ .max_bytes = max_bytes };
}

static void
drop_newest_block(struct cw_arena *arena)
{
	struct cw_arena_block *block = arena->blocks;

	arena->blocks = block->older;
	arena->used_bytes -= block->size;
	explicit_bzero(block->bytes, block->used);
	free(block);
}

void
cw_arena_reset(struct cw_arena *arena)
{
	struct cw_arena_block *first;

	if (block_bytes == 0) {
		cw_arena_clear(arena);
		return;
	}
	while (arena->blocks != NULL && arena->blocks->older != NULL)
		drop_newest_block(arena);
	first = arena->blocks;
	if (first == NULL)
		return;
	if (first->size > block_bytes) {
		drop_newest_block(arena);
		return;
	}
	explicit_bzero(first->bytes, first->used);
	first->used = 0;
}

void
cw_arena_clear(struct cw_arena *arena)
{
	while (arena->blocks != NULL)
		drop_newest_block(arena);
}

void *
cw_arena_alloc(struct cw_arena *arena, size_t size)
{
	struct cw_arena_block *block = arena->blocks;
	size_t start = 0;

	if (must_fail())
		return NULL;
	if (size == 0)
		size = 1;
	if (block != NULL)
		start = align_up(block->used);
	if (block == NULL || start > block->size ||
	    size > block->size - start) {
		block = add_block(arena, size);
		start = 0;
	}
	if (block == NULL)
		return NULL;
	block->used = start + size;
	return block->bytes + start;
}

void *
cw_arena_calloc(struct cw_arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	return cw_arena_alloc(arena, count * size);
}

void *
cw_arena_grow(struct cw_arena *arena, void *old, size_t old_size,
    size_t new_size)
{
	struct cw_arena_block *block = arena->blocks;
	void *larger;

	assert(new_size >= old_size);
	if (old_size != 0 && block != NULL &&
	    block->bytes + block->used == (unsigned char *)old + old_size &&
	    new_size - old_size <= block->size - block->used) {
		if (must_fail())
			return NULL;
		block->used += new_size - old_size;
		return old;
	}
	larger = cw_arena_alloc(arena, new_size);
	if (larger != NULL && old_size != 0)
		memcpy(larger, old, old_size);
	return larger;
}

char *
cw_arena_copy(struct cw_arena *arena, const char *text, size_t len)
{
	char *copy;

	if (len == SIZE_MAX)
		return NULL;
	copy = cw_arena_alloc(arena, len + 1);
	if (copy != NULL && len != 0)
		memcpy(copy, text, len);
	return copy;
}

char *
cw_arena_strdup(struct cw_arena *arena, const char *text)
{
	return cw_arena_copy(arena, text, strlen(text));
}

char *
cw_arena_printf(struct cw_arena *arena, const char *fmt, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0)
		return NULL;
	text = cw_arena_alloc(arena, (size_t)len + 1);
	if (text == NULL)
		return NULL;
	va_start(args, fmt);
	vsnprintf(text, (size_t)len + 1, fmt, args);
	va_end(args);
	return text;
}
