// The table that tells any program which paths and methods there are.

import { byPath } from '../lib/routes.mjs';

export const path = 'lib/gateway/routes.c';

const methods = (operations) =>
  operations.map(({ method }) => `1u << CW_${method}`).join(' | ');

export const make = ({ operations }) => `\
/* Made by contrib/generate out of the programs' descriptions. */

#include "gateway/routes.h"

/* clang-format off */
const struct cw_route cw_routes[] = {
${byPath(operations).map(([template, list]) =>
    `\t{ "${template}", ${methods(list)} },\n`).join('')}};
/* clang-format on */

const size_t cw_routes_count = CW_LEN(cw_routes);
`;
