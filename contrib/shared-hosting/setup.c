/*
 * The set-up page's endpoints.
 *
 * They work without stores and sessions: what they do, they do for whoever
 * shows the one-time code.
 */

#include "setup.h"

#include <limits.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/url.h"
#include "code.h"
#include "found.h"
#include "gateway/reply.h"
#include "kept.h"
#include "place.h"
#include "release.h"
#include "survey.h"

#define SAYS_MAX_CHARS 2000

/* password_min_chars of a configuration that says nothing of it, as ours. */
#define PASSWORD_MIN_CHARS 12

char setup_root[PATH_MAX];

/* What this process opened at its start is no longer what there is. */
static atomic_bool is_changed;

/* --- the state ------------------------------------------------------------ */

struct state {
	const char *state;
	const char *version;
	const char *folder;
	const char *file;
};

static const struct cw_field state_fields[] = {
	CW_TEXT(struct state, state, 1, 20, CW_FORMAT_LINE, CW_REQUIRED,
	    "new: nothing is set up; ready: it is; waiting: the upgrade to "
	    "this release is not done; lost: it was set up, but the data is "
	    "not where it was."),
	CW_TEXT(struct state, version, 1, 40, CW_FORMAT_LINE, CW_REQUIRED,
	    "Of this program."),
	CW_TEXT(struct state, folder, 1, 20, CW_FORMAT_LINE, CW_OPTIONAL,
	    "Where the file with the code is: above the web root, or chinwag, "
	    "a folder in it."),
	CW_TEXT(struct state, file, 1, 40, CW_FORMAT_LINE, CW_OPTIONAL,
	    "What the file's name begins with."),
	CW_END,
};

static const struct cw_model state_model = {
	.name = "SetupState",
	.size = sizeof(struct state),
	.fields = state_fields,
};

/* Are the stores for this program? */
static bool
is_upgraded(const char *data_dir)
{
	char own[RELEASE_MAX_CHARS + 1], current[RELEASE_MAX_CHARS + 1];

	return kept_own(own) != CW_OK ||
	    (kept_current(data_dir, current) == CW_OK &&
		cw_text_equal(own, current));
}

static const char *
state_word(void)
{
	char conf[PATH_MAX];
	enum cw_err err = place_conf(setup_root, conf);

	if (err == CW_NOTFOUND)
		return "new";
	if (err != CW_OK || access(conf, R_OK) != 0)
		return "lost";
	conf[strrchr(conf, '/') - conf] = '\0';
	return is_upgraded(conf) ? "ready" : "waiting";
}

static enum cw_err
get_state(struct cw_ctx *cx, const void *req, void *resp)
{
	struct state *out = resp;
	char folder[PATH_MAX];
	enum cw_err err;

	(void)cx;
	(void)req;
	out->state = state_word();
	out->version = RELEASE_VERSION;
	err = code_directory(setup_root, folder);
	if (err == CW_OK && cw_text_equal(out->state, "new"))
		err = code_make(setup_root);
	if (err != CW_OK)
		return err;
	out->folder = cw_text_starts(folder, setup_root) ? "chinwag" : "above";
	out->file = CODE_FILE_PREFIX;
	return CW_OK;
}

/* --- the code ------------------------------------------------------------- */

enum cw_err
setup_check_code(struct cw_ctx *cx, const char *code)
{
	if (code_is_right(setup_root, code))
		return CW_OK;
	return cw_reply_problem(cx, "/code",
	    "This is not the code in the file, or the file is not there any "
	    "more. Load this page again, and look for the file again.");
}

/* Nothing is done over what is there. */
static enum cw_err
check_new(void)
{
	return cw_text_equal(state_word(), "new") ? CW_OK : CW_CONFLICT;
}

enum cw_err
setup_data_dir(struct cw_ctx *cx, const char **out)
{
	const char *word = state_word();

	*out = cx->conf->data_dir;
	return cw_text_equal(word, "ready") || cw_text_equal(word, "waiting")
	    ? CW_OK
	    : CW_NOTFOUND;
}

void
setup_has_changed(void)
{
	atomic_store(&is_changed, true);
}

/* --- the survey ----------------------------------------------------------- */

struct survey_request {
	const char *code;
};

static const struct cw_field survey_request_fields[] = {
	CW_TEXT(struct survey_request, code, 1, SETUP_CODE_MAX_CHARS,
	    CW_FORMAT_LINE, CW_REQUIRED, "The one-time code."),
	CW_END,
};

static const struct cw_model survey_request_model = {
	.name = "SetupSurveyPost",
	.size = sizeof(struct survey_request),
	.fields = survey_request_fields,
};

static const struct cw_field item_fields[] = {
	CW_TEXT(struct survey_item, name, 1, 40, CW_FORMAT_LINE, CW_REQUIRED,
	    "What was looked at."),
	CW_FLAG(struct survey_item, ok, CW_REQUIRED, "Is it well?"),
	CW_TEXT(struct survey_item, says, 1, SAYS_MAX_CHARS, CW_FORMAT_LINE,
	    CW_REQUIRED, "A sentence."),
	CW_END,
};

