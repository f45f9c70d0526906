/* An ID token proves whom it should, and the least change makes it void. */

#include "gateway/oidc_token.h"

#include <string.h>

#include "base/crypto.h"
#include "base/pki.h"
#include "base/text.h"
#include "gateway/oidc_document.h"
#include "unit.h"

#define ISSUER "https://id.example.org"
#define NOW_SEC 1700000000
#define NONCE "n-0S6_WzA2Mj"

/* What a good token says, in pieces that rows change. */
#define HEADER "{\"alg\":\"RS256\",\"kid\":\"one\"}"
#define TIMES "\"iat\":1700000000,\"exp\":1700000300"
#define SAYS(iss, aud, nonce, times, more) \
	"{\"iss\":" iss ",\"aud\":" aud ",\"nonce\":" nonce "," times more "}"
#define GOOD(more) \
	SAYS("\"" ISSUER "\"", "\"chat\"", "\"" NONCE "\"", TIMES, more)
#define SUB ",\"sub\":\"248289761001\""

static struct cw_arena arena;
static struct cw_pki_key *one, *two;

static const struct cw_provider corp = {
	.name = "corp",
	.issuer = ISSUER,
	.client_id = "chat",
	.algorithm = "RS256",
};

static int
make_keys(void **state)
{
	(void)state;
	cw_arena_init(&arena, (size_t)16 * 1024 * 1024);
	return cw_crypto_init() != CW_OK || cw_pki_key_make(&one) != CW_OK ||
		cw_pki_key_make(&two) != CW_OK
	    ? -1
	    : 0;
}

static int
free_keys(void **state)
{
	(void)state;
	cw_pki_key_free(one);
	cw_pki_key_free(two);
	cw_arena_clear(&arena);
	return 0;
}

/* A key as its owner publishes it; more: further members. */
static const char *
publish(const struct cw_pki_key *key, const char *more)
{
	const char *n, *e;
	const char *text;

	assert_int_equal(cw_pki_key_public(key, &arena, &n, &e), CW_OK);
	text = cw_arena_printf(&arena,
	    "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"%s}", n, e, more);
	assert_non_null(text);
	return text;
}

static const char *
set_of(const char *first, const char *second)
{
	const char *text = cw_arena_printf(&arena, "{\"keys\":[%s%s%s]}", first,
	    second == NULL ? "" : ",", second == NULL ? "" : second);

	assert_non_null(text);
	return text;
}

static const char *
sign(const char *header, const char *claims)
{
	unsigned char signature[CW_PKI_SIGNATURE_BYTES];
	const char *text = cw_arena_printf(&arena, "%s.%s",
	    cw_crypto_base64url(&arena, header, strlen(header)),
	    cw_crypto_base64url(&arena, claims, strlen(claims)));

	assert_non_null(text);
	assert_int_equal(cw_pki_sign(one, text, strlen(text), signature),
	    CW_OK);
	return cw_arena_printf(&arena, "%s.%s", text,
	    cw_crypto_base64url(&arena, signature, sizeof(signature)));
}

static enum cw_err
judge(const char *text, const char *keys, struct cw_identity *out)
{
	struct cw_id_token token = {
		.text = text,
		.provider = &corp,
		.keys = keys,
		.nonce = NONCE,
		.now_ms = INT64_C(1000) * NOW_SEC,
	};
	enum cw_err err = cw_id_token_judge(&arena, &token, out);

	if (err == CW_UNPROVEN)
		assert_non_null(token.why);
	return err;
}

static void
a_good_one_proves_somebody(void **state)
{
	const char *keys = set_of(publish(one, ",\"kid\":\"one\""), NULL);
	struct cw_identity who = { 0 };

	(void)state;
	assert_int_equal(judge(sign(HEADER,
				   GOOD(SUB
				       ",\"email\":\"a@example.org\","
				       "\"email_verified\":true,"
				       "\"preferred_username\":\"anna@corp\"")),
			     keys, &who),
	    CW_OK);
	assert_string_equal(who.provider, "corp");
	assert_string_equal(who.issuer, ISSUER);
	assert_string_equal(who.subject, "248289761001");
	assert_string_equal(who.email, "a@example.org");
	assert_true(who.is_verified);
	assert_string_equal(who.name, "anna");
}

