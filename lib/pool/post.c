/* Sending codes and notices by mail. */

#include "pool/post.h"

#include "pool/mail.h"
#include "pool/name.h"

enum cw_err
cw_post_code(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_post *post)
{
	const char *fold, *subject = post->letter.subject;
	enum cw_err err;

	err = cw_email_fold(arena, post->email, &fold);
	if (err == CW_OK)
		err = cw_mail_may_send_to(pool, store, fold);
	if (err == CW_TOOMANY && post->what.account_id != 0)
		return CW_OK;
	if (err != CW_OK && err != CW_TOOMANY)
		return err;
	err = cw_code_set(pool, store, &post->what, post->code);
	if (err != CW_OK)
		return err;
	if (post->what.account_id == 0)
		return cw_mail_pretend(pool, store, arena, subject,
		    post->letter.body);
	return cw_mail_add(pool, store, arena, post->email, subject,
	    post->letter.body);
}

enum cw_err
cw_post_notice(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const char *email, const struct cw_letter *letter)
{
	return cw_mail_add(pool, store, arena, email, letter->subject,
	    letter->body);
}
