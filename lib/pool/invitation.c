/* Invitations: making, listing, withdrawing, and coming by one. */

#include "pool/invitation.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "pool/inside.h"
#include "pool/listing.h"
#include "pool/name.h"
#include "pool/token.h"

/* What the transactions here work with. */
struct work {
	struct cw_arena *arena;
	const struct cw_actor *actor;
	const char *group_fold; /* NULL none */
	unsigned char token_hash[CW_HASH_BYTES];
	struct cw_invitation invitation;
};

/* --- making --------------------------------------------------------------- */

/* A domain is one that a mail address could have. */
static enum cw_err
check_domain(struct work *work, const char *domain)
{
	const char *fold, *address = NULL;
	enum cw_err err;

	if (domain == NULL)
		return CW_OK;
	address = cw_arena_printf(work->arena, "a@%s", domain);
	if (address == NULL)
		return CW_NOMEM;
	err = cw_email_check(work->arena, address, &fold);
	if (err == CW_OK)
		work->invitation.mail_domain = strchr(fold, '@') + 1;
	return err;
}

static enum cw_err
check(struct work *work, const struct cw_invitation *in)
{
	int64_t now_ms = cw_clock_now_ms();
	size_t note_chars = cw_utf8_count(in->note, strlen(in->note));
	enum cw_err err = CW_OK;

	if (in->uses_max < 1 || in->uses_max > CW_INVITATION_USES_MAX ||
	    in->expires <= now_ms ||
	    in->expires > now_ms + CW_INVITATION_DAYS_MAX * CW_DAY_MS ||
	    note_chars > CW_INVITATION_NOTE_MAX_CHARS)
		return CW_INVALID;
	if (in->group != NULL)
		err = cw_name_fold(work->arena, in->group, &work->group_fold);
	if (err != CW_OK)
		return err;
	return check_domain(work, in->mail_domain);
}

static enum cw_err
make_token(struct work *work, const struct cw_conf *conf)
{
	struct cw_invitation *out = &work->invitation;
	enum cw_err err;

	err = cw_token_make(work->arena, &out->token, work->token_hash);
	if (err != CW_OK)
		return err;
	/* Behind the '#', which is never sent to a server. */
	out->link = cw_arena_printf(work->arena, "%s/#/invitation/%s",
	    conf->base_url, out->token);
	return out->link == NULL ? CW_NOMEM : CW_OK;
}

static enum cw_err
note(struct cw_store *store, const struct work *work, enum cw_audit_event event)
{
	struct cw_audit what = { .event = event };

	what.detail =
	    cw_arena_printf(work->arena, "%" PRId64, work->invitation.id);
	if (what.detail == NULL)
		return CW_NOMEM;
	return cw_audit_add(store, work->actor, &what);
}

/* The id of the group that those who come are put into; null for none. */
static enum cw_err
find_group(struct cw_store *store, struct work *work, struct cw_val *id)
{
	const struct cw_val args[] = { cw_text(work->group_fold) };
	struct cw_rows rows;
	enum cw_err err;

	*id = cw_null();
	if (work->group_fold == NULL)
		return CW_OK;
	err = cw_query_one(store, CW_SQL_USERGROUP_FIND, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK && cw_col_int(&rows, 5) == CW_ADMINISTRATORS_ID &&
	    work->actor->account_id != 0)
		err = CW_FORBIDDEN;
	if (err == CW_OK)
		*id = cw_int(cw_col_int(&rows, 5));
	if (err == CW_OK)
		err =
		    cw_col_text(&rows, 0, work->arena, &work->invitation.group);
	cw_rows_end(&rows);
	return err;
}

static enum cw_err
add_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	struct cw_invitation *out = &work->invitation;
	struct cw_val group_id;
	struct cw_rows rows;
	enum cw_err err;

	err = find_group(store, work, &group_id);
	if (err != CW_OK)
		return err;
	const struct cw_val args[] = {
		cw_bytes(work->token_hash, sizeof(work->token_hash)),
		cw_text(out->note),
		group_id,
		cw_text(out->mail_domain),
		cw_int(out->uses_max),
		cw_int(out->expires),
		cw_int(out->created),
		cw_text(out->created_by),
	};
	err = cw_query_one(store, CW_SQL_INVITATION_ADD, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		out->id = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	if (err != CW_OK)
		return err;
	return note(store, work, CW_AUDIT_INVITE);
}

