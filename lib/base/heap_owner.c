/* Who gives memory back in a program that loads the C library. */

#include "base/heap.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* What is given back while the owner is looked for stays where it is. */
static void
keep(void *memory)
{
	(void)memory;
}

/*
 * The C library, or what was loaded in front of it.  dlsym(3) itself gives
 * back the text of an error before.
 */
cw_heap_free *
cw_heap_owner(void)
{
	static _Atomic(cw_heap_free *) owner;
	cw_heap_free *found = atomic_load(&owner);
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
