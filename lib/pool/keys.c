/* DATA/keys: making it once, safely, and deriving a key for each purpose. */

#include "pool/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"
#include "pool/pool.h"

/* The file: this line, and the key in base64url on the next. */
#define FIRST_LINE "chinwag keys 1\n"
#define KEY_CHARS 43
#define FILE_BYTES (sizeof(FIRST_LINE) - 1 + KEY_CHARS + 1)

#define SCRATCH_BYTES 16384

static const char *const purposes[CW_KEY__COUNT] = {
	[CW_KEY_CLIENT] = "chinwag: clients",
	[CW_KEY_CODE] = "chinwag: codes",
	[CW_KEY_CURSOR] = "chinwag: cursors",
	[CW_KEY_MAIL] = "chinwag: mail",
	[CW_KEY_PROVIDER] = "chinwag: providers",
	[CW_KEY_SIGNING] = "chinwag: signing",
	[CW_KEY_SRP] = "chinwag: verifiers",
	[CW_KEY_SUBJECT] = "chinwag: subjects",
	[CW_KEY_TOTP] = "chinwag: one-time passwords",
};

static enum cw_err
complain(const char *what, const char *path, const char *why)
{
	cw_log(CW_LOG_ERROR, "cannot %s keys %s: %s", what, path, why);
	return CW_SYSTEM;
}

/* The file's bytes, if only its owner may read it. */
static enum cw_err
read_file(const char *path, char text[FILE_BYTES + 1])
{
	struct stat st;
	ssize_t len;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return complain("read", path, strerror(errno));
	if (fstat(fd, &st) != 0 || (st.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
		close(fd);
		return complain("read", path, "others may read it: chmod 600");
	}
	len = read(fd, text, FILE_BYTES + 1);
	close(fd);
	if (len != (ssize_t)FILE_BYTES)
		return complain("read", path, "damaged");
	text[FILE_BYTES] = '\0';
	return CW_OK;
}

static enum cw_err
parse(char *text, unsigned char master[CW_KEY_BYTES])
{
	size_t head = sizeof(FIRST_LINE) - 1;

	if (memcmp(text, FIRST_LINE, head) != 0 || text[FILE_BYTES - 1] != '\n')
		return CW_INVALID;
	text[FILE_BYTES - 1] = '\0';
	return cw_crypto_from_base64url(text + head, master, CW_KEY_BYTES);
}

static enum cw_err
read_master(const char *path, unsigned char master[CW_KEY_BYTES])
{
	char text[FILE_BYTES + 1];
	enum cw_err err;

	err = read_file(path, text);
	if (err != CW_OK)
		return err;
	err = parse(text, master);
	explicit_bzero(text, sizeof(text));
	return err == CW_OK ? CW_OK : complain("read", path, "damaged");
}

static enum cw_err
load(const char *path, struct cw_keys *out)
{
	unsigned char master[CW_KEY_BYTES];
	enum cw_err err;

	err = read_master(path, master);
	if (err != CW_OK)
		return err;
	for (size_t i = 0; i < CW_KEY__COUNT; i++)
		cw_crypto_hmac(master, purposes[i], strlen(purposes[i]),
		    out->bytes[i]);
	explicit_bzero(master, sizeof(master));
	return CW_OK;
}

enum cw_err
cw_keys_derive(const char *path, const char *purpose,
    unsigned char out[CW_KEY_BYTES])
{
	unsigned char master[CW_KEY_BYTES];
	enum cw_err err;

	err = read_master(path, master);
	if (err != CW_OK)
		return err;
	cw_crypto_hmac(master, purpose, strlen(purpose), out);
	explicit_bzero(master, sizeof(master));
	return CW_OK;
}

enum cw_err
cw_keys_read(const char *data_dir, struct cw_keys *out)
{
	struct cw_arena scratch;
	const char *path;
	enum cw_err err = CW_NOMEM;

	cw_arena_init(&scratch, SCRATCH_BYTES);
	path = cw_arena_printf(&scratch, "%s/keys", data_dir);
	if (path != NULL)
		err = load(path, out);
	cw_arena_clear(&scratch);
	return err;
}

static enum cw_err
make_text(struct cw_arena *arena, char **out)
{
	unsigned char master[CW_KEY_BYTES];
	char *encoded;
	enum cw_err err;

	err = cw_random_bytes(master, sizeof(master));
	if (err != CW_OK)
		return err;
	encoded = cw_crypto_base64url(arena, master, sizeof(master));
	explicit_bzero(master, sizeof(master));
	if (encoded == NULL)
		return CW_NOMEM;
	*out = cw_arena_printf(arena, FIRST_LINE "%s\n", encoded);
	return *out == NULL ? CW_NOMEM : CW_OK;
}

/* The whole text, on the disk. */
static enum cw_err
write_file(const char *path, const char *text)
{
	size_t len = strlen(text);
	enum cw_err err = CW_OK;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return complain("make", path, strerror(errno));
	if (write(fd, text, len) != (ssize_t)len || fsync(fd) != 0)
		err = complain("make", path, strerror(errno));
	if (close(fd) != 0 && err == CW_OK)
		err = complain("make", path, strerror(errno));
	return err;
}

/* Make the directory's entries durable. */
static enum cw_err
sync_dir(const char *path)
{
	enum cw_err err = CW_OK;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return complain("keep", path, strerror(errno));
	if (fsync(fd) != 0)
		err = complain("keep", path, strerror(errno));
	close(fd);
	return err;
}

/*
 * Whole or not at all: a file of another name gets its second name when it is
 * on the disk, unless there is one of that name.
 */
static enum cw_err
make(struct cw_arena *arena, const char *data_dir)
{
	char uuid[37];
	char *text, *path, *draft;
	enum cw_err err;

	err = cw_random_uuid(uuid);
	if (err != CW_OK)
		return err;
	err = make_text(arena, &text);
	if (err != CW_OK)
		return err;
	path = cw_arena_printf(arena, "%s/keys", data_dir);
	draft = cw_arena_printf(arena, "%s/keys.%s", data_dir, uuid);
	if (path == NULL || draft == NULL)
		return CW_NOMEM;
	err = write_file(draft, text);
	if (err == CW_OK && link(draft, path) != 0 && errno != EEXIST)
		err = complain("make", path, strerror(errno));
	unlink(draft);
	if (err != CW_OK)
		return err;
	return sync_dir(data_dir);
}

enum cw_err
cw_pool_init_keys(const char *data_dir)
{
	struct cw_arena scratch;
	const char *path;
	enum cw_err err = CW_NOMEM;

	cw_arena_init(&scratch, SCRATCH_BYTES);
	path = cw_arena_printf(&scratch, "%s/keys", data_dir);
	if (path != NULL && access(path, F_OK) == 0)
		err = CW_OK;
	else if (path != NULL)
		err = make(&scratch, data_dir);
	cw_arena_clear(&scratch);
	return err;
}
