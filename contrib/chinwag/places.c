/* Where other programs of ours are, seen from this one. */

#include "places.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

/* Of ../one-program, if that is linked into this executable. */
extern const size_t program_mains_count __attribute__((weak));

const char *
beside_us(struct cw_arena *arena, const char *name)
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (len < 0)
		return cw_arena_strdup(arena, name);
	path[len] = '\0';
	slash = strrchr(path, '/');
	if (slash != NULL)
		*slash = '\0';
	return cw_arena_printf(arena, "%s/%s", path, name);
}

const char *
api_programs(struct cw_arena *arena)
{
	const char *built = beside_us(arena, "../../cgi-bin");

	if (built == NULL || access(built, X_OK) == 0)
		return built;
	return CW_CGI_DIR;
}

bool
are_programs_ours(void)
{
	return &program_mains_count != NULL;
}

const char *
api_program(struct cw_arena *arena, const char *programs, const char *name)
{
	if (programs == NULL && are_programs_ours())
		return "/proc/self/exe";
	if (programs == NULL)
		programs = api_programs(arena);
	if (programs == NULL)
		return NULL;
	return cw_arena_printf(arena, "%s/%s", programs, name);
}
