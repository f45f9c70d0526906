/* DATA/token-keys: making, reading, and changing the keys of tokens. */

#include "pool/signing.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/disk.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "pool/inside.h"

/*
 * This line, then one for each key, newest first: use, id, when it was made,
 * and the sealed key in base64url.
 */
#define FIRST_LINE "chinwag token keys 1\n"
#define FILE_MAX_BYTES (64 * 1024)
#define SET_MAX_BYTES (256 * 1024)
#define KID_BYTES 32

static const char *const use_words[CW_SIGNS__COUNT] = {
	[CW_SIGNS_ID] = "id",
	[CW_SIGNS_ACCESS] = "access",
};

static enum cw_err
complain(const char *why)
{
	cw_log(CW_LOG_ERROR, "cannot use token-keys: %s", why);
	return CW_SYSTEM;
}

static const char *
path_of(const struct cw_pool *pool, struct cw_arena *arena)
{
	return cw_arena_printf(arena, "%s/token-keys", pool->conf->data_dir);
}

/* --- a set ---------------------------------------------------------------- */

static struct cw_signing_set *
new_set(void)
{
	struct cw_signing_set *set = calloc(1, sizeof(*set));

	if (set == NULL)
		return NULL;
	cw_arena_init(&set->arena, SET_MAX_BYTES);
	atomic_init(&set->holders, 1);
	return set;
}

void
cw_signing_give(struct cw_signing_set *set)
{
	if (set == NULL || atomic_fetch_sub(&set->holders, 1) != 1)
		return;
	for (size_t i = 0; i < set->count; i++)
		cw_pki_key_free(set->keys[i].key);
	cw_arena_clear(&set->arena);
	free(set);
}

/* What stands before the first dot of all its tokens. */
static enum cw_err
make_header(struct cw_signing_set *set, struct cw_signing_key *key)
{
	const char *json = cw_arena_printf(&set->arena,
	    "{\"kid\":\"%s\",\"alg\":\"RS256\"}", key->kid);

	if (json == NULL)
		return CW_NOMEM;
	key->header = cw_crypto_base64url(&set->arena, json, strlen(json));
	return key->header == NULL ? CW_NOMEM : CW_OK;
}

static enum cw_err
add_fresh(struct cw_signing_set *set, enum cw_signing_use use)
{
	struct cw_signing_key *key = &set->keys[set->count];
	unsigned char bytes[KID_BYTES];
	const char *kid;
	enum cw_err err = cw_random_bytes(bytes, sizeof(bytes));

	if (err != CW_OK)
		return err;
	kid = cw_crypto_base64url(&set->arena, bytes, sizeof(bytes));
	if (kid == NULL)
		return CW_NOMEM;
	memcpy(key->kid, kid, sizeof(key->kid));
	key->use = use;
	key->created = cw_clock_now_ms();
	err = make_header(set, key);
	if (err != CW_OK)
		return err;
	err = cw_pki_key_make(&key->key);
	if (err == CW_OK)
		set->count++;
	return err;
}

const struct cw_signing_key *
cw_signing_newest(const struct cw_signing_set *set, enum cw_signing_use use)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->keys[i].use == use)
			return &set->keys[i];
	return NULL;
}

const struct cw_signing_key *
cw_signing_find(const struct cw_signing_set *set, const char *header,
    size_t len)
{
	for (size_t i = 0; i < set->count; i++)
		if (strlen(set->keys[i].header) == len &&
		    memcmp(set->keys[i].header, header, len) == 0)
			return &set->keys[i];
	return NULL;
}

/* --- reading -------------------------------------------------------------- */

/* The next word of a line, whose end becomes NUL; NULL: there is none. */
static char *
next_word(char **at)
{
	char *word = *at;
	size_t len = strcspn(word, " ");

	if (len == 0)
		return NULL;
	*at = word + len + (word[len] == ' ');
	word[len] = '\0';
	return word;
}

static enum cw_err
read_key(const struct cw_pool *pool, struct cw_signing_set *set, char *sealed,
    struct cw_pki_key **out)
{
	unsigned char *box, *der;
	size_t box_len, der_len;
	enum cw_err err =
	    cw_crypto_decode(&set->arena, CW_BASE64URL, sealed, &box, &box_len);

	if (err == CW_OK)
		err = cw_crypto_open(pool->keys.bytes[CW_KEY_SIGNING], box,
		    box_len, &set->arena, &der, &der_len);
	if (err == CW_OK) {
		err = cw_pki_key_read(der, der_len, out);
		explicit_bzero(der, der_len);
	}
	return err;
}

