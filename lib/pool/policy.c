/* Judging passwords: length, kinds of characters, and what is common. */

#include "pool/policy.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "base/utf8.h"
#include "pool/common.h"
#include "pool/name.h"

/* --- common passwords ----------------------------------------------------- */

struct piece {
	const char *text;
	size_t len;
};

static int
compare_word(const void *key, const void *word)
{
	const struct piece *piece = key;
	int order = strncmp(piece->text, word, piece->len);

	if (order != 0)
		return order;
	return ((const char *)word)[piece->len] == '\0' ? 0 : -1;
}

static bool
is_listed(const char *text, size_t len)
{
	const struct piece piece = { text, len };

	if (len == 0 || len >= CW_COMMON_WORD_BYTES)
		return false;
	return bsearch(&piece, cw_common_words, cw_common_words_count,
		   CW_COMMON_WORD_BYTES, compare_word) != NULL;
}

/* How much there is before the digits and signs at the end. */
static size_t
stem_len(const char *text, size_t len)
{
	while (len > 0 && !(text[len - 1] >= 'a' && text[len - 1] <= 'z') &&
	    (unsigned char)text[len - 1] < 0x80)
		len--;
	return len;
}

/* The length of the shortest part that, said again and again, is the text. */
static size_t
period(const char *text, size_t len)
{
	for (size_t part = 1; part <= len / 2; part++)
		if (memcmp(text, text + part, len - part) == 0)
			return part;
	return len;
}

/* Does each byte follow on the one before: abcdef, 987654, 890123? */
static bool
is_sequence(const char *text, size_t len)
{
	int step = len < 4 ? 0 : text[1] - text[0];

	if (step != 1 && step != -1)
		return false;
	for (size_t i = 1; i < len; i++) {
		bool is_wrapped = (text[i - 1] == '9' && text[i] == '0') ||
		    (text[i - 1] == '0' && text[i] == '9');

		if (text[i] - text[i - 1] != step && !is_wrapped)
			return false;
	}
	return true;
}

bool
cw_policy_is_common(const char *fold)
{
	size_t len = strlen(fold), stem = stem_len(fold, len);
	size_t most = stem == 0 ? len : stem, part = period(fold, most);

	return is_listed(fold, len) || is_listed(fold, stem) ||
	    is_listed(fold, stem_len(fold, part)) ||
	    (part < 4 && part * 3 <= most) || is_sequence(fold, len) ||
	    is_sequence(fold, stem);
}

/* --- kinds of characters -------------------------------------------------- */

