/* ListUsers, with its filter. */

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/utf8.h"
#include "gateway/idp_admin.h"
#include "pool/operate.h"

#define PAGE_MAX 60
#define FILTER_MAX_CHARS 256
#define TOKEN_LIFE_MS (INT64_C(60) * 60 * 1000)

/* --- models --------------------------------------------------------------- */

struct ask {
	const char *pool_id;
	const char *filter;
	const char *token;
	int64_t limit;
	struct cw_texts wanted; /* attributes; none: all */
};

static const struct cw_field ask_fields[] = {
	CW_IDP_ROW_POOL(struct ask),
	CW_IDP_TEXT(struct ask, filter, "Filter", 0, FILTER_MAX_CHARS,
	    CW_OPTIONAL),
	CW_IDP_TEXT(struct ask, token, "PaginationToken", 1, CW_IDP_VALUE_MAX,
	    CW_OPTIONAL),
	CW_IDP_NUMBER(struct ask, limit, "Limit", 0, PAGE_MAX, CW_OPTIONAL),
	CW_IDP_TEXTS(struct ask, wanted, "AttributesToGet",
	    CW_IDP_ATTRIBUTES_MAX, 64, CW_OPTIONAL),
	CW_END,
};
static const struct cw_model ask_model = CW_IDP_MODEL(struct ask, ask_fields);

struct page {
	struct cw_list users; /* of struct cw_idp_listed */
	const char *token;
};

static const struct cw_field page_fields[] = {
	CW_IDP_OBJECTS(struct page, users, "Users", PAGE_MAX,
	    &cw_idp_listed_model, CW_REQUIRED),
	CW_IDP_TEXT(struct page, token, "PaginationToken", 0, CW_IDP_VALUE_MAX,
	    CW_OPTIONAL),
	CW_END,
};
static const struct cw_model page_model =
    CW_IDP_MODEL(struct page, page_fields);

/* --- filters -------------------------------------------------------------- */

/* name = "value" or name ^= "value" */
struct filter {
	const char *name; /* NULL: none */
	const char *value;
	bool is_prefix;
};

static const char *const searchable[] = { "username", "email", "phone_number",
	"name", "given_name", "family_name", "preferred_username",
	"cognito:user_status", "status", "sub" };

static bool
is_searchable(const char *name)
{
	for (size_t i = 0; i < CW_LEN(searchable); i++)
		if (cw_text_equal(searchable[i], name))
			return true;
	return false;
}

static const char *
skip_blanks(const char *at)
{
	return at + strspn(at, " ");
}

/* What stands in quotes, to the end; a quote inside is escaped. */
static const char *
read_value(struct cw_arena *arena, const char *at)
{
	struct cw_buf buf;

	if (*at++ != '"')
		return NULL;
	cw_buf_init(&buf, arena, (size_t)4 * FILTER_MAX_CHARS + 1);
	cw_buf_puts(&buf, "");
	for (; *at != '"'; at++) {
		if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
			at++;
		if (*at == '\0')
			return NULL;
		cw_buf_putc(&buf, *at);
	}
	if (*skip_blanks(at + 1) != '\0' || buf.failed)
		return NULL;
	return buf.data == NULL ? "" : buf.data;
}

static enum cw_idp_fault
read_filter(struct cw_idp_call *call, const char *text, struct filter *out)
{
	const char *at;
	size_t len;

	if (text == NULL || *skip_blanks(text) == '\0')
		return CW_IDP_OK;
	at = skip_blanks(text);
	len = strcspn(at, " =^\"");
	out->name = cw_arena_copy(call->arena, at, len);
	if (out->name == NULL)
		return cw_idp_fault_of(call, CW_NOMEM);
	at = skip_blanks(at + len);
	out->is_prefix = *at == '^';
	at += out->is_prefix;
	if (*at == '=')
		out->value = read_value(call->arena, skip_blanks(at + 1));
	if (len == 0 || out->value == NULL)
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Error while parsing filter");
	if (is_searchable(out->name))
		return CW_IDP_OK;
	at = cw_arena_printf(call->arena, "Invalid search attribute: %s",
	    out->name);
	if (at == NULL)
		return cw_idp_fault_of(call, CW_NOMEM);
	return cw_idp_tell(call, CW_IDP_PARAMETER, at);
}

/* The account's value for what is searched by; NULL: it has none. */
static const char *
value_of(const struct filter *filter, const struct cw_idp_listed *user)
{
	if (cw_text_equal(filter->name, "username"))
		return user->username;
	if (cw_text_equal(filter->name, "cognito:user_status"))
		return user->status;
	if (cw_text_equal(filter->name, "status"))
		return user->is_enabled ? "Enabled" : "Disabled";
	return cw_idp_find_attribute(&user->attributes, filter->name);
}

static bool
is_match(const struct filter *filter, const struct cw_idp_listed *user)
{
	const char *value;

	if (filter->name == NULL)
		return true;
	value = value_of(filter, user);
	if (value == NULL)
		return false;
	return filter->is_prefix ? cw_text_starts(value, filter->value)
				 : cw_text_equal(value, filter->value);
}

/* --- a page --------------------------------------------------------------- */

