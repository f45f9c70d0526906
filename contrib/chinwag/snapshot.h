/*
 * A snapshot: copies of all stores as they are at one moment, each looked at
 * from end to end, and a manifest.  Backups and upgrades make them.
 */

#ifndef CHINWAG_SNAPSHOT_H
#define CHINWAG_SNAPSHOT_H

#include "command.h"
#include "manifest.h"

struct snapshot {
	const char *path; /* of its directory */
	int64_t bytes;	  /* of the copies */
	struct manifest manifest;
};

/*
 * Make DIR/<moment>, whole and on the disk, or nothing; DIR is there.  What is
 * in the way is logged.  CW_FULL: not enough room for the copies.
 */
enum cw_err snapshot_make(const struct operation *op, const char *dir,
    struct snapshot *out) CW_CHECKED;

/* What seals are made with, out of a file of keys; NULL: those of data_dir. */
enum cw_err snapshot_key(const struct operation *op, const char *keys,
    unsigned char key[CW_KEY_BYTES]) CW_CHECKED;

/* How many bytes the stores of a data directory have now. */
int64_t snapshot_stores_bytes(const struct operation *op);

/*
 * Remove what makers of snapshots that were killed left in DIR; nobody else
 * makes one there now.
 */
enum cw_err
snapshot_tidy(const struct operation *op, const char *dir) CW_CHECKED;

/* Remove a snapshot so that it is never there in part under its name. */
enum cw_err snapshot_remove(const struct operation *op, const char *dir,
    const char *name) CW_CHECKED;

#endif
