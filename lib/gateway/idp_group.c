/*
 * Groups: CreateGroup, GetGroup, UpdateGroup, DeleteGroup, ListGroups,
 * AdminAddUserToGroup, AdminRemoveUserFromGroup, AdminListGroupsForUser,
 * ListUsersInGroup.
 */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_admin.h"
#include "pool/usergroup.h"

#define PAGE_MAX 60

/* Characters of a role; all of somebody's are in their tokens. */
#define ROLE_LEAST 20
#define ROLE_MOST 256

/* --- models --------------------------------------------------------------- */

/* What all of them are asked with; each takes what it needs. */
struct ask {
	const char *pool_id;
	const char *group;
	const char *username;
	const char *description;
	const char *role;
	const char *next; /* the last name of the page before */
	int64_t precedence;
	int64_t limit;
};

#define POOL CW_IDP_ROW_POOL(struct ask)
#define GROUP                                          \
	CW_IDP_TEXT(struct ask, group, "GroupName", 1, \
	    CW_USERGROUP_NAME_MAX_CHARS, CW_REQUIRED)
#define USERNAME CW_IDP_ROW_USERNAME(struct ask)
#define PAGE                                                                 \
	CW_IDP_NUMBER(struct ask, limit, "Limit", 0, PAGE_MAX, CW_OPTIONAL), \
	    CW_IDP_TEXT(struct ask, next, "NextToken", 1,                    \
		CW_USERGROUP_NAME_MAX_CHARS, CW_OPTIONAL)

static const struct cw_field group_only_fields[] = { POOL, GROUP, CW_END };
static const struct cw_field write_fields[] = {
	POOL,
	GROUP,
	CW_IDP_TEXT(struct ask, description, "Description", 0,
	    CW_USERGROUP_DESCRIPTION_MAX_CHARS, CW_OPTIONAL),
	CW_IDP_NUMBER(struct ask, precedence, "Precedence", 0, CW_ID_MAX,
	    CW_OPTIONAL),
	CW_IDP_TEXT(struct ask, role, "RoleArn", ROLE_LEAST, ROLE_MOST,
	    CW_OPTIONAL),
	CW_END,
};
static const struct cw_field pool_page_fields[] = { POOL, PAGE, CW_END };
static const struct cw_field member_fields[] = { POOL, GROUP, USERNAME,
	CW_END };
static const struct cw_field user_page_fields[] = { POOL, USERNAME, PAGE,
	CW_END };
static const struct cw_field group_page_fields[] = { POOL, GROUP, PAGE,
	CW_END };

static const struct cw_model group_only =
    CW_IDP_MODEL(struct ask, group_only_fields);
static const struct cw_model write_model =
    CW_IDP_MODEL(struct ask, write_fields);
static const struct cw_model pool_page =
    CW_IDP_MODEL(struct ask, pool_page_fields);
static const struct cw_model member_model =
    CW_IDP_MODEL(struct ask, member_fields);
static const struct cw_model user_page =
    CW_IDP_MODEL(struct ask, user_page_fields);
static const struct cw_model group_page =
    CW_IDP_MODEL(struct ask, group_page_fields);

struct group {
	const char *name;
	const char *pool_id;
	const char *description;
	const char *role;
	int64_t precedence;
	int64_t created; /* seconds */
	int64_t changed;
};

static const struct cw_field group_fields[] = {
	CW_IDP_TEXT(struct group, name, "GroupName", 1,
	    CW_USERGROUP_NAME_MAX_CHARS, CW_REQUIRED),
	CW_IDP_ROW_POOL(struct group),
	CW_IDP_TEXT(struct group, description, "Description", 0,
	    CW_USERGROUP_DESCRIPTION_MAX_CHARS, CW_OPTIONAL),
	CW_IDP_NUMBER(struct group, precedence, "Precedence", 0, CW_ID_MAX,
	    CW_OPTIONAL),
	CW_IDP_TEXT(struct group, role, "RoleArn", ROLE_LEAST, ROLE_MOST,
	    CW_OPTIONAL),
	CW_IDP_NUMBER(struct group, created, "CreationDate", 0, CW_ID_MAX,
	    CW_REQUIRED),
	CW_IDP_NUMBER(struct group, changed, "LastModifiedDate", 0, CW_ID_MAX,
	    CW_REQUIRED),
	CW_END,
};
static const struct cw_model group_model =
    CW_IDP_MODEL(struct group, group_fields);

struct one {
	struct group *group;
};

static const struct cw_field one_fields[] = {
	CW_IDP_OBJECT(struct one, group, "Group", struct group, &group_model,
	    CW_REQUIRED),
	CW_END,
};
static const struct cw_model one_model = CW_IDP_MODEL(struct one, one_fields);

struct many {
	struct cw_list groups; /* of struct group */
	const char *next;
};

