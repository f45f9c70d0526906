/* What is wrong with a password, in the protocol's words. */

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "gateway/idp_call.h"

#define LEAST_CHARS 6

/* A word of the pool's sentence, and what clients compare with. */
static const struct {
	const char *word;
	const char *about;
} reasons[] = {
	{ "characters", "Password not long enough" },
	{ "small letter", "Password must have lowercase characters" },
	{ "capital", "Password must have uppercase characters" },
	{ "digit", "Password must have numeric characters" },
	{ "sign", "Password must have symbol characters" },
};

enum cw_idp_fault
cw_idp_password_fault(struct cw_idp_call *call, const char *password,
    const char *sentence)
{
	if (cw_utf8_count(password, strlen(password)) < LEAST_CHARS)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "1 validation error detected: Value at 'password' failed "
		    "to satisfy constraint: Member must have length greater "
		    "than or equal to 6");
	if (strstr(sentence, "had this password before") != NULL)
		return CW_IDP_PASSWORD_FORMER;
	for (size_t i = 0; i < CW_LEN(reasons); i++)
		if (strstr(sentence, reasons[i].word) != NULL)
			return cw_idp_tell(call, CW_IDP_PASSWORD,
			    reasons[i].about);
	return cw_idp_tell(call, CW_IDP_PASSWORD, sentence);
}
