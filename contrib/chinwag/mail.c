/* chinwag mail: send the mail that is queued. */

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "command.h"
#include "db/bell.h"
#include "db/rundir.h"
#include "mail_queue.h"
#include "pool/templates.h"
#include "transport.h"

static int run_mail(const struct operation *op, int argc, char **argv);

const struct command mail_command = {
	.name = "mail",
	.help = "Send the mail that is queued, and look after the queue.",
	.usage = "[--watch | list [--json] | retry ID ...|--all |\n"
		 "                    drop ID ...|--all | templates DIR |\n"
		 "                    check [DIR] | test [--letter NAME]\n"
		 "                    [--language TAG] ADDRESS]",
	.details =
	    "Sends what is due and ends.\n"
	    "  --watch       go on until SIGTERM or SIGINT, and send mail "
	    "as it is queued\n"
	    "  list          show what waits, and what was given up\n"
	    "  retry         have sent what was given up\n"
	    "  drop          forget what was not sent\n"
	    "  templates DIR write the templates of letters there, to be "
	    "edited; what is there stays\n"
	    "  check DIR     look at the templates there, or in "
	    "mail_templates_dir, and say what is wrong\n"
	    "  test ADDRESS  send a mail there at once, past the queue, "
	    "and tell how it went\n"
	    "  --letter      the letter of this name, with a code that is "
	    "good for nothing\n"
	    "  --language    in this language\n",
	.needs_data = true,
	.run = run_mail,
};

/* Even if no bell rings. */
#define LONGEST_SLEEP_MS 60000
#define PAUSE_MS 1000

#define PIECE_MAX_BYTES (16 << 20)

/* What letters are written with, and what the watch looks at. */
struct watch {
	struct cw_templates templates;
	int lock;
	int bell;
	int signals;
};

static const char *const words[] = {
	[CW_MAIL_SENT] = "sent",
	[CW_MAIL_RETRY] = "will try again",
	[CW_MAIL_FAILED] = "gave up",
};

static void
tell(const struct parcel *parcel, enum cw_mail_outcome outcome)
{
	(void)printf("mail %" PRId64 " to %s: %s: %s\n", parcel->mail->id,
	    parcel->mail->recipient, words[outcome], parcel->note);
	(void)fflush(stdout);
}

/* The next mail that is due.  CW_NOTFOUND: none. */
static enum cw_err
send_one(const struct operation *op, struct cw_pool *pool,
    struct cw_templates *templates)
{
	enum cw_mail_outcome outcome;
	struct cw_mail mail;
	struct parcel parcel = { .mail = &mail, .note = "" };
	char tag[17];
	enum cw_err err;

	err = cw_mail_take(pool, op->arena, &mail);
	if (err != CW_OK)
		return err;
	err = cw_mail_write(templates, op->arena, &mail);
	if (err != CW_OK)
		return err;
	cw_mail_tag(pool, &mail, tag);
	parcel.tag = tag;
	err = cw_mail_format(pool, op->arena, &mail, &parcel.text, &parcel.len);
	if (err != CW_OK)
		return err;
	outcome = transport_of(op->conf)(op, &parcel);
	tell(&parcel, outcome);
	return cw_mail_done(pool, &mail, outcome);
}

static bool
is_stopped(const struct watch *watch)
{
	struct pollfd fd = { .fd = watch->signals, .events = POLLIN };

	return watch->signals >= 0 && poll(&fd, 1, 0) > 0;
}

/* Everything that is due, each with an arena of its own. */
static enum cw_err
send_due(const struct operation *op, struct cw_pool *pool, struct watch *watch)
{
	struct cw_arena arena;
	const struct operation piece = { .conf = op->conf, .arena = &arena };
	enum cw_err err = CW_OK;

	cw_arena_init(&arena, PIECE_MAX_BYTES);
	while (err == CW_OK && !is_stopped(watch)) {
		err = send_one(&piece, pool, &watch->templates);
		cw_arena_reset(&arena);
	}
	cw_arena_clear(&arena);
	return err == CW_NOTFOUND ? CW_OK : err;
}

