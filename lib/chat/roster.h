/*
 * The roster: the names of a conversation's members, kept as one text.
 *
 * A list of conversations shows everybody's names.  Looked up member by
 * member they would cost more than all the rest of the list together, so each
 * conversation keeps them written out, in the transaction that changes who is
 * in it.  Posting does not touch a roster.
 */

#ifndef CW_CHAT_ROSTER_H
#define CW_CHAT_ROSTER_H

#include "chat/chat.h"

/* Write a conversation's roster anew, after its members have changed. */
enum cw_err
cw_roster_write(const struct cw_chat *chat, int64_t conversation_id) CW_CHECKED;

/*
 * The names in a roster, ascending as names are compared; names is cut apart
 * where it lies, and NULL is an empty roster.
 */
enum cw_err cw_roster_split(struct cw_arena *arena, char *names,
    struct cw_texts *out) CW_CHECKED;

#endif
