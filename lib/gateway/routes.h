/*
 * Every path of the API and its methods, so that any program can tell "no such
 * path" from "not with this method".  routes.c is generated from the programs'
 * descriptions.
 */

#ifndef CW_GATEWAY_ROUTES_H
#define CW_GATEWAY_ROUTES_H

#include <stddef.h>

#include "gateway/endpoint.h"

struct cw_route {
	const char *path; /* template, "/conversations/{id}" */
	unsigned methods; /* 1u << CW_GET | ... */
};

extern const struct cw_route cw_routes[];
extern const size_t cw_routes_count;

#endif
