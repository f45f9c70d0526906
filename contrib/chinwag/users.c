/* chinwag users: what an operator does to accounts. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "command.h"
#include "moment.h"
#include "options.h"
#include "person.h"
#include "pool/identity.h"
#include "pool/operate.h"
#include "pool/profile.h"
#include "pool/removal.h"
#include "pool/session.h"
#include "pool/usergroup.h"

static int run_users(const struct operation *op, int argc, char **argv);

const struct command users_command = {
	.name = "users",
	.help = "List accounts, and what an operator does to them.",
	.usage = "list [--search TEXT] [--after NAME] [--limit N] [--json]\n"
		 "       chinwag users show NAME [--json]\n"
		 "       chinwag users confirm|disable|enable|sign-out NAME\n"
		 "       chinwag users email NAME ADDRESS [--verified]\n"
		 "       chinwag users reset NAME [--mail]\n"
		 "       chinwag users delete NAME [--yes]\n"
		 "       chinwag users admin NAME [--no]",
	.details =
	    "NAME is a user name, in any case, or a mail address.\n"
	    "  list      accounts by name; TEXT is how a name or address "
	    "begins\n"
	    "  show      an account, its groups, second factors, providers and "
	    "devices\n"
	    "  confirm   without its code, and approve of it\n"
	    "  disable   shut it; all that was issued to it is void\n"
	    "  enable    open it again\n"
	    "  sign-out  end its sessions, and void all tokens\n"
	    "  email     give it another mail address, once its owner has "
	    "typed the\n"
	    "            code that goes there, or with --verified at once\n"
	    "  reset     print a password that must be changed at sign-in, or\n"
	    "            with --mail send its owner a code to set another\n"
	    "  delete    for good, but for what was said; nobody gets its name "
	    "again\n"
	    "  admin     make it an administrator, or with --no one no longer\n"
	    "\n"
	    "  --search TEXT  only names and addresses that begin with TEXT\n"
	    "  --after NAME   only those after NAME, for pages\n"
	    "  --limit N      at most so many (1000)\n"
	    "  --json         as JSON\n"
	    "  --mail         by mail\n"
	    "  --no           no administrator any more\n"
	    "  --verified     the address is known to be its owner's\n"
	    "  --yes          do not ask\n",
	.needs_data = true,
	.run = run_users,
};

#define LIMIT_MAX 100000

/* What the words of the command line say. */
struct wish {
	const struct operation *op;
	struct cw_pool *pool;
	const char *search, *after, *limit;
	const char *name; /* of the account */
	const char *email;
	bool is_json, is_by_mail, is_no, is_verified, is_yes;
};

/* --- list ----------------------------------------------------------------- */

static const char *
state_of(const struct cw_operated *one)
{
	if (one->is_disabled)
		return "disabled";
	if (one->confirmed == 0)
		return "unconfirmed";
	if (one->is_to_be_deleted)
		return "to be deleted";
	if (one->is_waiting)
		return "waiting";
	if (one->must_reset)
		return "must reset";
	if (one->must_change)
		return "must change";
	return "confirmed";
}

static void
print_one(const struct cw_operated *one)
{
	char created[MOMENT_BYTES];

	moment_to_text(one->created, created);
	(void)printf("%s\t%s\t%s\t%s\t%" PRId64 "\n", one->name, one->email,
	    state_of(one), created, one->sessions);
}

static void
put_member(struct cw_buf *buf, const char *name, const char *text)
{
	cw_buf_printf(buf, "\"%s\": ", name);
	if (text == NULL)
		cw_buf_puts(buf, "null");
	else
		cw_buf_put_json(buf, text, strlen(text));
	cw_buf_puts(buf, ", ");
}

static int
print_buf(const struct cw_buf *buf)
{
	if (cw_buf_end(buf) != CW_OK)
		return failed("%s", reason(CW_NOMEM));
	(void)puts(buf->data);
	return EXIT_DONE;
}

static int
print_list(const struct wish *wish, const struct cw_list *list)
{
	struct cw_buf buf;

	cw_buf_init(&buf, wish->op->arena, 32 << 20);
	cw_buf_puts(&buf, "[");
	for (size_t i = 0; i < list->count; i++) {
		const struct cw_operated *one = cw_list_at(list, i);

		cw_buf_puts(&buf, i == 0 ? "\n{" : ",\n{");
		put_member(&buf, "username", one->name);
		put_member(&buf, "email", one->email);
		put_member(&buf, "state", state_of(one));
		cw_buf_printf(&buf,
		    "\"created\": %" PRId64 ", \"sessions\": %" PRId64 "}",
		    one->created, one->sessions);
	}
	cw_buf_puts(&buf, "]");
	return print_buf(&buf);
}

