/* What a backup says about itself. */

#include "manifest.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/disk.h"
#include "base/text.h"
#include "command.h"
#include "moment.h"

#define FORMAT "backup 1"
#define FIRST_LINE "chinwag " FORMAT
#define MAX_BYTES 65536
#define KEYS_LABEL "which keys these are"

void
manifest_keys_id(const unsigned char key[CW_KEY_BYTES],
    char out[MANIFEST_KEYS_CHARS + 1])
{
	unsigned char hash[CW_HASH_BYTES];
	struct cw_buf buf;

	cw_crypto_hmac(key, KEYS_LABEL, sizeof(KEYS_LABEL) - 1, hash);
	cw_buf_init_fixed(&buf, out, MANIFEST_KEYS_CHARS + 1);
	cw_buf_put_hex(&buf, hash, MANIFEST_KEYS_CHARS / 2);
}

/* --- writing -------------------------------------------------------------- */

enum cw_err
manifest_look(const char *dir, enum cw_store_kind kind, struct cw_arena *arena,
    struct manifest_store *out)
{
	const char *path;
	enum cw_err err;

	err = cw_store_path(dir, kind, arena, &path);
	if (err == CW_OK)
		err = cw_copy_verify(dir, kind);
	if (err == CW_OK)
		err = cw_copy_schema(dir, kind, &out->schema);
	if (err == CW_OK)
		err = cw_copy_count(dir, kind, arena, &out->tally);
	if (err == CW_OK)
		err = cw_crypto_sha256_file(path, out->hash, &out->bytes);
	return err;
}

static void
put_store(struct cw_buf *buf, const char *name,
    const struct manifest_store *store)
{
	cw_buf_printf(buf, "store %s %d %" PRId64 " ", name, store->schema,
	    store->bytes);
	cw_buf_put_hex(buf, store->hash, sizeof(store->hash));
	for (size_t i = 0; i < store->tally.count; i++)
		cw_buf_printf(buf, "\nrows %s %" PRId64,
		    store->tally.tables[i].table, store->tally.tables[i].rows);
	cw_buf_putc(buf, '\n');
}

static void
put_lines(struct cw_buf *buf, const struct manifest *manifest)
{
	char moment[MOMENT_BYTES];

	moment_to_text(manifest->made_ms, moment);
	cw_buf_printf(buf, FIRST_LINE "\nmade %" PRId64 " %s\n",
	    manifest->made_ms, moment);
	cw_buf_printf(buf, "program %s\nsqlite %s\nkeys %s\n",
	    manifest->program, manifest->sqlite, manifest->keys);
	for (int i = 0; i < CW_STORE__COUNT; i++)
		put_store(buf, store_names[i], &manifest->stores[i]);
}

enum cw_err
manifest_write(const struct manifest *manifest, const char *dir,
    const unsigned char key[CW_KEY_BYTES], struct cw_arena *arena)
{
	const char *path = cw_arena_printf(arena, "%s/" MANIFEST_NAME, dir);
	unsigned char seal[CW_HASH_BYTES];
	struct cw_buf buf;
	enum cw_err err;

	cw_buf_init(&buf, arena, MAX_BYTES);
	put_lines(&buf, manifest);
	err = cw_buf_end(&buf);
	if (err != CW_OK || path == NULL)
		return CW_NOMEM;
	cw_crypto_hmac(key, buf.data, buf.len, seal);
	cw_buf_puts(&buf, "seal ");
	cw_buf_put_hex(&buf, seal, sizeof(seal));
	cw_buf_putc(&buf, '\n');
	err = cw_buf_end(&buf);
	if (err != CW_OK)
		return err;
	return cw_disk_write(path, 0600, buf.data, buf.len);
}

/* --- reading -------------------------------------------------------------- */

/* A text under reading, line by line and word by word. */
struct reader {
	char *rest; /* of the text */
	char *line; /* what is left of the line */
};

/* The next line, which must begin with this word and a blank. */
static bool
next_line(struct reader *reader, const char *word)
{
	size_t len = strlen(word);
	char *end = strchr(reader->rest, '\n');

	if (end == NULL || strncmp(reader->rest, word, len) != 0 ||
	    reader->rest[len] != ' ')
		return false;
	*end = '\0';
	reader->line = reader->rest + len + 1;
	reader->rest = end + 1;
	return true;
}

/* The next word of the line; NULL: there is none. */
static char *
next_word(struct reader *reader)
{
	char *word = strsep(&reader->line, " ");

	return word == NULL || *word == '\0' ? NULL : word;
}

static bool
next_number(struct reader *reader, int64_t *out)
{
	const char *word = next_word(reader);

	return word != NULL && cw_text_to_int(word, out) == CW_OK && *out >= 0;
}

