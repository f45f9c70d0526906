/*
 * Messages: saying something, and reading what was said.
 */

#ifndef CW_CHAT_MESSAGE_H
#define CW_CHAT_MESSAGE_H

#include "chat/chat.h"

struct cw_message {
	const char *sender;
	int64_t
	    time; /* ms since 1970, unique and increasing in a conversation */
	const char *message;
};

/* Which part of a conversation to read. */
struct cw_page {
	int64_t limit;
	int64_t before; /* time, exclusive; CW_ABSENT */
	int64_t after;	/* time, exclusive; CW_ABSENT.  Wins over before */
};

/*
 * Say something as a member: takes the next time, counts, and tells everyone.
 * CW_NOTFOUND: the member left meanwhile.
 */
enum cw_err
cw_message_add(const struct cw_chat *chat, const struct cw_member *member,
    const char *body, struct cw_message *out) CW_CHECKED;

/*
 * A page of messages, ascending: the newest without before and after, else
 * those next to the given time.  *has_more: the conversation goes on in the
 * direction that was asked.  out: items are struct cw_message.
 */
enum cw_err
cw_messages_page(const struct cw_chat *chat, const struct cw_member *member,
    const struct cw_page *page, struct cw_list *out, bool *has_more) CW_CHECKED;

#endif