/* Header, claims, and what comes of them. */
static const struct {
	const char *header;
	const char *claims;
	enum cw_err err;
} changes[] = {
	{ HEADER, GOOD(SUB), CW_OK },
	{ HEADER,
	    SAYS("\"" ISSUER "\"", "[\"chat\"]", "\"" NONCE "\"", TIMES, SUB),
	    CW_OK },
	{ HEADER, GOOD(SUB ",\"azp\":\"chat\""), CW_OK },
	{ HEADER,
	    SAYS("\"" ISSUER "/\"", "\"chat\"", "\"" NONCE "\"", TIMES, SUB),
	    CW_UNPROVEN },
	{ HEADER,
	    SAYS("[\"" ISSUER "\"]", "\"chat\"", "\"" NONCE "\"", TIMES, SUB),
	    CW_UNPROVEN },
	{ HEADER,
	    SAYS("\"" ISSUER "\"", "\"Chat\"", "\"" NONCE "\"", TIMES, SUB),
	    CW_UNPROVEN },
	{ HEADER,
	    SAYS("\"" ISSUER "\"", "[\"chat\",\"mail\"]", "\"" NONCE "\"",
		TIMES, SUB),
	    CW_UNPROVEN },
	{ HEADER,
	    SAYS("\"" ISSUER "\"", "[\"chat\",1]", "\"" NONCE "\"", TIMES, SUB),
	    CW_UNPROVEN },
	{ HEADER, SAYS("\"" ISSUER "\"", "[]", "\"" NONCE "\"", TIMES, SUB),
	    CW_UNPROVEN },
	{ HEADER, SAYS("\"" ISSUER "\"", "\"chat\"", "\"other\"", TIMES, SUB),
	    CW_UNPROVEN },
	{ HEADER, SAYS("\"" ISSUER "\"", "\"chat\"", "null", TIMES, SUB),
	    CW_UNPROVEN },
	{ HEADER, GOOD(SUB ",\"azp\":\"mail\""), CW_UNPROVEN },
	{ HEADER, GOOD(SUB ",\"nbf\":1700000061"), CW_UNPROVEN },
	{ HEADER, GOOD(""), CW_UNPROVEN },
	{ HEADER, GOOD(",\"sub\":\"\""), CW_UNPROVEN },
	{ HEADER, GOOD(",\"sub\":\"\\u00e4\""), CW_UNPROVEN },
	{ HEADER, GOOD(",\"sub\":\"a\\nb\""), CW_UNPROVEN },
	{ HEADER, GOOD(SUB SUB), CW_UNPROVEN },
	{ HEADER, "[]", CW_UNPROVEN },
	{ HEADER, "", CW_UNPROVEN },
	{ "{\"alg\":\"none\",\"kid\":\"one\"}", GOOD(SUB), CW_UNPROVEN },
	{ "{\"alg\":\"HS256\",\"kid\":\"one\"}", GOOD(SUB), CW_UNPROVEN },
	{ "{\"alg\":\"RS512\",\"kid\":\"one\"}", GOOD(SUB), CW_UNPROVEN },
	{ "{\"alg\":[\"RS256\"],\"kid\":\"one\"}", GOOD(SUB), CW_UNPROVEN },
	{ "{\"kid\":\"one\"}", GOOD(SUB), CW_UNPROVEN },
	{ "{\"alg\":\"RS256\",\"kid\":\"one\",\"crit\":[]}", GOOD(SUB),
	    CW_UNPROVEN },
	{ "{\"alg\":\"RS256\",\"kid\":\"two\"}", GOOD(SUB), CW_NOTFOUND },
	{ "{\"alg\":\"RS256\"}", GOOD(SUB), CW_OK },
};

