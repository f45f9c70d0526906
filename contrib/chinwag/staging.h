/*
 * A backup on its way back: checked, and made ready, in a directory of its own
 * that is laid out as a data directory.
 */

#ifndef CHINWAG_STAGING_H
#define CHINWAG_STAGING_H

#include "command.h"
#include "manifest.h"

enum staging_keys {
	KEYS_OF_DATA,  /* those that data_dir has */
	KEYS_OF_FILE,  /* those of a copy */
	KEYS_MADE_NEW, /* the old ones are lost */
};

struct staging {
	const char *backup; /* directory of the copies and their manifest */
	enum staging_keys keys;
	const char *keys_file; /* with KEYS_OF_FILE */
	const char *dir;       /* absent; made by staging_fill */
	struct manifest manifest;
};

/*
 * Read and judge the manifest; on failure nothing was made.  Returns an exit
 * code, as do the others; what is wrong was told.
 */
int staging_look(const struct operation *op, struct staging *staging);

/*
 * Copy the stores into staging->dir, hold each copy against the manifest, look
 * at it from end to end, bring it to this program's schema, and make void what
 * was good only then.  On failure the directory is gone again.
 */
int staging_fill(const struct operation *op, const struct staging *staging);

#endif
