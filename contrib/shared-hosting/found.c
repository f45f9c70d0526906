/* Making everything that a new Chinwag needs, beside its place. */

#include "found.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/text.h"
#include "code.h"
#include "kept.h"
#include "place.h"
#include "pool/usergroup.h"
#include "self.h"

#define SAID_BYTES 1000
#define CONF_MAX_BYTES (16 * 1024)

/* A founding under way. */
struct work {
	struct cw_arena *arena;
	const char *root;
	const struct cw_conf *conf;
	const struct founding *in;
	struct founding_problem *problem;
	const char *fresh; /* the directory while it is not at its place */
	const char *fresh_conf;
};

static enum cw_err
refuse(struct work *work, const char *at, const char *message)
{
	if (message == NULL)
		return CW_NOMEM;
	*work->problem = (struct founding_problem){ at, message };
	return CW_INVALID;
}

/* --- files ---------------------------------------------------------------- */

static enum cw_err
write_in(struct work *work, const char *name, const char *text)
{
	const char *path =
	    cw_arena_printf(work->arena, "%s/%s", work->fresh, name);

	if (path == NULL)
		return CW_NOMEM;
	if (cw_disk_write(path, 0600, text, strlen(text)) == CW_OK)
		return CW_OK;
	return refuse(work, "/place",
	    cw_arena_printf(work->arena, "Chinwag cannot write to %s.", path));
}

/* --- the configuration ---------------------------------------------------- */

/* A line of it; NULL leaves it out. */
static void
put_line(struct cw_buf *buf, const char *key, const char *value)
{
	if (value != NULL && value[0] != '\0')
		cw_buf_printf(buf, "%s = \"%s\"\n", key, value);
}

static enum cw_err
write_conf(struct work *work)
{
	const struct founding *in = work->in;
	struct cw_buf buf;

	cw_buf_init(&buf, work->arena, CONF_MAX_BYTES);
	cw_buf_puts(&buf,
	    "# Made by the set-up page.  `chinwag info --keys' lists every "
	    "key.\n");
	put_line(&buf, "data_dir", in->place);
	put_line(&buf, "base_url", in->base_url);
	/* A reader who waits would keep a process, and with CGI start many. */
	put_line(&buf, "events_by", "cursor");
	cw_buf_printf(&buf, "live_dir = \"%s/live\"\n", work->root);
	cw_buf_printf(&buf, "log_file = \"%s/chinwag.log\"\n", in->place);
	put_line(&buf, "mail_transport", in->mail);
	put_line(&buf, "mail_from", in->mail_from);
	put_line(&buf, "mail_sendmail", in->sendmail);
	put_line(&buf, "mail_smtp_url", in->smtp_url);
	put_line(&buf, "mail_smtp_user", in->smtp_user);
	if (in->smtp_password != NULL && in->smtp_user != NULL)
		cw_buf_printf(&buf,
		    "mail_smtp_password_file = \"%s/smtp-password\"\n",
		    in->place);
	if (cw_buf_end(&buf) != CW_OK)
		return CW_NOMEM;
	return write_in(work, "chinwag.conf", buf.data);
}

static enum cw_err
write_password(struct work *work)
{
	const char *line;

	if (work->in->smtp_password == NULL)
		return CW_OK;
	line = cw_arena_printf(work->arena, "%s\n", work->in->smtp_password);
	return line == NULL ? CW_NOMEM : write_in(work, "smtp-password", line);
}

/* --- by the operator's command -------------------------------------------- */

/* What it said, without its own name in front and the line end behind. */
static const char *
reason_of(struct cw_arena *arena, const char *said)
{
	static const char name[] = "chinwag: ";
	size_t len;

	if (cw_text_starts(said, name))
		said += sizeof(name) - 1;
	len = strcspn(said, "\n");
	if (len == 0)
		return "The program does not start a second time; your host "
		       "may limit memory or processes.";
	return cw_arena_copy(arena, said, len);
}

static enum cw_err
run(struct work *work, const char *at, const char *const *words,
    const char *input)
{
	const struct self_run how = { .conf = work->fresh_conf,
		.data_dir = work->fresh,
		.words = words,
		.input = input };
	char said[SAID_BYTES];

	if (self_run(&how, said, sizeof(said)) == CW_OK)
		return CW_OK;
	return refuse(work, at, reason_of(work->arena, said));
}

