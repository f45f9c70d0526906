/* chinwag info: where things are, and which versions they have. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "command.h"
#include "config.h"
#include "db/migrate.h"

static int run_info(const struct operation *op, int argc, char **argv);

const struct command info_command = {
	.name = "info",
	.help = "Tell where things are and which versions they have.",
	.usage = "[--json | --keys]",
	.details = "  --json  the same as one JSON object\n"
		   "  --keys  the keys of the configuration file instead\n",
	.run = run_info,
};

/* A line of the answer. */
struct fact {
	const char *name;
	const char *value;
};

#define FACTS_MAX 10

/* "/data/chat.db, schema 1" */
static const char *
describe_store(const struct operation *op, enum cw_store_kind kind)
{
	struct cw_store *store;
	const char *path, *text;
	enum cw_err err;

	err = cw_store_path(op->conf->data_dir, kind, op->arena, &path);
	if (err != CW_OK)
		return reason(err);
	err = cw_store_open(op->conf->data_dir, kind, CW_STORE_READ,
	    (int)op->conf->store_busy_ms, &store);
	if (err == CW_OK)
		cw_store_close(store);
	text = cw_arena_printf(op->arena, "%s, schema %d%s", path,
	    cw_schema_current(kind), err == CW_OK ? "" : ", not usable");
	return text == NULL ? reason(CW_NOMEM) : text;
}

static size_t
gather(const struct operation *op, struct fact *facts)
{
	const struct cw_conf *conf = op->conf;
	size_t n = 0;

	facts[n++] = (struct fact){ "version", PACKAGE_VERSION };
	facts[n++] = (struct fact){ "sqlite", cw_store_library() };
	facts[n++] = (struct fact){ "data_dir", conf->data_dir };
	facts[n++] = (struct fact){ "base_url", conf->base_url };
	facts[n++] = (struct fact){ "mail", conf->mail_transport };
	for (int i = 0; i < CW_STORE__COUNT; i++)
		facts[n++] = (struct fact){ store_names[i],
			describe_store(op, (enum cw_store_kind)i) };
	return n;
}

static void
print_lines(const struct fact *facts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		(void)printf("%-10s%s\n", facts[i].name, facts[i].value);
}

static int
print_json(const struct operation *op, const struct fact *facts, size_t count)
{
	struct cw_buf buf;

	cw_buf_init(&buf, op->arena, 65536);
	for (size_t i = 0; i < count; i++) {
		cw_buf_puts(&buf, i == 0 ? "{" : ", ");
		cw_buf_put_json(&buf, facts[i].name, strlen(facts[i].name));
		cw_buf_puts(&buf, ": ");
		cw_buf_put_json(&buf, facts[i].value, strlen(facts[i].value));
	}
	cw_buf_puts(&buf, "}");
	if (cw_buf_end(&buf) != CW_OK)
		return failed("%s", reason(CW_NOMEM));
	(void)puts(buf.data);
	return EXIT_DONE;
}

static void
print_keys(void)
{
	const struct cw_conf_key *key;
	size_t i = 0;

	for (key = cw_conf_key_at(0); key != NULL; key = cw_conf_key_at(++i)) {
		(void)printf("%s = %s\n    %s (%s, %" PRId64 " to %" PRId64
			     "%s)\n",
		    key->name, key->standard, key->doc, key->kind, key->min,
		    key->max,
		    cw_text_equal(key->kind, "text") ? " characters" : "");
	}
}

static int
run_info(const struct operation *op, int argc, char **argv)
{
	struct fact facts[FACTS_MAX];
	size_t count;

	if (argc == 2 && cw_text_equal(argv[1], "--keys")) {
		print_keys();
		return EXIT_DONE;
	}
	if (argc > 2 || (argc == 2 && !cw_text_equal(argv[1], "--json")))
		return usage(&info_command);
	count = gather(op, facts);
	if (argc == 2)
		return print_json(op, facts, count);
	print_lines(facts, count);
	return EXIT_DONE;
}
