// The same for programs started anew for each request.

import { routes } from '../lib/lighttpd.mjs';

export const path = 'contrib/lighttpd/routes-cgi.conf';

const leaf = (name) => `url.rewrite-once = ( "" => "/cgi-bin/${name}" )`;

export const make = ({ operations }) => `\
# Which program answers what, as CGI.  Made by contrib/generate out of the
# programs' descriptions.  Programs go by the request line, which rewriting does
# not change.

${routes(operations, leaf, 'url.rewrite-once = ()')}
$HTTP["url"] =~ "^/cgi-bin/" {
\talias.url = ( "/cgi-bin/" => var.programs + "/" )
\tcgi.assign = ( "" => "" )
\tcgi.execute-x-only = "enable"
\tsetenv.add-environment = ( "CHINWAG_CONF" => var.conf )
}
`;
