/*
 * The set-up page's endpoints once there is something: which releases there
 * are, and the way back to the one before.
 */

#include "base/text.h"
#include "code.h"
#include "gateway/reply.h"
#include "kept.h"
#include "release.h"
#include "setup.h"
#include "upgrade.h"

struct request {
	const char *code;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, code, 1, SETUP_CODE_MAX_CHARS, CW_FORMAT_LINE,
	    CW_REQUIRED, "The one-time code."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "SetupCode",
	.size = sizeof(struct request),
	.fields = request_fields,
};

/* --- a code --------------------------------------------------------------- */

/* Anybody may have one made; it is for the customer's eyes alone. */
static enum cw_err
post_code(struct cw_ctx *cx, const void *req, void *resp)
{
	(void)cx;
	(void)req;
	(void)resp;
	return code_make(setup_root);
}

const struct cw_endpoint setup_code_endpoint = {
	.name = "setup-code-post",
	.method = CW_POST,
	.path = "/setup/code",
	.summary = "Make the file with the one-time code",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.status = 204,
	.handle = post_code,
};

/* --- releases ------------------------------------------------------------- */

struct response {
	const char *own;
	const char *current;
	const char *before;
	const char *problem;
};

static const struct cw_field response_fields[] = {
	CW_TEXT(struct response, own, 1, RELEASE_MAX_CHARS, CW_FORMAT_LINE,
	    CW_OPTIONAL, "The release of the program that answers."),
	CW_TEXT(struct response, current, 1, RELEASE_MAX_CHARS, CW_FORMAT_LINE,
	    CW_OPTIONAL, "The one that the stores are for."),
	CW_TEXT(struct response, before, 1, RELEASE_MAX_CHARS, CW_FORMAT_LINE,
	    CW_OPTIONAL, "The one that there is a way back to."),
	CW_TEXT(struct response, problem, 1, 2000, CW_FORMAT_LINE, CW_OPTIONAL,
	    "Why the upgrade is not done."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "SetupReleases",
	.size = sizeof(struct response),
	.fields = response_fields,
};

static enum cw_err
find_releases(struct cw_ctx *cx, const char *data_dir, struct response *out)
{
	struct cw_arena *arena = cx->chat.arena;
	struct kept_before *before = cw_arena_alloc(arena, sizeof(*before));
	char *own = cw_arena_alloc(arena, RELEASE_MAX_CHARS + 1);
	char *current = cw_arena_alloc(arena, RELEASE_MAX_CHARS + 1);

	if (before == NULL || own == NULL || current == NULL)
		return CW_NOMEM;
	if (kept_own(own) == CW_OK)
		out->own = own;
	out->problem = upgrade_problem(arena, data_dir);
	if (kept_current(data_dir, current) != CW_OK)
		return CW_OK;
	out->current = current;
	if (kept_before(data_dir, current, before) == CW_OK &&
	    kept_look(arena, setup_root, data_dir, before->release) == CW_OK)
		out->before = before->release;
	return CW_OK;
}

static enum cw_err
post_releases(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const char *data_dir;
	enum cw_err err = setup_check_code(cx, in->code);

	if (err == CW_OK)
		err = setup_data_dir(cx, &data_dir);
	if (err != CW_OK)
		return err;
	/* Who asks has perhaps mended what was wrong. */
	err = find_releases(cx, data_dir, resp);
	upgrade_retry(data_dir);
	return err;
}

const struct cw_endpoint setup_releases_endpoint = {
	.name = "setup-releases-post",
	.method = CW_POST,
	.path = "/setup/releases",
	.summary = "Which releases are there?",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_NOTFOUND),
	.handle = post_releases,
};

/* --- back ----------------------------------------------------------------- */

static enum cw_err
post_back(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	const char *data_dir;
	enum cw_err err = setup_check_code(cx, in->code);

	(void)resp;
	if (err == CW_OK)
		err = setup_data_dir(cx, &data_dir);
	if (err == CW_OK)
		err = upgrade_back(cx->chat.arena, setup_root, data_dir);
	if (err != CW_OK)
		return err;
	code_spend(setup_root);
	setup_has_changed();
	return CW_OK;
}

const struct cw_endpoint setup_back_endpoint = {
	.name = "setup-back-post",
	.method = CW_POST,
	.path = "/setup/back",
	.summary = "Go back to the release before",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS3(CW_NOTFOUND, CW_BUSY, CW_CONFLICT),
	.handle = post_back,
};
