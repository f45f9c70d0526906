/*
 * Memory that is given back is wiped first (heap.c); by whom it is given back.
 */

#ifndef CW_BASE_HEAP_H
#define CW_BASE_HEAP_H

typedef void cw_heap_free(void *memory);

/*
 * The free that belongs to malloc.  Where it is depends on how a program is
 * linked: heap_owner.c looks for it, the static program is told.
 */
cw_heap_free *cw_heap_owner(void);

#endif
