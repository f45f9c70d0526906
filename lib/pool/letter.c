/* Letters, in the queue and out of it. */

#include "pool/letter.h"

#include <string.h>

#include "base/text.h"

#define PACKED_MAX_BYTES 65536

static const char *const names[CW_LETTER__COUNT] = {
	[CW_LETTER_CONFIRM] = "confirm",
	[CW_LETTER_CONFIRM_AGAIN] = "confirm-again",
	[CW_LETTER_ADDRESS_TAKEN] = "address-taken",
	[CW_LETTER_RESET] = "reset",
	[CW_LETTER_NEW_ADDRESS] = "new-address",
	[CW_LETTER_ADDRESS_CHANGED] = "address-changed",
	[CW_LETTER_ADDRESS_REPLACED] = "address-replaced",
	[CW_LETTER_SIGN_IN] = "sign-in",
	[CW_LETTER_WELCOME] = "welcome",
	[CW_LETTER_PASSWORD_CHANGED] = "password-changed",
	[CW_LETTER_DELETION] = "deletion",
	[CW_LETTER_APPROVED] = "approved",
	[CW_LETTER_TEST] = "test",
};

const char *
cw_letter_name(enum cw_letter_kind kind)
{
	return names[kind];
}

enum cw_letter_kind
cw_letter_find(const char *name)
{
	int kind = 0;

	while (kind < CW_LETTER__COUNT && !cw_text_equal(names[kind], name))
		kind++;
	return (enum cw_letter_kind)kind;
}

/* Texts, each with its NUL. */
enum part { NAME, LOCALE, USERNAME, SECRET, DAYS, PART__COUNT };

enum cw_err
cw_letter_pack(struct cw_arena *arena, const struct cw_letter *letter,
    const char **out, size_t *len)
{
	const char *parts[] = {
		[NAME] = names[letter->kind],
		[LOCALE] = letter->locale,
		[USERNAME] = letter->username,
		[SECRET] = letter->secret,
	};
	struct cw_buf buf;

	cw_buf_init(&buf, arena, PACKED_MAX_BYTES);
	cw_buf_putc(&buf, CW_LETTER_MARK);
	for (size_t i = 0; i < CW_LEN(parts); i++) {
		cw_buf_puts(&buf, parts[i] == NULL ? "" : parts[i]);
		cw_buf_put(&buf, "", 1);
	}
	cw_buf_putint(&buf, letter->days);
	cw_buf_put(&buf, "", 1);
	*out = buf.data;
	*len = buf.len;
	return cw_buf_end(&buf);
}

enum cw_err
cw_letter_unpack(const char *bytes, size_t len, struct cw_letter *out)
{
	const char *parts[PART__COUNT];
	const char *at = bytes + 1, *end = bytes + len;

	if (len == 0 || bytes[0] != CW_LETTER_MARK)
		return CW_INVALID;
	for (size_t i = 0; i < CW_LEN(parts); i++) {
		const char *gap = memchr(at, '\0', (size_t)(end - at));

		if (gap == NULL)
			return CW_INVALID;
		parts[i] = at;
		at = gap + 1;
	}
	out->kind = cw_letter_find(parts[NAME]);
	out->locale = parts[LOCALE];
	out->username = parts[USERNAME];
	out->secret = parts[SECRET];
	if (out->kind == CW_LETTER__COUNT)
		return CW_INVALID;
	return cw_text_to_int(parts[DAYS], &out->days);
}
