/* Identities: signing in by them, connecting and disconnecting accounts. */

#include "pool/identity.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "db/bell.h"
#include "pool/entry.h"
#include "pool/listing.h"
#include "pool/post.h"

/* --- connecting ----------------------------------------------------------- */

enum cw_err
cw_identity_add(struct cw_store *store, const struct cw_account *account,
    const struct cw_actor *actor, const struct cw_identity *identity)
{
	const struct cw_val args[] = {
		cw_text(identity->issuer),
		cw_text(identity->subject),
		cw_int(account->id),
		cw_text(identity->provider),
		cw_text(identity->email),
		cw_int(cw_clock_now_ms()),
	};
	const struct cw_audit what = {
		.event = CW_AUDIT_IDENTITY_ADD,
		.account_id = account->id,
		.name = account->name,
		.detail = identity->provider,
	};
	int64_t changes;
	enum cw_err err;

	err = cw_exec(store, CW_SQL_IDENTITY_ADD, args, CW_LEN(args), &changes);
	if (err != CW_OK)
		return err;
	if (changes == 0)
		return CW_CONFLICT;
	return cw_audit_add(store, actor, &what);
}

/* An account whose connections change, and its owner's letter. */
struct linking {
	struct cw_pool *pool;
	struct cw_arena *arena;
	const struct cw_actor *actor;
	const struct cw_identity *identity; /* to be connected */
	const char *provider;
};

static enum cw_err
tell(const struct linking *linking, struct cw_store *store,
    enum cw_letter_kind kind)
{
	struct cw_account_row row;
	enum cw_err err = cw_account_find_id(store, linking->arena,
	    linking->actor->account_id, &row);

	if (err != CW_OK)
		return err;
	return cw_post_about(linking->pool, store, linking->arena, &row, kind,
	    linking->provider);
}

static enum cw_err
link_work(struct cw_store *store, void *arg)
{
	const struct linking *linking = arg;
	const struct cw_account account = {
		.id = linking->actor->account_id,
		.name = linking->actor->name,
	};
	enum cw_err err =
	    cw_identity_add(store, &account, linking->actor, linking->identity);

	return err == CW_OK ? tell(linking, store, CW_LETTER_CONNECTED) : err;
}

static enum cw_err
run(const struct linking *linking, cw_group_work *work)
{
	struct linking copy = *linking;
	enum cw_err err = cw_group_run(linking->pool->group, work, &copy);

	if (err == CW_OK)
		cw_bell_ring(linking->pool->conf->data_dir, CW_BELL_MAIL);
	return err;
}

enum cw_err
cw_identity_link(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const struct cw_identity *identity)
{
	const struct linking linking = { pool, arena, actor, identity,
		identity->provider };

	return run(&linking, link_work);
}

/* --- signing in ----------------------------------------------------------- */

struct arriving {
	struct cw_entry entry;
	const struct cw_identity *identity;
};

/* Whose account is it? */
static enum cw_err
find_account(struct arriving *arriving, struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_text(arriving->identity->issuer),
		cw_text(arriving->identity->subject),
	};
	int64_t account_id = 0;
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_IDENTITY_FIND, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		account_id = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	if (err != CW_OK)
		return err;
	return cw_account_find_id(store, arriving->entry.arena, account_id,
	    &arriving->entry.row);
}

static enum cw_err
touch(const struct arriving *arriving, struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_text(arriving->identity->issuer),
		cw_text(arriving->identity->subject),
		cw_int(cw_clock_now_ms()),
		cw_text(arriving->identity->email),
	};

	return cw_exec(store, CW_SQL_IDENTITY_TOUCH, args, CW_LEN(args), NULL);
}

static enum cw_err
arrive_work(struct cw_store *store, void *arg)
{
	struct arriving *arriving = arg;
	struct cw_entry *entry = &arriving->entry;
	enum cw_err err = find_account(arriving, store);

	if (err != CW_OK)
		return err;
	if (entry->row.is_disabled)
		return CW_FORBIDDEN;
	err = cw_sign_in_gate(&entry->row);
	if (err == CW_OK)
		err = touch(arriving, store);
	if (err != CW_OK)
		return err;
	entry->challenge.created = cw_clock_now_ms();
	entry->factors = cw_arena_printf(entry->arena, "provider:%s",
	    arriving->identity->provider);
	if (entry->factors == NULL)
		return CW_NOMEM;
	return cw_entry_go_on(entry, store, cw_entry_factor(entry));
}

