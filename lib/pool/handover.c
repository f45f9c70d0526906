/* Sealing what others carry, and opening it again. */

#include "pool/handover.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "pool/inside.h"
#include "pool/origin.h"
#include "pool/token.h"

#define FIELDS_MAX 10

/* The first line says what it is: neither is taken for the other. */
static const char handover_mark[] = "handover";
static const char arrival_mark[] = "arrival";

static const char *const purposes[] = {
	[CW_HANDOVER_SIGN_IN] = "in",
	[CW_HANDOVER_LINK] = "link",
};

/* --- texts under a seal --------------------------------------------------- */

/* Lines, none of which holds a line feed. */
static enum cw_err
seal(const struct cw_pool *pool, struct cw_arena *arena,
    const char *const fields[], size_t count, const char **out)
{
	struct cw_buf buf;
	unsigned char *sealed;
	size_t len;
	enum cw_err err;

	cw_buf_init(&buf, arena, CW_ARRIVAL_MAX_BYTES);
	for (size_t i = 0; i < count; i++) {
		if (strchr(fields[i], '\n') != NULL)
			return CW_INVALID;
		cw_buf_puts(&buf, fields[i]);
		cw_buf_putc(&buf, '\n');
	}
	err = cw_buf_end(&buf);
	if (err != CW_OK)
		return err;
	err = cw_crypto_seal(pool->keys.bytes[CW_KEY_PROVIDER], buf.data,
	    buf.len, arena, &sealed, &len);
	if (err != CW_OK)
		return err;
	*out = cw_crypto_base64url(arena, sealed, len);
	return *out == NULL ? CW_NOMEM : CW_OK;
}

/* CW_UNPROVEN: it is not sealed by us, or not of so many lines. */
static enum cw_err
unseal(const struct cw_pool *pool, struct cw_arena *arena, const char *text,
    const char *fields[], size_t count)
{
	unsigned char *sealed, *bytes;
	char *rest;
	size_t len;

	if (text == NULL ||
	    cw_crypto_decode(arena, CW_BASE64URL, text, &sealed, &len) !=
		CW_OK ||
	    cw_crypto_open(pool->keys.bytes[CW_KEY_PROVIDER], sealed, len,
		arena, &bytes, &len) != CW_OK)
		return CW_UNPROVEN;
	rest = cw_arena_copy(arena, (const char *)bytes, len);
	if (rest == NULL)
		return CW_NOMEM;
	for (size_t i = 0; i < count; i++) {
		fields[i] = strsep(&rest, "\n");
		if (fields[i] == NULL || rest == NULL)
			return CW_UNPROVEN;
	}
	return rest[0] == '\0' ? CW_OK : CW_UNPROVEN;
}

static enum cw_err
write_number(struct cw_arena *arena, int64_t number, const char **out)
{
	*out = cw_arena_printf(arena, "%lld", (long long)number);
	return *out == NULL ? CW_NOMEM : CW_OK;
}

/* --- handovers ------------------------------------------------------------ */

/* Three that nobody can guess: the state names what it is for. */
static enum cw_err
make_secrets(struct cw_arena *arena, struct cw_handover *handover)
{
	unsigned char hash[CW_HASH_BYTES];
	const char *token;
	enum cw_err err = cw_token_make(arena, &token, hash);

	if (err == CW_OK)
		err = cw_token_make(arena, &handover->nonce, hash);
	if (err == CW_OK)
		err = cw_token_make(arena, &handover->verifier, hash);
	if (err != CW_OK)
		return err;
	handover->state = cw_arena_printf(arena, "%s.%s.%s",
	    purposes[handover->purpose], handover->provider, token);
	return handover->state == NULL ? CW_NOMEM : CW_OK;
}