static bool
next_hash(struct reader *reader, unsigned char out[CW_HASH_BYTES])
{
	const char *word = next_word(reader);

	if (word == NULL || strlen(word) != (size_t)2 * CW_HASH_BYTES)
		return false;
	for (size_t i = 0; i < CW_HASH_BYTES; i++) {
		int high = cw_text_hex_digit(word[2 * i]);
		int low = cw_text_hex_digit(word[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

static bool
read_rows(struct reader *reader, struct cw_tally *tally)
{
	struct cw_table_rows *row;

	while (tally->count < CW_TABLES_MAX && next_line(reader, "rows")) {
		row = &tally->tables[tally->count++];
		row->table = next_word(reader);
		if (row->table == NULL || !next_number(reader, &row->rows))
			return false;
	}
	return true;
}

static bool
read_store(struct reader *reader, const char *name, struct manifest_store *out)
{
	const char *word;
	int64_t schema;

	if (!next_line(reader, "store"))
		return false;
	word = next_word(reader);
	if (word == NULL || !cw_text_equal(word, name) ||
	    !next_number(reader, &schema) || schema > INT32_MAX ||
	    !next_number(reader, &out->bytes) || !next_hash(reader, out->hash))
		return false;
	out->schema = (int)schema;
	return read_rows(reader, &out->tally);
}

static bool
read_head(struct reader *reader, struct manifest *out)
{
	const char *keys;

	if (!next_line(reader, "chinwag") ||
	    !cw_text_equal(reader->line, FORMAT) ||
	    !next_line(reader, "made") || !next_number(reader, &out->made_ms) ||
	    !next_line(reader, "program"))
		return false;
	out->program = reader->line;
	if (!next_line(reader, "sqlite"))
		return false;
	out->sqlite = reader->line;
	if (!next_line(reader, "keys"))
		return false;
	keys = next_word(reader);
	if (keys == NULL || strlen(keys) != MANIFEST_KEYS_CHARS)
		return false;
	memcpy(out->keys, keys, MANIFEST_KEYS_CHARS);
	return true;
}

static bool
read_all(char *text, struct manifest *out)
{
	struct reader reader = { .rest = text };

	if (!read_head(&reader, out))
		return false;
	for (int i = 0; i < CW_STORE__COUNT; i++)
		if (!read_store(&reader, store_names[i], &out->stores[i]))
			return false;
	return reader.rest[0] == '\0';
}

/*
 * Cut the last line, which holds the seal of all before it, off the text.
 * False: there is none, so the text was cut.
 */
static bool
cut_seal(char *text, size_t *len, unsigned char seal[CW_HASH_BYTES])
{
	const size_t line_bytes =
	    sizeof("seal \n") - 1 + (size_t)2 * CW_HASH_BYTES;
	struct reader reader;

	if (*len < line_bytes || strlen(text) != *len)
		return false;
	*len -= line_bytes;
	reader.rest = text + *len;
	if (!next_line(&reader, "seal") || reader.rest[0] != '\0' ||
	    !next_hash(&reader, seal))
		return false;
	text[*len] = '\0';
	return true;
}

static enum cw_err
check_seal(const struct manifest *manifest,
    const unsigned char key[CW_KEY_BYTES],
    const unsigned char seal[CW_HASH_BYTES],
    const unsigned char wanted[CW_HASH_BYTES], const char **why)
{
	char keys[MANIFEST_KEYS_CHARS + 1];

	manifest_keys_id(key, keys);
	if (!cw_text_equal(keys, manifest->keys)) {
		*why = "it was made with other keys";
		return CW_MISMATCH;
	}
	if (!cw_crypto_equal(seal, wanted, CW_HASH_BYTES)) {
		*why = "its manifest was changed";
		return CW_INVALID;
	}
	return CW_OK;
}

enum cw_err
manifest_read(const char *dir, const unsigned char key[CW_KEY_BYTES],
    struct cw_arena *arena, struct manifest *out, const char **why)
{
	unsigned char seal[CW_HASH_BYTES], wanted[CW_HASH_BYTES] = { 0 };
	const char *path = cw_arena_printf(arena, "%s/" MANIFEST_NAME, dir);
	enum cw_err err;
	char *text;
	size_t len;

	*why = "its manifest is damaged";
	if (path == NULL)
		return CW_NOMEM;
	err = cw_disk_read(path, MAX_BYTES, arena, &text, &len);
	if (err == CW_NOTFOUND)
		*why = "it has no manifest";
	if (err != CW_OK)
		return err == CW_TOOLARGE ? CW_INVALID : err;
	if (!cut_seal(text, &len, seal)) {
		*why = "its manifest was cut";
		return CW_INVALID;
	}
	if (key != NULL)
		cw_crypto_hmac(key, text, len, wanted);
	*out = (struct manifest){ 0 };
	if (!read_all(text, out))
		return CW_INVALID;
	if (key == NULL)
		return CW_OK;
	return check_seal(out, key, seal, wanted, why);
}
