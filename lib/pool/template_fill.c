/* Filling templates in: as text, and as HTML. */

#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/text.h"
#include "base/url.h"
#include "base/utf8.h"
#include "pool/template.h"
#include "pool/template_piece.h"

#define SUBJECT_MAX_BYTES 4096
#define TEXT_MAX_BYTES 131072
#define HTML_MAX_BYTES 524288
#define LINK_MAX_BYTES 4096

#define GAP "margin: 0 0 16px"
#define LARGE                                                              \
	GAP "; padding: 12px 16px; border-radius: 8px; background: "       \
	    "rgba(128, 128, 128, .15); font: 700 26px/1.3 ui-monospace, "  \
	    "SFMono-Regular, Menlo, Consolas, monospace; letter-spacing: " \
	    "2px; text-align: center"
#define BUTTON                                                         \
	"display: inline-block; padding: 12px 20px; border-radius: "   \
	"8px; background: #1d5fd1; color: #ffffff; font-weight: 600; " \
	"text-decoration: none"
#define SMALL "margin: -8px 0 16px; font-size: 14px; opacity: .75"

/* A filling under way. */
struct work {
	const struct cw_template_filling *filling;
	const char *values[CW_WORD__COUNT]; /* NULL: such a word has none */
	struct cw_buf *buf;
};

/* --- values --------------------------------------------------------------- */

/* Where the button leads: a page of the site, and maybe of what. */
static const struct {
	const char *page;
	bool has_name;
	bool has_code;
} links[CW_LETTER__COUNT] = {
	[CW_LETTER_CONFIRM] = { "/#/confirm", true, true },
	[CW_LETTER_CONFIRM_AGAIN] = { "/#/confirm", true, true },
	[CW_LETTER_ADDRESS_TAKEN] = { "/#/sign-in", false, false },
	[CW_LETTER_RESET] = { "/#/reset", true, false },
	[CW_LETTER_NEW_ADDRESS] = { "/#/settings", false, false },
	[CW_LETTER_SIGN_IN] = { "/", false, false },
	[CW_LETTER_WELCOME] = { "/#/sign-in", false, false },
	[CW_LETTER_PASSWORD_CHANGED] = { "/#/forgot", false, false },
	[CW_LETTER_DELETION] = { "/#/sign-in", false, false },
	[CW_LETTER_CONNECTED] = { "/#/settings/accounts", false, false },
	[CW_LETTER_DISCONNECTED] = { "/#/settings/accounts", false, false },
	[CW_LETTER_APPROVED] = { "/#/sign-in", false, false },
};

static enum cw_err
make_link(struct cw_arena *arena, const struct cw_template_filling *filling,
    const char **out)
{
	const struct cw_letter *letter = filling->letter;
	const char *page = links[letter->kind].page;
	struct cw_buf buf;

	cw_buf_init(&buf, arena, LINK_MAX_BYTES);
	cw_buf_puts(&buf, filling->conf->base_url);
	cw_buf_puts(&buf, page == NULL ? "" : page);
	if (links[letter->kind].has_name) {
		cw_buf_putc(&buf, '/');
		cw_url_put_segment(&buf, letter->username);
	}
	if (links[letter->kind].has_code) {
		cw_buf_putc(&buf, '/');
		cw_url_put_segment(&buf, letter->secret);
	}
	*out = buf.data;
	return cw_buf_end(&buf);
}

static enum cw_err
find_values(struct cw_arena *arena, struct work *work)
{
	const struct cw_template_filling *filling = work->filling;
	const struct cw_letter *letter = filling->letter;
	const char **values = work->values;

	values[CW_WORD_USERNAME] = letter->username;
	values[CW_WORD_CODE] = letter->secret;
	values[CW_WORD_PASSWORD] = letter->secret;
	values[CW_WORD_HASHES] = letter->secret;
	values[CW_WORD_SITE] = filling->conf->site_name;
	values[CW_WORD_URL] = filling->conf->base_url;
	values[CW_WORD_LANGUAGE] = filling->language;
	values[CW_WORD_DIRECTION] =
	    cw_language_is_rtl(filling->language) ? "rtl" : "ltr";
	values[CW_WORD_DAYS] =
	    cw_arena_printf(arena, "%lld", (long long)letter->days);
	values[CW_WORD_PROVIDER] =
	    letter->provider == NULL ? "" : letter->provider;
	if (values[CW_WORD_DAYS] == NULL)
		return CW_NOMEM;
	return make_link(arena, filling, &values[CW_WORD_LINK]);
}

