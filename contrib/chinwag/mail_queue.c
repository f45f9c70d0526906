/* chinwag mail's words: what waits, once more, no more, and a try. */

#include "mail_queue.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/text.h"
#include "moment.h"
#include "options.h"
#include "pool/mail_queue.h"
#include "pool/name.h"
#include "pool/templates.h"
#include "transport.h"

#define PAGE 500

typedef int
word(const struct operation *op, struct cw_pool *pool, int argc, char **argv);

/* --- list ----------------------------------------------------------------- */

static void
print_row(const struct cw_mail_row *row)
{
	char queued[MOMENT_BYTES], due[MOMENT_BYTES];

	moment_to_text(row->created, queued);
	moment_to_text(row->due, due);
	if (row->is_given_up)
		(void)printf("%" PRId64 "\t%s\tgiven up\tqueued %s\n", row->id,
		    row->recipient, queued);
	else
		(void)printf("%" PRId64 "\t%s\twaits\tqueued %s, tried %" PRId64
			     " times, next %s\n",
		    row->id, row->recipient, queued, row->tries, due);
}

static enum cw_err
put_row(struct cw_buf *buf, const struct cw_mail_row *row, const char *comma)
{
	cw_buf_printf(buf, "%s\n{\"id\": %" PRId64 ", \"recipient\": ", comma,
	    row->id);
	cw_buf_put_json(buf, row->recipient, strlen(row->recipient));
	cw_buf_printf(buf,
	    ", \"state\": \"%s\", \"created\": %" PRId64 ", \"tries\": %" PRId64
	    ", \"due\": %" PRId64 "}",
	    row->is_given_up ? "given up" : "waiting", row->created, row->tries,
	    row->due);
	return cw_buf_end(buf);
}

static enum cw_err
print_json(struct cw_arena *arena, const struct cw_list *rows,
    const char **comma)
{
	struct cw_buf buf;
	enum cw_err err = CW_OK;

	cw_buf_init(&buf, arena, 1 << 20);
	cw_buf_puts(&buf, "");
	for (size_t i = 0; err == CW_OK && i < rows->count; i++) {
		err = put_row(&buf, cw_list_at(rows, i), *comma);
		*comma = ",";
	}
	if (err == CW_OK)
		(void)fputs(buf.data, stdout);
	return err;
}

/* All of them, a page at a time, each with an arena of its own. */
static enum cw_err
list_all(struct cw_pool *pool, bool is_json)
{
	struct cw_arena arena;
	const char *comma = "";
	int64_t after = 0;
	size_t count = PAGE;
	enum cw_err err = CW_OK;

	cw_arena_init(&arena, 16 << 20);
	while (err == CW_OK && count == PAGE) {
		struct cw_list rows = { 0 };

		err = cw_mail_list(pool, &arena, after, PAGE, &rows);
		count = rows.count;
		for (size_t i = 0; err == CW_OK && i < count; i++) {
			const struct cw_mail_row *row = cw_list_at(&rows, i);

			after = row->id;
			if (!is_json)
				print_row(row);
		}
		if (err == CW_OK && is_json)
			err = print_json(&arena, &rows, &comma);
		cw_arena_reset(&arena);
	}
	cw_arena_clear(&arena);
	return err;
}

static int
list(const struct operation *op, struct cw_pool *pool, int argc, char **argv)
{
	bool is_json = false;
	const struct choice choices[] = { { "--json", NULL, &is_json } };
	enum cw_err err;

	(void)op;
	if (take_options(choices, CW_LEN(choices), argc, argv) != 0)
		return EXIT_USAGE;
	if (is_json)
		(void)fputs("[", stdout);
	err = list_all(pool, is_json);
	if (is_json)
		(void)fputs("]\n", stdout);
	return err == CW_OK ? EXIT_DONE
			    : failed("cannot list mail: %s", reason(err));
}

/* --- retry and drop ------------------------------------------------------- */

/* What is done to a mail, and how to say so. */
struct deed {
	enum cw_err (*run)(struct cw_pool *pool, int64_t id);
	bool to_waiting; /* or only to what was given up */
	const char *done;
	const char *not_there;
};

static const struct deed deeds[] = {
	{ cw_mail_again, false, "waits again",
	    "was not given up, or is too old" },
	{ cw_mail_drop, true, "is gone", "is not in the queue" },
};

static int
do_one(struct cw_pool *pool, const struct deed *deed, int64_t id)
{
	enum cw_err err;

	err = deed->run(pool, id);
	if (err == CW_NOTFOUND)
		return failed("mail %" PRId64 " %s", id, deed->not_there);
	if (err != CW_OK)
		return failed("mail %" PRId64 ": %s", id, reason(err));
	(void)printf("mail %" PRId64 " %s\n", id, deed->done);
	return EXIT_DONE;
}

