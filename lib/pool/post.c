/* Sending codes, passwords and notices by mail. */

#include "pool/post.h"

#include <string.h>

#include "db/bell.h"
#include "pool/mail.h"
#include "pool/name.h"

enum cw_err
cw_post_code(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_post *post)
{
	struct cw_code_for what = post->what;
	const char *fold;
	enum cw_err err;

	err = cw_email_fold(arena, post->email, &fold);
	if (err == CW_OK)
		err = cw_mail_may_send_to(pool, store, fold);
	if (err != CW_OK && err != CW_TOOMANY)
		return err;
	/* Who was sent enough is nobody, so that it takes as long. */
	if (err == CW_TOOMANY)
		what.account_id = 0;
	err = cw_code_set(pool, store, &what, post->code);
	if (err != CW_OK)
		return err;
	if (what.account_id == 0)
		return cw_mail_pretend(pool, store, arena, &post->letter);
	return cw_mail_add(pool, store, arena, post->email, &post->letter);
}

enum cw_err
cw_post_ask(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_post_ask *ask)
{
	struct cw_post post = { 0 };
	enum cw_err err = CW_OK;

	for (size_t i = 0; i < CW_POST_QUOTAS && err == CW_OK; i++)
		if (ask->quotas[i].what != NULL)
			err = cw_quota_use_by(pool, store, arena,
			    ask->quotas[i].what, ask->quotas[i].subject,
			    ask->quotas[i].most);
	if (err == CW_OK)
		err = cw_mail_may_send(pool, store);
	if (err == CW_OK)
		err = ask->write(store, ask->arg, &post);
	if (err != CW_OK)
		return err;
	return cw_post_code(pool, store, arena, &post);
}

enum cw_err
cw_post_run(struct cw_pool *pool, cw_group_work *work, void *arg,
    char code[CW_CODE_CHARS + 1])
{
	enum cw_err err = cw_code_make(code);

	if (err == CW_OK)
		err = cw_group_run(pool->group, work, arg);
	explicit_bzero(code, CW_CODE_CHARS + 1);
	if (err == CW_OK)
		cw_bell_ring(pool->conf->data_dir, CW_BELL_MAIL);
	return err;
}

enum cw_err
cw_post_notice(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_account_row *row,
    enum cw_letter_kind kind)
{
	const struct cw_letter letter = {
		.kind = kind,
		.locale = row->locale,
		.username = row->account.name,
		.days = pool->conf->deletion_grace_days,
	};

	return cw_mail_add(pool, store, arena, row->account.email, &letter);
}

enum cw_err
cw_post_about(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_account_row *row,
    enum cw_letter_kind kind, const char *provider)
{
	const struct cw_letter letter = {
		.kind = kind,
		.locale = row->locale,
		.username = row->account.name,
		.provider = provider,
	};

	return cw_mail_add(pool, store, arena, row->account.email, &letter);
}

enum cw_err
cw_post_password(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_account_row *row,
    const char *password)
{
	const struct cw_letter letter = {
		.kind = CW_LETTER_WELCOME,
		.locale = row->locale,
		.username = row->account.name,
		.secret = password,
		.days = pool->conf->temporary_password_days,
	};

	return cw_mail_add(pool, store, arena, row->account.email, &letter);
}