/* Until the next mail is due, a bell rings, or somebody stops us. */
static enum cw_err
sleep_until_due(struct cw_pool *pool, const struct watch *watch)
{
	struct pollfd fds[] = {
		{ .fd = watch->signals, .events = POLLIN },
		{ .fd = watch->bell, .events = POLLIN },
	};
	int64_t due_ms, left_ms;
	enum cw_err err;

	err = cw_mail_next_due(pool, &due_ms);
	if (err != CW_OK)
		return err;
	left_ms = LONGEST_SLEEP_MS;
	if (due_ms < cw_clock_now_ms() + left_ms)
		left_ms = due_ms - cw_clock_now_ms();
	if (left_ms > 0)
		(void)poll(fds, CW_LEN(fds), (int)left_ms);
	(void)cw_bell_clear(watch->bell);
	return CW_OK;
}

/* A busy or full store is no reason to end; a broken one is. */
static bool
may_pass(enum cw_err err)
{
	return err == CW_BUSY || err == CW_FULL || err == CW_NOMEM;
}

static int
watch_queue(const struct operation *op, struct cw_pool *pool,
    struct watch *watch)
{
	struct pollfd stop = { .fd = watch->signals, .events = POLLIN };
	enum cw_err err;

	while (!is_stopped(watch)) {
		err = send_due(op, pool, watch);
		cw_crypto_wipe_stack();
		if (err == CW_OK)
			err = sleep_until_due(pool, watch);
		if (may_pass(err))
			(void)poll(&stop, 1, PAUSE_MS);
		else if (err != CW_OK)
			return failed("cannot send mail: %s", reason(err));
	}
	return EXIT_DONE;
}

/* One watch for a data directory. */
static int
take_lock(const struct operation *op, struct watch *watch)
{
	const char *dir = op->conf->data_dir;

	if (cw_rundir_open(dir, "mail.lock", &watch->lock) != CW_OK)
		return failed("cannot make %s/run/mail.lock", dir);
	if (flock(watch->lock, LOCK_EX | LOCK_NB) == 0)
		return EXIT_DONE;
	if (errno == EWOULDBLOCK)
		return failed("another `chinwag mail --watch' sends the mail "
			      "of %s already",
		    dir);
	return failed("cannot lock %s/run/mail.lock: %s", dir, strerror(errno));
}

static int
take_signals(struct watch *watch)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGHUP);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	watch->signals = signalfd(-1, &set, SFD_CLOEXEC);
	if (watch->signals < 0)
		return failed("cannot watch signals: %s", strerror(errno));
	return EXIT_DONE;
}

static int
start_watch(const struct operation *op, struct watch *watch)
{
	int code;

	code = take_lock(op, watch);
	if (code == EXIT_DONE)
		code = take_signals(watch);
	if (code != EXIT_DONE)
		return code;
	if (cw_bell_watch(op->conf->data_dir, 1u << CW_BELL_MAIL,
		&watch->bell) != CW_OK)
		return failed("cannot watch for new mail");
	return EXIT_DONE;
}

static void
end_watch(struct watch *watch)
{
	const int fds[] = { watch->bell, watch->signals, watch->lock };

	for (size_t i = 0; i < CW_LEN(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

static int
run_mail(const struct operation *op, int argc, char **argv)
{
	bool is_watch = argc == 2 && cw_text_equal(argv[1], "--watch");
	struct watch watch = { .lock = -1, .bell = -1, .signals = -1 };
	struct cw_pool *pool;
	enum cw_err err;
	int code = EXIT_DONE;

	if (argc != 1 && !is_watch) {
		code = manage_mail(op, argc - 1, argv + 1);
		return code == EXIT_USAGE ? usage(&mail_command) : code;
	}
	err = cw_pool_open(op->conf, &pool);
	if (err != CW_OK)
		return failed("cannot open the pool: %s", reason(err));
	cw_templates_init(&watch.templates, op->conf);
	if (is_watch) {
		code = start_watch(op, &watch);
		if (code == EXIT_DONE)
			code = watch_queue(op, pool, &watch);
		end_watch(&watch);
	} else {
		err = send_due(op, pool, &watch);
		if (err != CW_OK)
			code = failed("cannot send mail: %s", reason(err));
	}
	cw_templates_clear(&watch.templates);
	cw_pool_close(pool);
	return code;
}
