/* Checking AWS Signature Version 4. */

#include "gateway/sigv4.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/pki.h"
#include "base/text.h"

#define ALGORITHM "AWS4-HMAC-SHA256"
#define SERVICE "cognito-idp"
#define TERMINATOR "aws4_request"
#define WINDOW_SEC 300
#define DATE_CHARS 16 /* 20250305T070809Z */
#define DAY_CHARS 8
#define HEX_CHARS (2 * CW_HASH_BYTES)
#define HEADERS_MAX 32
#define TEXT_MAX_BYTES (64 * 1024)

/* What the Authorization header says. */
struct signature {
	char *key_id;
	char *day;
	char *region;
	char *headers;	 /* a;b;c */
	char *signature; /* hexadecimal */
	const char *date;
};

/* --- headers -------------------------------------------------------------- */

/* Is the variable the header's?  Its value then, else NULL. */
static const char *
match(const char *var, const char *name)
{
	const char *at = var;

	if (strcmp(name, "content-type") != 0 &&
	    strcmp(name, "content-length") != 0) {
		if (strncmp(at, "HTTP_", 5) != 0)
			return NULL;
		at += 5;
	}
	for (; *name != '\0'; name++, at++) {
		char wanted = *name == '-' ? '_' : *name;

		if (wanted >= 'a' && wanted <= 'z')
			wanted = (char)(wanted - 'a' + 'A');
		if (*at != wanted)
			return NULL;
	}
	return *at == '=' ? at + 1 : NULL;
}

const char *
cw_sigv4_header(const struct cw_source *source, const char *name)
{
	const char *found = NULL;

	for (char *const *var = source->vars; *var != NULL; var++) {
		const char *value = match(*var, name);

		if (value != NULL && found != NULL)
			return NULL;
		if (value != NULL)
			found = value;
	}
	return found;
}

/* --- what was sent -------------------------------------------------------- */

/* The value behind "name=" in a list with commas, cut out of it. */
static char *
take_member(char *text, const char *name)
{
	char *at = strstr(text, name);

	return at == NULL ? NULL : at + strlen(name);
}

static void
cut(char *text, const char *ends)
{
	if (text != NULL)
		text[strcspn(text, ends)] = '\0';
}

/* The next part of key/day/region/service/aws4_request; NULL: none. */
static char *
next_part(char **at)
{
	char *part = *at;
	size_t len;

	if (part == NULL)
		return NULL;
	len = strcspn(part, "/");
	*at = part[len] == '\0' ? NULL : part + len + 1;
	part[len] = '\0';
	return part;
}

static enum cw_idp_fault
read_credential(struct cw_idp_call *call, char *credential,
    struct signature *out)
{
	char *service, *terminator;

	out->key_id = next_part(&credential);
	out->day = next_part(&credential);
	out->region = next_part(&credential);
	service = next_part(&credential);
	terminator = next_part(&credential);
	if (terminator == NULL || credential != NULL ||
	    !cw_text_equal(service, SERVICE) ||
	    !cw_text_equal(terminator, TERMINATOR))
		return cw_idp_tell(call, CW_IDP_INCOMPLETE_SIGNATURE,
		    "Credential must be KEY/DAY/REGION/" SERVICE "/" TERMINATOR
		    ".");
	return CW_IDP_OK;
}

static enum cw_idp_fault
read_signature(struct cw_idp_call *call, struct signature *out)
{
	const char *header = call->request.authorization;
	char *text, *credential;

	if (header == NULL || *header == '\0')
		return CW_IDP_NOT_SIGNED;
	if (!cw_text_starts(header, ALGORITHM " "))
		return cw_idp_tell(call, CW_IDP_INCOMPLETE_SIGNATURE,
		    "Authorization must begin with " ALGORITHM ".");
	text = cw_arena_strdup(call->arena, header);
	if (text == NULL)
		return cw_idp_fault_of(call, CW_NOMEM);
	credential = take_member(text, "Credential=");
	out->headers = take_member(text, "SignedHeaders=");
	out->signature = take_member(text, "Signature=");
	out->date = cw_sigv4_header(call->source, "x-amz-date");
	if (credential == NULL || out->headers == NULL ||
	    out->signature == NULL || out->date == NULL)
		return cw_idp_tell(call, CW_IDP_INCOMPLETE_SIGNATURE,
		    "Credential, SignedHeaders, Signature and the header "
		    "X-Amz-Date are needed.");
	cut(credential, ", ");
	cut(out->headers, ", ");
	cut(out->signature, ", ");
	return read_credential(call, credential, out);
}