static int
list(const struct wish *wish)
{
	struct cw_operate_page page = {
		.search = wish->search,
		.after = wish->after,
	};
	struct cw_list found = { 0 };
	enum cw_err err;

	if (cw_text_to_int(wish->limit, &page.limit) != CW_OK ||
	    page.limit < 1 || page.limit > LIMIT_MAX)
		return usage(&users_command);
	err = cw_operate_list(wish->pool, wish->op->arena, &page, &found);
	if (err != CW_OK)
		return failed("cannot list accounts: %s", reason(err));
	if (wish->is_json)
		return print_list(wish, &found);
	for (size_t i = 0; i < found.count; i++)
		print_one(cw_list_at(&found, i));
	return EXIT_DONE;
}

/* --- show ----------------------------------------------------------------- */

static void
put_groups(struct cw_buf *buf, const struct cw_texts *groups)
{
	cw_buf_puts(buf, "\"groups\": [");
	for (size_t i = 0; i < groups->count; i++) {
		cw_buf_puts(buf, i == 0 ? "" : ", ");
		cw_buf_put_json(buf, groups->items[i],
		    strlen(groups->items[i]));
	}
	cw_buf_puts(buf, "], ");
}

static void
put_identities(struct cw_buf *buf, const struct cw_list *identities)
{
	cw_buf_puts(buf, "\"identities\": [");
	for (size_t i = 0; i < identities->count; i++) {
		const struct cw_identity *one = cw_list_at(identities, i);

		cw_buf_puts(buf, i == 0 ? "{" : ", {");
		put_member(buf, "provider", one->provider);
		put_member(buf, "issuer", one->issuer);
		put_member(buf, "subject", one->subject);
		put_member(buf, "email", one->email);
		cw_buf_printf(buf,
		    "\"since\": %" PRId64 ", \"seen\": %" PRId64 "}",
		    one->since, one->seen);
	}
	cw_buf_puts(buf, "], ");
}

static int
print_profile(const struct wish *wish, const struct cw_profile *profile,
    const struct cw_list *identities)
{
	struct cw_buf buf;

	cw_buf_init(&buf, wish->op->arena, 1 << 20);
	cw_buf_puts(&buf, "{");
	put_member(&buf, "username", profile->username);
	put_member(&buf, "sub", profile->sub);
	put_member(&buf, "email", profile->email);
	put_member(&buf, "status", profile->status);
	put_groups(&buf, &profile->groups);
	put_identities(&buf, identities);
	cw_buf_printf(&buf,
	    "\"enabled\": %s, \"waiting\": %s, \"totp\": %s, \"mail\": %s"
	    ", \"created\": %" PRId64 ", \"changed\": %" PRId64 "}",
	    profile->enabled ? "true" : "false",
	    profile->waiting ? "true" : "false",
	    profile->totp ? "true" : "false", profile->mail ? "true" : "false",
	    profile->created, profile->changed);
	return print_buf(&buf);
}

static void
print_lines(const struct cw_profile *profile)
{
	char created[MOMENT_BYTES];

	moment_to_text(profile->created, created);
	(void)printf("name      %s\nemail     %s\nid        %s\n"
		     "status    %s%s%s\ncreated   %s\n",
	    profile->username, profile->email, profile->sub, profile->status,
	    profile->enabled ? "" : ", disabled",
	    profile->waiting ? ", waiting for approval" : "", created);
	if (profile->totp || profile->mail)
		(void)printf("factors   %s%s%s\n", profile->totp ? "app" : "",
		    profile->totp && profile->mail ? ", " : "",
		    profile->mail ? "mail" : "");
	for (size_t i = 0; i < profile->groups.count; i++)
		(void)printf("group     %s\n", profile->groups.items[i]);
}

static void
print_sessions(const struct cw_list *sessions)
{
	char seen[MOMENT_BYTES];

	for (size_t i = 0; i < sessions->count; i++) {
		const struct cw_session_seen *one = cw_list_at(sessions, i);

		moment_to_text(one->seen, seen);
		(void)printf("device    %s, %s, last used %s\n",
		    one->agent[0] == '\0' ? "?" : one->agent,
		    one->address[0] == '\0' ? "?" : one->address, seen);
	}
}