static enum cw_err
read_line(const struct cw_pool *pool, struct cw_signing_set *set, char *line)
{
	struct cw_signing_key *key = &set->keys[set->count];
	char *use = next_word(&line), *kid = next_word(&line);
	char *created = next_word(&line), *sealed = next_word(&line);
	enum cw_err err;

	if (sealed == NULL || *line != '\0' || strlen(kid) != CW_KID_CHARS ||
	    set->count == CW_SIGNING_KEYS_MAX)
		return CW_INVALID;
	if (cw_text_equal(use, use_words[CW_SIGNS_ID]))
		key->use = CW_SIGNS_ID;
	else if (cw_text_equal(use, use_words[CW_SIGNS_ACCESS]))
		key->use = CW_SIGNS_ACCESS;
	else
		return CW_INVALID;
	memcpy(key->kid, kid, sizeof(key->kid));
	err = cw_text_to_int(created, &key->created);
	if (err == CW_OK)
		err = make_header(set, key);
	if (err == CW_OK)
		err = read_key(pool, set, sealed, &key->key);
	if (err == CW_OK)
		set->count++;
	return err;
}

static enum cw_err
read_lines(const struct cw_pool *pool, struct cw_signing_set *set, char *text)
{
	char *end;
	enum cw_err err = CW_OK;

	if (!cw_text_starts(text, FIRST_LINE))
		return CW_INVALID;
	text += sizeof(FIRST_LINE) - 1;
	for (; *text != '\0' && err == CW_OK; text = end + 1) {
		end = strchr(text, '\n');
		if (end == NULL)
			return CW_INVALID;
		*end = '\0';
		err = read_line(pool, set, text);
	}
	return err;
}

