/* Trying whether a restored data directory serves. */

#include "drill.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "base/random.h"
#include "base/text.h"
#include "person.h"
#include "pool/audit.h"
#include "pool/policy.h"

/* What the trial itself adds to: an account, its session, what came of it. */
static const char *const touched[] = { "account", "audit", "device", "lockout",
	"quota", "session", "users" };

struct trial {
	const struct operation *op; /* with the staged data directory */
	const char *programs;
	struct cw_sign_up canary;
	const char *token;
};

static int
ask(const struct trial *trial, struct invocation *in, struct invoked *out)
{
	const char *why = "";
	enum cw_err err;

	in->programs = trial->programs;
	in->data_dir = trial->op->conf->data_dir;
	in->token = trial->token;
	err = ask_program(trial->op, in, out, &why);
	if (err != CW_OK)
		return failed("the drill failed: cannot ask %s: %s",
		    in->program, why);
	if (out->status != 200)
		return failed("the drill failed: %s answered %d: %s",
		    in->program, out->status, out->body);
	return EXIT_DONE;
}

static enum cw_err
make_canary(struct trial *trial)
{
	struct cw_arena *arena = trial->op->arena;
	struct cw_account account;
	char uuid[37];
	enum cw_err err;

	err = cw_random_uuid(uuid);
	if (err != CW_OK)
		return err;
	trial->canary.username = cw_arena_printf(arena, "drill-%.8s", uuid);
	trial->canary.email =
	    cw_arena_printf(arena, "drill-%.8s@example.invalid", uuid);
	if (trial->canary.username == NULL || trial->canary.email == NULL)
		return CW_NOMEM;
	err = cw_policy_make(arena, &trial->canary.password);
	if (err != CW_OK)
		return err;
	return add_person(trial->op, &trial->canary, &account);
}

/* A sign-in as a client does it. */
static int
sign_in(struct trial *trial)
{
	struct invocation in = {
		.program = "session-post",
		.method = "POST",
		.path = "/session",
		.body = cw_arena_printf(trial->op->arena,
		    "{\"username\":\"%s\",\"password\":\"%s\",\"token\":true}",
		    trial->canary.username, trial->canary.password),
	};
	struct invoked out;
	int code;

	if (in.body == NULL)
		return failed("%s", reason(CW_NOMEM));
	code = ask(trial, &in, &out);
	if (code != EXIT_DONE)
		return code;
	trial->token = find_member(trial->op->arena, out.body, "token");
	if (trial->token == NULL)
		return failed("the drill failed: no token came");
	return EXIT_DONE;
}

static int
ask_all(struct trial *trial)
{
	struct invocation health = {
		.program = "health-get",
		.method = "GET",
		.path = "/health",
	};
	struct invocation talks = {
		.program = "conversations-get",
		.method = "GET",
		.path = "/conversations",
	};
	struct invoked out;
	int code;

	code = ask(trial, &health, &out);
	if (code != EXIT_DONE)
		return code;
	if (make_canary(trial) != CW_OK)
		return failed("the drill failed: no account can be made");
	code = sign_in(trial);
	return code == EXIT_DONE ? ask(trial, &talks, &out) : code;
}

/* --- counting ------------------------------------------------------------- */

static bool
is_touched(const char *table)
{
	for (size_t i = 0; i < CW_LEN(touched); i++)
		if (cw_text_equal(touched[i], table))
			return true;
	return false;
}

static int64_t
rows_of(const struct cw_tally *tally, const char *table)
{
	for (size_t i = 0; i < tally->count; i++)
		if (cw_text_equal(tally->tables[i].table, table))
			return tally->tables[i].rows;
	return -1;
}

/* Codes, sign-ins under way and limits are void by now. */
static bool
is_passing(const char *table)
{
	return cw_text_equal(table, "code") ||
	    cw_text_equal(table, "challenge");
}

static int
compare(const struct trial *trial, const struct staging *staging,
    enum cw_store_kind kind, int64_t *rows)
{
	const struct cw_tally *wanted = &staging->manifest.stores[kind].tally;
	struct cw_tally found;

	if (cw_copy_count(staging->dir, kind, trial->op->arena, &found) !=
	    CW_OK)
		return failed("the drill failed: cannot count the %s store",
		    store_names[kind]);
	for (size_t i = 0; i < wanted->count; i++) {
		const struct cw_table_rows *row = &wanted->tables[i];
		int64_t now = rows_of(&found, row->table);

		*rows += row->rows;
		if (now != row->rows && !is_touched(row->table) &&
		    !is_passing(row->table))
			return failed("the drill failed: %s has %" PRId64
				      " rows, the backup %" PRId64,
			    row->table, now, row->rows);
	}
	return EXIT_DONE;
}

int
drill(const struct operation *op, const struct staging *staging,
    const char *programs)
{
	struct cw_conf conf = *op->conf;
	const struct operation staged = { .conf = &conf, .arena = op->arena };
	struct trial trial = {
		.op = &staged,
		.programs = programs,
		.canary.actor = &cw_operator,
	};
	int64_t rows = 0;
	int code;

	conf.data_dir = staging->dir;
	code = ask_all(&trial);
	for (int i = 0; code == EXIT_DONE && i < CW_STORE__COUNT; i++)
		code = compare(&trial, staging, (enum cw_store_kind)i, &rows);
	if (code == EXIT_DONE)
		(void)printf("drill done: %" PRId64
			     " rows came back, and somebody signed in\n",
		    rows);
	return code;
}