static enum cw_err
make_stores(struct work *work)
{
	static const char *const words[] = { "chinwag", "init", NULL };

	return run(work, "", words, NULL);
}

static enum cw_err
add_administrator(struct work *work)
{
	const struct cw_sign_up *who = &work->in->administrator;
	const char *const words[] = { "chinwag", "user-add", "--stdin",
		who->username, who->email, NULL };
	const char *line = cw_arena_printf(work->arena, "%s\n", who->password);

	if (line == NULL)
		return CW_NOMEM;
	return run(work, "/username", words, line);
}

static enum cw_err
give_rights(struct work *work)
{
	struct cw_conf conf = *work->conf;
	struct cw_pool *pool;
	enum cw_err err;

	conf.data_dir = work->fresh;
	err = cw_pool_open(&conf, &pool);
	if (err != CW_OK)
		return err;
	err = cw_usergroup_join(pool, work->arena, &cw_operator,
	    CW_ADMINISTRATORS, work->in->administrator.username);
	cw_pool_close(pool);
	return err;
}

/* --- all of it ------------------------------------------------------------ */

static enum cw_err
make_fresh(struct work *work)
{
	const char *dir =
	    cw_arena_printf(work->arena, "%s.unfinished", work->in->place);

	if (dir == NULL)
		return CW_NOMEM;
	/* Of an earlier try that was broken off. */
	(void)!cw_disk_remove(dir);
	work->fresh = dir;
	work->fresh_conf = cw_arena_printf(work->arena, "%s/chinwag.conf", dir);
	if (work->fresh_conf == NULL)
		return CW_NOMEM;
	if (mkdir(dir, 0700) == 0)
		return CW_OK;
	return refuse(work, "/place",
	    cw_arena_printf(work->arena, "Chinwag cannot make %s.", dir));
}

static enum cw_err
fill(struct work *work)
{
	/* Should it ever be served, Apache at least would not. */
	enum cw_err err = write_in(work, ".htaccess", "Require all denied\n");

	if (err == CW_OK)
		err = write_conf(work);
	if (err == CW_OK)
		err = write_password(work);
	if (err == CW_OK)
		err = make_stores(work);
	if (err == CW_OK)
		err = add_administrator(work);
	if (err == CW_OK)
		err = give_rights(work);
	if (err == CW_OK)
		err = kept_save(work->arena, work->root, work->fresh, NULL);
	return err;
}

/* From here on it is there. */
static enum cw_err
put_in_place(struct work *work)
{
	const char *conf =
	    cw_arena_printf(work->arena, "%s/chinwag.conf", work->in->place);

	if (conf == NULL)
		return CW_NOMEM;
	/* An empty directory may stand there; nothing else goes. */
	(void)rmdir(work->in->place);
	if (rename(work->fresh, work->in->place) != 0)
		return refuse(work, "/place",
		    cw_arena_printf(work->arena, "Chinwag cannot make %s.",
			work->in->place));
	if (place_keep(work->root, conf) == CW_OK)
		return CW_OK;
	(void)rename(work->in->place, work->fresh);
	return refuse(work, "",
	    cw_arena_printf(work->arena,
		"Chinwag may not write to %s/chinwag. Set its permissions to "
		"0755.",
		work->root));
}

static enum cw_err
check(struct work *work)
{
	const struct founding *in = work->in;
	const struct cw_sign_up *who = &in->administrator;
	struct cw_sign_up_problem problem;
	const char *flaw = place_flaw(work->arena, work->root, in->place);
	enum cw_err err;

	if (flaw != NULL)
		return refuse(work, "/place", flaw);
	err = cw_account_check(work->conf, work->arena, who, &problem);
	if (err == CW_INVALID)
		return refuse(work, problem.at, problem.message);
	return err;
}

enum cw_err
found_chinwag(struct cw_arena *arena, const char *root,
    const struct cw_conf *conf, const struct founding *in,
    struct founding_problem *problem)
{
	struct work work = { .arena = arena,
		.root = root,
		.conf = conf,
		.in = in,
		.problem = problem };
	enum cw_err err = check(&work);

	if (err == CW_OK)
		err = make_fresh(&work);
	if (err == CW_OK)
		err = fill(&work);
	if (err == CW_OK)
		err = put_in_place(&work);
	if (err == CW_OK)
		code_spend(root);
	else if (work.fresh != NULL)
		(void)!cw_disk_remove(work.fresh);
	return err;
}