/* --- putting -------------------------------------------------------------- */

/* Breaks of lines, and whatever else would not be seen, are blanks. */
static bool
is_unseen(int32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 ||
	    c == 0x2029;
}

typedef void put_text(struct cw_buf *buf, const char *text, size_t len);

/* Text in HTML, between tags and in quotes. */
static void
put_escaped(struct cw_buf *buf, const char *text, size_t len)
{
	static const char *const escapes[] = {
		['&'] = "&amp;",
		['<'] = "&lt;",
		['>'] = "&gt;",
		['"'] = "&quot;",
		['\''] = "&#39;",
	};

	for (size_t i = 0; i < len; i++) {
		const unsigned char c = (unsigned char)text[i];

		if (c < CW_LEN(escapes) && escapes[c] != NULL)
			cw_buf_puts(buf, escapes[c]);
		else
			cw_buf_putc(buf, text[i]);
	}
}

/* A value: one line, whatever it holds. */
static void
put_value(struct cw_buf *buf, const char *value, put_text *put)
{
	size_t len = value == NULL ? 0 : strlen(value), size;

	for (; len > 0; value += size, len -= size) {
		int32_t c = cw_utf8_next(value, len, &size);

		if (c < 0)
			size = 1;
		if (is_unseen(c))
			put(buf, " ", 1);
		else
			put(buf, value, size);
	}
}

/* What becomes of a word in braces. */
typedef void put_word(const struct work *work, enum cw_word word);

static void
put_pieces(const struct work *work, struct cw_span span, put_text *put,
    put_word *word)
{
	struct cw_piece piece = cw_piece_next(&span);

	while (piece.kind != CW_PIECE_END) {
		if (piece.kind == CW_PIECE_WORD)
			word(work, piece.word);
		else
			put(work->buf, piece.at, piece.len);
		piece = cw_piece_next(&span);
	}
}

static void
put_text_word(const struct work *work, enum cw_word word)
{
	put_value(work->buf, work->values[word], cw_buf_put);
}

/* --- text ----------------------------------------------------------------- */

static void
put_text_paragraph(const struct work *work,
    const struct cw_paragraph *paragraph)
{
	if (paragraph->kind != CW_PARAGRAPH_BUTTON) {
		put_pieces(work, paragraph->text, cw_buf_put, put_text_word);
		return;
	}
	put_pieces(work, paragraph->label, cw_buf_put, put_text_word);
	cw_buf_puts(work->buf, ":\n");
	put_text_word(work, paragraph->word);
}

static enum cw_err
write_text(struct cw_arena *arena, struct work *work, const char *text,
    const char **out)
{
	struct cw_span span = { text, strlen(text) };
	struct cw_paragraph paragraph;
	const char *gap = "";
	struct cw_buf buf;

	cw_buf_init(&buf, arena, TEXT_MAX_BYTES);
	work->buf = &buf;
	while (cw_paragraph_next(&span, &paragraph)) {
		cw_buf_puts(&buf, gap);
		put_text_paragraph(work, &paragraph);
		cw_buf_putc(&buf, '\n');
		gap = "\n";
	}
	*out = buf.data;
	return cw_buf_end(&buf);
}

static enum cw_err
write_subject(struct cw_arena *arena, struct work *work, const char *subject,
    const char **out)
{
	struct cw_buf buf;

	cw_buf_init(&buf, arena, SUBJECT_MAX_BYTES);
	work->buf = &buf;
	put_pieces(work, (struct cw_span){ subject, strlen(subject) },
	    cw_buf_put, put_text_word);
	*out = buf.data;
	return cw_buf_end(&buf);
}

/* --- HTML ----------------------------------------------------------------- */

/* A value as it is in the text, but for what HTML takes as its own. */
static void
put_escaped_value(const struct work *work, enum cw_word word)
{
	put_value(work->buf, work->values[word], put_escaped);
}

