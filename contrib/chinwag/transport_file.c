/* Mail as files: DATA/mail/NNNN-<tag>.eml, whole or not there. */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "transport.h"

struct place {
	const char *dir;
	const char *draft;
	const char *path;
};

static enum cw_err
find_place(const struct operation *op, const struct parcel *parcel,
    struct place *out)
{
	out->dir = cw_arena_printf(op->arena, "%s/mail", op->conf->data_dir);
	if (out->dir == NULL)
		return CW_NOMEM;
	out->path = cw_arena_printf(op->arena, "%s/%04" PRId64 "-%s.eml",
	    out->dir, parcel->mail->id, parcel->tag);
	out->draft =
	    cw_arena_printf(op->arena, "%s/.%s", out->dir, parcel->tag);
	if (out->path == NULL || out->draft == NULL)
		return CW_NOMEM;
	if (mkdir(out->dir, 0700) != 0 && errno != EEXIST)
		return CW_SYSTEM;
	return CW_OK;
}

static enum cw_err
write_draft(const char *path, const struct parcel *parcel)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	enum cw_err err = CW_OK;
	ssize_t written;

	if (fd < 0)
		return CW_SYSTEM;
	written = write(fd, parcel->text, parcel->len);
	if (written >= 0 && (size_t)written < parcel->len)
		errno = ENOSPC;
	if (written != (ssize_t)parcel->len || fsync(fd) != 0)
		err = CW_SYSTEM;
	if (close(fd) != 0)
		err = CW_SYSTEM;
	return err;
}

static enum cw_err
sync_dir(const char *path)
{
	enum cw_err err = CW_OK;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return CW_SYSTEM;
	if (fsync(fd) != 0)
		err = CW_SYSTEM;
	close(fd);
	return err;
}

/* The name says which mail it is, so that a second try replaces the first. */
enum cw_mail_outcome
send_to_file(const struct operation *op, struct parcel *parcel)
{
	struct place place;
	enum cw_err err;

	err = find_place(op, parcel, &place);
	if (err == CW_OK)
		err = write_draft(place.draft, parcel);
	if (err == CW_OK && rename(place.draft, place.path) != 0)
		err = CW_SYSTEM;
	if (err == CW_OK)
		err = sync_dir(place.dir);
	if (err != CW_OK) {
		parcel->note = err == CW_SYSTEM ? strerror(errno) : reason(err);
		return CW_MAIL_RETRY;
	}
	parcel->note = place.path;
	return CW_MAIL_SENT;
}
