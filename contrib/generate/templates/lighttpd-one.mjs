// The route map of lighttpd to the one program that holds all others.

import { PREFIX, SITE_FILES } from '../lib/routes.mjs';

export const path = 'contrib/lighttpd/routes-one.conf';

const site = SITE_FILES.map((name) =>
  `\t$HTTP["url"] == "${PREFIX}/${name}" {\n\t\tfastcgi.server = ()\n\t}\n`);

export const make = () => `\
# All of the API goes to one program, which holds all others.  Made by
# contrib/generate.

$HTTP["url"] =^ "${PREFIX}/" {
\tfastcgi.server = ( "/" => (( "bin-path" => var.programs + "/chinwag-api", \
"socket" => var.sockets + "/chinwag-api" ) + var.program ))
${site.join('')}}
`;
