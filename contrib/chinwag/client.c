/* chinwag client: programs that people sign in with; administrators' keys. */

#include "pool/client.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "command.h"
#include "options.h"
#include "pool/signing.h"
#include "pool/usergroup.h"

static int run_client(const struct operation *op, int argc, char **argv);

const struct command client_command = {
	.name = "client",
	.help = "Manage clients of the user pool, and keys of administrators.",
	.usage = "ACTION [ARGUMENT] [OPTION ...]",
	.details =
	    "  add NAME            make a client, and print what a front-end "
	    "needs\n"
	    "  list                all clients\n"
	    "  show ID             print it again\n"
	    "  change ID           with the options of add\n"
	    "  remove ID           remove it, and end what people have by it\n"
	    "  rotate-keys         sign tokens with fresh keys from now on\n"
	    "  key-add USER        a key pair for an administrator's programs\n"
	    "  key-list            all key pairs\n"
	    "  key-remove KEY      remove one\n"
	    "\n"
	    "  --srp on|off        sign in by SRP (off).  What is kept for it "
	    "lets who\n"
	    "                      has the store and its keys guess passwords "
	    "cheaply.\n"
	    "  --password on|off   sign in by password (on)\n"
	    "  --admin on|off      ADMIN_USER_PASSWORD_AUTH for "
	    "administrators (off)\n"
	    "  --secret            the client has a secret (add)\n"
	    "  --tell-unknown on|off  it is told that a name is unknown (off)\n"
	    "  --access-ttl N      seconds, 300 to 86400 (3600)\n"
	    "  --id-ttl N          the same of ID tokens\n"
	    "  --refresh-ttl N     seconds, 3600 and more (30 days)\n"
	    "  --rotate off|N      each refresh token is good once, and N "
	    "seconds, 0 to\n"
	    "                      60, after that (off)\n"
	    "  --administrator     key-add: and make the user an "
	    "administrator\n"
	    "  --drop-old          rotate-keys: tokens of before are void\n"
	    "  --json              the same as one JSON object\n"
	    "\n"
	    "Pages of other origins need to be in cors_origins.\n",
	.needs_data = true,
	.run = run_client,
};

/* What was asked for. */
struct wish {
	const struct operation *op;
	struct cw_pool *pool;
	const char *argument; /* NULL none */
	const char *srp, *password, *admin, *tell_unknown;
	const char *access_ttl, *id_ttl, *refresh_ttl, *rotate;
	bool has_secret, drops_old, makes_administrator, is_json;
};

/* --- writing -------------------------------------------------------------- */

static void
print_json(const struct wish *wish, const char *text)
{
	struct cw_buf buf;

	cw_buf_init(&buf, wish->op->arena, (size_t)64 * 1024);
	cw_buf_put_json(&buf, text, strlen(text));
	(void)fputs(buf.failed ? "null" : buf.data, stdout);
}

/* A line, or a member of the object; before is what stands in front. */
static void
print_fact(const struct wish *wish, const char *before, const char *name,
    const char *value)
{
	if (!wish->is_json) {
		(void)printf("%s: %s\n", name, value);
		return;
	}
	(void)printf("%s\"%s\":", before, name);
	print_json(wish, value);
}

static const char *
flow_words(struct cw_arena *arena, int64_t flows)
{
	const char *words = cw_arena_printf(arena, "%s%s%srefresh",
	    (flows & CW_FLOW_PASSWORD) != 0 ? "password, " : "",
	    (flows & CW_FLOW_SRP) != 0 ? "srp, " : "",
	    (flows & CW_FLOW_ADMIN_PASSWORD) != 0 ? "admin, " : "");

	return words == NULL ? "" : words;
}

/* What a front-end's settings are made of. */
static void
print_client(const struct wish *wish, const struct cw_client *client)
{
	struct cw_arena *arena = wish->op->arena;
	const char *base = wish->op->conf->base_url;
	char id[CW_POOL_ID_CHARS + 1];
	const char *endpoint, *issuer;

	cw_pool_id(wish->pool, id);
	endpoint = cw_arena_printf(arena, "%s/idp/", base);
	issuer = cw_arena_printf(arena, "%s/%s", base, id);
	if (endpoint == NULL || issuer == NULL)
		return;
	print_fact(wish, "{", "name", client->name);
	print_fact(wish, ",", "userPoolId", id);
	print_fact(wish, ",", "clientId", client->id);
	if (client->secret != NULL)
		print_fact(wish, ",", "clientSecret", client->secret);
	print_fact(wish, ",", "endpoint", endpoint);
	print_fact(wish, ",", "region", CW_POOL_REGION);
	print_fact(wish, ",", "issuer", issuer);
	print_fact(wish, ",", "flows", flow_words(arena, client->flows));
	(void)fputs(wish->is_json ? "}\n" : "", stdout);
}

