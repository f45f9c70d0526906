/*
 * One person's part in a conversation.
 */

#ifndef CW_CHAT_MEMBER_H
#define CW_CHAT_MEMBER_H

#include "chat/chat.h"

/*
 * The acting user's membership.  out->uuid is borrowed, the rest the arena's.
 * CW_NOTFOUND: no such conversation, or not theirs.
 */
enum cw_err cw_member_find(const struct cw_chat *chat, const char *uuid,
    struct cw_member *out) CW_CHECKED;

/* Others' messages after the read mark; posting does not move the mark. */
int64_t cw_member_unread(const struct cw_member *member);

/*
 * The member called name, in any case, leaves.  CW_FORBIDDEN: that is not the
 * acting member.  Else as cw_member_depart.
 */
enum cw_err cw_member_remove(const struct cw_chat *chat,
    const struct cw_member *member, const char *name) CW_CHECKED;

/* The acting member leaves.  CW_NOTFOUND: was none any more. */
enum cw_err cw_member_depart(const struct cw_chat *chat,
    const struct cw_member *member) CW_CHECKED;

enum cw_read_direction { CW_READ_FORWARD, CW_READ_EITHER };

/*
 * Move the acting member's read mark to the newest message at or before
 * time_ms; CW_READ_FORWARD leaves it where it is rather than move it back.
 * Tells the member's other clients if it moved.  member was found in the same
 * transaction.
 */
enum cw_err
cw_member_read(const struct cw_chat *chat, const struct cw_member *member,
    int64_t time_ms, enum cw_read_direction direction) CW_CHECKED;

#endif
