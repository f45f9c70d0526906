/* A mail as text for the wire: RFC 5322, with MIME where it is needed. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "pool/inside.h"
#include "pool/mail.h"

#define MESSAGE_MAX_BYTES 262144
#define LINE_MAX_BYTES 76   /* RFC 2045 section 6.7, RFC 2047 section 2 */
#define PLAIN_MAX_BYTES 998 /* RFC 5322 section 2.1.1 */
#define SUBJECT_PLAIN_BYTES 60
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

/* Encoded words (RFC 2047), each of whole characters, a line each. */
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
		if (++column > PLAIN_MAX_BYTES)
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

static void
put_head(const struct cw_pool *pool, struct cw_buf *buf,
    const struct cw_mail *mail)
{
	const char *at = strrchr(pool->conf->mail_from, '@');
	char tag[17];

	cw_mail_tag(pool, mail, tag);
	cw_buf_puts(buf, "From: Chinwag <");
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
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n");
}

enum cw_err
cw_mail_format(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_mail *mail, const char **out, size_t *len)
{
	struct cw_buf buf;
	enum cw_err err;

	cw_buf_init(&buf, arena, MESSAGE_MAX_BYTES);
	put_head(pool, &buf, mail);
	cw_buf_puts(&buf, "Content-Transfer-Encoding: ");
	if (is_plain_body(mail->body)) {
		cw_buf_puts(&buf, "7bit\r\n\r\n");
		put_plain(&buf, mail->body);
	} else {
		cw_buf_puts(&buf, "quoted-printable\r\n\r\n");
		put_quoted(&buf, mail->body);
	}
	err = cw_buf_end(&buf);
	if (err != CW_OK)
		return err;
	*out = buf.data;
	*len = buf.len;
	return CW_OK;
}
