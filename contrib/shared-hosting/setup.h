/*
 * What the set-up page asks for, below /api/setup: programs beside those of
 * cgi-bin/, which only this mount has.
 */

#ifndef SHARED_HOSTING_SETUP_H
#define SHARED_HOSTING_SETUP_H

#include "gateway/serve.h"

extern const struct cw_program setup_programs[];
extern const size_t setup_programs_count;

/* The web root; set before anything is served. */
extern char setup_root[];

#endif
