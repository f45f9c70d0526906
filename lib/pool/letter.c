/* The words of the mails. */

#include "pool/letter.h"

#include "base/text.h"
#include "base/url.h"

#define LETTER_MAX_BYTES 4096

enum cw_err
cw_letter_code(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, const char *code, struct cw_letter *out)
{
	struct cw_buf buf;

	cw_buf_init(&buf, arena, LETTER_MAX_BYTES);
	cw_buf_printf(&buf,
	    "Hello %s,\n"
	    "\n"
	    "welcome to Chinwag. Your code is\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "Type it where you signed up, or open this address:\n"
	    "\n"
	    "%s/#/confirm/",
	    name, code, conf->base_url);
	cw_url_put_segment(&buf, name);
	cw_buf_printf(&buf,
	    "/%s\n"
	    "\n"
	    "The code is good for 24 hours. If it was not you who signed up,\n"
	    "ignore this mail: without the code nothing happens.\n",
	    code);
	out->subject = "Your code for Chinwag";
	out->body = buf.data;
	return cw_buf_end(&buf);
}

enum cw_err
cw_letter_factor(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, const char *code, struct cw_letter *out)
{
	struct cw_buf buf;

	cw_buf_init(&buf, arena, LETTER_MAX_BYTES);
	cw_buf_printf(&buf,
	    "Hello %s,\n"
	    "\n"
	    "your code to sign in at\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "is\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "It is good for a few minutes. If it is not you who signs in,\n"
	    "somebody knows your password: change it soon.\n",
	    name, conf->base_url, code);
	out->subject = "Your code to sign in at Chinwag";
	out->body = buf.data;
	return cw_buf_end(&buf);
}

enum cw_err
cw_letter_owner(const struct cw_conf *conf, struct cw_arena *arena,
    const char *owner, struct cw_letter *out)
{
	struct cw_buf buf;

	cw_buf_init(&buf, arena, LETTER_MAX_BYTES);
	cw_buf_printf(&buf,
	    "Hello %s,\n"
	    "\n"
	    "somebody has just signed up with your mail address at\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "The address belongs to your account already, so no other can be\n"
	    "confirmed with it. If it was you, sign in as %s.\n"
	    "If it was not, you need not do anything.\n",
	    owner, conf->base_url, owner);
	out->subject = "You have an account at Chinwag already";
	out->body = buf.data;
	return cw_buf_end(&buf);
}
