/* Random bytes from the kernel, and what is made of them. */

#include "base/random.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

/*
 * Draws before cw_random_below gives up.  Each one is good with a chance of at
 * least a half, so that only a source that is broken gets there.
 */
#define DRAWS_MAX 128

/* Linux before 3.17 gives them by a file alone. */
static ssize_t
read_file(void *bytes, size_t len)
{
	const int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	ssize_t count;

	if (fd == -1)
		return -1;
	count = read(fd, bytes, len);
	close(fd);
	return count;
}

static enum cw_err
read_kernel(void *bytes, size_t len)
{
	unsigned char *next = bytes;

	while (len > 0) {
		ssize_t count = getrandom(next, len, 0);

		if (count < 0 && errno == ENOSYS)
			count = read_file(next, len);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return CW_SYSTEM;
		next += count;
		len -= (size_t)count;
	}
	return CW_OK;
}

static cw_random_source *current_source = read_kernel;

void
cw_random_set_source(cw_random_source *source)
{
	current_source = source != NULL ? source : read_kernel;
}

enum cw_err
cw_random_bytes(void *bytes, size_t len)
{
	return current_source(bytes, len);
}

enum cw_err
cw_random_below(uint32_t below, uint32_t *out)
{
	enum cw_err err;
	uint32_t draw;
	uint32_t uneven;

	assert(below >= 1);
	/* 2^32 modulo below: so many draws would favour the small numbers. */
	uneven = (0 - below) % below;
	for (int i = 0; i < DRAWS_MAX; i++) {
		err = cw_random_bytes(&draw, sizeof(draw));
		if (err != CW_OK)
			return err;
		if (draw >= uneven) {
			*out = draw % below;
			return CW_OK;
		}
	}
	return CW_SYSTEM;
}

enum cw_err
cw_random_uuid(char out[37])
{
	static const char hex[] = "0123456789abcdef";
	enum cw_err err;
	unsigned char bytes[16];
	char *next = out;

	err = cw_random_bytes(bytes, sizeof(bytes));
	if (err != CW_OK)
		return err;
	bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
	bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*next++ = '-';
		*next++ = hex[bytes[i] >> 4];
		*next++ = hex[bytes[i] & 15];
	}
	*next = '\0';
	return CW_OK;
}
