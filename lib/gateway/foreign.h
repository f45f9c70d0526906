/*
 * JSON that comes from others, of which no model knows all: what is asked for
 * is taken out, the rest is passed over.
 */

#ifndef CW_GATEWAY_FOREIGN_H
#define CW_GATEWAY_FOREIGN_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * An object, as strict as our own (scan.h); json_object_put it.  text is
 * NUL-terminated.  CW_INVALID.
 */
enum cw_err cw_foreign_parse(struct cw_arena *arena, const char *text,
    size_t len, struct json_object **out) CW_CHECKED;

/* A text among its members, in the arena; NULL: there is none. */
enum cw_err cw_foreign_text(struct json_object *object, const char *name,
    struct cw_arena *arena, const char **out) CW_CHECKED;

/* A number, cut to a whole one.  CW_NOTFOUND. */
enum cw_err cw_foreign_number(struct json_object *object, const char *name,
    int64_t *out) CW_CHECKED;

/* Is it true, or the text "true"? */
bool cw_foreign_flag(struct json_object *object, const char *name);

/* Is it a list with this text in it? */
bool cw_foreign_lists(struct json_object *object, const char *name,
    const char *text);

#endif