/* --- when ----------------------------------------------------------------- */

/* Two digits; -1: they are none. */
static int
two(const char *digits)
{
	if (digits[0] < '0' || digits[0] > '9' || digits[1] < '0' ||
	    digits[1] > '9')
		return -1;
	return (digits[0] - '0') * 10 + digits[1] - '0';
}

/* Is the time within the window, and of the day in the credential? */
static bool
is_timely(const struct signature *in)
{
	const char *date = in->date;
	struct tm tm = { 0 };
	int64_t time_sec, now_sec = cw_clock_now_ms() / 1000;

	if (strlen(date) != DATE_CHARS || date[DAY_CHARS] != 'T' ||
	    date[DATE_CHARS - 1] != 'Z' || strlen(in->day) != DAY_CHARS ||
	    memcmp(in->day, date, DAY_CHARS) != 0 || two(date) < 0 ||
	    two(date + 2) < 0)
		return false;
	tm.tm_year = two(date) * 100 + two(date + 2) - 1900;
	tm.tm_mon = two(date + 4) - 1;
	tm.tm_mday = two(date + 6);
	tm.tm_hour = two(date + 9);
	tm.tm_min = two(date + 11);
	tm.tm_sec = two(date + 13);
	if (tm.tm_mon < 0 || tm.tm_mday < 0 || tm.tm_hour < 0 ||
	    tm.tm_min < 0 || tm.tm_sec < 0)
		return false;
	time_sec = (int64_t)timegm(&tm);
	return time_sec >= now_sec - WINDOW_SEC &&
	    time_sec <= now_sec + WINDOW_SEC;
}

/* --- what should have been signed ----------------------------------------- */

static void
put_hash(struct cw_buf *out, const void *bytes, size_t len)
{
	unsigned char hash[CW_HASH_BYTES];

	cw_crypto_sha256(bytes, len, hash);
	for (size_t i = 0; i < sizeof(hash); i++)
		cw_buf_printf(out, "%02x", hash[i]);
}

/* A header's value, with each run of blanks as one and none at the ends. */
static void
put_value(struct cw_buf *out, const char *value)
{
	while (*value == ' ')
		value++;
	for (; *value != '\0'; value++) {
		if (*value == ' ' && (value[1] == ' ' || value[1] == '\0'))
			continue;
		cw_buf_putc(out, *value);
	}
}

/* Is a name among a;b;c? */
static bool
has_header(const char *headers, const char *name)
{
	size_t len = strlen(name);

	for (;;) {
		size_t word = strcspn(headers, ";");

		if (word == len && memcmp(headers, name, len) == 0)
			return true;
		if (headers[word] == '\0')
			return false;
		headers += word + 1;
	}
}

/* The headers that were signed, each on its line.  False: one is not there. */
static bool
put_headers(const struct cw_idp_call *call, struct cw_buf *out,
    const char *headers)
{
	for (;;) {
		size_t len = strcspn(headers, ";");
		const char *name = cw_arena_copy(call->arena, headers, len);
		const char *value =
		    name == NULL ? NULL : cw_sigv4_header(call->source, name);

		if (value == NULL)
			return false;
		cw_buf_puts(out, name);
		cw_buf_putc(out, ':');
		put_value(out, value);
		cw_buf_putc(out, '\n');
		if (headers[len] == '\0')
			return true;
		headers += len + 1;
	}
}

/* An operation is called by its path alone; a query is not taken. */
static bool
put_request(const struct cw_idp_call *call, struct cw_buf *out,
    const struct signature *in)
{
	const struct cw_request *request = &call->request;

	if (strchr(request->uri, '?') != NULL ||
	    !has_header(in->headers, "host") ||
	    !has_header(in->headers, "x-amz-date") ||
	    !has_header(in->headers, "x-amz-target"))
		return false;
	cw_buf_puts(out, "POST\n");
	cw_buf_puts(out, request->uri);
	cw_buf_puts(out, "\n\n");
	if (!put_headers(call, out, in->headers))
		return false;
	cw_buf_putc(out, '\n');
	cw_buf_puts(out, in->headers);
	cw_buf_putc(out, '\n');
	put_hash(out, request->body, request->body_len);
	return !out->failed;
}

