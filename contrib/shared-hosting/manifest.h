/*
 * ROOT/chinwag/manifest.txt: what the archive holds.  Its first line is
 *
 *	chinwag RELEASE MACHINE DAY
 *
 * ("0.1.0-1a2b3c4d", "x86_64", "2026-11-22"), each other one a file's SHA-256
 * in hexadecimal digits, two blanks and its path below the web root.
 */

#ifndef SHARED_HOSTING_MANIFEST_H
#define SHARED_HOSTING_MANIFEST_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

#define MANIFEST_FILE "chinwag/manifest.txt"

struct manifest_file {
	const char *sha256; /* 64 digits */
	const char *path;
};

struct manifest {
	const char *release;
	const char *machine;
	const char *day;
	struct manifest_file *files;
	size_t count;
};

/* CW_NOTFOUND: it is not there.  CW_INVALID: it is none, or cut off. */
enum cw_err manifest_read(struct cw_arena *arena, const char *root,
    struct manifest *out) CW_CHECKED;

/*
 * Compare what lies in the web root with it: how many files differ or are
 * missing; the first of them is *first.
 */
size_t manifest_compare(const struct manifest *manifest, const char *root,
    const char **first);

#endif
