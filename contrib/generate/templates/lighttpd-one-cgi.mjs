// The same, started anew for each request.

import { PREFIX, SITE_FILES } from '../lib/routes.mjs';

export const path = 'contrib/lighttpd/routes-one-cgi.conf';

const site = SITE_FILES.map((name) =>
  `\t$HTTP["url"] == "${PREFIX}/${name}" {\n\t\turl.rewrite-once = ()\n\t}\n`);

export const make = () => `\
# All of the API goes to one program, as CGI.  Made by contrib/generate.

$HTTP["url"] =^ "${PREFIX}/" {
\turl.rewrite-once = ( "" => "/cgi-bin/chinwag-api" )
${site.join('')}}
$HTTP["url"] =~ "^/cgi-bin/" {
\talias.url = ( "/cgi-bin/" => var.programs + "/" )
\tcgi.assign = ( "" => "" )
\tcgi.execute-x-only = "enable"
\tsetenv.add-environment = ( "CHINWAG_CONF" => var.conf )
}
`;
