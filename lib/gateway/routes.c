/* Made by contrib/generate out of the programs' descriptions. */

#include "gateway/routes.h"

/* clang-format off */
const struct cw_route cw_routes[] = {
	{ "/accounts", 1u << CW_GET | 1u << CW_POST },
	{ "/accounts/{name}", 1u << CW_GET | 1u << CW_PATCH | 1u << CW_DELETE },
	{ "/accounts/{name}/actions", 1u << CW_POST },
	{ "/accounts/{name}/sessions", 1u << CW_GET },
	{ "/audit", 1u << CW_GET },
	{ "/conversations", 1u << CW_GET | 1u << CW_POST },
	{ "/conversations/{id}", 1u << CW_GET | 1u << CW_POST },
	{ "/conversations/{id}/members/{user}", 1u << CW_DELETE },
	{ "/conversations/{id}/messages", 1u << CW_GET | 1u << CW_POST },
	{ "/conversations/{id}/read", 1u << CW_PUT },
	{ "/events", 1u << CW_GET },
	{ "/groups", 1u << CW_GET | 1u << CW_POST },
	{ "/groups/{group}", 1u << CW_GET | 1u << CW_PATCH | 1u << CW_DELETE },
	{ "/groups/{group}/members", 1u << CW_GET },
	{ "/groups/{group}/members/{name}", 1u << CW_PUT | 1u << CW_DELETE },
	{ "/health", 1u << CW_GET },
	{ "/invitations", 1u << CW_GET | 1u << CW_POST },
	{ "/invitations/{id}", 1u << CW_DELETE },
	{ "/me", 1u << CW_GET | 1u << CW_PATCH | 1u << CW_DELETE },
	{ "/me/datasets", 1u << CW_GET },
	{ "/me/datasets/{name}", 1u << CW_GET | 1u << CW_PUT | 1u << CW_DELETE },
	{ "/me/email", 1u << CW_PUT },
	{ "/me/email/confirmation", 1u << CW_POST },
	{ "/me/export", 1u << CW_GET },
	{ "/me/factors", 1u << CW_GET | 1u << CW_PUT },
	{ "/me/identities", 1u << CW_GET | 1u << CW_POST },
	{ "/me/identities/{provider}", 1u << CW_PUT },
	{ "/me/identities/{provider}/disconnection", 1u << CW_POST },
	{ "/me/password", 1u << CW_PUT },
	{ "/me/recovery", 1u << CW_POST },
	{ "/me/totp", 1u << CW_POST | 1u << CW_PUT },
	{ "/providers", 1u << CW_GET },
	{ "/providers/{provider}/account", 1u << CW_POST },
	{ "/providers/{provider}/link", 1u << CW_POST },
	{ "/providers/{provider}/session", 1u << CW_POST },
	{ "/providers/{provider}/sign-in", 1u << CW_POST },
	{ "/session", 1u << CW_GET | 1u << CW_POST | 1u << CW_DELETE },
	{ "/session/challenge", 1u << CW_POST },
	{ "/sessions", 1u << CW_GET | 1u << CW_DELETE },
	{ "/sessions/{id}", 1u << CW_DELETE },
	{ "/users", 1u << CW_GET | 1u << CW_POST },
	{ "/users/{name}/code", 1u << CW_POST },
	{ "/users/{name}/confirmation", 1u << CW_POST },
	{ "/users/{name}/reset", 1u << CW_POST | 1u << CW_PUT },
};
/* clang-format on */

const size_t cw_routes_count = CW_LEN(cw_routes);
