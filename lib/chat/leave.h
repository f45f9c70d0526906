/*
 * Leaving everything, when an account is to be deleted.
 */

#ifndef CW_CHAT_LEAVE_H
#define CW_CHAT_LEAVE_H

#include "chat/chat.h"

/*
 * The acting user leaves some conversations, inside a transaction; *has_more
 * says whether to ask again.
 */
enum cw_err cw_leave_some(struct cw_chat *chat, bool *has_more) CW_CHECKED;

#endif
