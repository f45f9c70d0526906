/* A whole house for requests to come to. */

#include "gateway/house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "chat/conversation.h"
#include "chat/user.h"
#include "db/migrate.h"
#include "db/room.h"
#include "pool/account.h"
#include "pool/signin.h"

#define PASSWORD "correct horse battery"

/* --- the endpoints of tests ---------------------------------------------- */

struct said {
	const char *id;
	const char *message;
};

static const struct cw_field said_fields[] = {
	CW_TEXT(struct said, id, 36, 36, CW_FORMAT_UUID, CW_REQUIRED, "Id."),
	CW_TEXT(struct said, message, 1, CW_MESSAGE_MAX_CHARS, CW_FORMAT_WORDS,
	    CW_REQUIRED, "Words."),
	CW_END,
};

static const struct cw_model said_model = {
	.name = "Said",
	.size = sizeof(struct said),
	.fields = said_fields,
};

static enum cw_err
post_message(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct said *in = req;
	enum cw_err err;

	err = cw_message_add(&cx->chat, &cx->member, in->message, resp);
	if (err != CW_OK)
		return err;
	if (strcmp(in->message, "fail late") == 0)
		return CW_CONFLICT;
	if (strcmp(in->message, "break") == 0)
		((struct cw_message *)resp)->sender = NULL;
	if (strcmp(in->message, "store") == 0)
		return CW_STORE;
	cw_reply_location(cx, "/somewhere");
	return CW_OK;
}

const struct cw_endpoint house_post = {
	.name = "house-post",
	.method = CW_POST,
	.path = "/conversations/{id}/messages",
	.summary = "Say something",
	.access = CW_MEMBER,
	.work = CW_WRITES,
	.request = &said_model,
	.response = &cw_message_model,
	.status = 201,
	.is_idempotent_by_key = true,
	.handle = post_message,
};

struct where {
	const char *id;
};

static const struct cw_field where_fields[] = {
	CW_TEXT(struct where, id, 36, 36, CW_FORMAT_UUID, CW_REQUIRED, "Id."),
	CW_END,
};

static const struct cw_model where_model = {
	.name = "Where",
	.size = sizeof(struct where),
	.fields = where_fields,
};

struct page {
	struct cw_list messages;
	bool more;
};

static const struct cw_field page_fields[] = {
	CW_OBJECTS(struct page, messages, 200, &cw_message_model, CW_REQUIRED,
	    "Messages."),
	CW_FLAG(struct page, more, CW_REQUIRED, "More."),
	CW_END,
};

static const struct cw_model page_model = {
	.name = "Page",
	.size = sizeof(struct page),
	.fields = page_fields,
};

static enum cw_err
get_page(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct cw_page page = {
		.limit = 200,
		.before = CW_ABSENT,
		.after = CW_ABSENT,
	};
	struct page *out = resp;

	(void)req;
	return cw_messages_page(&cx->chat, &cx->member, &page, &out->messages,
	    &out->more);
}

const struct cw_endpoint house_page = {
	.name = "house-get",
	.method = CW_GET,
	.path = "/conversations/{id}/messages",
	.summary = "Read",
	.access = CW_MEMBER,
	.work = CW_READS,
	.request = &where_model,
	.response = &page_model,
	.status = 200,
	.handle = get_page,
};

static enum cw_err
refuse_by_name(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct where *in = req;

	(void)resp;
	if (in->id[0] == 'f')
		return cw_reply_problem(cx, "/0", "Nobody is called %s.",
		    in->id);
	cx->reply->session_token = "";
	return CW_OK;
}

const struct cw_endpoint house_pools = {
	.name = "house-delete",
	.method = CW_DELETE,
	.path = "/conversations/{id}",
	.summary = "Nothing",
	.access = CW_USER,
	.work = CW_POOLS,
	.request = &where_model,
	.status = 204,
	.handle = refuse_by_name,
};

/* --- people -------------------------------------------------------------- */

static void
must(enum cw_err err)
{
	assert_string_equal(cw_err_word(err), "ok");
}

/* A person with a session; *cookie (may be NULL) is the same for a browser. */
static const char *
move_in(struct house *house, struct cw_store *store, const char *name,
    const char **cookie)
{
	const struct cw_sign_up in = {
		.username = name,
		.email = cw_arena_printf(&house->arena, "%s@example.org", name),
		.password = PASSWORD,
		.actor = &cw_operator,
	};
	const struct cw_sign_in how = {
		.login = name,
		.password = PASSWORD,
		.actor = &cw_operator,
	};
	struct cw_newcomer newcomer = { .arena = &house->arena, .name = name };
	struct cw_account account;
	struct cw_signed_in done;
	int64_t retry_ms;

	must(cw_account_add(house->service.pool, &house->arena, &in, &account));
	newcomer.id = account.id;
	newcomer.confirmed = 1;
	must(cw_begin(store));
	must(cw_end(store, cw_user_welcome(store, &newcomer)));
	must(cw_sign_in(house->service.pool, &house->arena, &how, &done,
	    &retry_ms));
	if (cookie != NULL)
		*cookie = cw_arena_printf(&house->arena,
		    "HTTP_COOKIE=__Host-chinwag=%s", done.session.token);
	return cw_arena_printf(&house->arena, "HTTP_AUTHORIZATION=%s",
	    done.session.token);
}

