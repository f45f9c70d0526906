/* chinwag user-add: make an account that needs no confirmation. */

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "command.h"
#include "person.h"

static int run_user_add(const struct operation *op, int argc, char **argv);

const struct command user_add_command = {
	.name = "user-add",
	.help = "Make a confirmed account.",
	.usage = "[--stdin] NAME EMAIL",
	.details = "Prints the account's name, mail address and password, a "
		   "line each.\n"
		   "  --stdin  read the password from the first line of "
		   "standard input;\n"
		   "           else one is made\n",
	.needs_data = true,
	.run = run_user_add,
};

static enum cw_err
read_password(struct cw_arena *arena, const char **out)
{
	char line[CW_PASSWORD_MAX_BYTES + 3];

	if (fgets(line, sizeof(line), stdin) == NULL)
		return CW_INVALID;
	line[strcspn(line, "\r\n")] = '\0';
	*out = cw_arena_strdup(arena, line);
	explicit_bzero(line, sizeof(line));
	return *out == NULL ? CW_NOMEM : CW_OK;
}

static int
add(const struct operation *op, const struct cw_sign_up *in)
{
	struct cw_sign_up_problem problem;
	struct cw_account account;
	enum cw_err err;

	err = cw_account_check(op->conf, op->arena, in, &problem);
	if (err == CW_INVALID)
		return failed("%s", problem.message);
	if (err == CW_OK)
		err = add_person(op, in, &account);
	if (err == CW_CONFLICT)
		return failed("the name %s or the address %s is taken",
		    in->username, in->email);
	if (err != CW_OK)
		return failed("cannot add %s: %s", in->username, reason(err));
	(void)printf("name: %s\nemail: %s\npassword: %s\n", account.name,
	    account.email, in->password);
	return EXIT_DONE;
}

static int
run_user_add(const struct operation *op, int argc, char **argv)
{
	bool is_read = argc > 1 && cw_text_equal(argv[1], "--stdin");
	int first = is_read ? 2 : 1;
	struct cw_sign_up in = { .actor = &cw_operator };
	enum cw_err err;

	if (argc - first != 2 || argv[first][0] == '-')
		return usage(&user_add_command);
	in.username = argv[first];
	in.email = argv[first + 1];
	if (is_read)
		err = read_password(op->arena, &in.password);
	else
		err = cw_policy_make(op->arena, &in.password);
	if (err != CW_OK)
		return failed("no password: %s", reason(err));
	return add(op, &in);
}
