/*
 * Changes: what tells, at a small part of an answer's price, whether the answer
 * is still what it was.
 *
 * Each function writes numbers that are others whenever anything has changed
 * that the answer may show; they may also be others without that.  They are
 * read in the same transaction as the answer.  Who adds to an answer must see
 * that what is added changes them.
 */

#ifndef CW_CHAT_CHANGES_H
#define CW_CHAT_CHANGES_H

#include "base/text.h"
#include "chat/chat.h"

/*
 * Of the acting user's list of conversations.  Everything that it shows is
 * told of by an event: the newest one that concerns them says it all, and the
 * time when it happened tells it from one of the same number in a store that
 * went back to an older copy.  Looks at some of the newest events only; if
 * none of those concerns them, their beginning stands for it.
 * CW_NOTFOUND: cannot be said.
 */
enum cw_err
cw_changes_of_list(const struct cw_chat *chat, struct cw_buf *out) CW_CHECKED;

/* Of a conversation as its acting member sees it, messages and all. */
enum cw_err cw_changes_of_conversation(const struct cw_chat *chat,
    const struct cw_member *member, struct cw_buf *out) CW_CHECKED;

/* Of its messages alone. */
void cw_changes_of_messages(const struct cw_member *member, struct cw_buf *out);

/* Of the people. */
enum cw_err
cw_changes_of_users(const struct cw_chat *chat, struct cw_buf *out) CW_CHECKED;

/* In the transaction that changes people: they are others now. */
enum cw_err cw_users_changed(struct cw_store *store) CW_CHECKED;

/* A number that is never again the same. */
enum cw_err cw_changes_number(int64_t *out) CW_CHECKED;

#endif
