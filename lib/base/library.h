/*
 * The library that this code is in, and what lies beside it.
 */

#ifndef CW_BASE_LIBRARY_H
#define CW_BASE_LIBRARY_H

#include <stddef.h>

#include "base/err.h"

/*
 * The path of the file of that name beside the library; for "", of the
 * directory itself.  In a program that carries the library within, it is the
 * program's own directory, if the system can tell.
 * CW_NOTFOUND: it cannot, or the path is longer than size allows.
 */
enum cw_err
cw_library_path(const char *name, char *out, size_t size) CW_CHECKED;

#endif