static const struct cw_model item_model = {
	.name = "SetupSurveyItem",
	.size = sizeof(struct survey_item),
	.fields = item_fields,
};

struct survey_response {
	struct cw_list items;
	const char *place;
	const char *sendmail;
};

static const struct cw_field survey_response_fields[] = {
	CW_OBJECTS(struct survey_response, items, 40, &item_model, CW_REQUIRED,
	    "What was looked at."),
	CW_TEXT(struct survey_response, place, 1, PATH_MAX, CW_FORMAT_LINE,
	    CW_OPTIONAL, "Where the data may lie; absent: no place was found."),
	CW_TEXT(struct survey_response, sendmail, 1, 200, CW_FORMAT_LINE,
	    CW_OPTIONAL, "The host's sendmail, if it has one."),
	CW_END,
};

static const struct cw_model survey_response_model = {
	.name = "SetupSurvey",
	.size = sizeof(struct survey_response),
	.fields = survey_response_fields,
};

static enum cw_err
post_survey(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct survey_request *in = req;
	struct survey_response *out = resp;
	char above[PATH_MAX];
	enum cw_err err = setup_check_code(cx, in->code);

	if (err == CW_OK)
		err = survey(cx->chat.arena, setup_root, &out->items);
	if (err != CW_OK)
		return err;
	out->sendmail = survey_sendmail();
	if (place_find(setup_root, above) != CW_OK)
		return CW_OK;
	out->place = cw_arena_printf(cx->chat.arena, "%s/chinwag-data", above);
	return out->place == NULL ? CW_NOMEM : CW_OK;
}

/* --- setting up ----------------------------------------------------------- */

struct request {
	const char *code;
	const char *place;
	const char *base_url;
	const char *username;
	const char *email;
	const char *password;
	const char *mail;
	const char *mail_from;
	const char *sendmail;
	const char *smtp_url;
	const char *smtp_user;
	const char *smtp_password;
};

