/*
 * The one-time code: shown to nobody, but written into a file that whoever has
 * the account at the host can read.  Who opens the page first gains nothing by
 * that.
 *
 * The file has a name that cannot be guessed, permissions 0600, and a code of
 * 125 bits.  It goes with its use, or is made anew after a day.
 */

#ifndef SHARED_HOSTING_CODE_H
#define SHARED_HOSTING_CODE_H

#include <limits.h>
#include <stdbool.h>

#include "base/err.h"

#define CODE_FILE_PREFIX "chinwag-setup-"

/* Where the file is, or would be: above the web root, else in ROOT/chinwag. */
enum cw_err code_directory(const char *root, char out[PATH_MAX]) CW_CHECKED;

/* Make the file, unless there is one of less than a day. */
enum cw_err code_make(const char *root) CW_CHECKED;

/* Is it the code of the file?  Blanks and case do not count. */
bool code_is_right(const char *root, const char *code);

/* The code was used: away with the file, and with older ones. */
void code_spend(const char *root);

#endif
