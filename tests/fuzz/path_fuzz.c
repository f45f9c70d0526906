/*
 * Paths: matched as if split first, and a segment that is decoded and encoded
 * again reads the same.
 */

#include "fuzz/fuzz.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "gateway/query.h"
#include "gateway/routes.h"

#define SEGMENTS_MAX 16

struct segment {
	const char *text;
	size_t len;
};

/* The plain way to take a path apart; SIZE_MAX: it is none. */
static size_t
split(const char *path, size_t len, struct segment out[SEGMENTS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++) {
		if (path[i] == '/') {
			if (count == SEGMENTS_MAX)
				return SIZE_MAX;
			out[count++] = (struct segment){ path + i + 1, 0 };
		} else if (count == 0) {
			return SIZE_MAX;
		} else {
			out[count - 1].len++;
		}
	}
	return count;
}

/* The plain way to compare. */
static bool
matches(const char *template, const char *path, size_t len)
{
	struct segment want[SEGMENTS_MAX], have[SEGMENTS_MAX];
	size_t want_count = split(template, strlen(template), want);
	size_t have_count = split(path, len, have);

	if (want_count != have_count)
		return false;
	for (size_t i = 0; i < want_count; i++) {
		if (have[i].len == 0)
			return false;
		if (want[i].text[0] != '{' &&
		    (want[i].len != have[i].len ||
			memcmp(want[i].text, have[i].text, want[i].len) != 0))
			return false;
	}
	return true;
}

static void
check_decoding(struct cw_arena *arena, const char *text, size_t len)
{
	const char *decoded, *again;
	struct cw_buf buf;
	enum cw_err err =
	    cw_percent_decode(arena, text, len, CW_PLUS_IS_PLUS, &decoded);

	FUZZ_MUST(err == CW_OK || err == CW_INVALID);
	if (err != CW_OK)
		return;
	FUZZ_MUST(strlen(decoded) <= len);
	FUZZ_MUST(cw_utf8_is_valid(decoded, strlen(decoded)));
	cw_buf_init(&buf, arena, FUZZ_ARENA_BYTES / 4);
	for (const char *c = decoded; *c != '\0'; c++)
		cw_buf_printf(&buf, "%%%02x", (unsigned char)*c);
	FUZZ_MUST(!buf.failed);
	FUZZ_MUST(cw_percent_decode(arena, buf.data, buf.len, CW_PLUS_IS_SPACE,
		      &again) == CW_OK);
	FUZZ_MUST(strcmp(decoded, again) == 0);
}

static void
check_names(struct cw_arena *arena, const char *template, const char *path,
    size_t len)
{
	static const char *const names[] = { "id", "name", "user", "i", "" };
	const char *segment;
	size_t segment_len;

	for (size_t i = 0; i < CW_LEN(names); i++) {
		if (!cw_path_segment(template, path, len, names[i], &segment,
			&segment_len)) {
			FUZZ_MUST(!cw_path_has(template, names[i]));
			continue;
		}
		FUZZ_MUST(cw_path_has(template, names[i]));
		FUZZ_MUST(segment > path && segment_len > 0);
		FUZZ_MUST(segment + segment_len <= path + len);
		FUZZ_MUST(segment[-1] == '/');
		FUZZ_MUST(memchr(segment, '/', segment_len) == NULL);
		check_decoding(arena, segment, segment_len);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const char *path = (const char *)bytes;
	struct cw_arena arena;

	cw_arena_init(&arena, FUZZ_ARENA_BYTES);
	check_decoding(&arena, path, len);
	for (size_t i = 0; i < cw_routes_count; i++) {
		const char *template = cw_routes[i].path;
		bool is_match = matches(template, path, len);

		FUZZ_MUST(is_match == cw_path_matches(template, path, len));
		if (is_match)
			check_names(&arena, template, path, len);
	}
	cw_arena_clear(&arena);
	return 0;
}