static void
put_link(const struct work *work, enum cw_word word, const char *style)
{
	cw_buf_puts(work->buf, "<a href=\"");
	put_escaped_value(work, word);
	cw_buf_printf(work->buf, "\" style=\"%s\">", style);
}

static void
put_whole_link(const struct work *work, enum cw_word word)
{
	put_link(work, word, "color: inherit");
	put_escaped_value(work, word);
	cw_buf_puts(work->buf, "</a>");
}

/* Names may run in another direction than what stands around them. */
static void
put_html_word(const struct work *work, enum cw_word word)
{
	if (word == CW_WORD_LINK || word == CW_WORD_URL) {
		put_whole_link(work, word);
		return;
	}
	cw_buf_puts(work->buf, "<bdi>");
	put_escaped_value(work, word);
	cw_buf_puts(work->buf, "</bdi>");
}

static void
put_button(const struct work *work, const struct cw_paragraph *paragraph)
{
	cw_buf_puts(work->buf, "<p style=\"" GAP "\">");
	put_link(work, paragraph->word, BUTTON);
	put_pieces(work, paragraph->label, put_escaped, put_escaped_value);
	cw_buf_puts(work->buf, "</a></p>\n<p style=\"" SMALL "\" dir=\"ltr\">");
	put_whole_link(work, paragraph->word);
	cw_buf_puts(work->buf, "</p>\n");
}

static void
put_html_paragraph(const struct work *work,
    const struct cw_paragraph *paragraph)
{
	const bool is_link =
	    paragraph->word == CW_WORD_LINK || paragraph->word == CW_WORD_URL;

	if (paragraph->kind == CW_PARAGRAPH_BUTTON) {
		put_button(work, paragraph);
		return;
	}
	if (paragraph->kind == CW_PARAGRAPH_ALONE && !is_link) {
		cw_buf_puts(work->buf, "<p style=\"" LARGE "\" dir=\"ltr\">");
		put_escaped_value(work, paragraph->word);
	} else {
		cw_buf_puts(work->buf, "<p style=\"" GAP "\" dir=\"auto\">");
		put_pieces(work, paragraph->text, put_escaped, put_html_word);
	}
	cw_buf_puts(work->buf, "</p>\n");
}

static enum cw_err
write_content(struct cw_arena *arena, struct work *work, const char *text,
    const char **out)
{
	struct cw_span span = { text, strlen(text) };
	struct cw_paragraph paragraph;
	struct cw_buf buf;

	cw_buf_init(&buf, arena, HTML_MAX_BYTES);
	work->buf = &buf;
	while (cw_paragraph_next(&span, &paragraph))
		put_html_paragraph(work, &paragraph);
	*out = buf.data;
	return cw_buf_end(&buf);
}

/* What stands in a frame: the content is HTML already. */
static void
put_frame_word(const struct work *work, enum cw_word word)
{
	if (word == CW_WORD_CONTENT)
		cw_buf_puts(work->buf, work->values[word]);
	else
		put_escaped_value(work, word);
}

static enum cw_err
write_html(struct cw_arena *arena, struct work *work, const char **out)
{
	const char *frame = work->filling->frame;
	struct cw_buf buf;

	cw_buf_init(&buf, arena, HTML_MAX_BYTES);
	work->buf = &buf;
	put_pieces(work, (struct cw_span){ frame, strlen(frame) }, cw_buf_put,
	    put_frame_word);
	*out = buf.data;
	return cw_buf_end(&buf);
}

enum cw_err
cw_template_fill(struct cw_arena *arena, const struct cw_template *template,
    const struct cw_template_filling *filling, struct cw_written *out)
{
	struct work work = { .filling = filling };
	struct cw_written written = { .language = filling->language };
	enum cw_err err = find_values(arena, &work);

	if (err == CW_OK)
		err = write_subject(arena, &work, template->subject,
		    &written.subject);
	if (err == CW_OK)
		err = write_text(arena, &work, template->text, &written.text);
	if (err == CW_OK)
		err = write_content(arena, &work, template->text,
		    &work.values[CW_WORD_CONTENT]);
	work.values[CW_WORD_SUBJECT] = written.subject;
	if (err == CW_OK)
		err = write_html(arena, &work, &written.html);
	if (err == CW_OK)
		*out = written;
	return err == CW_NOMEM ? CW_TOOLARGE : err;
}
