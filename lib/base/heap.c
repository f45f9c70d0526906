/*
 * Memory that is given back is wiped first, whoever gives it back: libraries
 * keep copies of passwords and tokens in memory of their own, and do not wipe
 * it (libfcgi the variables and what it has read, json-c its texts).  So free
 * and realloc of the C library are replaced, in programs alone; malloc is not.
 */

#include "base/heap.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* Larger pieces are mapped, and go back to the system: see serve.c. */
#define WIPED_MAX_BYTES (256 * 1024)

void
free(void *memory)
{
	const int saved_errno = errno;
	size_t size;

	if (memory == NULL)
		return;
	size = malloc_usable_size(memory);
	if (size < WIPED_MAX_BYTES)
		explicit_bzero(memory, size);
	cw_heap_owner()(memory);
	errno = saved_errno;
}

void *
realloc(void *memory, size_t size)
{
	size_t had;
	void *larger;

	if (memory == NULL)
		return malloc(size);
	if (size == 0) {
		free(memory);
		return NULL;
	}
	had = malloc_usable_size(memory);
	if (size <= had && size >= had / 2)
		return memory;
	larger = malloc(size);
	if (larger == NULL)
		return NULL;
	memcpy(larger, memory, had < size ? had : size);
	free(memory);
	return larger;
}
