/* The table of what needs libcrypto. */

#include "base/pki_calls.h"

const struct cw_pki_calls cw_pki_calls = {
	.hmac = cw_pki_hmac,
	.key_make = cw_pki_key_make,
	.key_free = cw_pki_key_free,
	.key_write = cw_pki_key_write,
	.key_read = cw_pki_key_read,
	.key_public = cw_pki_key_public,
	.sign = cw_pki_sign,
	.verify = cw_pki_verify,
	.verify_foreign = cw_pki_verify_foreign,
	.srp_private = cw_srp_private,
	.srp_verifier = cw_srp_verifier,
	.srp_read = cw_srp_read,
	.srp_write = cw_srp_write,
	.srp_challenge = cw_srp_challenge,
	.srp_scramble = cw_srp_scramble,
	.srp_key = cw_srp_key,
	.srp_proof = cw_srp_proof,
};
