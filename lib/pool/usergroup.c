/* Groups of accounts: making them, and who is in which. */

#include "pool/usergroup.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/utf8.h"
#include "pool/inside.h"
#include "pool/listing.h"
#include "pool/name.h"

/* What the transactions here work with. */
struct work {
	struct cw_arena *arena;
	const struct cw_actor *actor;
	const struct cw_usergroup *in;
	const char *name_fold;	   /* of the group */
	const char *username_fold; /* of an account, if one is concerned */
};

/* How many there are, each counted to one more than there may be. */
struct counts {
	int64_t groups;
	int64_t members_of_group;
	int64_t groups_of_account;
};

/* --- names ---------------------------------------------------------------- */

/* U+00A0, U+2000 to U+200F, U+2028 to U+202F, U+3000 and so on. */
static bool
has_blank(const char *text)
{
	size_t size, len = strlen(text);

	for (size_t at = 0; at < len; at += size) {
		char one[5] = { 0 };

		(void)cw_utf8_next(text + at, len - at, &size);
		memcpy(one, text + at, size);
		if (cw_text_is_blank(one))
			return true;
	}
	return false;
}

enum cw_err
cw_usergroup_check(struct cw_arena *arena, const char *name, const char **fold)
{
	size_t len = strlen(name), chars = cw_utf8_count(name, len);

	if (chars < 1 || chars > CW_USERGROUP_NAME_MAX_CHARS ||
	    cw_utf8_has_control(name, len, "") || has_blank(name))
		return CW_INVALID;
	return cw_name_fold(arena, name, fold);
}

/* --- finding -------------------------------------------------------------- */

static enum cw_err
read_group(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_usergroup *out)
{
	enum cw_err err;

	out->precedence =
	    cw_col_is_null(rows, 2) ? CW_NO_PRECEDENCE : cw_col_int(rows, 2);
	out->created = cw_col_int(rows, 3);
	out->changed = cw_col_int(rows, 4);
	out->id = cw_col_int(rows, 5);
	err = cw_col_text(rows, 0, arena, &out->name);
	if (err == CW_OK)
		err = cw_col_text(rows, 1, arena, &out->description);
	if (err != CW_OK)
		return err;
	return cw_col_text(rows, 6, arena, &out->role);
}

static enum cw_err
find_group(struct cw_store *store, struct cw_arena *arena,
    const char *name_fold, struct cw_usergroup *out)
{
	const struct cw_val args[] = { cw_text(name_fold) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_USERGROUP_FIND, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK)
		err = read_group(&rows, arena, out);
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_usergroup_find(struct cw_pool *pool, struct cw_arena *arena,
    const char *name, struct cw_usergroup *out)
{
	struct cw_usergroup group;
	struct cw_store *store;
	const char *fold;
	enum cw_err err;

	err = cw_name_fold(arena, name, &fold);
	if (err != CW_OK)
		return err;
	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = find_group(store, arena, fold, &group);
	cw_readers_give(pool->readers, store);
	if (err == CW_OK)
		*out = group;
	return err;
}

static enum cw_err
push_group(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *list)
{
	struct cw_usergroup *out = cw_list_push(list, arena, sizeof(*out));

	return out == NULL ? CW_NOMEM : read_group(rows, arena, out);
}

static enum cw_err
list_groups(struct cw_pool *pool, struct cw_arena *arena, enum cw_sql sql,
    const struct cw_val args[2], struct cw_list *out)
{
	const struct cw_listing listing = {
		.sql = sql,
		.args = args,
		.count = 2,
		.row = push_group,
	};

	return cw_listing_read(pool, arena, &listing, out);
}

enum cw_err
cw_usergroup_list(struct cw_pool *pool, struct cw_arena *arena,
    const char *after, int64_t limit, struct cw_list *out)
{
	const char *fold;
	enum cw_err err = cw_name_fold(arena, after, &fold);

	if (err != CW_OK)
		return err;
	const struct cw_val args[] = { cw_text(fold), cw_int(limit) };

	return list_groups(pool, arena, CW_SQL_USERGROUPS_AFTER, args, out);
}

enum cw_err
cw_usergroup_list_of(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, struct cw_list *out)
{
	const struct cw_val args[] = {
		cw_int(account_id),
		cw_int(CW_USERGROUPS_PER_ACCOUNT),
	};

	return list_groups(pool, arena, CW_SQL_USERGROUPS_OF, args, out);
}

static enum cw_err
read_members(struct cw_store *store, struct cw_arena *arena,
    const struct cw_val args[3], struct cw_texts *out)
{
	const char *name = NULL;
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query(store, CW_SQL_USERGROUP_MEMBERS_AFTER, args, 3, &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err)) {
		err = cw_col_text(&rows, 0, arena, &name);
		if (err == CW_OK)
			err = cw_texts_push(out, arena, name);
	}
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_usergroup_members(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_usergroup_page *page, struct cw_texts *out)
{
	const char *fold, *after_fold;
	struct cw_usergroup group;
	struct cw_store *store;
	enum cw_err err;

	err = cw_name_fold(arena, page->name, &fold);
	if (err == CW_OK)
		err = cw_name_fold(arena, page->after, &after_fold);
	if (err == CW_OK)
		err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = find_group(store, arena, fold, &group);
	if (err == CW_OK) {
		const struct cw_val args[] = {
			cw_int(group.id),
			cw_text(after_fold),
			cw_int(page->limit),
		};

		err = read_members(store, arena, args, out);
	}
	cw_readers_give(pool->readers, store);
	return err;
}

static enum cw_err
count_all(struct cw_store *store, int64_t group_id, int64_t account_id,
    struct counts *out)
{
	const struct cw_val args[] = {
		cw_int(group_id),
		cw_int(account_id),
		cw_int(CW_USERGROUPS_MAX),
	};
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_USERGROUP_COUNTS, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK) {
		out->groups = cw_col_int(&rows, 0);
		out->members_of_group = cw_col_int(&rows, 1);
		out->groups_of_account = cw_col_int(&rows, 2);
	}
	cw_rows_end(&rows);
	return err;
}

