/* Where the library that this is in was loaded from. */

#include "base/library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

enum cw_err
cw_library_path(const char *name, char *out, size_t size)
{
	static const char here;
	const char *slash;
	Dl_info info;
	int len;

	if (dladdr(&here, &info) == 0 || info.dli_fname == NULL)
		return CW_NOTFOUND;
	slash = strrchr(info.dli_fname, '/');
	if (slash == NULL)
		return CW_NOTFOUND;
	len = (int)(slash - info.dli_fname);
	len = snprintf(out, size, "%.*s%s%s", len, info.dli_fname,
	    *name == '\0' ? "" : "/", name);
	return len >= 0 && (size_t)len < size ? CW_OK : CW_NOTFOUND;
}
