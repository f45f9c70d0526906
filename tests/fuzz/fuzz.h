/*
 * What fuzz targets share.  Each is a file with this one function, which
 * aborts if what it tries does not hold: libFuzzer calls it with what it makes
 * up, and driver.c with the files of the corpus.
 */

#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

#define FUZZ_ARENA_BYTES (16 * 1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* Must hold, also where assert is compiled away. */
#define FUZZ_MUST(claim)                                                       \
	((claim) ? (void)0                                                     \
		 : (fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, \
			#claim),                                               \
		       abort()))

#endif
