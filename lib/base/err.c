/* The names of what can go wrong. */

#include "base/err.h"

#include <stddef.h>

static const char *const words[CW_ERR__COUNT] = {
	[CW_OK] = "ok",
	[CW_INVALID] = "invalid",
	[CW_UNAUTHORIZED] = "unauthorized",
	[CW_CREDENTIALS] = "credentials",
	[CW_UNCONFIRMED] = "unconfirmed",
	[CW_WAITING] = "waiting",
	[CW_RESET] = "reset",
	[CW_FORBIDDEN] = "forbidden",
	[CW_CROSSSITE] = "crosssite",
	[CW_NOTFOUND] = "notfound",
	[CW_METHOD] = "method",
	[CW_CONFLICT] = "conflict",
	[CW_TAKEN] = "taken",
	[CW_MISMATCH] = "mismatch",
	[CW_TOOLARGE] = "toolarge",
	[CW_LATE] = "late",
	[CW_UNSUPPORTED] = "unsupported",
	[CW_REUSED] = "reused",
	[CW_LOCKED] = "locked",
	[CW_TOOMANY] = "toomany",
	[CW_BUSY] = "busy",
	[CW_UNREACHABLE] = "unreachable",
	[CW_UNPROVEN] = "unproven",
	[CW_NOMEM] = "nomem",
	[CW_FULL] = "full",
	[CW_STORE] = "store",
	[CW_SYSTEM] = "system",
};

const char *
cw_err_word(enum cw_err err)
{
	if ((size_t)err >= CW_LEN(words) || words[err] == NULL)
		return "unknown";
	return words[err];
}
