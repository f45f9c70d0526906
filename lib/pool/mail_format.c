/* A mail as text for the wire: RFC 5322, with MIME; HTML beside text. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "pool/inside.h"
#include "pool/mail.h"

#define MESSAGE_MAX_BYTES 2097152
#define LINE_MAX_BYTES 76 /* RFC 2045 section 6.7, RFC 2047 section 2 */
#define SUBJECT_PLAIN_BYTES 60
#define TAG_BYTES 17
#define BOUNDARY_BYTES (TAG_BYTES + 2)
#define WORD_START "=?UTF-8?Q?"
#define WORD_END "?="

static const char hex[] = "0123456789ABCDEF";

static bool
is_printable(unsigned char c)
{
	return c >= 0x20 && c < 0x7F;
}

void
cw_mail_tag(const struct cw_pool *pool, const struct cw_mail *mail,
    char out[17])
{
	unsigned char hash[CW_HASH_BYTES];
	char text[64];

	(void)snprintf(text, sizeof(text), "mail %" PRId64 " %" PRId64,
	    mail->id, mail->created);
	cw_subject_hash(pool, text, hash);
	for (size_t i = 0; i < 8; i++) {
		out[2 * i] = hex[hash[i] >> 4];
		out[2 * i + 1] = hex[hash[i] & 15];
	}
	out[16] = '\0';
}

/* An address in a header: whatever it holds, one line. */
static void
put_address(struct cw_buf *buf, const char *text)
{
	for (; *text != '\0'; text++)
		if (is_printable((unsigned char)*text) &&
		    strchr("<>, ", *text) == NULL)
			cw_buf_putc(buf, *text);
}

static void
put_date(struct cw_buf *buf, int64_t ms)
{
	static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;

	if (gmtime_r(&seconds, &tm) == NULL)
		return;
	cw_buf_printf(buf, "%s, %d %s %d %02d:%02d:%02d +0000",
	    days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900,
	    tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static bool
is_plain_subject(const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		if (!is_printable((unsigned char)text[i]))
			return false;
	return len <= SUBJECT_PLAIN_BYTES && strstr(text, "=?") == NULL;
}

/* Bytes that one character of UTF-8 takes in the Q encoding. */
static size_t
encoded_size(const char *text, size_t *bytes)
{
	size_t n = 1;

	while (((unsigned char)text[n] & 0xC0) == 0x80)
		n++;
	*bytes = n;
	return 3 * n;
}

/*
 * Encoded words (RFC 2047), each of whole characters, a line each; behind a
 * name no longer than "Subject: ".
 */
static void
put_words(struct cw_buf *buf, const char *text)
{
	const size_t room = LINE_MAX_BYTES - 1 - sizeof("Subject: ") -
	    sizeof(WORD_START) - sizeof(WORD_END);
	size_t used = 0, bytes;

	cw_buf_puts(buf, WORD_START);
	while (*text != '\0') {
		if (used + encoded_size(text, &bytes) > room) {
			cw_buf_puts(buf, WORD_END "\r\n " WORD_START);
			used = 0;
		}
		for (size_t i = 0; i < bytes; i++)
			cw_buf_printf(buf, "=%02X", (unsigned char)text[i]);
		used += 3 * bytes;
		text += bytes;
	}
	cw_buf_puts(buf, WORD_END);
}

/* May the text travel as it is? */
static bool
is_plain_body(const char *text)
{
	size_t column = 0;

	for (; *text != '\0'; text++) {
		if (*text == '\n') {
			column = 0;
			continue;
		}
		if (!is_printable((unsigned char)*text) && *text != '\t')
			return false;
		if (++column > LINE_MAX_BYTES)
			return false;
	}
	return true;
}

static void
put_plain(struct cw_buf *buf, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			cw_buf_putc(buf, '\r');
		cw_buf_putc(buf, *text);
	}
}

/* Quoted-printable (RFC 2045 section 6.7) with CRLF at the ends of lines. */
static void
put_quoted(struct cw_buf *buf, const char *text)
{
	size_t column = 0, size;

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		bool is_last = text[1] == '\n' || text[1] == '\0';
		bool is_blank = c == ' ' || c == '\t';
		bool is_literal = (is_printable(c) && c != '=') || c == '\t';

		if (c == '\n') {
			cw_buf_puts(buf, "\r\n");
			column = 0;
			continue;
		}
		is_literal = is_literal && !(is_blank && is_last);
		size = is_literal ? 1 : 3;
		if (column + size >= LINE_MAX_BYTES) {
			cw_buf_puts(buf, "=\r\n");
			column = 0;
		}
		if (is_literal)
			cw_buf_putc(buf, (char)c);
		else
			cw_buf_printf(buf, "=%02X", c);
		column += size;
	}
}