static void
only_what_is_right_is_taken(void **state)
{
	const char *keys = set_of(publish(one, ",\"kid\":\"one\""), NULL);
	struct cw_identity who;

	(void)state;
	for (size_t i = 0; i < CW_LEN(changes); i++)
		assert_int_equal(judge(sign(changes[i].header,
					   changes[i].claims),
				     keys, &who),
		    changes[i].err);
}

static void
it_is_made_just_now_and_good_still(void **state)
{
	static const struct {
		int iat, exp; /* seconds from now */
		enum cw_err err;
	} rows[] = {
		{ 0, 1, CW_OK },
		{ 60, 300, CW_OK },
		{ -600, 300, CW_OK },
		{ 0, -59, CW_OK },
		{ 0, -60, CW_UNPROVEN },
		{ 61, 300, CW_UNPROVEN },
		{ -601, 300, CW_UNPROVEN },
	};
	const char *keys = set_of(publish(one, ""), NULL);
	struct cw_identity who;

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		const char *claims = cw_arena_printf(&arena,
		    "{\"iss\":\"" ISSUER
		    "\",\"aud\":\"chat\",\"nonce\":\"" NONCE
		    "\",\"iat\":%d,\"exp\":%d" SUB "}",
		    NOW_SEC + rows[i].iat, NOW_SEC + rows[i].exp);

		assert_int_equal(judge(sign("{\"alg\":\"RS256\"}", claims),
				     keys, &who),
		    rows[i].err);
	}
}

static void
its_key_is_one_that_may_sign(void **state)
{
	const char *token = sign(HEADER, GOOD(SUB));
	const char *silent = sign("{\"alg\":\"RS256\"}", GOOD(SUB));
	const struct {
		const char *token, *first, *second;
		enum cw_err err;
	} rows[] = {
		{ token, publish(one, ",\"kid\":\"one\",\"use\":\"sig\""),
		    publish(two, ",\"kid\":\"two\""), CW_OK },
		{ token, publish(two, ",\"kid\":\"one\""), NULL, CW_UNPROVEN },
		{ token, publish(one, ",\"kid\":\"one\",\"use\":\"enc\""), NULL,
		    CW_NOTFOUND },
		{ token, publish(one, ",\"kid\":\"one\",\"alg\":\"PS256\""),
		    NULL, CW_NOTFOUND },
		{ token, publish(one, ",\"kid\":1"), NULL, CW_NOTFOUND },
		{ token, publish(one, ",\"kid\":\"one\""),
		    publish(two, ",\"kid\":\"one\""), CW_UNPROVEN },
		{ token, "{\"kty\":\"RSA\",\"kid\":\"one\"}", NULL,
		    CW_UNPROVEN },
		{ token, "{\"kty\":\"oct\",\"kid\":\"one\",\"k\":\"AA\"}", NULL,
		    CW_NOTFOUND },
		{ token, "17", "[]", CW_NOTFOUND },
		{ silent, publish(one, ""), NULL, CW_OK },
		{ silent, publish(one, ",\"kid\":\"any\""), NULL, CW_OK },
		{ silent, publish(one, ""), publish(two, ""), CW_UNPROVEN },
		{ silent, publish(two, ""), publish(one, ""), CW_UNPROVEN },
	};
	struct cw_identity who;

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++)
		assert_int_equal(judge(rows[i].token,
				     set_of(rows[i].first, rows[i].second),
				     &who),
		    rows[i].err);
	assert_int_equal(judge(token, "{}", &who), CW_NOTFOUND);
	assert_int_equal(judge(token, "{\"keys\":{}}", &who), CW_NOTFOUND);
	assert_int_equal(judge(token, "<html>", &who), CW_UNPROVEN);
}

