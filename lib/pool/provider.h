/*
 * Other services that people may sign in with: providers of OpenID Connect, as
 * the configuration has them.
 *
 * oidc_providers names them, and each has a file NAME.conf in oidc_dir, of the
 * same form as chinwag.conf (base/keyfile.h).
 */

#ifndef CW_POOL_PROVIDER_H
#define CW_POOL_PROVIDER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/list.h"

#define CW_PROVIDER_NAME_MAX_CHARS 32
#define CW_PROVIDER_LABEL_MAX_CHARS 60
#define CW_PROVIDERS_MAX 20
#define CW_ISSUER_MAX_CHARS 500

struct cw_provider {
	const char *name;
	const char *issuer; /* https, or http on this machine */
	const char *client_id;
	const char *client_secret; /* "" none */
	const char *client_secret_file;
	const char *label;     /* on the button; "" the name */
	const char *scopes;    /* openid among them */
	const char *algorithm; /* that ID tokens are signed by: base/pki.h */
	const char *sign_up;   /* yes, no: may it make accounts? */
	const char *email_domains; /* of those who may come by it; "" any */
	const char *hosts; /* that it may be asked at besides the issuer's */
	struct cw_texts origins; /* all of them: "https://id.example.org" */
};

/* All of a process. */
struct cw_providers {
	struct cw_arena arena;
	struct cw_list list; /* of struct cw_provider */
};

/* What is known of them: secrets only by who needs them. */
enum cw_provider_use {
	CW_PROVIDERS_NONE,
	CW_PROVIDERS_NAMED,
	CW_PROVIDERS_ASKED
};

/*
 * Read those that are configured.  One whose file is wrong is left out, and
 * that is logged with file and line; or told is called, if it is not NULL, for
 * each: problem is NULL where there is none.  CW_NOMEM.
 */
typedef void cw_provider_told(void *arg, const char *name, const char *problem);
enum cw_err
cw_providers_read(const struct cw_conf *conf, enum cw_provider_use use,
    cw_provider_told *told, void *arg, struct cw_providers *out) CW_CHECKED;
void cw_providers_clear(struct cw_providers *providers);

/* Row i of the keys of such a file, or NULL after the last. */
const struct cw_conf_key *cw_provider_key_at(size_t i);

/* CW_NOTFOUND. */
enum cw_err cw_provider_find(const struct cw_providers *providers,
    const char *name, const struct cw_provider **out) CW_CHECKED;

/* May it be asked at this URL, and may people be sent there? */
bool cw_provider_may_ask(const struct cw_provider *provider, const char *url);

/* May somebody with this folded address come by it? */
bool
cw_provider_takes(const struct cw_provider *provider, const char *email_fold);

/*
 * The words that start the program which asks them (chinwag-fetch): its path,
 * and each host that they may be asked at; NULL ends them.  In the arena.
 */
enum cw_err cw_providers_words(const struct cw_providers *providers,
    const struct cw_conf *conf, struct cw_arena *arena, char ***out) CW_CHECKED;

#endif