static void
start_conversation(struct house *house, struct cw_store *store)
{
	const struct cw_chat chat = {
		.store = store,
		.arena = &house->arena,
		.user_id = 1,
		.user_name = "Anna",
		.now_ms = 1000,
	};
	struct cw_texts others = { 0 };
	struct cw_conversation_new made;

	must(cw_texts_push(&others, &house->arena, "bob"));
	must(cw_begin(store));
	must(cw_end(store, cw_conversation_add(&chat, &others, &made)));
	house->uuid = made.uuid;
}

static void
furnish(struct house *house)
{
	struct cw_store *store;

	must(cw_store_open(house->conf.data_dir, CW_STORE_CHAT, CW_STORE_WRITE,
	    1000, &store));
	house->anna = move_in(house, store, "Anna", &house->anna_cookie);
	house->bob = move_in(house, store, "bob", NULL);
	house->carla = move_in(house, store, "Carla", NULL);
	start_conversation(house, store);
	cw_store_close(store);
}

int
house_make(void **state)
{
	struct house *house = calloc(1, sizeof(*house));
	void *door;

	if (house == NULL || room_make(&house->room) != 0 ||
	    door_make(&door) != 0)
		return -1;
	house->door = door;
	cw_arena_init(&house->arena, 1024 * 1024);
	house->conf = house->door->conf;
	house->conf.data_dir = house->room;
	house->conf.arena_max_bytes = 8 * 1024 * 1024;
	house->conf.store_busy_ms = 1000;
	house->conf.session_ttl_sec = 3600;
	house->conf.challenge_ttl_sec = 180;
	house->conf.password_min_chars = 12;
	house->conf.password_needs = "";
	house->conf.registration = "open";
	house->conf.custom_attributes = "";
	house->conf.argon2_memory_kib = 64;
	house->conf.argon2_passes = 1;
	house->conf.argon2_slots = 2;
	house->conf.argon2_wait_ms = 1000;
	must(cw_crypto_init());
	must(cw_pool_init_keys(house->room));
	must(cw_migrate(house->room, CW_STORE_CHAT));
	must(cw_migrate(house->room, CW_STORE_POOL));
	must(cw_service_open(&house->service, &house_post, "house",
	    &house->conf));
	furnish(house);
	*state = house;
	return 0;
}

int
house_remove(void **state)
{
	struct house *house = *state;
	void *door = house->door;

	cw_service_close(&house->service);
	cw_arena_clear(&house->arena);
	door_remove(&door);
	room_remove(&house->room);
	free(house);
	return 0;
}

void
house_open(struct house *house, const struct cw_endpoint *endpoint)
{
	cw_service_close(&house->service);
	must(cw_service_open(&house->service, endpoint, "house", &house->conf));
}

/* --- requests ------------------------------------------------------------ */

int
house_answer(struct house *house)
{
	cw_arena_fail_at(house->fail_at, house->fail_for_ever);
	cw_answer(&house->answer, &house->service, &house->door->arena,
	    &house->door->source);
	cw_arena_fail_at(0, 0);
	house->fail_at = 0;
	return house->answer.status;
}

int
house_say(struct house *house, const char *who, const char *text,
    const char *key)
{
	char uri[128], json[9000], header[128];

	(void)snprintf(uri, sizeof(uri), "/api/conversations/%s/messages",
	    house->uuid);
	(void)snprintf(json, sizeof(json), "{\"message\":\"%s\"}", text);
	door_ask(house->door, "POST", uri);
	door_json(house->door, json);
	if (who != NULL)
		door_set(house->door, who);
	if (key != NULL) {
		(void)snprintf(header, sizeof(header),
		    "HTTP_IDEMPOTENCY_KEY=%s", key);
		door_set(house->door, header);
	}
	return house_answer(house);
}

int
house_count(struct house *house)
{
	struct cw_chat reading = {
		.arena = &house->arena,
		.user_id = 1,
		.user_name = "Anna",
	};
	struct cw_member member;

	must(cw_store_open(house->conf.data_dir, CW_STORE_CHAT, CW_STORE_READ,
	    1000, &reading.store));
	must(cw_member_find(&reading, house->uuid, &member));
	cw_store_close(reading.store);
	return (int)member.seq;
}

const char *
house_body(const struct house *house)
{
	const char *blank = strstr(house->answer.bytes, "\r\n\r\n");

	assert_non_null(blank);
	return blank + 4;
}
