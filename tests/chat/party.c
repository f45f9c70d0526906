/* Three people with a chat store of their own. */

#include "chat/party.h"

#include <stdlib.h>

#include "db/migrate.h"
#include "db/room.h"

static const char *const names[] = {
	[ANNA] = "Anna",
	[BOB] = "bob",
	[CARLA] = "Carla",
};

/* Whoever joined later is called by number. */
static const char *
name_of(struct party *party, int64_t who)
{
	if (who <= CARLA)
		return names[who];
	return cw_arena_printf(&party->arena, "guest%lld", (long long)who);
}

int
party_make(void **state)
{
	struct party *party = calloc(1, sizeof(*party));

	if (party == NULL || room_make(&party->room) != 0)
		return -1;
	cw_arena_init(&party->arena, 64 * 1024 * 1024);
	party->now_ms = 1000000;
	if (cw_migrate(party->room, CW_STORE_CHAT) != CW_OK ||
	    cw_store_open(party->room, CW_STORE_CHAT, CW_STORE_WRITE, 1000,
		&party->store) != CW_OK)
		return -1;
	for (int64_t id = ANNA; id <= CARLA; id++)
		party_join(party, id, names[id]);
	*state = party;
	return 0;
}

int
party_remove(void **state)
{
	struct party *party = *state;

	cw_store_close(party->store);
	cw_arena_clear(&party->arena);
	room_remove(&party->room);
	free(party);
	return 0;
}

void
party_join(struct party *party, int64_t id, const char *name)
{
	struct cw_newcomer newcomer = {
		.arena = &party->arena,
		.id = id,
		.name = name,
		.confirmed = 500 + id,
	};
	enum cw_err err;

	assert_int_equal(cw_begin(party->store), CW_OK);
	err = cw_user_welcome(party->store, &newcomer);
	assert_int_equal(cw_end(party->store, err), CW_OK);
}

struct cw_chat
party_chat(struct party *party, int64_t who)
{
	struct cw_chat chat = {
		.store = party->store,
		.arena = &party->arena,
		.user_id = who,
		.user_name = name_of(party, who),
		.now_ms = party->now_ms,
	};

	return chat;
}

const char *
party_start(struct party *party, int64_t who, ...)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_conversation_new made = { 0 };
	struct cw_texts others = { 0 };
	const char *name;
	enum cw_err err;
	va_list list;

	va_start(list, who);
	while ((name = va_arg(list, const char *)) != NULL)
		assert_int_equal(cw_texts_push(&others, &party->arena, name),
		    CW_OK);
	va_end(list);
	assert_int_equal(cw_begin(party->store), CW_OK);
	err = cw_conversation_add(&chat, &others, &made);
	assert_int_equal(cw_end(party->store, err), CW_OK);
	return made.uuid;
}

enum cw_err
party_say(struct party *party, int64_t who, const char *uuid, int64_t *time)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_message said = { 0 };
	struct cw_member member;
	enum cw_err err;

	assert_int_equal(cw_begin(party->store), CW_OK);
	err = cw_member_find(&chat, uuid, &member);
	if (err == CW_OK)
		err = cw_message_add(&chat, &member, "words", &said);
	if (time != NULL)
		*time = said.time;
	return cw_end(party->store, err);
}

enum cw_err
party_read(struct party *party, int64_t who, const char *uuid, int64_t time,
    enum cw_read_direction direction)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_member member;
	enum cw_err err;

	assert_int_equal(cw_begin(party->store), CW_OK);
	err = cw_member_find(&chat, uuid, &member);
	if (err == CW_OK)
		err = cw_member_read(&chat, &member, time, direction);
	return cw_end(party->store, err);
}

enum cw_err
party_leave(struct party *party, int64_t who, const char *uuid)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_member member;
	enum cw_err err;

	assert_int_equal(cw_begin(party->store), CW_OK);
	err = cw_member_find(&chat, uuid, &member);
	if (err == CW_OK)
		err = cw_member_remove(&chat, &member, chat.user_name);
	return cw_end(party->store, err);
}

const char *
party_join_texts(struct party *party, const struct cw_texts *texts)
{
	char *out = cw_arena_strdup(&party->arena, "");

	for (size_t i = 0; i < texts->count; i++)
		out = cw_arena_printf(&party->arena, "%s%s%s", out,
		    i == 0 ? "" : " ", texts->items[i]);
	assert_non_null(out);
	return out;
}
