/*
 * Challenges after the password: another password, a second factor, or that one
 * be set up.
 */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_call.h"
#include "pool/factor.h"
#include "pool/signin.h"

/* --- questions ------------------------------------------------------------ */

#define TOLD_MAX_BYTES 65536

/* What puts a challenge's own parameters. */
typedef enum cw_err put_parameters(struct cw_idp_call *call,
    const struct cw_signed_in *signed_in, struct cw_idp_auth *out);

static enum cw_err
put_mail(struct cw_idp_call *call, const struct cw_signed_in *signed_in,
    struct cw_idp_auth *out)
{
	enum cw_err err =
	    cw_idp_ask(call, out, "CODE_DELIVERY_DELIVERY_MEDIUM", "EMAIL");

	if (err != CW_OK)
		return err;
	return cw_idp_ask(call, out, "CODE_DELIVERY_DESTINATION",
	    signed_in->destination);
}

static enum cw_err
put_totp(struct cw_idp_call *call, const struct cw_signed_in *signed_in,
    struct cw_idp_auth *out)
{
	struct cw_factors factors;
	struct cw_holder holder;
	enum cw_err err = cw_holder_by_login(call->pool, call->arena,
	    signed_in->username, &holder);

	if (err == CW_OK)
		err = cw_factors_find(call->pool, call->arena,
		    holder.account_id, &factors);
	if (err != CW_OK)
		return err;
	return cw_idp_ask(call, out, "FRIENDLY_DEVICE_NAME",
	    factors.label == NULL ? "" : factors.label);
}

/* One of userAttributes, whose values are texts. */
static void
put_member(struct cw_buf *out, const char *name, const char *value)
{
	cw_buf_putc(out, out->len == 0 ? '{' : ',');
	cw_buf_put_json(out, name, strlen(name));
	cw_buf_putc(out, ':');
	cw_buf_put_json(out, value, strlen(value));
}

/* JSON inside of a text: that is how clients expect it. */
static enum cw_err
put_new_password(struct cw_idp_call *call, const struct cw_signed_in *signed_in,
    struct cw_idp_auth *out)
{
	struct cw_holder holder;
	struct cw_buf json;
	enum cw_err err = cw_holder_by_login(call->pool, call->arena,
	    signed_in->username, &holder);

	if (err != CW_OK)
		return err;
	cw_buf_init(&json, call->arena, TOLD_MAX_BYTES);
	put_member(&json, "email_verified", "true");
	put_member(&json, "email", holder.email);
	for (size_t i = 0; i < holder.attributes.count; i++) {
		const struct cw_attribute *one =
		    cw_list_at(&holder.attributes, i);

		put_member(&json, one->name, one->value);
	}
	cw_buf_putc(&json, '}');
	err = cw_buf_end(&json);
	if (err == CW_OK)
		err = cw_idp_ask(call, out, "requiredAttributes", "[]");
	if (err == CW_OK)
		err = cw_idp_ask(call, out, "userAttributes", json.data);
	return err;
}

static enum cw_err
put_choice(struct cw_idp_call *call, const struct cw_signed_in *signed_in,
    struct cw_idp_auth *out)
{
	(void)signed_in;
	return cw_idp_ask(call, out, "MFAS_CAN_CHOOSE",
	    "[\"SOFTWARE_TOKEN_MFA\",\"EMAIL_OTP\"]");
}

/* Codes by mail are turned on in the site; clients know of apps. */
static enum cw_err
put_set_up(struct cw_idp_call *call, const struct cw_signed_in *signed_in,
    struct cw_idp_auth *out)
{
	(void)signed_in;
	return cw_idp_ask(call, out, "MFAS_CAN_SETUP",
	    "[\"SOFTWARE_TOKEN_MFA\"]");
}

static const char set_up[] = "MFA_SETUP";

/* What is asked for in a step. */
static const struct {
	const char *name;
	put_parameters *put;
} questions[CW_STEP__COUNT] = {
	[CW_STEP_NEW_PASSWORD] = { "NEW_PASSWORD_REQUIRED", put_new_password },
	[CW_STEP_TOTP] = { "SOFTWARE_TOKEN_MFA", put_totp },
	[CW_STEP_MAIL] = { "EMAIL_OTP", put_mail },
	[CW_STEP_CHOOSE] = { "SELECT_MFA_TYPE", put_choice },
	[CW_STEP_SET_UP] = { set_up, put_set_up },
};

enum cw_idp_fault
cw_idp_go_on(struct cw_idp_call *call, const struct cw_signed_in *signed_in,
    struct cw_idp_auth *out)
{
	enum cw_err err;

	if (signed_in->step == CW_STEP_NONE)
		return cw_idp_give_tokens(call, signed_in->origin, out);
	err = questions[signed_in->step].put(call, signed_in, out);
	if (err == CW_OK)
		err = cw_idp_ask(call, out, "USER_ID_FOR_SRP",
		    signed_in->username);
	out->challenge = questions[signed_in->step].name;
	out->session = signed_in->token;
	return cw_idp_fault_of(call, err);
}

/* --- answers -------------------------------------------------------------- */

