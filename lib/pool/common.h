/*
 * Words that many people choose as their password.
 */

#ifndef CW_POOL_COMMON_H
#define CW_POOL_COMMON_H

#include <stddef.h>

#define CW_COMMON_WORD_BYTES 16 /* with a NUL */

/* In order of their bytes; in lower case, and without a tail of digits. */
extern const char cw_common_words[][CW_COMMON_WORD_BYTES];
extern const size_t cw_common_words_count;

#endif
