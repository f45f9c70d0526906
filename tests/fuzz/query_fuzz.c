/* Queries: what was taken apart and is put together again, reads the same. */

#include "fuzz/fuzz.h"

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "gateway/query.h"

static void
put_encoded(struct cw_buf *buf, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == ' ')
			cw_buf_putc(buf, '+');
		else
			cw_buf_printf(buf, "%%%02X", c);
	}
}

static void
check_parameter(const struct cw_parameter *parameters, size_t i)
{
	const struct cw_parameter *parameter = &parameters[i];

	FUZZ_MUST(strlen(parameter->value) == parameter->value_len);
	FUZZ_MUST(cw_utf8_is_valid(parameter->name, strlen(parameter->name)));
	FUZZ_MUST(cw_utf8_is_valid(parameter->value, parameter->value_len));
	for (size_t j = 0; j < i; j++)
		FUZZ_MUST(strcmp(parameters[j].name, parameter->name) != 0);
}

static void
check(struct cw_arena *arena, const struct cw_parameter *parameters,
    size_t count)
{
	struct cw_parameter again[CW_QUERY_MAX_PARAMETERS];
	struct cw_buf buf;
	size_t again_count;

	cw_buf_init(&buf, arena, FUZZ_ARENA_BYTES / 4);
	for (size_t i = 0; i < count; i++) {
		check_parameter(parameters, i);
		put_encoded(&buf, parameters[i].name);
		cw_buf_putc(&buf, '=');
		put_encoded(&buf, parameters[i].value);
		cw_buf_putc(&buf, '&');
	}
	FUZZ_MUST(!buf.failed);
	FUZZ_MUST(
	    cw_query_parse(arena, buf.data, again, &again_count) == CW_OK);
	FUZZ_MUST(count == again_count);
	for (size_t i = 0; i < count; i++) {
		FUZZ_MUST(strcmp(parameters[i].name, again[i].name) == 0);
		FUZZ_MUST(strcmp(parameters[i].value, again[i].value) == 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct cw_parameter parameters[CW_QUERY_MAX_PARAMETERS];
	struct cw_arena arena;
	size_t count = 0;
	enum cw_err err;
	char *query;

	cw_arena_init(&arena, FUZZ_ARENA_BYTES);
	query = cw_arena_copy(&arena, (const char *)bytes, len);
	FUZZ_MUST(query != NULL);
	err = cw_query_parse(&arena, query, parameters, &count);
	FUZZ_MUST(err == CW_OK || err == CW_INVALID);
	if (err == CW_OK)
		check(&arena, parameters, count);
	cw_arena_clear(&arena);
	return 0;
}