/* What the file holds; an absent one holds nothing. */
static enum cw_err
read_set(const struct cw_pool *pool, struct cw_signing_set *set)
{
	const char *path = path_of(pool, &set->arena);
	struct stat st;
	char *text;
	size_t len;
	enum cw_err err;

	if (path == NULL)
		return CW_NOMEM;
	if (stat(path, &st) == 0 && (st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return complain("others may read it: chmod 600");
	err = cw_disk_read(path, FILE_MAX_BYTES, &set->arena, &text, &len);
	if (err == CW_NOTFOUND)
		return CW_OK;
	if (err == CW_OK)
		err = read_lines(pool, set, text);
	if (err == CW_INVALID || err == CW_TOOLARGE)
		return complain("damaged");
	return err;
}

/* --- writing -------------------------------------------------------------- */

static enum cw_err
write_line(const struct cw_pool *pool, struct cw_signing_set *set,
    const struct cw_signing_key *key, struct cw_buf *out)
{
	unsigned char *der, *box;
	size_t der_len, box_len;
	const char *text;
	enum cw_err err =
	    cw_pki_key_write(key->key, &set->arena, &der, &der_len);

	if (err != CW_OK)
		return err;
	err = cw_crypto_seal(pool->keys.bytes[CW_KEY_SIGNING], der, der_len,
	    &set->arena, &box, &box_len);
	explicit_bzero(der, der_len);
	if (err != CW_OK)
		return err;
	text = cw_crypto_base64url(&set->arena, box, box_len);
	if (text == NULL)
		return CW_NOMEM;
	cw_buf_printf(out, "%s %s %" PRId64 " ", use_words[key->use], key->kid,
	    key->created);
	cw_buf_puts(out, text);
	cw_buf_putc(out, '\n');
	return CW_OK;
}

/* Whoever reads sees the old file or the new. */
static enum cw_err
replace_file(const struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_buf *text)
{
	const char *path = path_of(pool, arena);
	char uuid[37];
	const char *draft;
	enum cw_err err = cw_random_uuid(uuid);

	if (err != CW_OK)
		return err;
	if (path == NULL)
		return CW_NOMEM;
	draft = cw_arena_printf(arena, "%s.%s", path, uuid);
	if (draft == NULL)
		return CW_NOMEM;
	err = cw_disk_write(draft, 0600, text->data, text->len);
	if (err != CW_OK)
		return err;
	if (rename(draft, path) != 0) {
		err = cw_disk_refused("replace", path);
		(void)unlink(draft);
		return err;
	}
	return cw_disk_sync(pool->conf->data_dir);
}

static enum cw_err
write_set(const struct cw_pool *pool, struct cw_signing_set *set)
{
	struct cw_buf text;
	enum cw_err err = CW_OK;

	cw_buf_init(&text, &set->arena, FILE_MAX_BYTES);
	cw_buf_puts(&text, FIRST_LINE);
	for (size_t i = 0; i < set->count && err == CW_OK; i++)
		err = write_line(pool, set, &set->keys[i], &text);
	if (err == CW_OK)
		err = cw_buf_end(&text);
	if (err != CW_OK)
		return err;
	return replace_file(pool, &set->arena, &text);
}

/* Two who change the file at once would lose one's keys. */
static int
lock_file(const struct cw_pool *pool)
{
	int fd = open(pool->conf->data_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0 && flock(fd, LOCK_EX) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* A key signed until its successor was made. */
static void
keep_old(struct cw_signing_set *fresh, const struct cw_signing_set *old)
{
	int64_t now_ms = cw_clock_now_ms();
	int64_t until[CW_SIGNS__COUNT];

	for (size_t use = 0; use < CW_SIGNS__COUNT; use++)
		until[use] = now_ms;
	for (size_t i = 0; i < old->count; i++) {
		const struct cw_signing_key *key = &old->keys[i];

		if (now_ms - until[key->use] < CW_SIGNING_LIFE_MS &&
		    fresh->count < CW_SIGNING_KEYS_MAX)
			fresh->keys[fresh->count++] = *key;
		until[key->use] = key->created;
	}
}

static enum cw_err
write_fresh(struct cw_pool *pool, struct cw_signing_set *old)
{
	struct cw_signing_set *fresh = new_set();
	enum cw_err err;
	size_t own;

	if (fresh == NULL)
		return CW_NOMEM;
	err = add_fresh(fresh, CW_SIGNS_ID);
	if (err == CW_OK)
		err = add_fresh(fresh, CW_SIGNS_ACCESS);
	own = fresh->count;
	if (err == CW_OK) {
		keep_old(fresh, old);
		err = write_set(pool, fresh);
	}
	/* The others are the old set's to free. */
	fresh->count = own;
	cw_signing_give(fresh);
	return err;
}

enum cw_err
cw_signing_rotate(struct cw_pool *pool, enum cw_signing_old old)
{
	struct cw_signing_set *set = new_set();
	int lock = lock_file(pool);
	enum cw_err err = CW_OK;

	if (set == NULL)
		err = CW_NOMEM;
	else if (lock < 0)
		err = cw_disk_refused("lock", pool->conf->data_dir);
	else if (old == CW_SIGNING_KEEP_OLD)
		err = read_set(pool, set);
	if (err == CW_OK)
		err = write_fresh(pool, set);
	cw_signing_give(set);
	if (lock >= 0)
		close(lock);
	return err;
}

enum cw_err
cw_signing_init(struct cw_pool *pool)
{
	struct cw_signing_set *set;
	enum cw_err err = cw_signing_take(pool, &set);
	bool has_keys;

	if (err != CW_OK)
		return err;
	has_keys = set->count > 0;
	cw_signing_give(set);
	return has_keys ? CW_OK : cw_signing_rotate(pool, CW_SIGNING_KEEP_OLD);
}

/* --- taking --------------------------------------------------------------- */

/* What tells one version of the file from the next. */
static void
look_at_file(const struct cw_pool *pool, struct cw_signing_stamp *stamp)
{
	char path[PATH_MAX];
	struct stat st;
	int len =
	    snprintf(path, sizeof(path), "%s/token-keys", pool->conf->data_dir);

	*stamp = (struct cw_signing_stamp){ .inode = 0 };
	if (len < 0 || (size_t)len >= sizeof(path) || stat(path, &st) != 0)
		return;
	stamp->inode = (uint64_t)st.st_ino;
	stamp->size = (int64_t)st.st_size;
	stamp->sec = (int64_t)st.st_mtim.tv_sec;
	stamp->nsec = (int64_t)st.st_mtim.tv_nsec;
}

static bool
is_same_stamp(const struct cw_signing_stamp *a,
    const struct cw_signing_stamp *b)
{
	return a->inode == b->inode && a->size == b->size && a->sec == b->sec &&
	    a->nsec == b->nsec;
}

/* With the lock: read the file anew if it is another. */
static enum cw_err
refresh(struct cw_pool *pool)
{
	struct cw_signing_stamp stamp;
	struct cw_signing_set *set;
	enum cw_err err;

	look_at_file(pool, &stamp);
	if (pool->signing != NULL &&
	    is_same_stamp(&stamp, &pool->signing_stamp))
		return CW_OK;
	set = new_set();
	if (set == NULL)
		return CW_NOMEM;
	err = read_set(pool, set);
	if (err != CW_OK) {
		cw_signing_give(set);
		return err;
	}
	cw_signing_give(pool->signing);
	pool->signing = set;
	pool->signing_stamp = stamp;
	return CW_OK;
}

enum cw_err
cw_signing_take(struct cw_pool *pool, struct cw_signing_set **out)
{
	enum cw_err err;

	pthread_mutex_lock(&pool->signing_lock);
	err = refresh(pool);
	if (err == CW_OK) {
		atomic_fetch_add(&pool->signing->holders, 1);
		*out = pool->signing;
	}
	pthread_mutex_unlock(&pool->signing_lock);
	return err;
}
