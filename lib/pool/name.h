/*
 * User names and mail addresses: what is one, and when two are the same.
 */

#ifndef CW_POOL_NAME_H
#define CW_POOL_NAME_H

#include "base/arena.h"
#include "base/err.h"

#define CW_NAME_MIN_CHARS 2
#define CW_NAME_MAX_CHARS 32
#define CW_EMAIL_MAX_BYTES 254 /* RFC 5321 section 4.5.3.1.3, less <> */

/*
 * Check a user name and bring it into NFC: 2 to 32 letters, digits, '.', '_'
 * and '-', beginning with a letter or digit.  Refused are also characters that
 * cannot be seen, those that are another character in disguise (a ligature, a
 * wide letter), and Latin, Greek and Cyrillic letters side by side.
 *
 * *name keeps the case; *fold is what names are compared by.
 * CW_INVALID: not a name.
 */
enum cw_err cw_name_check(struct cw_arena *arena, const char *text,
    const char **name, const char **fold) CW_CHECKED;

/* Fold any valid UTF-8 the way names are folded, without judging it. */
enum cw_err cw_name_fold(struct cw_arena *arena, const char *text,
    const char **fold) CW_CHECKED;

/* Any valid UTF-8 in NFC. */
enum cw_err cw_name_compose(struct cw_arena *arena, const char *text,
    const char **out) CW_CHECKED;

/*
 * Check a mail address against a strict part of RFC 5321's Mailbox: an ASCII
 * dot-atom of at most 64 bytes, '@', and a domain name with at least one dot.
 */
enum cw_err cw_email_check(struct cw_arena *arena, const char *text,
    const char **fold) CW_CHECKED;

/* Fold any text the way addresses are folded, without judging it. */
enum cw_err cw_email_fold(struct cw_arena *arena, const char *text,
    const char **fold) CW_CHECKED;

#endif
