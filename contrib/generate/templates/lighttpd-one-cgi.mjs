// The same, started anew for each request.

import { routes } from '../lib/lighttpd.mjs';

export const path = 'contrib/lighttpd/routes-one-cgi.conf';

const leaf = () => 'url.rewrite-once = ( "" => "/cgi-bin/chinwag-api" )';

export const make = () => `\
# All that is the API's goes to one program, as CGI.  Made by contrib/generate.

${routes([], leaf, 'url.rewrite-once = ()')}
$HTTP["url"] =~ "^/cgi-bin/" {
\talias.url = ( "/cgi-bin/" => var.programs + "/" )
\tcgi.assign = ( "" => "" )
\tcgi.execute-x-only = "enable"
\tsetenv.add-environment = ( "CHINWAG_CONF" => var.conf )
}
`;
