// The programs that the one program holds, by the names that the makefile
// gives their mains.

import { OUTSIDE } from '../lib/routes.mjs';

export const path = 'contrib/one-program/programs.c';

const main = (name) => `cw_main_${name.replaceAll('-', '_')}`;

export function make({ operations }) {
  const names = [...[...operations, ...OUTSIDE].map(({ name }) => name),
    'unrouted'].sort();
  return `\
/* Made by contrib/generate: the programs of cgi-bin/. */

#include "programs.h"

/* clang-format off */
${names.map((name) => `int ${main(name)}(int argc, char **argv);\n`).join('')}
cw_main *const program_mains[] = {
${names.map((name) => `\t${main(name)},\n`).join('')}};
/* clang-format on */

const size_t program_mains_count = CW_LEN(program_mains);
`;
}
