/*
 * JSON: what the scan accepts, json-c accepts too and means the same; no part
 * of it that stops early is accepted.
 */

#include "fuzz/fuzz.h"

#include <json-c/json.h>
#include <string.h>

#include "gateway/request.h"
#include "gateway/scan.h"

static enum cw_err
scan(const char *text, size_t len)
{
	struct cw_scan_problem problem = { NULL, 0 };
	struct cw_arena arena;
	enum cw_err err;

	cw_arena_init(&arena, FUZZ_ARENA_BYTES);
	err = cw_json_scan(&arena, text, len, CW_JSON_MAX_DEPTH, &problem);
	cw_arena_clear(&arena);
	FUZZ_MUST(err == CW_OK || err == CW_INVALID);
	FUZZ_MUST((err == CW_OK) == (problem.message == NULL));
	FUZZ_MUST(problem.offset <= len);
	return err;
}

static struct json_object *
parse(const char *text, size_t len)
{
	struct json_tokener *tokener =
	    json_tokener_new_ex(CW_JSON_MAX_DEPTH + 2);
	struct json_object *json;

	FUZZ_MUST(tokener != NULL);
	json_tokener_set_flags(tokener,
	    JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	json = json_tokener_parse_ex(tokener, text, (int)len + 1);
	FUZZ_MUST(json_tokener_get_error(tokener) == json_tokener_success);
	json_tokener_free(tokener);
	return json;
}

/* Written out and taken in again, is it the same? */
static void
check_meaning(const char *text, size_t len)
{
	struct json_object *json = parse(text, len);
	const char *again =
	    json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN);
	struct json_object *other;

	FUZZ_MUST(scan(again, strlen(again)) == CW_OK);
	other = parse(again, strlen(again));
	FUZZ_MUST(json_object_equal(json, other));
	json_object_put(other);
	json_object_put(json);
}

static void
check_end(const char *text, size_t len)
{
	while (len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL)
		len--;
	FUZZ_MUST(scan(text, len) == CW_OK);
	if (strchr("}]\"", text[len - 1]) != NULL)
		FUZZ_MUST(scan(text, len - 1) == CW_INVALID);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char *text;

	if (scan((const char *)bytes, len) != CW_OK)
		return 0;
	text = malloc(len + 1);
	FUZZ_MUST(text != NULL);
	memcpy(text, bytes, len);
	text[len] = '\0';
	check_meaning(text, len);
	check_end(text, len);
	free(text);
	return 0;
}
