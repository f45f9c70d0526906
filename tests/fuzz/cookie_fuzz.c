/* Cookies: never two values, and what was found is what stands there. */

#include "fuzz/fuzz.h"

#include <string.h>

#include "gateway/request.h"

#define NAME "sid"

static enum cw_err
find(struct cw_arena *arena, const char *header, const char **value)
{
	enum cw_err err = cw_cookie_find(arena, header, NAME, value);

	FUZZ_MUST(err == CW_OK || err == CW_INVALID);
	return err;
}

/* The header with one more cookie behind it. */
static const char *
with_another(struct cw_arena *arena, const char *header, const char *value)
{
	const char *longer =
	    cw_arena_printf(arena, "%s; " NAME "=%s", header, value);

	FUZZ_MUST(longer != NULL);
	return longer;
}

static void
check_found(struct cw_arena *arena, const char *header, const char *value)
{
	const char *again;
	const char *other = cw_arena_printf(arena, "%sz", value);

	FUZZ_MUST(other != NULL);
	FUZZ_MUST(strpbrk(value, ";,") == NULL);
	FUZZ_MUST(strstr(header, value) != NULL);
	FUZZ_MUST(strstr(header, NAME "=") != NULL);
	FUZZ_MUST(find(arena, with_another(arena, header, other), &again) ==
	    CW_INVALID);
	/* Blanks and quotes around a value belong to the header. */
	if (strpbrk(value, " \t\"") != NULL)
		return;
	FUZZ_MUST(
	    find(arena, with_another(arena, header, value), &again) == CW_OK);
	FUZZ_MUST(strcmp(again, value) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct cw_arena arena;
	const char *value, *again;
	char *header;

	cw_arena_init(&arena, FUZZ_ARENA_BYTES);
	header = cw_arena_copy(&arena, (const char *)bytes, len);
	FUZZ_MUST(header != NULL);
	if (find(&arena, header, &value) != CW_OK) {
		FUZZ_MUST(find(&arena, with_another(&arena, header, "x"),
			      &again) == CW_INVALID);
	} else if (value != NULL) {
		check_found(&arena, header, value);
	} else {
		FUZZ_MUST(find(&arena, with_another(&arena, header, "x"),
			      &again) == CW_OK);
		FUZZ_MUST(strcmp(again, "x") == 0);
	}
	cw_arena_clear(&arena);
	return 0;
}
