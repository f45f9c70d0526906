/*
 * What the operations of administrators share.
 */

#ifndef CW_GATEWAY_IDP_ADMIN_H
#define CW_GATEWAY_IDP_ADMIN_H

#include "gateway/idp_call.h"
#include "pool/profile.h"

/* Is it our pool?  CW_IDP_NO_POOL. */
enum cw_idp_fault cw_idp_pool(struct cw_idp_call *call, const char *pool_id);

/* An account by its name.  CW_IDP_NO_USER. */
enum cw_idp_fault cw_idp_find_user(struct cw_idp_call *call,
    const char *username, struct cw_profile *out);

/* Many operations say no more than whom they are for. */
struct cw_idp_user {
	const char *pool_id;
	const char *username;
};
extern const struct cw_model cw_idp_user_model;

/* Both of the above for such a request. */
enum cw_idp_fault cw_idp_user(struct cw_idp_call *call,
    const struct cw_idp_user *in, struct cw_profile *out);

/* And the account's id, which a profile does not tell. */
enum cw_idp_fault cw_idp_find_holder(struct cw_idp_call *call,
    const struct cw_idp_user *in, struct cw_holder *out);

/* An account in a list. */
struct cw_idp_listed {
	const char *username;
	struct cw_list attributes; /* of struct cw_idp_attribute */
	int64_t created;	   /* seconds */
	int64_t changed;
	bool is_enabled;
	const char *status;
};
extern const struct cw_model cw_idp_listed_model;
enum cw_idp_fault cw_idp_put_listed(struct cw_idp_call *call,
    const char *username, struct cw_idp_listed *out);

extern const struct cw_idp_operations cw_idp_admin_operations;
extern const struct cw_idp_operations cw_idp_describe_operations;
extern const struct cw_idp_operations cw_idp_group_operations;
extern const struct cw_idp_operations cw_idp_list_operations;
extern const struct cw_idp_operations cw_idp_pools_operations;
extern const struct cw_idp_operations cw_idp_users_operations;

#endif
