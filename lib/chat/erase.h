/*
 * People who are here no more.
 */

#ifndef CW_CHAT_ERASE_H
#define CW_CHAT_ERASE_H

#include "chat/chat.h"

/* Conversations that one call leaves. */
#define CW_ERASE_MAX 100

/*
 * Take the acting user out of conversations, some at each call, inside a
 * transaction; when there is none left, take their name away.  What they said
 * stays with those they said it to, as said by "(deleted 7)", which is no
 * name that anybody can have.  *has_more: call again.
 */
enum cw_err
cw_user_erase(const struct cw_chat *chat, bool *has_more) CW_CHECKED;

#endif