/* --- making and removing -------------------------------------------------- */

static enum cw_err
note(struct cw_store *store, const struct work *work, enum cw_audit_event event,
    const struct cw_account *account)
{
	const struct cw_audit what = {
		.event = event,
		.account_id = account == NULL ? 0 : account->id,
		.name = account == NULL ? NULL : account->name,
		.detail = work->in->name,
	};

	return cw_audit_add(store, work->actor, &what);
}

static struct cw_val
precedence_of(const struct cw_usergroup *group)
{
	return group->precedence == CW_NO_PRECEDENCE
	    ? cw_null()
	    : cw_int(group->precedence);
}

static struct cw_val
role_of(const struct cw_usergroup *group)
{
	return group->role == NULL ? cw_null() : cw_text(group->role);
}

static enum cw_err
add_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	const struct cw_usergroup *in = work->in;
	const struct cw_val args[] = {
		cw_text(in->name),
		cw_text(work->name_fold),
		cw_text(in->description),
		precedence_of(in),
		cw_int(cw_clock_now_ms()),
		role_of(in),
	};
	struct counts counts;
	enum cw_err err;

	err = count_all(store, 0, 0, &counts);
	if (err != CW_OK)
		return err;
	if (counts.groups >= CW_USERGROUPS_MAX)
		return CW_TOOMANY;
	err = cw_exec(store, CW_SQL_USERGROUP_ADD, args, CW_LEN(args), NULL);
	if (err != CW_OK)
		return err;
	return note(store, work, CW_AUDIT_GROUP_ADD, NULL);
}

static enum cw_err
change_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	const struct cw_val args[] = {
		cw_text(work->name_fold),
		cw_text(work->in->description),
		precedence_of(work->in),
		cw_int(cw_clock_now_ms()),
		role_of(work->in),
	};
	int64_t changes;
	enum cw_err err;

	err = cw_exec(store, CW_SQL_USERGROUP_CHANGE, args, CW_LEN(args),
	    &changes);
	if (err != CW_OK)
		return err;
	if (changes == 0)
		return CW_NOTFOUND;
	return note(store, work, CW_AUDIT_GROUP_CHANGE, NULL);
}

static enum cw_err
remove_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	const struct cw_val args[] = { cw_text(work->name_fold) };
	int64_t changes;
	enum cw_err err;

	err = cw_exec(store, CW_SQL_USERGROUP_REMOVE, args, CW_LEN(args),
	    &changes);
	if (err != CW_OK)
		return err;
	if (changes == 0)
		return CW_NOTFOUND;
	return note(store, work, CW_AUDIT_GROUP_REMOVE, NULL);
}

enum cw_err
cw_usergroup_add(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const struct cw_usergroup *in)
{
	struct work work = { .arena = arena, .actor = actor, .in = in };
	enum cw_err err;

	err = cw_usergroup_check(arena, in->name, &work.name_fold);
	if (err != CW_OK)
		return err;
	return cw_group_run(pool->group, add_work, &work);
}

enum cw_err
cw_usergroup_change(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const struct cw_usergroup *in)
{
	struct work work = { .arena = arena, .actor = actor, .in = in };
	enum cw_err err;

	err = cw_name_fold(arena, in->name, &work.name_fold);
	if (err != CW_OK)
		return err;
	return cw_group_run(pool->group, change_work, &work);
}

