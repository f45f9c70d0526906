/* The log of security events: adding, reading, forgetting. */

#include "pool/audit.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "pool/inside.h"
#include "pool/listing.h"

#define EXPIRE_ROWS 1000

static const char *const words[CW_AUDIT__COUNT] = {
	[CW_AUDIT_SIGN_UP] = "sign_up",
	[CW_AUDIT_CONFIRM] = "confirm",
	[CW_AUDIT_APPROVE] = "approve",
	[CW_AUDIT_SIGN_IN] = "sign_in",
	[CW_AUDIT_SIGN_IN_FAIL] = "sign_in_fail",
	[CW_AUDIT_FACTOR_FAIL] = "factor_fail",
	[CW_AUDIT_SIGN_OUT] = "sign_out",
	[CW_AUDIT_SIGN_OUT_ALL] = "sign_out_all",
	[CW_AUDIT_PASSWORD_CHANGE] = "password_change",
	[CW_AUDIT_PASSWORD_FORGET] = "password_forget",
	[CW_AUDIT_PASSWORD_RESET] = "password_reset",
	[CW_AUDIT_PASSWORD_SET] = "password_set",
	[CW_AUDIT_PASSWORD_VOID] = "password_void",
	[CW_AUDIT_EMAIL_ASK] = "email_ask",
	[CW_AUDIT_EMAIL_CHANGE] = "email_change",
	[CW_AUDIT_FACTOR_ADD] = "factor_add",
	[CW_AUDIT_FACTOR_REMOVE] = "factor_remove",
	[CW_AUDIT_RECOVERY_MAKE] = "recovery_make",
	[CW_AUDIT_RECOVERY_USE] = "recovery_use",
	[CW_AUDIT_EXPORT] = "export",
	[CW_AUDIT_DELETE_ASK] = "delete_ask",
	[CW_AUDIT_DELETE_CANCEL] = "delete_cancel",
	[CW_AUDIT_DELETE] = "delete",
	[CW_AUDIT_CREATE] = "create",
	[CW_AUDIT_DISABLE] = "disable",
	[CW_AUDIT_ENABLE] = "enable",
	[CW_AUDIT_ATTRIBUTES] = "attributes",
	[CW_AUDIT_GROUP_ADD] = "group_add",
	[CW_AUDIT_GROUP_CHANGE] = "group_change",
	[CW_AUDIT_GROUP_REMOVE] = "group_remove",
	[CW_AUDIT_GROUP_JOIN] = "group_join",
	[CW_AUDIT_GROUP_LEAVE] = "group_leave",
	[CW_AUDIT_INVITE] = "invite",
	[CW_AUDIT_INVITE_REVOKE] = "invite_revoke",
	[CW_AUDIT_INVITE_USE] = "invite_use",
	[CW_AUDIT_CLIENT_ADD] = "client_add",
	[CW_AUDIT_CLIENT_REMOVE] = "client_remove",
	[CW_AUDIT_TOKEN_REVOKE] = "token_revoke",
	[CW_AUDIT_TOKEN_REUSE] = "token_reuse",
	[CW_AUDIT_IDENTITY_ADD] = "identity_add",
	[CW_AUDIT_IDENTITY_REMOVE] = "identity_remove",
	[CW_AUDIT_IDENTITY_FAIL] = "identity_fail",
};

const struct cw_actor cw_operator = { .name = "chinwag" };

const char *
cw_audit_word(enum cw_audit_event event)
{
	return words[event];
}

