/* Hashes, seals and comparisons, by libsodium. */

#include "base/crypto.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/random.h"

#define PIECE_BYTES 65536

/* So deep goes no secret; libraries print into memory on the stack. */
#define STACK_BYTES (32 * 1024)

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define BASE64URL sodium_base64_VARIANT_URLSAFE_NO_PADDING

_Static_assert(CW_HASH_BYTES == crypto_hash_sha256_BYTES, "SHA-256");
_Static_assert(CW_HASH_BYTES == crypto_auth_hmacsha256_BYTES, "HMAC");
_Static_assert(CW_KEY_BYTES == crypto_auth_hmacsha256_KEYBYTES, "HMAC");
_Static_assert(CW_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    "seal");

enum cw_err
cw_crypto_init(void)
{
	return sodium_init() < 0 ? CW_SYSTEM : CW_OK;
}

void
cw_crypto_sha256(const void *bytes, size_t len,
    unsigned char out[CW_HASH_BYTES])
{
	(void)crypto_hash_sha256(out, bytes, len);
}

static enum cw_err
hash_all(int fd, const char *path, unsigned char out[CW_HASH_BYTES],
    int64_t *len)
{
	crypto_hash_sha256_state state;
	unsigned char piece[PIECE_BYTES];
	int64_t total = 0;
	ssize_t count;

	(void)crypto_hash_sha256_init(&state);
	do {
		count = read(fd, piece, sizeof(piece));
		if (count == -1)
			return cw_disk_refused("read", path);
		(void)crypto_hash_sha256_update(&state, piece,
		    (unsigned long long)count);
		total += count;
	} while (count > 0);
	(void)crypto_hash_sha256_final(&state, out);
	*len = total;
	return CW_OK;
}

enum cw_err
cw_crypto_sha256_file(const char *path, unsigned char out[CW_HASH_BYTES],
    int64_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum cw_err err;

	if (fd == -1)
		return errno == ENOENT ? CW_NOTFOUND
				       : cw_disk_refused("open", path);
	err = hash_all(fd, path, out, len);
	close(fd);
	return err;
}

void
cw_crypto_hmac(const unsigned char key[CW_KEY_BYTES], const void *bytes,
    size_t len, unsigned char out[CW_HASH_BYTES])
{
	(void)crypto_auth_hmacsha256(out, bytes, len, key);
}

void
cw_crypto_wipe_stack(void)
{
	sodium_stackzero(STACK_BYTES);
}

bool
cw_crypto_equal(const void *a, const void *b, size_t len)
{
	return sodium_memcmp(a, b, len) == 0;
}

/* A seal is the nonce, and then the encrypted bytes with their tag. */
enum cw_err
cw_crypto_seal(const unsigned char key[CW_KEY_BYTES], const void *bytes,
    size_t len, struct cw_arena *arena, unsigned char **out, size_t *out_len)
{
	enum cw_err err;
	unsigned char *sealed;

	if (len > SIZE_MAX - NONCE_BYTES - TAG_BYTES)
		return CW_NOMEM;
	sealed = cw_arena_alloc(arena, NONCE_BYTES + len + TAG_BYTES);
	if (sealed == NULL)
		return CW_NOMEM;
	err = cw_random_bytes(sealed, NONCE_BYTES);
	if (err != CW_OK)
		return err;
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE_BYTES,
	    NULL, bytes, len, NULL, 0, NULL, sealed, key);
	*out = sealed;
	*out_len = NONCE_BYTES + len + TAG_BYTES;
	return CW_OK;
}

enum cw_err
cw_crypto_open(const unsigned char key[CW_KEY_BYTES], const void *sealed,
    size_t len, struct cw_arena *arena, unsigned char **out, size_t *out_len)
{
	const unsigned char *nonce = sealed;
	unsigned char *bytes;
	size_t plain_len;

	if (len < NONCE_BYTES + TAG_BYTES)
		return CW_INVALID;
	plain_len = len - NONCE_BYTES - TAG_BYTES;
	bytes = cw_arena_alloc(arena, plain_len + 1);
	if (bytes == NULL)
		return CW_NOMEM;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes, NULL, NULL,
		nonce + NONCE_BYTES, len - NONCE_BYTES, NULL, 0, nonce,
		key) != 0)
		return CW_INVALID;
	*out = bytes;
	*out_len = plain_len;
	return CW_OK;
}

static const int variants[] = {
	[CW_BASE64] = sodium_base64_VARIANT_ORIGINAL,
	[CW_BASE64URL] = BASE64URL,
};

char *
cw_crypto_encode(struct cw_arena *arena, enum cw_base64 form, const void *bytes,
    size_t len)
{
	const size_t size = sodium_base64_encoded_len(len, variants[form]);
	char *text = cw_arena_alloc(arena, size);

	if (text == NULL)
		return NULL;
	return sodium_bin2base64(text, size, bytes, len, variants[form]);
}

enum cw_err
cw_crypto_decode(struct cw_arena *arena, enum cw_base64 form, const char *text,
    unsigned char **out, size_t *len)
{
	const size_t text_len = strlen(text);
	const size_t max = text_len / 4 * 3 + 3;
	unsigned char *bytes = cw_arena_alloc(arena, max + 1);

	if (bytes == NULL)
		return CW_NOMEM;
	if (sodium_base642bin(bytes, max, text, text_len, NULL, len, NULL,
		variants[form]) != 0)
		return CW_INVALID;
	bytes[*len] = '\0';
	*out = bytes;
	return CW_OK;
}

char *
cw_crypto_base64url(struct cw_arena *arena, const void *bytes, size_t len)
{
	return cw_crypto_encode(arena, CW_BASE64URL, bytes, len);
}

void
cw_crypto_hash_text(const unsigned char hash[CW_HASH_BYTES],
    char out[CW_HASH_CHARS + 1])
{
	(void)sodium_bin2base64(out, CW_HASH_CHARS + 1, hash, CW_HASH_BYTES,
	    BASE64URL);
}

enum cw_err
cw_crypto_from_base64url(const char *text, void *out, size_t out_len)
{
	size_t len = 0;

	if (sodium_base642bin(out, out_len, text, strlen(text), NULL, &len,
		NULL, BASE64URL) != 0 ||
	    len != out_len) {
		explicit_bzero(out, out_len);
		return CW_INVALID;
	}
	return CW_OK;
}
