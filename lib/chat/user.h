/*
 * People as the chat sees them.
 */

#ifndef CW_CHAT_USER_H
#define CW_CHAT_USER_H

#include "chat/chat.h"

struct cw_user {
	const char *username;
	int64_t since;
};

/* Which people to list: folded texts, "" none. */
struct cw_users_page {
	const char *prefix_fold;
	const char *after_fold;
	int64_t limit;
};

/* Other people, by folded name.  out: items are struct cw_user. */
enum cw_err cw_users_list(const struct cw_chat *chat,
    const struct cw_users_page *page, struct cw_list *out) CW_CHECKED;

/* A confirmed account becomes a person; no change if it is one. */
enum cw_err cw_user_add(struct cw_store *store, int64_t id, const char *name,
    const char *name_fold, int64_t since) CW_CHECKED;

/* The id of the person with a folded name.  CW_NOTFOUND. */
enum cw_err cw_user_find(const struct cw_chat *chat, const char *name_fold,
    int64_t *id) CW_CHECKED;

/* The name of a person, in the arena.  CW_NOTFOUND. */
enum cw_err cw_user_name(const struct cw_chat *chat, int64_t id,
    const char **out) CW_CHECKED;

/* A confirmed account that the chat may not know yet. */
struct cw_newcomer {
	struct cw_arena *arena;
	int64_t id; /* of the account */
	const char *name;
	int64_t confirmed; /* when */
};

/*
 * Make a struct cw_newcomer known to the chat; no change if they are.  A
 * cw_group_work (db/group.h): confirming an account and knowing it are two
 * stores' business, so signing in repeats what a crash in between left out.
 */
enum cw_err cw_user_welcome(struct cw_store *store, void *newcomer) CW_CHECKED;

#endif
