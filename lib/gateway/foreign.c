/* Taking things out of others' JSON. */

#include "gateway/foreign.h"

#include <string.h>

#include "base/text.h"
#include "gateway/request.h"
#include "gateway/scan.h"

enum cw_err
cw_foreign_parse(struct cw_arena *arena, const char *text, size_t len,
    struct json_object **out)
{
	struct cw_scan_problem problem;
	struct json_object *json;
	enum cw_err err =
	    cw_json_scan(arena, text, len, CW_JSON_MAX_DEPTH, &problem);

	if (err != CW_OK)
		return err;
	json = json_tokener_parse(text);
	if (json == NULL)
		return CW_NOMEM;
	if (!json_object_is_type(json, json_type_object)) {
		json_object_put(json);
		return CW_INVALID;
	}
	*out = json;
	return CW_OK;
}

enum cw_err
cw_foreign_text(struct json_object *object, const char *name,
    struct cw_arena *arena, const char **out)
{
	struct json_object *value;

	*out = NULL;
	if (!json_object_object_get_ex(object, name, &value) ||
	    !json_object_is_type(value, json_type_string))
		return CW_OK;
	*out = cw_arena_strdup(arena, json_object_get_string(value));
	return *out == NULL ? CW_NOMEM : CW_OK;
}

enum cw_err
cw_foreign_number(struct json_object *object, const char *name, int64_t *out)
{
	struct json_object *value;

	if (!json_object_object_get_ex(object, name, &value) ||
	    (!json_object_is_type(value, json_type_int) &&
		!json_object_is_type(value, json_type_double)))
		return CW_NOTFOUND;
	*out = json_object_get_int64(value);
	return CW_OK;
}

bool
cw_foreign_flag(struct json_object *object, const char *name)
{
	struct json_object *value;

	if (!json_object_object_get_ex(object, name, &value))
		return false;
	if (json_object_is_type(value, json_type_string))
		return cw_text_equal(json_object_get_string(value), "true");
	return json_object_is_type(value, json_type_boolean) &&
	    json_object_get_boolean(value);
}

bool
cw_foreign_lists(struct json_object *object, const char *name, const char *text)
{
	struct json_object *list;

	if (!json_object_object_get_ex(object, name, &list) ||
	    !json_object_is_type(list, json_type_array))
		return false;
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		if (json_object_is_type(one, json_type_string) &&
		    cw_text_equal(json_object_get_string(one), text))
			return true;
	}
	return false;
}
