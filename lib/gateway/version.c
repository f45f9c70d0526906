/* --version: this program and the libraries that it runs with. */

#include <json-c/json.h>
#include <stdio.h>

#include "config.h"
#include "db/db.h"
#include "gateway/describe.h"

int
cw_print_version(const char *name)
{
	int printed = printf("%s (chinwag) %s\n"
			     "SQLite %s\n"
			     "json-c %s\n"
			     "libfcgi %s\n"
			     "libsodium %s\n"
			     "argon2 %s\n"
			     "utf8proc %s\n",
	    name, PACKAGE_VERSION, cw_store_library(), json_c_version(),
	    CW_FCGI_VERSION, CW_SODIUM_VERSION, CW_ARGON2_VERSION,
	    CW_UTF8PROC_VERSION);

	return printed > 0 && fflush(stdout) == 0 ? 0 : 1;
}
