/*
 * Conversations and who is in them.
 */

#ifndef CW_CHAT_CONVERSATION_H
#define CW_CHAT_CONVERSATION_H

#include "chat/chat.h"
#include "chat/member.h"
#include "chat/message.h"

/* A row of the list of conversations. */
struct cw_conversation {
	const char *id;		      /* UUID */
	struct cw_texts participants; /* names of members, ascending */
	const char *title;	      /* NULL none */
	int64_t last;		      /* CW_ABSENT without a message */
	int64_t unread;		      /* others' messages after the read mark */
	struct cw_message *preview;   /* the newest message, cut; NULL none */
};

/*
 * The acting user's conversations, the newest activity first, at most limit,
 * from behind the one called before_uuid (NULL: from the start).
 * out: items are struct cw_conversation.  CW_NOTFOUND: before_uuid is none of
 * theirs.
 */
enum cw_err cw_conversations_list(const struct cw_chat *chat,
    const char *before_uuid, int64_t limit, struct cw_list *out) CW_CHECKED;

/*
 * The names of the members of the acting member's conversation, ascending as
 * names are compared.
 */
enum cw_err cw_conversation_names(const struct cw_chat *chat,
    const struct cw_member *member, struct cw_texts *out) CW_CHECKED;

/* What came of cw_conversation_add. */
struct cw_conversation_new {
	const char *uuid;
	bool existed;	 /* the same two people had it already */
	int64_t unknown; /* with CW_INVALID: index of the name that nobody
			    has; CW_ABSENT: nobody else, or too many */
};

/*
 * Start a conversation of the acting user with others; their names may be in
 * any case, come twice, or include the actor's own, which changes nothing.
 * CW_INVALID: nobody else is left, too many, or an unknown name.
 */
enum cw_err cw_conversation_add(const struct cw_chat *chat,
    const struct cw_texts *others, struct cw_conversation_new *out) CW_CHECKED;

#endif
