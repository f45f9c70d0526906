/*
 * Memory that is given back is wiped first, whoever gives it back: libraries
 * keep copies of passwords and tokens in memory of their own, and do not wipe
 * it (libfcgi the variables and what it has read, json-c its texts).  So free
 * and realloc of the C library are replaced, in programs alone; malloc is not.
 */

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Larger pieces are mapped, and go back to the system: see serve.c. */
#define WIPED_MAX_BYTES (256 * 1024)

typedef void free_function(void *memory);

/* What is given back while the owner is looked for stays where it is. */
static void
keep(void *memory)
{
	(void)memory;
}

/*
 * Who gives back what malloc has given: the C library, or what was loaded in
 * front of it.  dlsym(3) itself gives back the text of an error before.
 */
static free_function *
find_owner(void)
{
	static _Atomic(free_function *) owner;
	free_function *found = atomic_load(&owner);
	void *address;

	if (found != NULL)
		return found;
	atomic_store(&owner, keep);
	/* A function's address has no other way out of a void pointer. */
	address = dlsym(RTLD_DEFAULT, "free");
	memcpy(&found, &address, sizeof(found));
	if (found == free) {
		address = dlsym(RTLD_NEXT, "free");
		memcpy(&found, &address, sizeof(found));
	}
	atomic_store(&owner, found);
	return found;
}

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
	find_owner()(memory);
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
