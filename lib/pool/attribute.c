/* Attributes: which there are, what they may hold, and changing them. */

#include "pool/attribute.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/utf8.h"
#include "pool/inside.h"
#include "pool/listing.h"

#define CUSTOM "custom:"

/* --- what they may hold --------------------------------------------------- */

static bool
is_made_of(const char *text, const char *letters, size_t most)
{
	size_t len = strlen(text);

	return len <= most && strspn(text, letters) == len;
}

#define ALNUM                        \
	"abcdefghijklmnopqrstuvwxyz" \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* A language tag (RFC 5646), more or less; some write it with '_'. */
static bool
is_locale(const char *text)
{
	return strlen(text) >= 2 && is_made_of(text, ALNUM "-_", 35);
}

/* A name of the time zone database. */
static bool
is_zone(const char *text)
{
	return is_made_of(text, ALNUM "/_+-", 64);
}

static bool
is_date(const char *text)
{
	static const char shape[] = "0000-00-00";

	if (strlen(text) != sizeof(shape) - 1)
		return false;
	for (size_t i = 0; shape[i] != '\0'; i++)
		if (shape[i] == '-' ? text[i] != '-'
				    : text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

/* As ITU-T E.164 has them. */
static bool
is_phone(const char *text)
{
	return text[0] == '+' && strlen(text) >= 6 &&
	    is_made_of(text + 1, "0123456789", 15);
}

static bool
is_link(const char *text)
{
	return cw_text_starts(text, "https://") ||
	    cw_text_starts(text, "http://");
}

static const struct {
	const char *name;
	bool (*is_good)(const char *text); /* NULL: any line */
	const char *wanted;
} standard[] = {
	{ "address", NULL, NULL },
	{ "birthdate", is_date, "This must be a date like 1984-04-02." },
	{ "family_name", NULL, NULL },
	{ "gender", NULL, NULL },
	{ "given_name", NULL, NULL },
	{ "locale", is_locale, "This must be a language like en or de-AT." },
	{ "middle_name", NULL, NULL },
	{ "name", NULL, NULL },
	{ "nickname", NULL, NULL },
	{ "phone_number", is_phone,
	    "This must be a phone number like +431234567." },
	{ "picture", is_link, "This must begin with https:// or http://." },
	{ "preferred_username", NULL, NULL },
	{ "profile", is_link, "This must begin with https:// or http://." },
	{ "website", is_link, "This must begin with https:// or http://." },
	{ "zoneinfo", is_zone, "This must be a time zone like Europe/Vienna." },
};

/* Is it one of the words that the configuration names? */
static bool
is_custom(const struct cw_conf *conf, const char *name)
{
	const char *words = conf->custom_attributes;
	size_t len = strlen(name);

	while (*words != '\0') {
		size_t word_len = strcspn(words, " ");

		if (word_len == len && len > 0 && memcmp(words, name, len) == 0)
			return true;
		words += word_len;
		words += strspn(words, " ");
	}
	return false;
}

static const char *
judge_line(const char *value)
{
	size_t len = strlen(value);

	if (cw_utf8_count(value, len) > CW_ATTRIBUTE_VALUE_MAX_CHARS)
		return "This may have at most 2048 characters.";
	if (cw_utf8_has_control(value, len, ""))
		return "This must not hold control characters.";
	return NULL;
}

enum cw_err
cw_attribute_check(const struct cw_conf *conf,
    const struct cw_attribute *attribute, const char **problem)
{
	const char *name = attribute->name, *value = attribute->value;
	const char *flaw = judge_line(value);
	size_t i = 0;

	while (i < CW_LEN(standard) && strcmp(standard[i].name, name) != 0)
		i++;
	if (i == CW_LEN(standard) &&
	    (!cw_text_starts(name, CUSTOM) ||
		!is_custom(conf, name + sizeof(CUSTOM) - 1))) {
		*problem = "There is no such attribute.";
		return CW_NOTFOUND;
	}
	if (flaw == NULL && i < CW_LEN(standard) && value[0] != '\0' &&
	    standard[i].is_good != NULL && !standard[i].is_good(value))
		flaw = standard[i].wanted;
	if (flaw == NULL)
		return CW_OK;
	*problem = flaw;
	return CW_INVALID;
}

/* --- reading -------------------------------------------------------------- */

static enum cw_err
read_attribute(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *list)
{
	struct cw_attribute *out = cw_list_push(list, arena, sizeof(*out));
	enum cw_err err;

	if (out == NULL)
		return CW_NOMEM;
	err = cw_col_text(rows, 0, arena, &out->name);
	if (err != CW_OK)
		return err;
	return cw_col_text(rows, 1, arena, &out->value);
}

enum cw_err
cw_attribute_list(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, struct cw_list *out)
{
	const struct cw_val args[] = {
		cw_int(account_id),
		cw_int(CW_ATTRIBUTES_MAX),
	};
	const struct cw_listing listing = {
		.sql = CW_SQL_ATTRIBUTE_LIST,
		.args = args,
		.count = CW_LEN(args),
		.row = read_attribute,
	};

	return cw_listing_read(pool, arena, &listing, out);
}

/* --- changing ------------------------------------------------------------- */

enum cw_err
cw_attribute_put(struct cw_store *store, int64_t account_id,
    const struct cw_attribute *attribute)
{
	const struct cw_val args[] = {
		cw_int(account_id),
		cw_text(attribute->name),
		cw_text(attribute->value),
	};

	if (attribute->value[0] == '\0')
		return cw_exec(store, CW_SQL_ATTRIBUTE_REMOVE, args, 2, NULL);
	return cw_exec(store, CW_SQL_ATTRIBUTE_SET, args, CW_LEN(args), NULL);
}

/* What people tell of themselves is no event; what others change is. */
static enum cw_err
note(struct cw_store *store, const struct cw_attribute_change *change)
{
	const struct cw_audit what = {
		.event = CW_AUDIT_ATTRIBUTES,
		.account_id = change->account_id,
		.name = change->username,
	};

	if (change->actor->account_id == change->account_id)
		return CW_OK;
	return cw_audit_add(store, change->actor, &what);
}

static enum cw_err
set_work(struct cw_store *store, void *arg)
{
	const struct cw_attribute_change *change = arg;
	const struct cw_val touch[] = {
		cw_int(change->account_id),
		cw_int(cw_clock_now_ms()),
	};
	int64_t changes;
	enum cw_err err;

	err = cw_exec(store, CW_SQL_ACCOUNT_TOUCH, touch, CW_LEN(touch),
	    &changes);
	if (err == CW_OK && changes == 0)
		err = CW_NOTFOUND;
	for (size_t i = 0; err == CW_OK && i < change->count; i++)
		err = cw_attribute_put(store, change->account_id,
		    &change->attributes[i]);
	if (err != CW_OK)
		return err;
	return note(store, change);
}

enum cw_err
cw_attribute_set(struct cw_pool *pool, const struct cw_attribute_change *change)
{
	return cw_group_run(pool->group, set_work, (void *)(uintptr_t)change);
}