enum cw_err
cw_identity_sign_in(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_identity_entry *entry, struct cw_signed_in *out)
{
	struct arriving arriving = {
		.entry = {
			.pool = pool,
			.arena = arena,
			.actor = entry->actor,
			.device = entry->device,
		},
		.identity = entry->identity,
	};
	enum cw_err err = cw_entry_run(&arriving.entry, arrive_work, &arriving);

	if (err == CW_OK)
		*out = arriving.entry.out;
	return err;
}

/* --- the log -------------------------------------------------------------- */

struct failure {
	const struct cw_actor *actor;
	struct cw_audit what;
};

static enum cw_err
failure_work(struct cw_store *store, void *arg)
{
	const struct failure *failure = arg;

	return cw_audit_add(store, failure->actor, &failure->what);
}

enum cw_err
cw_identity_note_failure(struct cw_pool *pool, const struct cw_actor *actor,
    const char *provider)
{
	struct failure failure = {
		.actor = actor,
		.what = {
			.event = CW_AUDIT_IDENTITY_FAIL,
			.account_id = actor->account_id,
			.name = actor->name,
			.detail = provider,
		},
	};

	return cw_group_run(pool->group, failure_work, &failure);
}

/* --- the list ------------------------------------------------------------- */

static enum cw_err
push_row(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *list)
{
	struct cw_identity *one = cw_list_push(list, arena, sizeof(*one));
	enum cw_err err;

	if (one == NULL)
		return CW_NOMEM;
	one->name = "";
	one->since = cw_col_int(rows, 4);
	one->seen = cw_col_int(rows, 5);
	err = cw_col_text(rows, 0, arena, &one->provider);
	if (err == CW_OK)
		err = cw_col_text(rows, 1, arena, &one->issuer);
	if (err == CW_OK)
		err = cw_col_text(rows, 2, arena, &one->subject);
	if (err == CW_OK)
		err = cw_col_text(rows, 3, arena, &one->email);
	return err;
}

enum cw_err
cw_identity_list(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, struct cw_list *out)
{
	const struct cw_val args[] = {
		cw_int(account_id),
		cw_int(CW_IDENTITIES_MAX),
	};
	const struct cw_listing listing = {
		.sql = CW_SQL_IDENTITY_LIST,
		.args = args,
		.count = CW_LEN(args),
		.row = push_row,
	};

	return cw_listing_read(pool, arena, &listing, out);
}

/* --- disconnecting -------------------------------------------------------- */

static enum cw_err
remove_work(struct cw_store *store, void *arg)
{
	const struct linking *removing = arg;
	const struct cw_val args[] = {
		cw_int(removing->actor->account_id),
		cw_text(removing->provider),
	};
	const struct cw_audit what = {
		.event = CW_AUDIT_IDENTITY_REMOVE,
		.account_id = removing->actor->account_id,
		.name = removing->actor->name,
		.detail = removing->provider,
	};
	int64_t changes;
	enum cw_err err;

	err = cw_exec(store, CW_SQL_IDENTITY_REMOVE, args, CW_LEN(args),
	    &changes);
	if (err != CW_OK)
		return err;
	if (changes == 0)
		return CW_CONFLICT;
	err = cw_audit_add(store, removing->actor, &what);
	return err == CW_OK ? tell(removing, store, CW_LETTER_DISCONNECTED)
			    : err;
}

/* Is there one to take away? */
static enum cw_err
look_for(const struct linking *removing)
{
	struct cw_list all = { 0 };
	enum cw_err err = cw_identity_list(removing->pool, removing->arena,
	    removing->actor->account_id, &all);

	if (err != CW_OK)
		return err;
	for (size_t i = 0; i < all.count; i++) {
		const struct cw_identity *one = cw_list_at(&all, i);

		if (cw_text_equal(one->provider, removing->provider))
			return CW_OK;
	}
	return CW_NOTFOUND;
}

/* An open page is not enough where there is a password. */
static enum cw_err
prove(const struct linking *removing, struct cw_identity_removal *removal)
{
	struct cw_account_row row;
	enum cw_err err = cw_account_read_id(removing->pool, removing->arena,
	    removal->actor->account_id, &row);

	if (err != CW_OK || row.password_state == CW_PASSWORD_NONE)
		return err;
	if (removal->password == NULL)
		return CW_CREDENTIALS;
	return cw_reauthenticate(removing->pool, removing->arena,
	    removal->actor, removal->password, &removal->retry_ms);
}

enum cw_err
cw_identity_remove(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_identity_removal *removal)
{
	const struct linking removing = { pool, arena, removal->actor, NULL,
		removal->provider };
	enum cw_err err = look_for(&removing);

	if (err == CW_OK)
		err = prove(&removing, removal);
	return err == CW_OK ? run(&removing, remove_work) : err;
}