static const struct cw_field many_fields[] = {
	CW_IDP_OBJECTS(struct many, groups, "Groups", CW_USERGROUPS_PER_ACCOUNT,
	    &group_model, CW_REQUIRED),
	CW_IDP_TEXT(struct many, next, "NextToken", 0,
	    CW_USERGROUP_NAME_MAX_CHARS, CW_OPTIONAL),
	CW_END,
};
static const struct cw_model many_model =
    CW_IDP_MODEL(struct many, many_fields);

struct people {
	struct cw_list users; /* of struct cw_idp_listed */
	const char *next;
};

static const struct cw_field people_fields[] = {
	CW_IDP_OBJECTS(struct people, users, "Users", PAGE_MAX,
	    &cw_idp_listed_model, CW_REQUIRED),
	CW_IDP_TEXT(struct people, next, "NextToken", 0, CW_IDP_NAME_MAX,
	    CW_OPTIONAL),
	CW_END,
};
static const struct cw_model people_model =
    CW_IDP_MODEL(struct people, people_fields);

/* --- one group ------------------------------------------------------------ */

static enum cw_idp_fault
refuse(struct cw_idp_call *call, enum cw_err err)
{
	if (err == CW_NOTFOUND)
		return CW_IDP_NO_GROUP;
	if (err == CW_CONFLICT)
		return CW_IDP_GROUP_EXISTS;
	if (err == CW_INVALID)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "1 validation error detected: Value at 'groupName' failed "
		    "to satisfy constraint: it has no blanks");
	if (err == CW_FORBIDDEN)
		return cw_idp_tell(call, CW_IDP_DENIED,
		    "The administrators' group stays.");
	return cw_idp_fault_of(call, err);
}

static void
put_group(const char *pool_id, const struct cw_usergroup *in, struct group *out)
{
	out->name = in->name;
	out->pool_id = pool_id;
	out->description = in->description;
	out->role = in->role;
	out->precedence =
	    in->precedence == CW_NO_PRECEDENCE ? CW_ABSENT : in->precedence;
	out->created = in->created / 1000;
	out->changed = in->changed / 1000;
}

/* The group as it is now. */
static enum cw_idp_fault
show(struct cw_idp_call *call, const struct ask *in, struct one *out)
{
	struct cw_usergroup group;
	enum cw_err err =
	    cw_usergroup_find(call->pool, call->arena, in->group, &group);

	if (err != CW_OK)
		return refuse(call, err);
	out->group = cw_arena_alloc(call->arena, sizeof(*out->group));
	if (out->group == NULL)
		return cw_idp_fault_of(call, CW_NOMEM);
	put_group(in->pool_id, &group, out->group);
	return CW_IDP_OK;
}

static struct cw_usergroup
group_of(const struct ask *in)
{
	return (struct cw_usergroup){
		.name = in->group,
		.description = in->description == NULL ? "" : in->description,
		.role = in->role,
		.precedence = in->precedence == CW_ABSENT ? CW_NO_PRECEDENCE
							  : in->precedence,
	};
}

static enum cw_idp_fault
create(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct ask *in = req;
	const struct cw_usergroup group = group_of(in);
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_usergroup_add(call->pool, call->arena, &call->actor, &group);
	return err == CW_OK ? show(call, in, resp) : refuse(call, err);
}

static enum cw_idp_fault
get(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct ask *in = req;
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);

	return fault == CW_IDP_OK ? show(call, in, resp) : fault;
}

static enum cw_idp_fault
update(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct ask *in = req;
	struct cw_usergroup old, group = group_of(in);
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_usergroup_find(call->pool, call->arena, in->group, &old);
	if (err != CW_OK)
		return refuse(call, err);
	if (in->description == NULL)
		group.description = old.description;
	if (in->precedence == CW_ABSENT)
		group.precedence = old.precedence;
	err =
	    cw_usergroup_change(call->pool, call->arena, &call->actor, &group);
	return err == CW_OK ? show(call, in, resp) : refuse(call, err);
}

static enum cw_idp_fault
drop(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct ask *in = req;
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);
	enum cw_err err;

	(void)resp;
	if (fault != CW_IDP_OK)
		return fault;
	err = cw_usergroup_remove(call->pool, call->arena, &call->actor,
	    in->group);
	return err == CW_OK ? CW_IDP_OK : refuse(call, err);
}

/* --- lists ---------------------------------------------------------------- */

static int64_t
limit_of(const struct ask *in)
{
	return in->limit == CW_ABSENT || in->limit == 0 ? PAGE_MAX : in->limit;
}

/* At most so many; where there are more, next is the last name. */
static enum cw_err
put_groups(struct cw_idp_call *call, const struct ask *in,
    const struct cw_list *groups, struct many *out)
{
	size_t most = (size_t)limit_of(in);

	for (size_t i = 0; i < groups->count && i < most; i++) {
		const struct cw_usergroup *group = cw_list_at(groups, i);
		struct group *one =
		    cw_list_push(&out->groups, call->arena, sizeof(*one));

		if (one == NULL)
			return CW_NOMEM;
		put_group(in->pool_id, group, one);
		if (groups->count > most && i == most - 1)
			out->next = group->name;
	}
	return CW_OK;
}