static void
print_identities(const struct cw_list *identities)
{
	char seen[MOMENT_BYTES];

	for (size_t i = 0; i < identities->count; i++) {
		const struct cw_identity *one = cw_list_at(identities, i);

		moment_to_text(one->seen, seen);
		(void)printf("provider  %s, %s, last used %s\n", one->provider,
		    one->email[0] == '\0' ? one->subject : one->email, seen);
	}
}

static int
show(const struct wish *wish)
{
	struct cw_arena *arena = wish->op->arena;
	struct cw_operation operation = { .login = wish->name };
	struct cw_session asking = { .id = 0 }; /* none of them */
	struct cw_list sessions = { 0 }, identities = { 0 };
	struct cw_profile profile;
	enum cw_err err;

	err = cw_operate_find(wish->pool, arena, &operation);
	asking.account_id = operation.account.id;
	if (err == CW_OK)
		err = cw_profile_find(wish->pool, arena, operation.account.id,
		    &profile);
	if (err == CW_OK)
		err = cw_session_list(wish->pool, arena, &asking, &sessions);
	if (err == CW_OK)
		err = cw_identity_list(wish->pool, arena, asking.account_id,
		    &identities);
	if (err != CW_OK)
		return failed("cannot show %s: %s", wish->name, reason(err));
	if (wish->is_json)
		return print_profile(wish, &profile, &identities);
	print_lines(&profile);
	print_identities(&identities);
	print_sessions(&sessions);
	return EXIT_DONE;
}

/* --- deeds ---------------------------------------------------------------- */

static int
tell(const struct wish *wish, const struct cw_operation *operation,
    const char *what, enum cw_err err)
{
	if (err == CW_NOTFOUND)
		return failed("nobody is called %s", wish->name);
	if (err == CW_TAKEN)
		return failed("the address of %s is another's", wish->name);
	if (err == CW_UNCONFIRMED)
		return failed("the address of %s is not confirmed", wish->name);
	if (err != CW_OK)
		return failed("%s is not %s: %s", wish->name, what,
		    reason(err));
	(void)printf("%s is %s\n", operation->account.name, what);
	return EXIT_DONE;
}

static int
confirm(const struct wish *wish)
{
	struct cw_operation operation = {
		.login = wish->name,
		.actor = &cw_operator,
	};
	enum cw_err err;

	err = cw_operate_confirm(wish->pool, wish->op->arena, &operation);
	if (err == CW_OK)
		err = welcome_person(wish->op, &operation.account);
	return tell(wish, &operation, "confirmed", err);
}

static int
email(const struct wish *wish)
{
	const struct cw_operate_address to = { wish->email, wish->is_verified };
	struct cw_operation operation = {
		.login = wish->name,
		.actor = &cw_operator,
	};
	enum cw_err err;

	err = cw_operate_email(wish->pool, wish->op->arena, &operation, &to);
	if (err == CW_INVALID)
		return failed("%s is no mail address", wish->email);
	if (err == CW_TAKEN)
		return failed("%s is the address of another", wish->email);
	if (err == CW_OK && operation.account.is_confirmed &&
	    !operation.account.is_waiting)
		err = welcome_person(wish->op, &operation.account);
	return tell(wish, &operation,
	    cw_text_equal(operation.account.email, wish->email)
		? "given that address"
		: "sent a code, which confirms that address",
	    err);
}

/* Deeds that need no more than to be done. */
static const struct plain {
	const char *word;
	enum cw_err (*run)(struct cw_pool *pool, struct cw_arena *arena,
	    struct cw_operation *operation);
	const char *done;
} plains[] = {
	{ "disable", cw_operate_disable, "disabled" },
	{ "enable", cw_operate_enable, "enabled" },
	{ "sign-out", cw_operate_sign_out, "signed out everywhere" },
};

static int
do_plain(const struct wish *wish, const char *word)
{
	struct cw_operation operation = {
		.login = wish->name,
		.actor = &cw_operator,
	};
	const struct plain *plain = plains;
	enum cw_err err;

	while (!cw_text_equal(plain->word, word))
		plain++;
	err = plain->run(wish->pool, wish->op->arena, &operation);
	return tell(wish, &operation, plain->done, err);
}

static int
disable(const struct wish *wish)
{
	return do_plain(wish, "disable");
}

static int
enable(const struct wish *wish)
{
	return do_plain(wish, "enable");
}