/* Puts the value of a response where it belongs. */
typedef void take_value(struct cw_step_answer *answer, const char *value);

static void
take_password(struct cw_step_answer *answer, const char *value)
{
	answer->password = value;
}

static void
take_code(struct cw_step_answer *answer, const char *value)
{
	answer->code = value;
}

static void
take_choice(struct cw_step_answer *answer, const char *value)
{
	for (int i = CW_STEP_TOTP; i <= CW_STEP_MAIL; i++)
		if (cw_text_equal(questions[i].name, value))
			answer->choice = (enum cw_step)i;
}

/* Which step a challenge's answer is for, and the response that holds it. */
static const struct answered {
	const char *challenge;
	const char *response; /* NULL: it was given already */
	take_value *take;
	enum cw_step step;
} answers[] = {
	{ "NEW_PASSWORD_REQUIRED", "NEW_PASSWORD", take_password,
	    CW_STEP_NEW_PASSWORD },
	{ "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE", take_code,
	    CW_STEP_TOTP },
	{ "EMAIL_OTP", "EMAIL_OTP_CODE", take_code, CW_STEP_MAIL },
	{ "SELECT_MFA_TYPE", "ANSWER", take_choice, CW_STEP_CHOOSE },
	{ set_up, NULL, NULL, CW_STEP_PROVEN },
};

static const struct answered *
find_answered(const char *challenge)
{
	for (size_t i = 0; i < CW_LEN(answers); i++)
		if (cw_text_equal(answers[i].challenge, challenge))
			return &answers[i];
	return NULL;
}

static enum cw_idp_fault
refuse_answer(struct cw_idp_call *call, enum cw_err err,
    const struct cw_step_answer *answer)
{
	if (err == CW_UNAUTHORIZED)
		return cw_idp_refuse_session(call, answer->token);
	if (err == CW_MISMATCH)
		return CW_IDP_MFA_CODE;
	if (err == CW_INVALID && answer->password != NULL)
		return cw_idp_password_fault(call, answer->password,
		    answer->problem);
	if (err == CW_INVALID)
		return cw_idp_tell(call, CW_IDP_PARAMETER, answer->problem);
	return cw_idp_fault_of(call, err);
}

/* What may come with a new password: userAttributes.NAME. */
static enum cw_idp_fault
take_attributes(struct cw_idp_call *call, const struct cw_list *responses,
    struct cw_list *out)
{
	static const char prefix[] = "userAttributes.";
	struct cw_list given = { 0 };

	for (size_t i = 0; i < responses->count; i++) {
		const struct cw_pair *pair = cw_list_at(responses, i);
		struct cw_idp_attribute *one;

		if (!cw_text_starts(pair->name, prefix))
			continue;
		one = cw_list_push(&given, call->arena, sizeof(*one));
		if (one == NULL)
			return cw_idp_fault_of(call, CW_NOMEM);
		one->name = pair->name + sizeof(prefix) - 1;
		one->value = pair->value;
	}
	return cw_idp_take_attributes(call, &given, out);
}

static enum cw_err
keep_attributes(struct cw_idp_call *call, const struct cw_signed_in *signed_in,
    const struct cw_list *attributes)
{
	struct cw_holder holder;
	enum cw_err err;

	if (attributes->count == 0)
		return CW_OK;
	err = cw_holder_by_login(call->pool, call->arena, signed_in->username,
	    &holder);
	if (err != CW_OK)
		return err;
	return cw_idp_set_attributes(call, holder.account_id, holder.name,
	    attributes);
}

/* What the client sends, as the pool takes it. */
static enum cw_idp_fault
read_answer(struct cw_idp_call *call, const struct cw_idp_answer *in,
    struct cw_step_answer *answer, struct cw_list *attributes)
{
	const struct answered *how = find_answered(in->challenge);
	const char *value;
	enum cw_idp_fault fault;

	if (how == NULL || in->session == NULL)
		return CW_IDP_SESSION;
	answer->step = how->step;
	fault = cw_idp_need(call, in->responses, "USERNAME", &answer->login);
	if (fault != CW_IDP_OK || how->response == NULL)
		return fault;
	fault = cw_idp_need(call, in->responses, how->response, &value);
	if (fault != CW_IDP_OK)
		return fault;
	how->take(answer, value);
	if (answer->password == NULL)
		return CW_IDP_OK;
	return take_attributes(call, in->responses, attributes);
}

enum cw_idp_fault
cw_idp_answer_step(struct cw_idp_call *call, const struct cw_idp_answer *in,
    struct cw_idp_auth *out)
{
	struct cw_step_answer answer = {
		.token = in->session,
		.actor = &call->actor,
		.client = &call->client,
	};
	struct cw_signed_in signed_in = { 0 };
	struct cw_list attributes = { 0 };
	enum cw_idp_fault fault = read_answer(call, in, &answer, &attributes);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	err = cw_sign_in_answer(call->pool, call->arena, &answer, &signed_in);
	if (err != CW_OK)
		return refuse_answer(call, err, &answer);
	err = keep_attributes(call, &signed_in, &attributes);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	return cw_idp_go_on(call, &signed_in, out);
}
