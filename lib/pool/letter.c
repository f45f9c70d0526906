/* The words of the mails. */

#include "pool/letter.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

/* A letter from a format. */
static CW_PRINTF(4, 5) enum cw_err write_letter(struct cw_arena *arena,
    struct cw_letter *out, const char *subject, const char *fmt, ...)
{
	struct cw_buf buf;
	char text[LETTER_MAX_BYTES];
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	cw_buf_init(&buf, arena, LETTER_MAX_BYTES);
	if (len > 0 && (size_t)len < sizeof(text))
		cw_buf_put(&buf, text, (size_t)len);
	explicit_bzero(text, sizeof(text));
	out->subject = subject;
	out->body = buf.data;
	return buf.len == 0 ? CW_NOMEM : cw_buf_end(&buf);
}

enum cw_err
cw_letter_factor(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, const char *code, struct cw_letter *out)
{
	return write_letter(arena, out, "Your code to sign in at Chinwag",
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
}

enum cw_err
cw_letter_temporary(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, const char *password, struct cw_letter *out)
{
	return write_letter(arena, out, "Your account at Chinwag",
	    "Hello %s,\n"
	    "\n"
	    "you have an account at\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "Your name is %s. Sign in with this password, and choose one of\n"
	    "your own then:\n"
	    "\n"
	    "%s\n",
	    name, conf->base_url, name, password);
}

enum cw_err
cw_letter_reset(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, const char *code, struct cw_letter *out)
{
	return write_letter(arena, out, "Your code for another password",
	    "Hello %s,\n"
	    "\n"
	    "somebody has asked for another password for your account at\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "If it was you, type this code there:\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "It is good for an hour. If it was not you, ignore this mail:\n"
	    "without the code nothing happens.\n",
	    name, conf->base_url, code);
}

enum cw_err
cw_letter_email(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, const char *code, struct cw_letter *out)
{
	return write_letter(arena, out, "Your code for this mail address",
	    "Hello %s,\n"
	    "\n"
	    "this is to become the mail address of your account at\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "Type this code there:\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "It is good for 24 hours. If you know nothing of this, ignore\n"
	    "this mail: without the code nothing happens.\n",
	    name, conf->base_url, code);
}

enum cw_err
cw_letter_password(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, struct cw_letter *out)
{
	return write_letter(arena, out, "Your password was changed",
	    "Hello %s,\n"
	    "\n"
	    "the password of your account at\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "was changed, and everybody who was signed in with it is not any\n"
	    "more. If it was not you, ask for another password there, and\n"
	    "change that of your mailbox.\n",
	    name, conf->base_url);
}

enum cw_err
cw_letter_email_changed(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, struct cw_letter *out)
{
	return write_letter(arena, out, "Your mail address was changed",
	    "Hello %s,\n"
	    "\n"
	    "your account at\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "has another mail address from now on, and nothing more will be\n"
	    "sent to this one. If it was not you, write to those who run the\n"
	    "site at once.\n",
	    name, conf->base_url);
}

enum cw_err
cw_letter_deletion(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, struct cw_letter *out)
{
	return write_letter(arena, out, "Your account is to be deleted",
	    "Hello %s,\n"
	    "\n"
	    "your account at\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "will be deleted for good in %lld days. If you want to keep it,\n"
	    "or if it was not you who asked for this, sign in before: that\n"
	    "is enough to keep it.\n",
	    name, conf->base_url, (long long)conf->deletion_grace_days);
}

enum cw_err
cw_letter_approved(const struct cw_conf *conf, struct cw_arena *arena,
    const char *name, struct cw_letter *out)
{
	return write_letter(arena, out, "Your account is open",
	    "Hello %s,\n"
	    "\n"
	    "an administrator has approved of your account at\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "You may sign in.\n",
	    name, conf->base_url);
}

enum cw_err
cw_letter_owner(const struct cw_conf *conf, struct cw_arena *arena,
    const char *owner, struct cw_letter *out)
{
	return write_letter(arena, out,
	    "You have an account at Chinwag already",
	    "Hello %s,\n"
	    "\n"
	    "somebody has just given your mail address at\n"
	    "\n"
	    "%s\n"
	    "\n"
	    "The address belongs to your account already, so no other can be\n"
	    "confirmed with it. If it was you, sign in as %s.\n"
	    "If it was not, you need not do anything.\n",
	    owner, conf->base_url, owner);
}