enum cw_err
cw_usergroup_remove(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *name)
{
	const struct cw_usergroup named = { .name = name };
	struct work work = { .arena = arena, .actor = actor, .in = &named };
	enum cw_err err;

	err = cw_name_fold(arena, name, &work.name_fold);
	if (err != CW_OK)
		return err;
	if (strcmp(work.name_fold, CW_ADMINISTRATORS) == 0)
		return CW_FORBIDDEN;
	return cw_group_run(pool->group, remove_work, &work);
}

/* --- coming and going ----------------------------------------------------- */

static enum cw_err
find_both(struct cw_store *store, const struct work *work,
    struct cw_usergroup *group, struct cw_account_row *row)
{
	enum cw_err err;

	err = find_group(store, work->arena, work->name_fold, group);
	if (err != CW_OK)
		return err;
	return cw_account_find(store, work->arena, CW_SQL_ACCOUNT_BY_NAME,
	    work->username_fold, row);
}

/* CW_CONFLICT: without this account there would be no administrator. */
enum cw_err
cw_usergroup_keep_one(struct cw_store *store, const struct cw_actor *actor,
    int64_t account_id)
{
	const struct cw_val member[] = {
		cw_int(account_id),
		cw_int(CW_ADMINISTRATORS_ID),
	};
	const struct cw_val one[] = { cw_int(account_id) };
	struct cw_rows rows;
	int64_t others = 0;
	enum cw_err err;

	if (actor->account_id == 0)
		return CW_OK;
	err = cw_query_one(store, CW_SQL_USERGROUP_HAS, member, CW_LEN(member),
	    &rows);
	cw_rows_end(&rows);
	if (err != CW_OK)
		return err == CW_NOTFOUND ? CW_OK : err;
	err = cw_query_one(store, CW_SQL_ADMINISTRATORS_OPEN, one, CW_LEN(one),
	    &rows);
	if (err == CW_OK)
		others = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	if (err != CW_OK)
		return err;
	return others == 0 ? CW_CONFLICT : CW_OK;
}

enum cw_err
cw_usergroup_put(struct cw_store *store, int64_t account_id, int64_t group_id,
    bool *is_new)
{
	const struct cw_val args[] = {
		cw_int(account_id),
		cw_int(group_id),
		cw_int(cw_clock_now_ms()),
	};
	struct counts counts;
	int64_t changes;
	enum cw_err err;

	err =
	    cw_exec(store, CW_SQL_USERGROUP_JOIN, args, CW_LEN(args), &changes);
	if (err != CW_OK)
		return err;
	*is_new = changes == 1;
	err = count_all(store, group_id, account_id, &counts);
	if (err != CW_OK)
		return err;
	return counts.groups_of_account > CW_USERGROUPS_PER_ACCOUNT ? CW_TOOMANY
								    : CW_OK;
}

static enum cw_err
join_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	struct cw_account_row row;
	struct cw_usergroup group;
	bool is_new;
	enum cw_err err;

	err = find_both(store, work, &group, &row);
	if (err != CW_OK)
		return err;
	err = cw_usergroup_put(store, row.account.id, group.id, &is_new);
	if (err != CW_OK || !is_new)
		return err;
	return note(store, work, CW_AUDIT_GROUP_JOIN, &row.account);
}

static enum cw_err
leave_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	struct cw_account_row row;
	struct cw_usergroup group;
	int64_t changes;
	enum cw_err err;

	err = find_both(store, work, &group, &row);
	if (err != CW_OK)
		return err;
	if (group.id == CW_ADMINISTRATORS_ID) {
		err = cw_usergroup_keep_one(store, work->actor, row.account.id);
		if (err != CW_OK)
			return err;
	}
	const struct cw_val args[] = {
		cw_int(row.account.id),
		cw_int(group.id),
	};
	err = cw_exec(store, CW_SQL_USERGROUP_LEAVE, args, CW_LEN(args),
	    &changes);
	if (err != CW_OK || changes == 0)
		return err;
	return note(store, work, CW_AUDIT_GROUP_LEAVE, &row.account);
}

static enum cw_err
run_on_both(struct cw_pool *pool, cw_group_work *run, struct work *work,
    const char *username)
{
	enum cw_err err;

	err = cw_name_fold(work->arena, work->in->name, &work->name_fold);
	if (err == CW_OK)
		err = cw_name_fold(work->arena, username, &work->username_fold);
	if (err != CW_OK)
		return err;
	return cw_group_run(pool->group, run, work);
}

enum cw_err
cw_usergroup_join(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *name, const char *username)
{
	const struct cw_usergroup named = { .name = name };
	struct work work = { .arena = arena, .actor = actor, .in = &named };

	return run_on_both(pool, join_work, &work, username);
}

enum cw_err
cw_usergroup_leave(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *name, const char *username)
{
	const struct cw_usergroup named = { .name = name };
	struct work work = { .arena = arena, .actor = actor, .in = &named };

	return run_on_both(pool, leave_work, &work, username);
}
