/* Leaving everything, some conversations at a time. */

#include "chat/leave.h"

#include "chat/conversation.h"
#include "chat/member.h"

#define PAGE 100

enum cw_err
cw_leave_some(struct cw_chat *chat, bool *has_more)
{
	struct cw_list page = { 0 };
	struct cw_member member;
	enum cw_err err;

	err = cw_conversations_list(chat, NULL, PAGE, &page);
	*has_more = page.count == PAGE;
	for (size_t i = 0; err == CW_OK && i < page.count; i++) {
		const struct cw_conversation *one = cw_list_at(&page, i);

		err = cw_member_find(chat, one->id, &member);
		if (err == CW_OK)
			err = cw_member_depart(chat, &member);
	}
	return err;
}
