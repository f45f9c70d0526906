/*
 * ID tokens, and the keys to judge them by.  The first line of an input says
 * which part of it all is made up:
 *
 *	token	what comes after it is the token: nobody's signature is good
 *	claims	a header, a line's end and claims, signed by the right key
 *	keys	the keys, for a token that is good by the right one
 */

#include "fuzz/fuzz.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <string.h>

#include "base/crypto.h"
#include "base/pki.h"
#include "gateway/oidc_token.h"
#include "pool/name.h"

#define ISSUER "https://id.example.org"
#define NONCE "n-0S6_WzA2Mj"
#define NOW_SEC INT64_C(1700000000)
#define HEADER "{\"alg\":\"RS256\",\"kid\":\"one\"}"
#define CLAIMS                                                 \
	"{\"iss\":\"" ISSUER "\",\"aud\":\"chat\",\"nonce\":"  \
	"\"" NONCE "\",\"iat\":1700000000,\"exp\":1700000300," \
	"\"sub\":\"248289761001\"}"

static const struct cw_provider corp = {
	.name = "corp",
	.issuer = ISSUER,
	.client_id = "chat",
	.algorithm = "RS256",
};

static struct cw_pki_key *key;
static const char *modulus, *keys;

/* One key for all inputs; its texts are never given back. */
static void
make_key(void)
{
	static struct cw_arena kept;
	const char *exponent;

	if (key != NULL)
		return;
	cw_arena_init(&kept, FUZZ_ARENA_BYTES);
	FUZZ_MUST(cw_crypto_init() == CW_OK);
	FUZZ_MUST(cw_pki_key_make(&key) == CW_OK);
	FUZZ_MUST(cw_pki_key_public(key, &kept, &modulus, &exponent) == CW_OK);
	keys = cw_arena_printf(&kept,
	    "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"n\":\"%s\","
	    "\"e\":\"%s\"}]}",
	    modulus, exponent);
	FUZZ_MUST(keys != NULL);
}

static const char *
sign(struct cw_arena *arena, const char *header, const char *claims)
{
	unsigned char signature[CW_PKI_SIGNATURE_BYTES];
	const char *text = cw_arena_printf(arena, "%s.%s",
	    cw_crypto_base64url(arena, header, strlen(header)),
	    cw_crypto_base64url(arena, claims, strlen(claims)));

	FUZZ_MUST(text != NULL);
	FUZZ_MUST(cw_pki_sign(key, text, strlen(text), signature) == CW_OK);
	text = cw_arena_printf(arena, "%s.%s", text,
	    cw_crypto_base64url(arena, signature, sizeof(signature)));
	FUZZ_MUST(text != NULL);
	return text;
}

static enum cw_err
judge(struct cw_arena *arena, const char *text, const char *by,
    struct cw_identity *out)
{
	struct cw_id_token token = {
		.text = text,
		.provider = &corp,
		.keys = by,
		.nonce = NONCE,
		.now_ms = NOW_SEC * 1000,
	};
	enum cw_err err = cw_id_token_judge(arena, &token, out);

	FUZZ_MUST(err == CW_OK || err == CW_UNPROVEN || err == CW_NOTFOUND);
	FUZZ_MUST((err == CW_UNPROVEN) == (token.why != NULL));
	return err;
}

/* --- claims --------------------------------------------------------------- */

static bool
says(struct json_object *object, const char *name, const char *wanted)
{
	struct json_object *value = NULL;

	return json_object_object_get_ex(object, name, &value) &&
	    json_object_is_type(value, json_type_string) &&
	    strcmp(json_object_get_string(value), wanted) == 0;
}

static double
number(struct json_object *object, const char *name)
{
	struct json_object *value = NULL;

	FUZZ_MUST(json_object_object_get_ex(object, name, &value));
	return json_object_get_double(value);
}