static int
sign_out(const struct wish *wish)
{
	return do_plain(wish, "sign-out");
}

static int
reset(const struct wish *wish)
{
	struct cw_operation operation = {
		.login = wish->name,
		.actor = &cw_operator,
	};
	const char *password;
	enum cw_err err;
	int code;

	if (wish->is_by_mail) {
		err = cw_operate_reset(wish->pool, wish->op->arena, &operation);
		return tell(wish, &operation, "sent a code", err);
	}
	err = cw_operate_password(wish->pool, wish->op->arena, &operation,
	    &password);
	code = tell(wish, &operation, "given a password to change", err);
	if (code == EXIT_DONE)
		(void)printf("password: %s\n", password);
	return code;
}

/* The chat lets go of somebody before the pool does: it can be repeated. */
static int
remove_one(const struct wish *wish)
{
	struct cw_operation operation = {
		.login = wish->name,
		.actor = &cw_operator,
	};
	enum cw_err err;

	err = cw_operate_find(wish->pool, wish->op->arena, &operation);
	if (err != CW_OK)
		return tell(wish, &operation, "deleted", err);
	if (!wish->is_yes &&
	    !is_wanted("The account of %s (%s) is deleted for good.",
		operation.account.name, operation.account.email))
		return EXIT_FAILED;
	err = cw_operate_disable(wish->pool, wish->op->arena, &operation);
	if (err == CW_OK)
		err = dismiss_person(wish->op, wish->pool, &operation.account);
	if (err == CW_OK)
		err = cw_removal_finish(wish->pool, wish->op->arena,
		    &cw_operator, &operation.account);
	return tell(wish, &operation, "deleted", err);
}

static int
admin(const struct wish *wish)
{
	struct cw_operation operation = { .login = wish->name };
	struct cw_arena *arena = wish->op->arena;
	enum cw_err err;

	err = cw_operate_find(wish->pool, arena, &operation);
	if (err == CW_OK && wish->is_no)
		err = cw_usergroup_leave(wish->pool, arena, &cw_operator,
		    CW_ADMINISTRATORS, operation.account.name);
	else if (err == CW_OK)
		err = cw_usergroup_join(wish->pool, arena, &cw_operator,
		    CW_ADMINISTRATORS, operation.account.name);
	return tell(wish, &operation,
	    wish->is_no ? "no administrator" : "an administrator", err);
}

/* --- all of it ------------------------------------------------------------ */

static const struct {
	const char *name;
	int count; /* of its own words: an account's name, and an address */
	int (*run)(const struct wish *wish);
} words[] = {
	{ "list", 0, list },
	{ "show", 1, show },
	{ "confirm", 1, confirm },
	{ "disable", 1, disable },
	{ "enable", 1, enable },
	{ "sign-out", 1, sign_out },
	{ "email", 2, email },
	{ "reset", 1, reset },
	{ "delete", 1, remove_one },
	{ "admin", 1, admin },
};

static int
run_word(const struct operation *op, size_t i, struct wish *wish)
{
	enum cw_err err;
	int code;

	wish->op = op;
	err = cw_pool_open(op->conf, &wish->pool);
	if (err != CW_OK)
		return failed("cannot open the pool: %s", reason(err));
	code = words[i].run(wish);
	cw_pool_close(wish->pool);
	return code;
}

static int
run_users(const struct operation *op, int argc, char **argv)
{
	struct wish wish = { .search = "", .after = "", .limit = "1000" };
	const struct choice choices[] = {
		{ "--search", &wish.search, NULL },
		{ "--after", &wish.after, NULL },
		{ "--limit", &wish.limit, NULL },
		{ "--json", NULL, &wish.is_json },
		{ "--mail", NULL, &wish.is_by_mail },
		{ "--no", NULL, &wish.is_no },
		{ "--verified", NULL, &wish.is_verified },
		{ "--yes", NULL, &wish.is_yes },
	};
	int count = take_options(choices, CW_LEN(choices), argc, argv);
	size_t i = 0;

	if (count < 1)
		return usage(&users_command);
	while (i < CW_LEN(words) && !cw_text_equal(words[i].name, argv[1]))
		i++;
	if (i == CW_LEN(words) || count != 1 + words[i].count)
		return usage(&users_command);
	wish.name = words[i].count > 0 ? argv[2] : NULL;
	wish.email = words[i].count > 1 ? argv[3] : NULL;
	return run_word(op, i, &wish);
}