static int
do_all(const struct operation *op, struct cw_pool *pool,
    const struct deed *deed)
{
	struct cw_list rows = { 0 };
	int code = EXIT_DONE;
	int64_t after = 0;
	enum cw_err err;

	do {
		rows.count = 0;
		err = cw_mail_list(pool, op->arena, after, PAGE, &rows);
		if (err != CW_OK)
			return failed("cannot list mail: %s", reason(err));
		for (size_t i = 0; code == EXIT_DONE && i < rows.count; i++) {
			const struct cw_mail_row *row = cw_list_at(&rows, i);

			after = row->id;
			if (deed->to_waiting || row->is_given_up)
				code = do_one(pool, deed, row->id);
		}
	} while (code == EXIT_DONE && rows.count == PAGE);
	return code;
}

static int
do_deed(const struct operation *op, struct cw_pool *pool, int argc, char **argv)
{
	const struct deed *deed = &deeds[cw_text_equal(argv[0], "drop")];
	bool is_all = false;
	const struct choice choices[] = { { "--all", NULL, &is_all } };
	int count = take_options(choices, CW_LEN(choices), argc, argv);
	int code = EXIT_DONE;
	int64_t id;

	if (is_all ? count != 0 : count < 1)
		return EXIT_USAGE;
	if (is_all)
		return do_all(op, pool, deed);
	for (int i = 1; i <= count; i++) {
		if (cw_text_to_int(argv[i], &id) != CW_OK || id < 1)
			return EXIT_USAGE;
		if (do_one(pool, deed, id) != EXIT_DONE)
			code = EXIT_FAILED;
	}
	return code;
}

/* --- test ----------------------------------------------------------------- */

/* What is to be tried. */
struct trial {
	const char *recipient;
	const char *letter;
	const char *language;
};

static enum cw_err
write_trial(const struct operation *op, const struct trial *trial,
    struct cw_mail *mail)
{
	struct cw_templates templates;
	enum cw_err err;

	*mail = (struct cw_mail){
		.recipient = trial->recipient,
		.letter = { .kind = cw_letter_find(trial->letter),
		    .locale = trial->language,
		    .username = "somebody",
		    .secret = "000000",
		    .days = op->conf->temporary_password_days,
		    .provider = "example" },
		.tries = 1,
		.created = cw_clock_now_ms(),
	};
	cw_templates_init(&templates, op->conf);
	err = cw_mail_write(&templates, op->arena, mail);
	cw_templates_clear(&templates);
	return err;
}

static int
send_trial(const struct operation *op, struct cw_pool *pool,
    const struct trial *trial)
{
	const char *recipient = trial->recipient;
	struct cw_mail mail;
	struct parcel parcel = { .mail = &mail, .note = "" };
	char tag[17];
	enum cw_err err = write_trial(op, trial, &mail);

	cw_mail_tag(pool, &mail, tag);
	parcel.tag = tag;
	if (err == CW_OK)
		err = cw_mail_format(pool, op->arena, &mail, &parcel.text,
		    &parcel.len);
	if (err != CW_OK)
		return failed("cannot write a mail: %s", reason(err));
	if (transport_of(op->conf)(op, &parcel) != CW_MAIL_SENT)
		return failed("mail to %s by %s did not leave: %s", recipient,
		    op->conf->mail_transport, parcel.note);
	(void)printf("mail to %s left by %s: %s\n", recipient,
	    op->conf->mail_transport, parcel.note);
	return EXIT_DONE;
}

static int
test(const struct operation *op, struct cw_pool *pool, int argc, char **argv)
{
	struct trial trial = { .letter = cw_letter_name(CW_LETTER_TEST) };
	const struct choice choices[] = {
		{ "--letter", &trial.letter, NULL },
		{ "--language", &trial.language, NULL },
	};
	char tag[CW_LANGUAGE_BYTES];
	const char *fold;

	if (take_options(choices, CW_LEN(choices), argc, argv) != 1)
		return EXIT_USAGE;
	trial.recipient = argv[1];
	if (cw_email_check(op->arena, argv[1], &fold) != CW_OK)
		return failed("%s is no mail address that we can write to",
		    argv[1]);
	if (cw_letter_find(trial.letter) == CW_LETTER__COUNT)
		return failed("there is no letter %s", trial.letter);
	if (trial.language != NULL && !cw_language_read(trial.language, tag))
		return failed("%s is no language", trial.language);
	return send_trial(op, pool, &trial);
}

/* --- all of it ------------------------------------------------------------ */

static const struct {
	const char *name;
	word *run;
} words[] = {
	{ "list", list },
	{ "retry", do_deed },
	{ "drop", do_deed },
	{ "test", test },
};

int
manage_mail(const struct operation *op, int argc, char **argv)
{
	struct cw_pool *pool;
	size_t i = 0;
	enum cw_err err;
	int code;

	if (cw_text_equal(argv[0], "templates"))
		return write_templates(op, argc, argv);
	if (cw_text_equal(argv[0], "check"))
		return check_templates(op, argc, argv);
	while (i < CW_LEN(words) && !cw_text_equal(words[i].name, argv[0]))
		i++;
	if (i == CW_LEN(words))
		return EXIT_USAGE;
	err = cw_pool_open(op->conf, &pool);
	if (err != CW_OK)
		return failed("cannot open the pool: %s", reason(err));
	code = words[i].run(op, pool, argc, argv);
	cw_pool_close(pool);
	return code;
}
