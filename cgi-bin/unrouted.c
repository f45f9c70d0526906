/* Every path and method below the API that no other program has. */

#include "chinwag.h"

int
main(int argc, char **argv)
{
	return cw_serve_unrouted(argc, argv);
}
