/*
 * Tags of languages (BCP 47, in part): "de", "de-AT", "zh-Hant-TW".
 */

#ifndef CW_BASE_LANGUAGE_H
#define CW_BASE_LANGUAGE_H

#include <stdbool.h>

#define CW_LANGUAGE_BYTES 36 /* 35 characters and NUL */

/*
 * The tag as it is written by convention, whatever the case, with '_' for '-'
 * too: "DE_at" is "de-AT".  False: the text is none, or is too long.
 */
bool cw_language_read(const char *text, char out[CW_LANGUAGE_BYTES]);

/* "de-AT" becomes "de".  False: there is nothing to leave off. */
bool cw_language_widen(char tag[CW_LANGUAGE_BYTES]);

/* Is it written from right to left? */
bool cw_language_is_rtl(const char *tag);

#endif