/* A name in front of an address: words, a quoted string, or encoded. */
static void
put_name(struct cw_buf *buf, const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789 -";

	if (!is_plain_subject(name)) {
		put_words(buf, name);
		cw_buf_puts(buf, "\r\n");
		return;
	}
	if (strspn(name, letters) == strlen(name)) {
		cw_buf_puts(buf, name);
		return;
	}
	cw_buf_putc(buf, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"' || *name == '\\')
			cw_buf_putc(buf, '\\');
		cw_buf_putc(buf, *name);
	}
	cw_buf_putc(buf, '"');
}

static void
put_head(const struct cw_pool *pool, struct cw_buf *buf,
    const struct cw_mail *mail, const char *tag)
{
	const char *at = strrchr(pool->conf->mail_from, '@');

	cw_buf_puts(buf, "From: ");
	put_name(buf, pool->conf->site_name);
	cw_buf_puts(buf, " <");
	put_address(buf, pool->conf->mail_from);
	cw_buf_puts(buf, ">\r\nTo: <");
	put_address(buf, mail->recipient);
	cw_buf_puts(buf, ">\r\nSubject: ");
	if (is_plain_subject(mail->subject))
		cw_buf_puts(buf, mail->subject);
	else
		put_words(buf, mail->subject);
	cw_buf_puts(buf, "\r\nDate: ");
	put_date(buf, mail->created);
	cw_buf_printf(buf, "\r\nMessage-ID: <%s@", tag);
	put_address(buf, at == NULL ? "localhost" : at + 1);
	cw_buf_puts(buf,
	    ">\r\nAuto-Submitted: auto-generated\r\n"
	    "MIME-Version: 1.0\r\n");
	if (mail->language != NULL)
		cw_buf_printf(buf, "Content-Language: %s\r\n", mail->language);
}

/* The head and the body of a part, or of a mail that has but one. */
static void
put_part(struct cw_buf *buf, const char *type, const char *text)
{
	cw_buf_printf(buf,
	    "Content-Type: text/%s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: ",
	    type);
	if (is_plain_body(text)) {
		cw_buf_puts(buf, "7bit\r\n\r\n");
		put_plain(buf, text);
	} else {
		cw_buf_puts(buf, "quoted-printable\r\n\r\n");
		put_quoted(buf, text);
	}
}

/*
 * A line that nobody can foresee, with bytes that stand together in no
 * quoted-printable text.  It has letters alone: nobody takes it for a code.
 */
static void
make_boundary(const char *tag, char out[BOUNDARY_BYTES])
{
	size_t len = 2;

	memcpy(out, "=_", len);
	for (; *tag != '\0'; tag++)
		out[len++] = (char)('a' + cw_text_hex_digit(*tag));
	out[len] = '\0';
}

/* Text, and the same in HTML (RFC 2046 section 5.1.4). */
static void
put_alternatives(struct cw_buf *buf, const struct cw_mail *mail,
    const char *tag)
{
	char boundary[BOUNDARY_BYTES];

	make_boundary(tag, boundary);
	cw_buf_printf(buf,
	    "Content-Type: multipart/alternative; boundary=\"%s\"\r\n"
	    "\r\n"
	    "--%s\r\n",
	    boundary, boundary);
	put_part(buf, "plain", mail->body);
	cw_buf_printf(buf, "\r\n--%s\r\n", boundary);
	put_part(buf, "html", mail->html);
	cw_buf_printf(buf, "\r\n--%s--\r\n", boundary);
}

enum cw_err
cw_mail_format(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_mail *mail, const char **out, size_t *len)
{
	char tag[TAG_BYTES];
	struct cw_buf buf;
	enum cw_err err;

	cw_mail_tag(pool, mail, tag);
	cw_buf_init(&buf, arena, MESSAGE_MAX_BYTES);
	put_head(pool, &buf, mail, tag);
	if (mail->html == NULL)
		put_part(&buf, "plain", mail->body);
	else
		put_alternatives(&buf, mail, tag);
	err = cw_buf_end(&buf);
	if (err != CW_OK)
		return err;
	*out = buf.data;
	*len = buf.len;
	return CW_OK;
}