/* The key of the day, the region and the service. */
static enum cw_err
derive_key(const struct cw_idp_call *call, const struct signature *in,
    unsigned char key[CW_PKI_SHA256_BYTES])
{
	const char *const words[] = { in->region, SERVICE, TERMINATOR };
	const char *secret =
	    cw_arena_printf(call->arena, "AWS4%s", call->signer.secret);
	enum cw_err err;

	if (secret == NULL)
		return CW_NOMEM;
	err = cw_pki_hmac(CW_PKI_SHA256, secret, strlen(secret), in->day,
	    strlen(in->day), key);
	for (size_t i = 0; i < CW_LEN(words) && err == CW_OK; i++) {
		unsigned char next[CW_PKI_SHA256_BYTES];

		err = cw_pki_hmac(CW_PKI_SHA256, key, CW_PKI_SHA256_BYTES,
		    words[i], strlen(words[i]), next);
		memcpy(key, next, sizeof(next));
	}
	return err;
}

static enum cw_err
compute(const struct cw_idp_call *call, const struct signature *in,
    const struct cw_buf *request, char out[HEX_CHARS + 1])
{
	unsigned char key[CW_PKI_SHA256_BYTES], mac[CW_PKI_SHA256_BYTES];
	struct cw_buf text, hex;
	enum cw_err err = derive_key(call, in, key);

	if (err != CW_OK)
		return err;
	cw_buf_init(&text, call->arena, TEXT_MAX_BYTES);
	cw_buf_printf(&text,
	    ALGORITHM "\n%s\n%s/%s/" SERVICE "/" TERMINATOR "\n", in->date,
	    in->day, in->region);
	put_hash(&text, request->data, request->len);
	err = cw_buf_end(&text);
	if (err == CW_OK)
		err = cw_pki_hmac(CW_PKI_SHA256, key, sizeof(key), text.data,
		    text.len, mac);
	explicit_bzero(key, sizeof(key));
	cw_buf_init_fixed(&hex, out, HEX_CHARS + 1);
	for (size_t i = 0; i < sizeof(mac) && err == CW_OK; i++)
		cw_buf_printf(&hex, "%02x", mac[i]);
	return err;
}

/* Some programs send the body's hash as well. */
static bool
is_body_hash_right(const struct cw_idp_call *call)
{
	const char *told =
	    cw_sigv4_header(call->source, "x-amz-content-sha256");
	char own[HEX_CHARS + 1];
	struct cw_buf buf;

	if (told == NULL)
		return true;
	cw_buf_init_fixed(&buf, own, sizeof(own));
	put_hash(&buf, call->request.body, call->request.body_len);
	return cw_text_equal(told, own);
}

/* --- all of it ------------------------------------------------------------ */

static enum cw_idp_fault
compare(struct cw_idp_call *call, const struct signature *in)
{
	char wanted[HEX_CHARS + 1];
	struct cw_buf request;
	enum cw_err err;

	cw_buf_init(&request, call->arena, TEXT_MAX_BYTES);
	if (!put_request(call, &request, in) || !is_body_hash_right(call))
		return CW_IDP_BAD_SIGNATURE;
	err = compute(call, in, &request, wanted);
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	if (strlen(in->signature) != HEX_CHARS ||
	    !cw_crypto_equal(in->signature, wanted, HEX_CHARS))
		return CW_IDP_BAD_SIGNATURE;
	return CW_IDP_OK;
}

enum cw_idp_fault
cw_sigv4_check(struct cw_idp_call *call)
{
	struct signature signature = { 0 };
	enum cw_idp_fault fault = read_signature(call, &signature);
	enum cw_err err;

	if (fault != CW_IDP_OK)
		return fault;
	if (!is_timely(&signature))
		return CW_IDP_LATE_SIGNATURE;
	err = cw_access_key_find(call->pool, call->arena, signature.key_id,
	    &call->signer);
	if (err == CW_NOTFOUND)
		return CW_IDP_BAD_KEY;
	if (err != CW_OK)
		return cw_idp_fault_of(call, err);
	fault = compare(call, &signature);
	if (fault != CW_IDP_OK)
		return fault;
	call->actor.account_id = call->signer.account_id;
	call->actor.name = call->signer.username;
	call->actor.is_server = true;
	return CW_IDP_OK;
}
