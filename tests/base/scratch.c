/* An arena that a program's tests share. */

#include "base/scratch.h"

#include "base/crypto.h"

struct cw_arena scratch;

int
scratch_make(void **state)
{
	(void)state;
	cw_arena_init(&scratch, (size_t)1024 * 1024);
	return cw_crypto_init() == CW_OK ? 0 : -1;
}

int
scratch_remove(void **state)
{
	(void)state;
	cw_arena_fail_at(0, 0);
	cw_arena_clear(&scratch);
	return 0;
}
