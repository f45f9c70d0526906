/* chinwag-api: all programs of cgi-bin/ in one, where one may be mounted. */

#include "programs.h"

int
main(int argc, char **argv)
{
	return cw_serve_all(program_mains, program_mains_count, argc, argv);
}