enum cw_err
cw_handover_begin(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_handover *handover, const char **sealed)
{
	const char *session, *expires;
	enum cw_err err = make_secrets(arena, handover);

	handover->expires = cw_clock_now_ms() + CW_HANDOVER_LIFE_MS;
	if (err == CW_OK)
		err = write_number(arena, handover->session_id, &session);
	if (err == CW_OK)
		err = write_number(arena, handover->expires, &expires);
	if (err != CW_OK)
		return err;
	const char *const fields[] = { handover_mark,
		purposes[handover->purpose], handover->provider,
		handover->issuer, handover->state, handover->nonce,
		handover->verifier, session, expires };

	return seal(pool, arena, fields, CW_LEN(fields), sealed);
}

static enum cw_err
read_handover(const char *const fields[], struct cw_handover *out)
{
	*out = (struct cw_handover){
		.purpose = cw_text_equal(fields[1], purposes[CW_HANDOVER_LINK])
		    ? CW_HANDOVER_LINK
		    : CW_HANDOVER_SIGN_IN,
		.provider = fields[2],
		.issuer = fields[3],
		.state = fields[4],
		.nonce = fields[5],
		.verifier = fields[6],
	};
	if (!cw_text_equal(fields[0], handover_mark) ||
	    cw_text_to_int(fields[7], &out->session_id) != CW_OK ||
	    cw_text_to_int(fields[8], &out->expires) != CW_OK ||
	    out->expires <= cw_clock_now_ms())
		return CW_UNPROVEN;
	return CW_OK;
}

static enum cw_err
spend_work(struct cw_store *store, void *arg)
{
	const struct cw_handover *handover = arg;

	return cw_spent_use(store, handover->state, strlen(handover->state),
	    handover->expires);
}

enum cw_err
cw_handover_take(struct cw_pool *pool, struct cw_arena *arena,
    const char *sealed, const char *state, struct cw_handover *out)
{
	const char *fields[9];
	struct cw_handover handover;
	enum cw_err err = unseal(pool, arena, sealed, fields, CW_LEN(fields));

	if (err == CW_OK)
		err = read_handover(fields, &handover);
	if (err != CW_OK)
		return err;
	if (strlen(state) != strlen(handover.state) ||
	    !cw_crypto_equal(state, handover.state, strlen(state)))
		return CW_UNPROVEN;
	err = cw_group_run(pool->group, spend_work, &handover);
	if (err == CW_OK)
		*out = handover;
	return err == CW_MISMATCH ? CW_UNPROVEN : err;
}

/* --- arrivals ------------------------------------------------------------- */

enum cw_err
cw_arrival_make(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_identity *identity, const char **token, int64_t *expires)
{
	const int64_t until = cw_clock_now_ms() + CW_ARRIVAL_LIFE_MS;
	const char *number;
	enum cw_err err = write_number(arena, until, &number);

	if (err != CW_OK)
		return err;
	const char *const fields[] = { arrival_mark, identity->provider,
		identity->issuer, identity->subject, identity->email,
		identity->is_verified ? "verified" : "", identity->name,
		number };

	err = seal(pool, arena, fields, CW_LEN(fields), token);
	if (err == CW_OK)
		*expires = until;
	return err;
}

enum cw_err
cw_arrival_read(const struct cw_pool *pool, struct cw_arena *arena,
    const char *token, struct cw_identity *out)
{
	const char *fields[8];
	int64_t expires;
	enum cw_err err = unseal(pool, arena, token, fields, CW_LEN(fields));

	if (err != CW_OK)
		return err;
	if (!cw_text_equal(fields[0], arrival_mark) ||
	    cw_text_to_int(fields[7], &expires) != CW_OK ||
	    expires <= cw_clock_now_ms())
		return CW_UNPROVEN;
	*out = (struct cw_identity){
		.provider = fields[1],
		.issuer = fields[2],
		.subject = fields[3],
		.email = fields[4],
		.is_verified = fields[5][0] != '\0',
		.name = fields[6],
	};
	return CW_OK;
}