/* --- clients -------------------------------------------------------------- */

static bool
read_switch(const char *word, int64_t flow, int64_t *flows)
{
	if (word == NULL)
		return true;
	if (cw_text_equal(word, "on"))
		*flows |= flow;
	else if (cw_text_equal(word, "off"))
		*flows &= ~flow;
	else
		return false;
	return true;
}

static bool
read_ttl(const char *word, int64_t *out)
{
	return word == NULL || cw_text_to_int(word, out) == CW_OK;
}

static bool
read_rotation(const char *word, struct cw_client *client)
{
	if (word == NULL)
		return true;
	client->rotates = !cw_text_equal(word, "off");
	client->grace_sec = 0;
	return !client->rotates ||
	    cw_text_to_int(word, &client->grace_sec) == CW_OK;
}

/* What the options say, over what is there. */
static bool
apply(const struct wish *wish, struct cw_client *client)
{
	int64_t tells = client->tells_unknown ? 1 : 0;
	bool is_good = read_switch(wish->srp, CW_FLOW_SRP, &client->flows) &&
	    read_switch(wish->password, CW_FLOW_PASSWORD, &client->flows) &&
	    read_switch(wish->admin, CW_FLOW_ADMIN_PASSWORD, &client->flows) &&
	    read_switch(wish->tell_unknown, 1, &tells) &&
	    read_ttl(wish->access_ttl, &client->access_ttl_sec) &&
	    read_ttl(wish->id_ttl, &client->id_ttl_sec) &&
	    read_ttl(wish->refresh_ttl, &client->refresh_ttl_sec) &&
	    read_rotation(wish->rotate, client);

	client->tells_unknown = tells != 0;
	return is_good;
}

static int
add_client(const struct wish *wish)
{
	struct cw_client in = {
		.name = wish->argument,
		.secret = wish->has_secret ? "" : NULL,
		.flows = CW_FLOW_PASSWORD,
		.access_ttl_sec = CW_TOKEN_TTL,
		.id_ttl_sec = CW_TOKEN_TTL,
		.refresh_ttl_sec = CW_REFRESH_TTL,
	};
	struct cw_client client;
	enum cw_err err;

	if (!apply(wish, &in))
		return usage(&client_command);
	err = cw_client_add(wish->pool, wish->op->arena, &in, &client);
	if (err != CW_OK)
		return failed("cannot add the client: %s", reason(err));
	print_client(wish, &client);
	return EXIT_DONE;
}

static int
show_client(const struct wish *wish)
{
	struct cw_client client;
	enum cw_err err = cw_client_find(wish->pool, wish->op->arena,
	    wish->argument, &client);

	if (err != CW_OK)
		return failed("client %s: %s", wish->argument, reason(err));
	print_client(wish, &client);
	return EXIT_DONE;
}

static int
change_client(const struct wish *wish)
{
	struct cw_client client;
	enum cw_err err = cw_client_find(wish->pool, wish->op->arena,
	    wish->argument, &client);

	if (err != CW_OK)
		return failed("client %s: %s", wish->argument, reason(err));
	if (!apply(wish, &client))
		return usage(&client_command);
	err = cw_client_change(wish->pool, &client);
	if (err != CW_OK)
		return failed("client %s: %s", wish->argument, reason(err));
	print_client(wish, &client);
	return EXIT_DONE;
}

static int
remove_client(const struct wish *wish)
{
	enum cw_err err = cw_client_remove(wish->pool, wish->argument);

	if (err != CW_OK)
		return failed("client %s: %s", wish->argument, reason(err));
	return EXIT_DONE;
}

static int
list_clients(const struct wish *wish)
{
	struct cw_list clients = { 0 };
	enum cw_err err = cw_client_list(wish->pool, wish->op->arena, &clients);

	if (err != CW_OK)
		return failed("cannot list clients: %s", reason(err));
	(void)fputs(wish->is_json ? "[" : "", stdout);
	for (size_t i = 0; i < clients.count; i++) {
		const struct cw_client *client = cw_list_at(&clients, i);

		if (!wish->is_json) {
			(void)printf("%s  %s  (%s)\n", client->id, client->name,
			    flow_words(wish->op->arena, client->flows));
			continue;
		}
		(void)fputs(i == 0 ? "" : ",", stdout);
		print_client(wish, client);
	}
	(void)fputs(wish->is_json ? "]\n" : "", stdout);
	return EXIT_DONE;
}

/* --- keys ----------------------------------------------------------------- */

