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
	[CW_LETTER_CONNECTED] = "provider-connected",
	[CW_LETTER_DISCONNECTED] = "provider-disconnected",
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

/* Texts, each with its NUL; the last in letters about a provider alone. */
enum part { NAME, LOCALE, USERNAME, SECRET, DAYS, PROVIDER, PART__COUNT };

static bool
is_about_provider(enum cw_letter_kind kind)
{
	return kind == CW_LETTER_CONNECTED || kind == CW_LETTER_DISCONNECTED;
}

static void
put_part(struct cw_buf *buf, const char *text)
{
	cw_buf_puts(buf, text == NULL ? "" : text);
	cw_buf_put(buf, "", 1);
}

enum cw_err
cw_letter_pack(struct cw_arena *arena, const struct cw_letter *letter,
    const char **out, size_t *len)
{
	struct cw_buf buf;

	cw_buf_init(&buf, arena, PACKED_MAX_BYTES);
	cw_buf_putc(&buf, CW_LETTER_MARK);
	put_part(&buf, names[letter->kind]);
	put_part(&buf, letter->locale);
	put_part(&buf, letter->username);
	put_part(&buf, letter->secret);
	cw_buf_putint(&buf, letter->days);
	put_part(&buf, "");
	if (is_about_provider(letter->kind))
		put_part(&buf, letter->provider);
	*out = buf.data;
	*len = buf.len;
	return cw_buf_end(&buf);
}

/* The text at *at, which ends before end.  CW_INVALID. */
static enum cw_err
take_part(const char **at, const char *end, const char **out)
{
	const char *gap = memchr(*at, '\0', (size_t)(end - *at));

	if (gap == NULL)
		return CW_INVALID;
	*out = *at;
	*at = gap + 1;
	return CW_OK;
}

enum cw_err
cw_letter_unpack(const char *bytes, size_t len, struct cw_letter *out)
{
	const char *parts[PART__COUNT] = { [PROVIDER] = "" };
	const char *at = bytes + 1, *end = bytes + len;
	enum cw_err err = CW_OK;

	if (len == 0 || bytes[0] != CW_LETTER_MARK)
		return CW_INVALID;
	for (size_t i = 0; i < PROVIDER && err == CW_OK; i++)
		err = take_part(&at, end, &parts[i]);
	if (err != CW_OK)
		return err;
	out->kind = cw_letter_find(parts[NAME]);
	if (out->kind == CW_LETTER__COUNT)
		return CW_INVALID;
	if (is_about_provider(out->kind))
		err = take_part(&at, end, &parts[PROVIDER]);
	if (err != CW_OK)
		return err;
	out->locale = parts[LOCALE];
	out->username = parts[USERNAME];
	out->secret = parts[SECRET];
	out->provider = parts[PROVIDER];
	return cw_text_to_int(parts[DAYS], &out->days);
}