static const struct cw_field request_fields[] = {
	CW_TEXT(struct request, code, 1, SETUP_CODE_MAX_CHARS, CW_FORMAT_LINE,
	    CW_REQUIRED, "The one-time code."),
	CW_TEXT(struct request, place, 1, 1000, CW_FORMAT_LINE, CW_REQUIRED,
	    "Where the data shall lie."),
	CW_TEXT(struct request, base_url, 8, 500, CW_FORMAT_LINE, CW_REQUIRED,
	    "The address that people use."),
	CW_TEXT(struct request, username, 1, 128, CW_FORMAT_LINE, CW_REQUIRED,
	    "The first administrator's name."),
	CW_TEXT(struct request, email, 1, CW_EMAIL_MAX_BYTES, CW_FORMAT_EMAIL,
	    CW_REQUIRED, "Their mail address."),
	CW_TEXT(struct request, password, PASSWORD_MIN_CHARS,
	    CW_PASSWORD_MAX_BYTES, CW_FORMAT_SECRET, CW_REQUIRED,
	    "Their password."),
	CW_TEXT(struct request, mail, 1, 10, CW_FORMAT_LINE, CW_REQUIRED,
	    "sendmail, smtp or file."),
	CW_TEXT(struct request, mail_from, 3, 254, CW_FORMAT_LINE, CW_REQUIRED,
	    "Address that mail is sent from."),
	CW_TEXT(struct request, sendmail, 1, 1000, CW_FORMAT_LINE, CW_OPTIONAL,
	    "The host's sendmail."),
	CW_TEXT(struct request, smtp_url, 1, 500, CW_FORMAT_LINE, CW_OPTIONAL,
	    "smtp://host:port or smtps://host:port"),
	CW_TEXT(struct request, smtp_user, 1, 254, CW_FORMAT_LINE, CW_OPTIONAL,
	    "Name to sign in at that server with."),
	CW_TEXT(struct request, smtp_password, 1, 1000, CW_FORMAT_SECRET,
	    CW_OPTIONAL, "Password for it."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "SetupPost",
	.size = sizeof(struct request),
	.fields = request_fields,
};

/* What goes between double quotes on a line must not end them. */
static enum cw_err
check_lines(struct cw_ctx *cx, const struct request *in)
{
	const struct {
		const char *at;
		const char *text;
	} all[] = {
		{ "/place", in->place },
		{ "/base_url", in->base_url },
		{ "/mail_from", in->mail_from },
		{ "/sendmail", in->sendmail },
		{ "/smtp_url", in->smtp_url },
		{ "/smtp_user", in->smtp_user },
		{ "/smtp_password", in->smtp_password },
	};

	for (size_t i = 0; i < CW_LEN(all); i++)
		if (all[i].text != NULL && strpbrk(all[i].text, "\"\n\r"))
			return cw_reply_problem(cx, all[i].at,
			    "This may not hold double quotes or line ends.");
	if (!cw_url_is_base(in->base_url, strlen(in->base_url)))
		return cw_reply_problem(cx, "/base_url",
		    "This must begin with https:// or http:// and end "
		    "without a slash.");
	if (cw_text_equal(in->mail, "smtp") && in->smtp_url == NULL)
		return cw_reply_problem(cx, "/smtp_url",
		    "Name the server that takes mail.");
	return CW_OK;
}

static enum cw_err
check_host(struct cw_ctx *cx)
{
	struct cw_list items = { 0 };
	const struct survey_item *flaw;
	enum cw_err err = survey(cx->chat.arena, setup_root, &items);

	if (err != CW_OK)
		return err;
	flaw = survey_flaw(&items);
	if (flaw == NULL)
		return CW_OK;
	return cw_reply_problem(cx, "", "%s", flaw->says);
}

static enum cw_err
found(struct cw_ctx *cx, const struct request *in)
{
	const struct founding founding = {
		.place = in->place,
		.base_url = in->base_url,
		.administrator = { in->username, in->email, in->password },
		.mail = in->mail,
		.mail_from = in->mail_from,
		.sendmail = in->sendmail,
		.smtp_url = in->smtp_url,
		.smtp_user = in->smtp_user,
		.smtp_password = in->smtp_password,
	};
	struct founding_problem problem = { "", "" };
	enum cw_err err = found_chinwag(cx->chat.arena, setup_root, cx->conf,
	    &founding, &problem);

	if (err == CW_INVALID)
		return cw_reply_problem(cx, problem.at, "%s", problem.message);
	return err;
}

static enum cw_err
post_setup(struct cw_ctx *cx, const void *req, void *resp)
{
	const struct request *in = req;
	enum cw_err err = check_new();

	(void)resp;
	if (err == CW_OK)
		err = setup_check_code(cx, in->code);
	if (err == CW_OK)
		err = check_lines(cx, in);
	if (err == CW_OK)
		err = check_host(cx);
	if (err == CW_OK)
		err = found(cx, in);
	if (err == CW_OK)
		setup_has_changed();
	return err;
}

/* --- programs ------------------------------------------------------------- */

static const struct cw_endpoint state_endpoint = {
	.name = "setup-get",
	.method = CW_GET,
	.path = "/setup",
	.summary = "What is there to set up?",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.response = &state_model,
	.status = 200,
	.handle = get_state,
};

static const struct cw_endpoint survey_endpoint = {
	.name = "setup-survey-post",
	.method = CW_POST,
	.path = "/setup/survey",
	.summary = "Look at the host",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.request = &survey_request_model,
	.response = &survey_response_model,
	.status = 200,
	.handle = post_survey,
};

static const struct cw_endpoint setup_endpoint = {
	.name = "setup-post",
	.method = CW_POST,
	.path = "/setup",
	.summary = "Set up",
	.access = CW_ANYONE,
	.work = CW_POOLS,
	.request = &request_model,
	.status = 204,
	.errors = CW_ERRORS1(CW_CONFLICT),
	.handle = post_setup,
};

/* The origin that the request's page has; NULL: it does not say. */
static const char *
origin_of(const struct cw_source *source)
{
	static const char name[] = "HTTP_ORIGIN=";

	for (char *const *vars = source->vars; *vars != NULL; vars++)
		if (cw_text_starts(*vars, name))
			return *vars + sizeof(name) - 1;
	return NULL;
}

/* Has this process read the configuration that there is, if there is one? */
static bool
is_current(const struct cw_conf *conf)
{
	return cw_text_equal(state_word(), "new") ||
	    access(conf->data_dir, X_OK) == 0;
}

/*
 * Which address this is at, nobody has said yet: it is what the browser says.
 * It is the code that keeps others out, not where they come from.
 */
static void
serve_setup(struct cw_service *service, struct cw_arena *arena,
    const struct cw_source *source, struct cw_peer *peer)
{
	const char *origin = origin_of(source);
	struct cw_conf conf = *service->conf;
	struct cw_service own = { .endpoint = service->endpoint,
		.name = service->name,
		.conf = &conf };

	if (origin != NULL && cw_url_is_origin(origin, strlen(origin)))
		conf.base_url = origin;
	cw_serve_answer(&own, arena, source, peer);
	/* Another process may have set up, too. */
	if (atomic_load(&is_changed) || !is_current(service->conf))
		peer->must_exit = true;
}

const struct cw_program setup_programs[] = {
	{ .name = "setup-get",
	    .endpoint = &state_endpoint,
	    .serve_one = serve_setup },
	{ .name = "setup-survey-post",
	    .endpoint = &survey_endpoint,
	    .serve_one = serve_setup },
	{ .name = "setup-post",
	    .endpoint = &setup_endpoint,
	    .serve_one = serve_setup },
	{ .name = "setup-code-post",
	    .endpoint = &setup_code_endpoint,
	    .serve_one = serve_setup },
	{ .name = "setup-releases-post",
	    .endpoint = &setup_releases_endpoint,
	    .serve_one = serve_setup },
	{ .name = "setup-back-post",
	    .endpoint = &setup_back_endpoint,
	    .serve_one = serve_setup },
};

const size_t setup_programs_count = CW_LEN(setup_programs);