enum cw_err
cw_invitation_add(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const struct cw_invitation *in,
    struct cw_invitation *out)
{
	struct work work = {
		.arena = arena,
		.actor = actor,
		.invitation = *in,
	};
	enum cw_err err;

	work.invitation.created = cw_clock_now_ms();
	work.invitation.created_by = actor->name;
	work.invitation.uses = 0;
	work.invitation.revoked = false;
	err = check(&work, in);
	if (err == CW_OK)
		err = make_token(&work, pool->conf);
	if (err == CW_OK)
		err = cw_group_run(pool->group, add_work, &work);
	if (err == CW_OK)
		*out = work.invitation;
	return err;
}

/* --- listing -------------------------------------------------------------- */

static enum cw_err
read_invitation(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *list)
{
	struct cw_invitation *out = cw_list_push(list, arena, sizeof(*out));
	enum cw_err err;

	if (out == NULL)
		return CW_NOMEM;
	out->id = cw_col_int(rows, 0);
	out->uses_max = cw_col_int(rows, 4);
	out->uses = cw_col_int(rows, 5);
	out->expires = cw_col_int(rows, 6);
	out->created = cw_col_int(rows, 7);
	out->revoked = !cw_col_is_null(rows, 9);
	err = cw_col_text(rows, 1, arena, &out->note);
	if (err == CW_OK)
		err = cw_col_text(rows, 2, arena, &out->group);
	if (err == CW_OK)
		err = cw_col_text(rows, 3, arena, &out->mail_domain);
	if (err == CW_OK)
		err = cw_col_text(rows, 8, arena, &out->created_by);
	return err;
}

enum cw_err
cw_invitation_list(struct cw_pool *pool, struct cw_arena *arena, int64_t before,
    int64_t limit, struct cw_list *out)
{
	const struct cw_val args[] = { cw_int(before), cw_int(limit) };
	const struct cw_listing listing = {
		.sql = CW_SQL_INVITATIONS_BEFORE,
		.args = args,
		.count = CW_LEN(args),
		.row = read_invitation,
	};

	return cw_listing_read(pool, arena, &listing, out);
}

/* --- withdrawing ---------------------------------------------------------- */

static enum cw_err
revoke_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	const struct cw_val args[] = {
		cw_int(work->invitation.id),
		cw_int(cw_clock_now_ms()),
	};
	int64_t changes;
	enum cw_err err;

	err = cw_exec(store, CW_SQL_INVITATION_REVOKE, args, CW_LEN(args),
	    &changes);
	if (err != CW_OK)
		return err;
	if (changes == 0)
		return CW_NOTFOUND;
	return note(store, work, CW_AUDIT_INVITE_REVOKE);
}

enum cw_err
cw_invitation_revoke(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, int64_t id)
{
	struct work work = {
		.arena = arena,
		.actor = actor,
		.invitation = { .id = id },
	};

	return cw_group_run(pool->group, revoke_work, &work);
}

/* --- coming by one -------------------------------------------------------- */

enum cw_err
cw_invitation_use(struct cw_store *store, const char *token,
    const char *email_fold, struct cw_invited *out)
{
	unsigned char hash[CW_HASH_BYTES];
	const char *domain = strrchr(email_fold, '@');
	struct cw_rows rows;
	enum cw_err err;

	err = cw_token_hash(token, hash);
	if (err != CW_OK)
		return CW_MISMATCH;
	const struct cw_val args[] = {
		cw_bytes(hash, sizeof(hash)),
		cw_int(cw_clock_now_ms()),
		cw_text(domain == NULL ? "" : domain + 1),
	};
	err = cw_query_one(store, CW_SQL_INVITATION_USE, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK) {
		out->id = cw_col_int(&rows, 0);
		out->group_id = cw_col_int(&rows, 1);
	}
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_MISMATCH : err;
}
