/*
 * All that somebody said, for those who want to take it with them.
 */

#ifndef CW_CHAT_OWN_H
#define CW_CHAT_OWN_H

#include "chat/chat.h"

struct cw_own_message {
	const char *conversation;
	int64_t time;
	const char *message;
};

/* The last message of the page before; conversation NULL: from the start. */
struct cw_own_page {
	const char *conversation;
	int64_t time;
	int64_t limit;
};

/*
 * What the acting user said, conversation by conversation, also in those they
 * have left; *out holds struct cw_own_message.  CW_NOTFOUND: the page before
 * ended in no conversation of theirs.
 */
enum cw_err cw_own_messages(const struct cw_chat *chat,
    const struct cw_own_page *page, struct cw_list *out) CW_CHECKED;

#endif