bool
cw_audit_is_word(const char *word)
{
	for (size_t i = 0; i < CW_AUDIT__COUNT; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

/* --- addresses ------------------------------------------------------------ */

/* How much of an address is kept, by its family. */
static const struct {
	int family;
	size_t len, kept;
	const char *prefix;
} families[] = {
	{ AF_INET, 4, 3, "/24" },
	{ AF_INET6, 16, 6, "/48" },
};

void
cw_address_cut(const char *address, char out[CW_ADDRESS_BYTES])
{
	unsigned char bytes[16];
	char text[INET6_ADDRSTRLEN];

	out[0] = '\0';
	for (size_t i = 0; address != NULL && i < CW_LEN(families); i++) {
		if (inet_pton(families[i].family, address, bytes) != 1)
			continue;
		memset(bytes + families[i].kept, 0,
		    families[i].len - families[i].kept);
		if (inet_ntop(families[i].family, bytes, text, sizeof(text)) !=
		    NULL)
			(void)snprintf(out, CW_ADDRESS_BYTES, "%s%s", text,
			    families[i].prefix);
		return;
	}
}

/* --- adding --------------------------------------------------------------- */

enum cw_err
cw_audit_add(struct cw_store *store, const struct cw_actor *actor,
    const struct cw_audit *what)
{
	char address[CW_ADDRESS_BYTES];
	bool is_own = actor->name == NULL ||
	    (actor->account_id != 0 && actor->account_id == what->account_id);

	cw_address_cut(actor->address, address);
	const struct cw_val args[] = {
		cw_int(cw_clock_now_ms()),
		cw_text(words[what->event]),
		what->account_id == 0 ? cw_null() : cw_int(what->account_id),
		cw_text(what->account_id == 0 ? NULL : what->name),
		is_own || actor->account_id == 0 ? cw_null()
						 : cw_int(actor->account_id),
		cw_text(is_own ? NULL : actor->name),
		cw_text(address),
		cw_text(what->detail == NULL ? "" : what->detail),
	};
	return cw_exec(store, CW_SQL_AUDIT_ADD, args, CW_LEN(args), NULL);
}

struct own {
	const struct cw_actor *actor;
	enum cw_audit_event event;
};

static enum cw_err
own_work(struct cw_store *store, void *arg)
{
	const struct own *own = arg;
	const struct cw_audit what = {
		.event = own->event,
		.account_id = own->actor->account_id,
		.name = own->actor->name,
	};

	return cw_audit_add(store, own->actor, &what);
}

enum cw_err
cw_audit_account(struct cw_store *store, const struct cw_actor *actor,
    const struct cw_account *account, enum cw_audit_event event)
{
	const struct cw_audit what = {
		.event = event,
		.account_id = account->id,
		.name = account->name,
	};

	return cw_audit_add(store, actor, &what);
}

enum cw_err
cw_audit_own(struct cw_pool *pool, const struct cw_actor *actor,
    enum cw_audit_event event)
{
	struct own own = { .actor = actor, .event = event };

	return cw_group_run(pool->group, own_work, &own);
}

/* --- reading -------------------------------------------------------------- */

/* A text that may be null or empty: then NULL. */
static enum cw_err
read_word(const struct cw_rows *rows, int column, struct cw_arena *arena,
    const char **out)
{
	enum cw_err err = cw_col_text(rows, column, arena, out);

	if (err == CW_OK && *out != NULL && **out == '\0')
		*out = NULL;
	return err;
}

static enum cw_err
read_entry(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *list)
{
	struct cw_audit_entry *entry =
	    cw_list_push(list, arena, sizeof(*entry));
	enum cw_err err;

	if (entry == NULL)
		return CW_NOMEM;
	entry->id = cw_col_int(rows, 0);
	entry->time = cw_col_int(rows, 1);
	err = read_word(rows, 2, arena, &entry->event);
	if (err == CW_OK)
		err = read_word(rows, 3, arena, &entry->username);
	if (err == CW_OK)
		err = read_word(rows, 4, arena, &entry->by);
	if (err == CW_OK)
		err = read_word(rows, 5, arena, &entry->address);
	if (err == CW_OK)
		err = read_word(rows, 6, arena, &entry->detail);
	return err;
}

enum cw_err
cw_audit_find_name(struct cw_pool *pool, const char *name)
{
	const struct cw_val args[] = { cw_text(name) };
	struct cw_store *store;
	struct cw_rows rows;
	enum cw_err err = cw_readers_take(pool->readers, &store);

	if (err != CW_OK)
		return err;
	err = cw_query_one(store, CW_SQL_AUDIT_KNOWS_NAME, args, CW_LEN(args),
	    &rows);
	cw_rows_end(&rows);
	cw_readers_give(pool->readers, store);
	return err;
}

/* The statement that an index serves, and how many of the values it takes. */
static void
pick_statement(const struct cw_audit_page *page, struct cw_listing *listing)
{
	if (page->account_id != 0) {
		listing->sql = CW_SQL_AUDIT_BEFORE_OF_ACCOUNT;
		listing->count = 6;
	} else if (page->name != NULL) {
		listing->sql = CW_SQL_AUDIT_BEFORE_OF_NAME;
		listing->count = 6;
	} else if (page->event != NULL) {
		listing->sql = CW_SQL_AUDIT_BEFORE_OF_EVENT;
		listing->count = 5;
	} else {
		listing->sql = CW_SQL_AUDIT_BEFORE;
		listing->count = 4;
	}
}

enum cw_err
cw_audit_list(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_audit_page *page, struct cw_list *out)
{
	const struct cw_val args[] = {
		cw_int(page->before),
		cw_int(page->limit),
		cw_int(page->since),
		cw_int(page->until == 0 ? INT64_MAX : page->until),
		cw_text(page->event == NULL ? "" : page->event),
		page->account_id != 0 ? cw_int(page->account_id)
				      : cw_text(page->name),
	};
	struct cw_listing listing = { .args = args, .row = read_entry };

	pick_statement(page, &listing);
	return cw_listing_read(pool, arena, &listing, out);
}

/* --- forgetting ----------------------------------------------------------- */

struct expiry {
	int64_t before_ms;
	int64_t removed;
};

static enum cw_err
expire_work(struct cw_store *store, void *arg)
{
	struct expiry *expiry = arg;
	const struct cw_val until[] = { cw_int(expiry->before_ms) };
	const struct cw_val most[] = { cw_int(EXPIRE_ROWS) };
	enum cw_err err;

	err = cw_exec(store, CW_SQL_AUDIT_RELEASE, until, CW_LEN(until), NULL);
	if (err != CW_OK)
		return err;
	return cw_exec(store, CW_SQL_AUDIT_EXPIRE, most, CW_LEN(most),
	    &expiry->removed);
}

enum cw_err
cw_audit_expire(struct cw_pool *pool, int64_t before_ms, bool *has_more)
{
	struct expiry expiry = { .before_ms = before_ms };
	enum cw_err err;

	err = cw_group_run(pool->group, expire_work, &expiry);
	if (err == CW_OK)
		*has_more = expiry.removed == EXPIRE_ROWS;
	return err;
}
