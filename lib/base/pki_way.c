/* The names of ways to sign. */

#include <stddef.h>

#include "base/pki.h"
#include "base/text.h"

static const char *const words[CW_PKI_WAY__COUNT] = {
	[CW_PKI_RS256] = "RS256",
	[CW_PKI_PS256] = "PS256",
	[CW_PKI_ES256] = "ES256",
};

const char *
cw_pki_way_word(enum cw_pki_way way)
{
	return words[way];
}

enum cw_err
cw_pki_way_find(const char *word, enum cw_pki_way *out)
{
	for (size_t i = 0; i < CW_LEN(words); i++) {
		if (!cw_text_equal(words[i], word))
			continue;
		*out = (enum cw_pki_way)i;
		return CW_OK;
	}
	return CW_INVALID;
}
