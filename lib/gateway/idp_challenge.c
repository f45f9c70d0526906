/* Challenges after the password: another password, or a second factor. */

#include <string.h>

#include "base/text.h"
#include "gateway/idp_call.h"
#include "pool/factor.h"
#include "pool/signin.h"

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
	cw_buf_init(&json, call->arena, CW_IDP_VALUE_MAX);
	cw_buf_puts(&json, "{\"email_verified\":\"true\",\"email\":");
	cw_buf_put_json(&json, holder.email, strlen(holder.email));
	cw_buf_putc(&json, '}');
	err = cw_buf_end(&json);
	if (err == CW_OK)
		err = cw_idp_ask(call, out, "requiredAttributes", "[]");
	if (err == CW_OK)
		err = cw_idp_ask(call, out, "userAttributes", json.data);
	return err;
}

static const struct {
	const char *name;
	const char *answer; /* the response that holds it */
	put_parameters *put;
} challenges[CW_STEP__COUNT] = {
	[CW_STEP_NEW_PASSWORD] = { "NEW_PASSWORD_REQUIRED", "NEW_PASSWORD",
	    put_new_password },
	[CW_STEP_TOTP] = { "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE",
	    put_totp },
	[CW_STEP_MAIL] = { "EMAIL_OTP", "EMAIL_OTP_CODE", put_mail },
};

enum cw_idp_fault
cw_idp_go_on(struct cw_idp_call *call, const struct cw_signed_in *signed_in,
    struct cw_idp_auth *out)
{
	enum cw_err err;

	if (signed_in->step == CW_STEP_NONE)
		return cw_idp_give_tokens(call, signed_in->origin, out);
	err = challenges[signed_in->step].put(call, signed_in, out);
	if (err == CW_OK)
		err = cw_idp_ask(call, out, "USER_ID_FOR_SRP",
		    signed_in->username);
	out->challenge = challenges[signed_in->step].name;
	out->session = signed_in->token;
	return cw_idp_fault_of(call, err);
}

/* Which step is it for, by the name of its challenge? */
static enum cw_step
find_step(const char *name)
{
	for (int i = CW_STEP_NONE + 1; i < CW_STEP__COUNT; i++)
		if (cw_text_equal(challenges[i].name, name))
			return (enum cw_step)i;
	return CW_STEP_NONE;
}

static enum cw_idp_fault
refuse_answer(struct cw_idp_call *call, enum cw_err err,
    const struct cw_step_answer *answer)
{
	if (err == CW_UNAUTHORIZED)
		return CW_IDP_SESSION;
	if (err == CW_MISMATCH)
		return CW_IDP_MFA_CODE;
	if (err == CW_INVALID && answer->password != NULL)
		return cw_idp_password_fault(call, answer->password,
		    answer->problem);
	return cw_idp_fault_of(call, err);
}

enum cw_idp_fault
cw_idp_answer_step(struct cw_idp_call *call, const struct cw_idp_answer *in,
    struct cw_idp_auth *out)
{
	struct cw_step_answer answer = {
		.token = in->session,
		.actor = &call->actor,
		.client = &call->client,
		.step = find_step(in->challenge),
	};
	struct cw_signed_in signed_in = { 0 };
	const char *value;
	enum cw_idp_fault fault;
	enum cw_err err;

	if (answer.step == CW_STEP_NONE || in->session == NULL)
		return CW_IDP_SESSION;
	fault = cw_idp_need(call, in->responses, "USERNAME", &answer.login);
	if (fault == CW_IDP_OK)
		fault = cw_idp_need(call, in->responses,
		    challenges[answer.step].answer, &value);
	if (fault != CW_IDP_OK)
		return fault;
	if (answer.step == CW_STEP_NEW_PASSWORD)
		answer.password = value;
	else
		answer.code = value;
	err = cw_sign_in_answer(call->pool, call->arena, &answer, &signed_in);
	if (err != CW_OK)
		return refuse_answer(call, err, &answer);
	return cw_idp_go_on(call, &signed_in, out);
}