/* Only the attributes that were asked for. */
static void
keep_wanted(const struct cw_texts *wanted, struct cw_idp_listed *user)
{
	struct cw_list *list = &user->attributes;
	size_t kept = 0;

	if (wanted->count == 0)
		return;
	for (size_t i = 0; i < list->count; i++) {
		struct cw_idp_attribute *one = cw_list_at(list, i);
		bool is_wanted = false;

		for (size_t j = 0; j < wanted->count; j++)
			is_wanted = is_wanted ||
			    cw_text_equal(wanted->items[j], one->name);
		if (is_wanted)
			*(struct cw_idp_attribute *)cw_list_at(list, kept++) =
			    *one;
	}
	list->count = kept;
}

/*
 * Those of a page that match.  A page may be short, or empty, though there is
 * another: what is looked at is bounded, not what is found.
 */
static enum cw_idp_fault
put_page(struct cw_idp_call *call, const struct ask *in,
    const struct filter *filter, const struct cw_list *found, struct page *out)
{
	enum cw_idp_fault fault = CW_IDP_OK;

	for (size_t i = 0; i < found->count && fault == CW_IDP_OK; i++) {
		const struct cw_operated *one = cw_list_at(found, i);
		struct cw_idp_listed user = { 0 }, *kept;

		fault = cw_idp_put_listed(call, one->name, &user);
		if (fault != CW_IDP_OK || !is_match(filter, &user))
			continue;
		keep_wanted(&in->wanted, &user);
		kept = cw_list_push(&out->users, call->arena, sizeof(*kept));
		if (kept == NULL)
			return cw_idp_fault_of(call, CW_NOMEM);
		*kept = user;
	}
	return fault;
}

/* In base64url: until when it may be used, a blank, and the last name. */
static enum cw_idp_fault
write_token(struct cw_idp_call *call, const char *last, const char **out)
{
	const char *text = cw_arena_printf(call->arena, "%" PRId64 " %s",
	    cw_clock_now_ms() + TOKEN_LIFE_MS, last);

	*out = text == NULL
	    ? NULL
	    : cw_crypto_base64url(call->arena, text, strlen(text));
	return *out == NULL ? cw_idp_fault_of(call, CW_NOMEM) : CW_IDP_OK;
}

/* The name behind a time to come; NULL: it is none, or it is over. */
static const char *
read_text(char *text, size_t len)
{
	char *blank = strchr(text, ' ');
	int64_t until;

	if (strlen(text) != len || blank == NULL ||
	    !cw_utf8_is_valid(text, len))
		return NULL;
	*blank = '\0';
	if (cw_text_to_int(text, &until) != CW_OK ||
	    until <= cw_clock_now_ms() ||
	    until > cw_clock_now_ms() + TOKEN_LIFE_MS)
		return NULL;
	return blank + 1;
}

/* What the list begins after. */
static enum cw_idp_fault
read_token(struct cw_idp_call *call, const char *token, const char **after)
{
	unsigned char *bytes;
	size_t len;
	enum cw_err err;

	*after = "";
	if (token == NULL)
		return CW_IDP_OK;
	err = cw_crypto_decode(call->arena, CW_BASE64URL, token, &bytes, &len);
	*after = err == CW_OK ? read_text((char *)bytes, len) : NULL;
	if (err == CW_INVALID || (err == CW_OK && *after == NULL))
		return cw_idp_tell(call, CW_IDP_PARAMETER,
		    "Invalid pagination token.");
	return cw_idp_fault_of(call, err);
}

static enum cw_idp_fault
find_page(struct cw_idp_call *call, const struct ask *in,
    const struct filter *filter, const char *after, struct page *out)
{
	bool is_name = cw_text_equal(filter->name, "username") ||
	    cw_text_equal(filter->name, "email");
	const struct cw_operate_page page = {
		.search = is_name ? filter->value : "",
		.after = after,
		.limit = in->limit == CW_ABSENT || in->limit == 0 ? PAGE_MAX
								  : in->limit,
	};
	struct cw_list found = { 0 };
	enum cw_idp_fault fault = CW_IDP_OK;
	enum cw_err err =
	    cw_operate_list(call->pool, call->arena, &page, &found);

	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	if (found.count == (size_t)page.limit) {
		const struct cw_operated *last =
		    cw_list_at(&found, found.count - 1);

		fault = write_token(call, last->name, &out->token);
	}
	if (fault != CW_IDP_OK)
		return fault;
	return put_page(call, in, filter, &found, out);
}

static enum cw_idp_fault
list_users(struct cw_idp_call *call, const void *req, void *resp)
{
	const struct ask *in = req;
	struct filter filter = { 0 };
	const char *after;
	enum cw_idp_fault fault = cw_idp_pool(call, in->pool_id);

	if (fault == CW_IDP_OK)
		fault = read_filter(call, in->filter, &filter);
	if (fault == CW_IDP_OK)
		fault = read_token(call, in->token, &after);
	if (fault != CW_IDP_OK)
		return fault;
	return find_page(call, in, &filter, after, resp);
}

static const struct cw_idp_operation operations[] = {
	{ "ListUsers", &ask_model, &page_model, list_users, CW_RATE_LIST,
	    true },
};

const struct cw_idp_operations cw_idp_list_operations = {
	operations,
	CW_LEN(operations),
};
