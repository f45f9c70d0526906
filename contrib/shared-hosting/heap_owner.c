/* Who gives memory back in the static program: the linker calls it that. */

#include "base/heap.h"

cw_heap_free __real_free;

cw_heap_free *
cw_heap_owner(void)
{
	return __real_free;
}
