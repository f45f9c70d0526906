/*
 * The mains of all programs in cgi-bin/, which the makefile renames in copies
 * of their objects.  programs.c is generated.
 */

#ifndef ONE_PROGRAM_PROGRAMS_H
#define ONE_PROGRAM_PROGRAMS_H

#include <stddef.h>

#include "gateway/endpoint.h"

extern cw_main *const program_mains[];
extern const size_t program_mains_count;

#endif
