/* GET /<pool id>/.well-known/...: what verifiers of tokens read. */

#include "chinwag.h"

int
main(int argc, char **argv)
{
	return cw_serve_well_known(argc, argv);
}
