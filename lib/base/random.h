/*
 * Random bytes from the kernel (getrandom(2), or /dev/urandom where that is not
 * there), which tests can replace.
 */

#ifndef CW_BASE_RANDOM_H
#define CW_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Fill bytes.  CW_SYSTEM: the kernel gave none, and nothing may be made. */
enum cw_err cw_random_bytes(void *bytes, size_t len) CW_CHECKED;

/* A number in 0 .. below-1, each equally likely; below is at least 1. */
enum cw_err cw_random_below(uint32_t below, uint32_t *out) CW_CHECKED;

/* A UUID version 4 (RFC 9562), 36 characters and NUL. */
enum cw_err cw_random_uuid(char out[37]) CW_CHECKED;

typedef enum cw_err cw_random_source(void *bytes, size_t len);

/* For tests: take bytes from this; NULL gives the kernel's back. */
void cw_random_set_source(cw_random_source *source);

#endif
