/* Mail through a program: the host's sendmail, or our chinwag-smtp. */

#include <string.h>
#include <sysexits.h>

#include "base/text.h"
#include "child.h"
#include "places.h"
#include "transport.h"

#define ARGUMENTS_MAX 8

/* What the programs' exit codes mean; others: again later. */
static const struct {
	int status;
	enum cw_mail_outcome outcome;
	const char *note;
} outcomes[] = {
	{ EX_OK, CW_MAIL_SENT, "sent" },
	{ EX_DATAERR, CW_MAIL_FAILED, "refused: bad data" },
	{ EX_NOUSER, CW_MAIL_FAILED, "refused: no such address" },
	{ EX_NOHOST, CW_MAIL_FAILED, "refused: no such domain" },
	{ EX_UNAVAILABLE, CW_MAIL_FAILED, "refused" },
	{ EX_TEMPFAIL, CW_MAIL_RETRY, "not now" },
};

static enum cw_mail_outcome
judge(int status, struct parcel *parcel)
{
	for (size_t i = 0; i < CW_LEN(outcomes); i++) {
		if (outcomes[i].status == status) {
			parcel->note = outcomes[i].note;
			return outcomes[i].outcome;
		}
	}
	parcel->note = "the program failed";
	return CW_MAIL_RETRY;
}

static enum cw_mail_outcome
hand_over(const char *const *argv, const char *text, size_t len,
    struct parcel *parcel)
{
	const struct child child = {
		.argv = argv,
		.input = text,
		.input_len = len,
	};
	int status;
	enum cw_err err;

	err = run_child(&child, &status, &parcel->note);
	if (err != CW_OK)
		return CW_MAIL_RETRY;
	return judge(status, parcel);
}

/* sendmail wants the host's own line ends. */
static char *
with_lf(struct cw_arena *arena, const struct parcel *parcel, size_t *len)
{
	char *text = cw_arena_copy(arena, parcel->text, parcel->len);
	size_t n = 0;

	if (text == NULL)
		return NULL;
	for (size_t i = 0; i < parcel->len; i++)
		if (text[i] != '\r')
			text[n++] = text[i];
	*len = n;
	return text;
}

enum cw_mail_outcome
send_to_sendmail(const struct operation *op, struct parcel *parcel)
{
	const char *const argv[] = {
		op->conf->mail_sendmail,
		"-i", /* a line with a dot alone does not end the mail */
		"-f",
		op->conf->mail_from,
		"--",
		parcel->mail->recipient,
		NULL,
	};
	size_t len;
	const char *text = with_lf(op->arena, parcel, &len);

	if (text == NULL) {
		parcel->note = reason(CW_NOMEM);
		return CW_MAIL_RETRY;
	}
	return hand_over(argv, text, len, parcel);
}

enum cw_mail_outcome
send_to_smtp(const struct operation *op, struct parcel *parcel)
{
	const struct cw_conf *conf = op->conf;
	const char *argv[ARGUMENTS_MAX + 1] = { NULL };
	size_t n = 0;

	argv[n++] = beside_us(op->arena, "chinwag-smtp");
	if (conf->mail_smtp_ca_file[0] != '\0') {
		argv[n++] = "--ca";
		argv[n++] = conf->mail_smtp_ca_file;
	}
	argv[n++] = conf->mail_smtp_url;
	argv[n++] = conf->mail_from;
	argv[n++] = parcel->mail->recipient;
	if (conf->mail_smtp_user[0] != '\0') {
		argv[n++] = conf->mail_smtp_user;
		argv[n++] = conf->mail_smtp_password_file;
	}
	if (argv[0] == NULL) {
		parcel->note = "cannot find chinwag-smtp";
		return CW_MAIL_RETRY;
	}
	return hand_over(argv, parcel->text, parcel->len, parcel);
}