static int
rotate_keys(const struct wish *wish)
{
	enum cw_err err = cw_signing_rotate(wish->pool,
	    wish->drops_old ? CW_SIGNING_DROP_OLD : CW_SIGNING_KEEP_OLD);

	if (err != CW_OK)
		return failed("cannot change the keys: %s", reason(err));
	return EXIT_DONE;
}

static int
add_key(const struct wish *wish)
{
	struct cw_access_key key;
	enum cw_err err = CW_OK;

	if (wish->makes_administrator)
		err = cw_usergroup_join(wish->pool, wish->op->arena,
		    &cw_operator, CW_ADMINISTRATORS, wish->argument);
	if (err == CW_OK)
		err = cw_access_key_add(wish->pool, wish->op->arena,
		    wish->argument, &key);
	if (err == CW_NOTFOUND)
		return failed("there is no account %s", wish->argument);
	if (err != CW_OK)
		return failed("cannot make a key: %s", reason(err));
	print_fact(wish, "{", "accessKeyId", key.id);
	print_fact(wish, ",", "secretAccessKey", key.secret);
	(void)fputs(wish->is_json ? "}\n" : "", stdout);
	return EXIT_DONE;
}

static int
list_keys(const struct wish *wish)
{
	struct cw_list keys = { 0 };
	enum cw_err err =
	    cw_access_key_list(wish->pool, wish->op->arena, &keys);

	if (err != CW_OK)
		return failed("cannot list keys: %s", reason(err));
	(void)fputs(wish->is_json ? "[" : "", stdout);
	for (size_t i = 0; i < keys.count; i++) {
		const struct cw_access_key *key = cw_list_at(&keys, i);

		if (!wish->is_json) {
			(void)printf("%s  %s\n", key->id, key->username);
			continue;
		}
		(void)printf("%s{\"accessKeyId\":\"%s\",\"username\":",
		    i == 0 ? "" : ",", key->id);
		print_json(wish, key->username);
		(void)fputs("}", stdout);
	}
	(void)fputs(wish->is_json ? "]\n" : "", stdout);
	return EXIT_DONE;
}

static int
remove_key(const struct wish *wish)
{
	enum cw_err err = cw_access_key_remove(wish->pool, wish->argument);

	if (err != CW_OK)
		return failed("key %s: %s", wish->argument, reason(err));
	return EXIT_DONE;
}

/* --- choosing ------------------------------------------------------------- */

static const struct action {
	const char *name;
	bool has_argument;
	int (*run)(const struct wish *wish);
} actions[] = {
	{ "add", true, add_client },
	{ "list", false, list_clients },
	{ "show", true, show_client },
	{ "change", true, change_client },
	{ "remove", true, remove_client },
	{ "rotate-keys", false, rotate_keys },
	{ "key-add", true, add_key },
	{ "key-list", false, list_keys },
	{ "key-remove", true, remove_key },
};

static const struct action *
find_action(const char *name)
{
	for (size_t i = 0; i < CW_LEN(actions); i++)
		if (cw_text_equal(actions[i].name, name))
			return &actions[i];
	return NULL;
}

static int
act(const struct action *action, struct wish *wish)
{
	int code;
	enum cw_err err = cw_pool_open(wish->op->conf, &wish->pool);

	if (err != CW_OK)
		return failed("cannot open the pool: %s", reason(err));
	code = action->run(wish);
	cw_pool_close(wish->pool);
	return code;
}

static int
run_client(const struct operation *op, int argc, char **argv)
{
	struct wish wish = { .op = op };
	const struct choice choices[] = {
		{ .name = "--srp", .value = &wish.srp },
		{ .name = "--password", .value = &wish.password },
		{ .name = "--admin", .value = &wish.admin },
		{ .name = "--secret", .is_given = &wish.has_secret },
		{ .name = "--tell-unknown", .value = &wish.tell_unknown },
		{ .name = "--access-ttl", .value = &wish.access_ttl },
		{ .name = "--id-ttl", .value = &wish.id_ttl },
		{ .name = "--refresh-ttl", .value = &wish.refresh_ttl },
		{ .name = "--rotate", .value = &wish.rotate },
		{ .name = "--administrator",
		    .is_given = &wish.makes_administrator },
		{ .name = "--drop-old", .is_given = &wish.drops_old },
		{ .name = "--json", .is_given = &wish.is_json },
	};
	int count = take_options(choices, CW_LEN(choices), argc, argv);
	const struct action *action = count < 1 ? NULL : find_action(argv[1]);

	if (action == NULL || count != (action->has_argument ? 2 : 1))
		return usage(&client_command);
	wish.argument = action->has_argument ? argv[2] : NULL;
	return act(action, &wish);
}