static enum cw_idp_fault
list(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct ask *in = req;
	struct cw_list groups = { 0 };
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_usergroup_list(call->pool, call->arena,
	    in->next == NULL ? "" : in->next, limit_of(in) + 1, &groups);
	if (err == CW_OK)
		err = put_groups(call, in, &groups, resp);
	return cw_idp_fault_of(call, err);
}

static enum cw_idp_fault
list_of_user(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct ask *in = req;
	const struct cw_idp_user whom = { in->pool_id, in->username };
	struct ask all = *in;
	struct cw_list groups = { 0 };
	struct cw_holder holder;
	enum cw_idp_fault fault = cw_idp_pool(call, whom.pool_id);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err =
	    cw_holder_by_login(call->pool, call->arena, whom.username, &holder);
	if (err == CW_NOTFOUND)
		return CW_IDP_NO_USER;
	if (err == CW_OK)
		err = cw_usergroup_list_of(call->pool, call->arena,
		    holder.account_id, &groups);
	/* One page: an account is in few. */
	all.limit = CW_USERGROUPS_PER_ACCOUNT;
	if (err == CW_OK)
		err = put_groups(call, &all, &groups, resp);
	return cw_idp_fault_of(call, err);
}

/* Those of the page, and whether there are more. */
static enum cw_idp_fault
put_people(struct cw_idp_call *call, const struct cw_texts *names, size_t most,
    struct people *out)
{
	enum cw_idp_fault fault = CW_IDP_OK;

	for (size_t i = 0; i < names->count && i < most && fault == CW_IDP_OK;
	     i++) {
		struct cw_idp_listed *one =
		    cw_list_push(&out->users, call->arena, sizeof(*one));

		if (one == NULL)
			return cw_idp_fault_of(call, CW_NOMEM);
		fault = cw_idp_put_listed(call, names->items[i], one);
		if (names->count > most && i == most - 1)
			out->next = names->items[i];
	}
	return fault;
}

static enum cw_idp_fault
list_people(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct ask *in = req;
	const struct cw_usergroup_page page = {
		.name = in->group,
		.after = in->next == NULL ? "" : in->next,
		.limit = limit_of(in) + 1,
	};
	struct cw_texts names = { 0 };
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_usergroup_members(call->pool, call->arena, &page, &names);
	if (err != CW_OK)
		return refuse(call, err);
	return put_people(call, &names, (size_t)limit_of(in), resp);
}

/* --- members -------------------------------------------------------------- */

typedef enum cw_err change_member(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *name, const char *username);

static enum cw_idp_fault
change(struct cw_idp_call *call, const struct ask *in, change_member *how)
{
	struct cw_profile profile;
	const struct cw_idp_user whom = { in->pool_id, in->username };
	enum cw_idp_fault fault = cw_idp_user(call, &whom, &profile);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = how(call->pool, call->arena, &call->actor, in->group,
	    profile.username);
	if (err == CW_CONFLICT)
		return cw_idp_tell(call, CW_IDP_DENIED,
		    "Somebody must stay an administrator.");
	return err == CW_OK ? CW_IDP_OK : refuse(call, err);
}

static enum cw_idp_fault
join(struct cw_idp_call *call, const void *req, void *resp)
{
	(void)resp;
	return change(call, req, cw_usergroup_join);
}

static enum cw_idp_fault
leave(struct cw_idp_call *call, const void *req, void *resp)
{
	(void)resp;
	return change(call, req, cw_usergroup_leave);
}

static const struct cw_idp_operation operations[] = {
	{ "CreateGroup", &write_model, &one_model, create, CW_RATE_RESOURCE,
	    true },
	{ "GetGroup", &group_only, &one_model, get, CW_RATE_RESOURCE, true },
	{ "UpdateGroup", &write_model, &one_model, update, CW_RATE_RESOURCE,
	    true },
	{ "DeleteGroup", &group_only, NULL, drop, CW_RATE_RESOURCE, true },
	{ "ListGroups", &pool_page, &many_model, list, CW_RATE_RESOURCE, true },
	{ "AdminAddUserToGroup", &member_model, NULL, join, CW_RATE_RESOURCE,
	    true },
	{ "AdminRemoveUserFromGroup", &member_model, NULL, leave,
	    CW_RATE_RESOURCE, true },
	{ "AdminListGroupsForUser", &user_page, &many_model, list_of_user,
	    CW_RATE_RESOURCE, true },
	{ "ListUsersInGroup", &group_page, &people_model, list_people,
	    CW_RATE_RESOURCE, true },
};

const struct cw_idp_operations cw_idp_group_operations = {
	operations,
	CW_LEN(operations),
};
