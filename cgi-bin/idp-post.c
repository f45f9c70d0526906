/* POST /idp: the protocol of user pools, for clients that speak it. */

#include "chinwag.h"

int
main(int argc, char **argv)
{
	return cw_serve_idp(argc, argv);
}