static bool
has_upper(const char *text)
{
	return strpbrk(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL;
}

static bool
has_lower(const char *text)
{
	return strpbrk(text, "abcdefghijklmnopqrstuvwxyz") != NULL;
}

static bool
has_digit(const char *text)
{
	return strpbrk(text, "0123456789") != NULL;
}

/* Of ASCII, what is no letter and no digit; a space, if not at an end. */
static bool
has_symbol(const char *text)
{
	for (size_t i = 0; text[i] != '\0'; i++)
		if (strchr("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-", text[i]) !=
			NULL ||
		    (text[i] == ' ' && i > 0 && text[i + 1] != '\0'))
			return true;
	return false;
}

/* What password_needs may name. */
static const struct {
	const char *word;
	bool (*is_there)(const char *text);
	const char *problem;
} kinds[] = {
	{ "upper", has_upper,
	    "The password needs a capital letter from A to Z." },
	{ "lower", has_lower,
	    "The password needs a small letter from a to z." },
	{ "digit", has_digit, "The password needs a digit." },
	{ "symbol", has_symbol, "The password needs a sign such as - or !." },
};

static bool
is_needed(const struct cw_conf *conf, const char *kind)
{
	return strstr(conf->password_needs, kind) != NULL;
}

/* --- all of it ------------------------------------------------------------ */

static enum cw_err
check_length(const struct cw_conf *conf, struct cw_arena *arena,
    const char *password, const char **problem)
{
	size_t len = strlen(password);

	if (len > CW_PASSWORD_MAX_BYTES) {
		*problem = "Choose a shorter password.";
		return CW_INVALID;
	}
	if (cw_utf8_count(password, len) >= (size_t)conf->password_min_chars)
		return CW_OK;
	*problem = cw_arena_printf(arena,
	    "Choose a password of at least %" PRId64 " characters.",
	    conf->password_min_chars);
	return *problem == NULL ? CW_NOMEM : CW_INVALID;
}

/* What is wrong with its characters; NULL nothing. */
static const char *
judge_kinds(const struct cw_conf *conf, const char *password)
{
	for (size_t i = 0; i < CW_LEN(kinds); i++)
		if (is_needed(conf, kinds[i].word) &&
		    !kinds[i].is_there(password))
			return kinds[i].problem;
	return NULL;
}

/*
 * Is it a name of its owner, or of this program, maybe with digits behind or
 * more than once?
 */
static bool
is_own_name(const char *fold, const struct cw_own_names *names)
{
	const char *const own[] = { names->name_fold, names->email_fold,
		"chinwag" };
	size_t len = strlen(fold), stem = stem_len(fold, len);

	for (size_t i = 0; i < CW_LEN(own); i++) {
		size_t own_len = own[i] == NULL ? 0 : strlen(own[i]);

		if (own_len > 0 && strncmp(fold, own[i], own_len) == 0 &&
		    (own_len == len || own_len == stem ||
			own_len == period(fold, len) ||
			own_len == period(fold, stem)))
			return true;
	}
	return false;
}

static const char *
judge_words(const char *fold, const struct cw_own_names *names)
{
	if (is_own_name(fold, names))
		return "The password must not be your name or mail address.";
	if (cw_policy_is_common(fold))
		return "Too many people choose this password. Choose some "
		       "words that do not belong together.";
	return NULL;
}

enum cw_err
cw_policy_check(const struct cw_conf *conf, struct cw_arena *arena,
    const char *password, const struct cw_own_names *names,
    const char **problem)
{
	const char *fold, *flaw;
	enum cw_err err;

	err = check_length(conf, arena, password, problem);
	if (err != CW_OK)
		return err;
	err = cw_name_fold(arena, password, &fold);
	if (err != CW_OK)
		return err;
	flaw = judge_kinds(conf, password);
	if (flaw == NULL)
		flaw = judge_words(fold, names);
	if (flaw == NULL)
		return CW_OK;
	*problem = flaw;
	return CW_INVALID;
}

/* --- making one ----------------------------------------------------------- */

#define GROUPS 4
#define GROUP_CHARS 5

/* Letters and digits that nobody takes for each other. */
static const char anything[] = "abcdefghijkmnpqrstuvwxyz23456789";

/* A capital, a small letter and a digit, so that no policy refuses it. */
static const char *const first_letters[] = {
	"ABCDEFGHJKLMNPQRSTUVWXYZ",
	"abcdefghijkmnpqrstuvwxyz",
	"23456789",
};

enum cw_err
cw_policy_make(struct cw_arena *arena, const char **out)
{
	struct cw_buf buf;
	uint32_t pick;
	enum cw_err err;

	cw_buf_init(&buf, arena, GROUPS * (GROUP_CHARS + 1) + 1);
	for (size_t i = 0; i < GROUPS * GROUP_CHARS; i++) {
		const char *letters =
		    i < CW_LEN(first_letters) ? first_letters[i] : anything;

		err = cw_random_below((uint32_t)strlen(letters), &pick);
		if (err != CW_OK)
			return err;
		if (i > 0 && i % GROUP_CHARS == 0)
			cw_buf_putc(&buf, '-');
		cw_buf_putc(&buf, letters[pick]);
	}
	*out = buf.data;
	return cw_buf_end(&buf);
}
