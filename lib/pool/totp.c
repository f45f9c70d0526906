/* One-time passwords: computing, comparing, and telling the seed. */

#include "pool/totp.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/crypto.h"
#include "base/pki.h"
#include "base/text.h"
#include "base/url.h"

#define BASE32_BITS 5
#define URI_MAX_BYTES 2048

/* RFC 4226 section 5.3. */
enum cw_err
cw_totp_code(const unsigned char seed[CW_TOTP_SEED_BYTES], int64_t step,
    char out[CW_TOTP_CHARS + 1])
{
	unsigned char counter[8], digest[CW_PKI_SHA1_BYTES];
	uint32_t number;
	size_t at;
	enum cw_err err;

	for (size_t i = 0; i < sizeof(counter); i++)
		counter[i] = (unsigned char)(step >> (56 - 8 * i));
	err = cw_pki_hmac(CW_PKI_SHA1, seed, CW_TOTP_SEED_BYTES, counter,
	    sizeof(counter), digest);
	if (err != CW_OK)
		return err;
	at = digest[CW_PKI_SHA1_BYTES - 1] & 15;
	number = (uint32_t)(digest[at] & 0x7f) << 24 |
	    (uint32_t)digest[at + 1] << 16 | (uint32_t)digest[at + 2] << 8 |
	    digest[at + 3];
	(void)snprintf(out, CW_TOTP_CHARS + 1, "%06" PRIu32, number % 1000000);
	explicit_bzero(digest, sizeof(digest));
	return CW_OK;
}

/* All three are computed, whichever it is. */
enum cw_err
cw_totp_match(const unsigned char seed[CW_TOTP_SEED_BYTES], const char *code,
    int64_t now_ms, int64_t last_step, int64_t *step)
{
	int64_t now = now_ms / CW_TOTP_STEP_MS, found = -1;
	char wanted[CW_TOTP_CHARS + 1];
	enum cw_err err;

	if (strlen(code) != CW_TOTP_CHARS)
		return CW_MISMATCH;
	for (int64_t i = now - 1; i <= now + 1; i++) {
		err = cw_totp_code(seed, i, wanted);
		if (err != CW_OK)
			return err;
		if (cw_crypto_equal(wanted, code, CW_TOTP_CHARS) &&
		    i > last_step)
			found = i;
	}
	explicit_bzero(wanted, sizeof(wanted));
	if (found < 0)
		return CW_MISMATCH;
	*step = found;
	return CW_OK;
}

enum cw_err
cw_totp_text(struct cw_arena *arena,
    const unsigned char seed[CW_TOTP_SEED_BYTES], const char **out)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	char text[CW_TOTP_SEED_BYTES * 8 / BASE32_BITS + 1];
	uint32_t bits = 0;
	int held = 0;
	size_t len = 0;

	for (size_t i = 0; i < CW_TOTP_SEED_BYTES; i++) {
		bits = bits << 8 | seed[i];
		held += 8;
		while (held >= BASE32_BITS) {
			held -= BASE32_BITS;
			text[len++] = letters[bits >> held & 31];
		}
	}
	text[len] = '\0';
	*out = cw_arena_copy(arena, text, len);
	explicit_bzero(text, sizeof(text));
	return *out == NULL ? CW_NOMEM : CW_OK;
}

enum cw_err
cw_totp_uri(struct cw_arena *arena, const char *issuer, const char *name,
    const char *text, const char **out)
{
	struct cw_buf buf;

	cw_buf_init(&buf, arena, URI_MAX_BYTES);
	cw_buf_puts(&buf, "otpauth://totp/");
	cw_url_put_segment(&buf, issuer);
	cw_buf_putc(&buf, ':');
	cw_url_put_segment(&buf, name);
	cw_buf_printf(&buf, "?secret=%s&issuer=", text);
	cw_url_put_segment(&buf, issuer);
	cw_buf_puts(&buf, "&algorithm=SHA1&digits=6&period=30");
	*out = buf.data;
	return cw_buf_end(&buf);
}