/* Each single byte that is another makes it void. */
static void
every_byte_counts(void **state)
{
	const char *keys = set_of(publish(one, ",\"kid\":\"one\""), NULL);
	char *token = cw_arena_strdup(&arena, sign(HEADER, GOOD(SUB)));
	const size_t len = strlen(token);
	struct cw_identity who;

	(void)state;
	for (size_t i = 0; i < len; i += 7) {
		const char kept = token[i];

		token[i] = kept == 'x' ? 'y' : 'x';
		assert_int_not_equal(judge(token, keys, &who), CW_OK);
		token[i] = kept;
	}
	assert_int_equal(judge(token, keys, &who), CW_OK);
}

static void
what_is_no_token_is_none(void **state)
{
	static const char *const rows[] = { "", ".", "..", "...", "a.b",
		"a.b.c", "e30.e30.", "e30.e30.AA.AA", "\xff.\xff.\xff" };
	const char *keys = set_of(publish(one, ""), NULL);
	struct cw_identity who;

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++)
		assert_int_equal(judge(rows[i], keys, &who), CW_UNPROVEN);
}

static void
a_name_is_proposed_out_of_what_there_is(void **state)
{
	static const struct {
		const char *more;
		const char *name;
	} rows[] = {
		{ "", "" },
		{ ",\"preferred_username\":\"Anna.B\"", "Anna.B" },
		{ ",\"preferred_username\":\"\",\"nickname\":\"annie\"",
		    "annie" },
		{ ",\"preferred_username\":7,\"name\":\"Anna B.\"", "AnnaB." },
		{ ",\"email\":\"anna.b@example.org\"", "anna.b" },
		{ ",\"preferred_username\":\"<script>\"", "script" },
		{ ",\"preferred_username\":\"\\u00e4\"", "" },
		{ ",\"preferred_username\":\"x\"", "" },
	};
	const char *keys = set_of(publish(one, ""), NULL);
	struct cw_identity who;

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		const char *claims = cw_arena_printf(&arena, "%.*s%s}",
		    (int)strlen(GOOD(SUB)) - 1, GOOD(SUB), rows[i].more);

		assert_int_equal(judge(sign("{\"alg\":\"RS256\"}", claims),
				     keys, &who),
		    CW_OK);
		assert_string_equal(who.name, rows[i].name);
	}
}

static void
an_address_is_theirs_only_if_that_is_said(void **state)
{
	static const struct {
		const char *more;
		const char *email;
		bool is_verified;
	} rows[] = {
		{ ",\"email\":\"a@b.example\",\"email_verified\":true",
		    "a@b.example", true },
		{ ",\"email\":\"a@b.example\",\"email_verified\":\"true\"",
		    "a@b.example", true },
		{ ",\"email\":\"a@b.example\",\"email_verified\":1",
		    "a@b.example", false },
		{ ",\"email\":\"a@b.example\"", "a@b.example", false },
		{ ",\"email\":\"no address\",\"email_verified\":true", "",
		    false },
		{ ",\"email_verified\":true", "", false },
	};
	const char *keys = set_of(publish(one, ""), NULL);
	struct cw_identity who;

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		const char *claims = cw_arena_printf(&arena, "%.*s%s}",
		    (int)strlen(GOOD(SUB)) - 1, GOOD(SUB), rows[i].more);

		assert_int_equal(judge(sign("{\"alg\":\"RS256\"}", claims),
				     keys, &who),
		    CW_OK);
		assert_string_equal(who.email, rows[i].email);
		assert_int_equal(who.is_verified, rows[i].is_verified);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_one_proves_somebody),
		cmocka_unit_test(only_what_is_right_is_taken),
		cmocka_unit_test(it_is_made_just_now_and_good_still),
		cmocka_unit_test(its_key_is_one_that_may_sign),
		cmocka_unit_test(every_byte_counts),
		cmocka_unit_test(what_is_no_token_is_none),
		cmocka_unit_test(a_name_is_proposed_out_of_what_there_is),
		cmocka_unit_test(an_address_is_theirs_only_if_that_is_said),
	};

	return cmocka_run_group_tests(tests, make_keys, free_keys);
}