/* Read once more, and by nothing of ours. */
static void
check_claims(const char *header, const char *claims)
{
	struct json_object *head = json_tokener_parse(header);
	struct json_object *body = json_tokener_parse(claims);

	FUZZ_MUST(says(head, "alg", "RS256"));
	FUZZ_MUST(!json_object_object_get_ex(head, "crit", NULL));
	FUZZ_MUST(says(body, "iss", ISSUER));
	FUZZ_MUST(says(body, "nonce", NONCE));
	FUZZ_MUST(number(body, "exp") > NOW_SEC - CW_ID_TOKEN_SKEW_SEC - 1);
	FUZZ_MUST(number(body, "iat") >= NOW_SEC - CW_ID_TOKEN_AGE_SEC - 1);
	FUZZ_MUST(number(body, "iat") < NOW_SEC + CW_ID_TOKEN_SKEW_SEC + 1);
	json_object_put(head);
	json_object_put(body);
}

static void
check_identity(struct cw_arena *arena, const struct cw_identity *who)
{
	const char *checked, *fold;

	FUZZ_MUST(strcmp(who->provider, corp.name) == 0);
	FUZZ_MUST(strcmp(who->issuer, ISSUER) == 0);
	FUZZ_MUST(*who->subject != '\0');
	FUZZ_MUST(strlen(who->subject) <= CW_SUBJECT_MAX_CHARS);
	for (const char *c = who->subject; *c != '\0'; c++)
		FUZZ_MUST(*c >= ' ' && *c <= '~');
	FUZZ_MUST(*who->name == '\0' ||
	    cw_name_check(arena, who->name, &checked, &fold) == CW_OK);
	FUZZ_MUST(*who->email == '\0' ||
	    cw_email_check(arena, who->email, &fold) == CW_OK);
	FUZZ_MUST(*who->email != '\0' || !who->is_verified);
}

static void
try_claims(struct cw_arena *arena, char *text)
{
	char *claims = strchr(text, '\n');
	struct cw_identity who = { 0 };
	const char *token;
	char *other, *tail;

	if (claims == NULL)
		return;
	*claims++ = '\0';
	token = sign(arena, text, claims);
	if (judge(arena, token, keys, &who) != CW_OK)
		return;
	check_claims(text, claims);
	check_identity(arena, &who);
	/* It is the signature that counts. */
	other = cw_arena_strdup(arena, token);
	FUZZ_MUST(other != NULL);
	tail = strrchr(other, '.') + 1;
	*tail = *tail == 'A' ? 'B' : 'A';
	FUZZ_MUST(judge(arena, other, keys, &who) == CW_UNPROVEN);
}

/* --- the others --------------------------------------------------------- */

static void
try_token(struct cw_arena *arena, char *text)
{
	struct cw_identity who;

	FUZZ_MUST(judge(arena, text, keys, &who) != CW_OK);
}

static void
try_keys(struct cw_arena *arena, char *text)
{
	const char *token = sign(arena, HEADER, CLAIMS);
	struct cw_identity who;

	FUZZ_MUST(judge(arena, token, keys, &who) == CW_OK);
	/* What was made up knows nothing of the key. */
	FUZZ_MUST(judge(arena, token, text, &who) != CW_OK);
	(void)cw_id_token_has_key(arena, &corp, text);
}

static const struct {
	const char *word;
	void (*try)(struct cw_arena *arena, char *text);
} kinds[] = {
	{ "token\n", try_token },
	{ "claims\n", try_claims },
	{ "keys\n", try_keys },
};

/* libFuzzer's beginning: making a key takes longer than an input may. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	make_key();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct cw_arena arena;
	char *text;

	make_key();
	cw_arena_init(&arena, FUZZ_ARENA_BYTES);
	text = cw_arena_copy(&arena, (const char *)bytes, len);
	FUZZ_MUST(text != NULL);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strncmp(text, kinds[i].word, strlen(kinds[i].word)) == 0)
			kinds[i].try(&arena, text + strlen(kinds[i].word));
	cw_arena_clear(&arena);
	return 0;
}
