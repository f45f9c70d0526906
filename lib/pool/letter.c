/* The words of the mails. */

#include "pool/letter.h"

#include <string.h>

#include "base/text.h"

#define LETTER_MAX_BYTES 4096

/* Percent-encode all but RFC 3986's unreserved characters. */
static void
put_segment(struct cw_buf *buf, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("-._~", c) != NULL) {
			cw_buf_putc(buf, (char)c);
			continue;
		}
		cw_buf_putc(buf, '%');
		cw_buf_putc(buf, hex[c >> 4]);
		cw_buf_putc(buf, hex[c & 15]);
	}
}

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
	put_segment(&buf, name);
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
