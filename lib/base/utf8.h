/*
 * Strict UTF-8 (RFC 3629): no over-long forms, no surrogates, nothing above
 * U+10FFFF.
 */

#ifndef CW_BASE_UTF8_H
#define CW_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The next code point and its length in bytes; -1 if the bytes are not UTF-8
 * or end inside a sequence.  len is at least 1.
 */
int32_t cw_utf8_next(const char *bytes, size_t len, size_t *size);

bool cw_utf8_is_valid(const char *bytes, size_t len);

/* Code points in valid UTF-8. */
size_t cw_utf8_count(const char *text, size_t len);

/* The longest prefix of at most max_chars code points, in bytes. */
size_t cw_utf8_prefix(const char *text, size_t len, size_t max_chars);

/* Has a control character (C0 other than those in `allowed`, DEL, C1)? */
bool cw_utf8_has_control(const char *text, size_t len, const char *allowed);

#endif
