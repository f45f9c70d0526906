/* Reading templates, and finding out what is wrong with them. */

#include "pool/template.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "pool/template_piece.h"

#define SUBJECT "Subject:"
#define MUSTS 2

#define BIT(word) CW_WORD_BIT(CW_WORD_##word)
#define ALWAYS (BIT(USERNAME) | BIT(LINK) | BIT(SITE) | BIT(URL))
#define A_CODE (BIT(CODE) | BIT(HASHES))
#define A_PASSWORD (BIT(PASSWORD) | BIT(HASHES))
/* Mail servers log subjects. */
#define SECRET (BIT(CODE) | BIT(PASSWORD) | BIT(HASHES) | BIT(LINK))

/* What each letter may say, and of what it must have one each. */
static const struct rule {
	const char *about;
	unsigned may;
	unsigned must[MUSTS];
} rules[CW_LETTER__COUNT] = {
	[CW_LETTER_CONFIRM] = {
		.about = "The code that confirms an account; it, or the link "
			 "that holds it, must be there.",
		.may = ALWAYS | A_CODE,
		.must = { A_CODE | BIT(LINK) },
	},
	[CW_LETTER_CONFIRM_AGAIN] = {
		.about = "Another code that confirms an account, because "
			 "somebody asked for it; it, or the link that holds "
			 "it, must be there.",
		.may = ALWAYS | A_CODE,
		.must = { A_CODE | BIT(LINK) },
	},
	[CW_LETTER_ADDRESS_TAKEN] = {
		.about = "To somebody whose address was given by somebody who "
			 "signs up, or who changes theirs.",
		.may = ALWAYS,
	},
	[CW_LETTER_RESET] = {
		.about = "The code for another password, which must be there.",
		.may = ALWAYS | A_CODE,
		.must = { A_CODE },
	},
	[CW_LETTER_NEW_ADDRESS] = {
		.about = "The code that confirms another mail address, which "
			 "must be there.",
		.may = ALWAYS | A_CODE,
		.must = { A_CODE },
	},
	[CW_LETTER_ADDRESS_CHANGED] = {
		.about = "To the former mail address of an account.",
		.may = ALWAYS,
	},
	[CW_LETTER_ADDRESS_REPLACED] = {
		.about = "To the former mail address of an account to which an "
			 "administrator gave another.",
		.may = ALWAYS,
	},
	[CW_LETTER_SIGN_IN] = {
		.about = "The code that is asked for at sign-in, which must be "
			 "there.",
		.may = ALWAYS | A_CODE,
		.must = { A_CODE },
	},
	[CW_LETTER_WELCOME] = {
		.about = "The name and the first password of an account that "
			 "an administrator made; both must be there.",
		.may = ALWAYS | A_PASSWORD | BIT(DAYS),
		.must = { A_PASSWORD, BIT(USERNAME) },
	},
	[CW_LETTER_PASSWORD_CHANGED] = {
		.about = "The password of an account was changed.",
		.may = ALWAYS,
	},
	[CW_LETTER_DELETION] = {
		.about = "An account is going to be deleted, in some days, "
			 "which must be there.",
		.may = ALWAYS | BIT(DAYS),
		.must = { BIT(DAYS) },
	},
	[CW_LETTER_APPROVED] = {
		.about = "An administrator has approved of an account.",
		.may = ALWAYS,
	},
	[CW_LETTER_CONNECTED] = {
		.about = "Another service opens an account from now on.",
		.may = ALWAYS | BIT(PROVIDER),
	},
	[CW_LETTER_DISCONNECTED] = {
		.about = "Another service opens an account no more.",
		.may = ALWAYS | BIT(PROVIDER),
	},
	[CW_LETTER_TEST] = {
		.about = "What chinwag mail test sends.",
		.may = ALWAYS,
	},
};

static const struct rule frame_rule = {
	.may = BIT(SITE) | BIT(URL) | BIT(SUBJECT) | BIT(CONTENT) |
	    BIT(LANGUAGE) | BIT(DIRECTION),
	.must = { BIT(CONTENT) },
};

const char *
cw_template_about(enum cw_letter_kind kind)
{
	return rules[kind].about;
}

static void
put_words(struct cw_buf *buf, unsigned mask, const char *between)
{
	const char *gap = "";

	for (int word = 0; word < CW_WORD__COUNT; word++) {
		if ((CW_WORD_BIT(word) & mask) == 0)
			continue;
		cw_buf_printf(buf, "%s{%s}", gap,
		    cw_word_name((enum cw_word)word));
		gap = between;
	}
}

/* --- complaining ---------------------------------------------------------- */

/* A reading under way. */
struct reading {
	struct cw_arena *arena;
	const struct rule *rule;
	const char *whole; /* lines are counted from here */
	unsigned seen;	   /* words, as bits */
	struct cw_template_problem *problem;
};

/* The line of the subject ends with NUL once it was read. */
static size_t
line_of(const struct reading *reading, const char *at)
{
	size_t line = 1;

	for (const char *c = reading->whole; c < at; c++)
		line += *c == '\n' || *c == '\0';
	return line;
}

static CW_PRINTF(3, 4) enum cw_err complain(const struct reading *reading,
    const char *at, const char *fmt, ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	reading->problem->line = line_of(reading, at);
	reading->problem->what = cw_arena_strdup(reading->arena, text);
	return reading->problem->what == NULL ? CW_NOMEM : CW_INVALID;
}

/* --- what is true of all files -------------------------------------------- */

/* Nothing but text. */
static enum cw_err
check_bytes(const struct reading *reading)
{
	const char *at = reading->whole;
	size_t len = strlen(at), size;

	for (; len > 0; at += size, len -= size) {
		int32_t c = cw_utf8_next(at, len, &size);

		if (c < 0)
			return complain(reading, at, "this is not UTF-8");
		if (c == 0x7F || (c >= 0x80 && c < 0xA0) ||
		    (c < 0x20 && strchr("\t\r\n", (int)c) == NULL))
			return complain(reading, at,
			    "there is a control character");
	}
	return CW_OK;
}

/* Lines that end with LF alone, and with nothing that is not seen. */
static char *
tidy(struct cw_arena *arena, const char *bytes)
{
	char *text = cw_arena_strdup(arena, bytes);
	size_t len = 0;

	if (text == NULL)
		return NULL;
	for (const char *c = text; *c != '\0'; c++) {
		if (*c == '\n')
			while (
			    len > 0 && strchr(" \t\r", text[len - 1]) != NULL)
				len--;
		text[len++] = *c == '\r' ? ' ' : *c;
	}
	while (len > 0 && strchr(" \t\n", text[len - 1]) != NULL)
		len--;
	text[len] = '\0';
	return text;
}

static enum cw_err
check_word(struct reading *reading, const struct cw_piece *piece)
{
	const unsigned bit =
	    piece->kind == CW_PIECE_WORD ? CW_WORD_BIT(piece->word) : 0;
	char words[200];
	struct cw_buf buf;

	if ((bit & reading->rule->may) != 0) {
		reading->seen |= bit;
		return CW_OK;
	}
	cw_buf_init_fixed(&buf, words, sizeof(words));
	put_words(&buf, reading->rule->may, " ");
	return complain(reading, piece->at,
	    "there is no %.*s here; there are %s",
	    piece->len > 40 ? 40 : (int)piece->len, piece->at, words);
}

/* Frames have style sheets, with braces of their own. */
static enum cw_err
check_words(struct reading *reading, const char *text)
{
	const bool is_frame = reading->rule == &frame_rule;
	struct cw_span span = { text, strlen(text) };
	struct cw_piece piece;
	enum cw_err err = CW_OK;

	do {
		piece = cw_piece_next(&span);
		if (piece.kind == CW_PIECE_STRAY && !is_frame)
			err = complain(reading, piece.at,
			    "a brace begins no word; write {{ for a brace");
		if (piece.kind == CW_PIECE_WORD ||
		    piece.kind == CW_PIECE_UNKNOWN)
			err = check_word(reading, &piece);
	} while (err == CW_OK && piece.kind != CW_PIECE_END);
	return err;
}

/* What must be there, and is not, is missing at the end. */
static enum cw_err
check_musts(const struct reading *reading, const char *text)
{
	char words[100];
	struct cw_buf buf;

	for (size_t i = 0; i < MUSTS; i++) {
		const unsigned must = reading->rule->must[i];

		if (must == 0 || (must & reading->seen) != 0)
			continue;
		cw_buf_init_fixed(&buf, words, sizeof(words));
		put_words(&buf, must, " or ");
		return complain(reading, text + strlen(text), "%s is missing",
		    words);
	}
	return CW_OK;
}

static enum cw_err
check_length(const struct reading *reading, const char *text, size_t most,
    const char *what)
{
	const size_t len = strlen(text);

	if (cw_utf8_count(text, len) <= most)
		return CW_OK;
	return complain(reading, text + cw_utf8_prefix(text, len, most),
	    "%s has more than %zu characters", what, most);
}

/* --- letters -------------------------------------------------------------- */

static enum cw_err
check_subject(struct reading *reading, const char *subject)
{
	enum cw_err err;

	if (subject[0] == '\0')
		return complain(reading, subject, "the subject is empty");
	err = check_length(reading, subject, CW_TEMPLATE_SUBJECT_MAX_CHARS,
	    "the subject");
	if (err == CW_OK)
		err = check_words(reading, subject);
	if (err == CW_OK && (reading->seen & SECRET) != 0)
		err = complain(reading, subject,
		    "the subject tells a secret, and mail servers log it");
	return err;
}

static enum cw_err
check_text(struct reading *reading, const char *text)
{
	struct cw_span span = { text, strlen(text) };
	struct cw_paragraph paragraph;
	enum cw_err err;

	if (text[0] == '\0')
		return complain(reading, text, "the letter is empty");
	err = check_length(reading, text, CW_TEMPLATE_TEXT_MAX_CHARS,
	    "the letter");
	if (err == CW_OK)
		err = check_words(reading, text);
	while (err == CW_OK && cw_paragraph_next(&span, &paragraph))
		if (paragraph.kind == CW_PARAGRAPH_CROOKED)
			err = complain(reading, paragraph.text.at,
			    "a button is [words]({link}) or [words]({url}), "
			    "alone in its paragraph");
	return err == CW_OK ? check_musts(reading, text) : err;
}

/* The line of the subject: behind comments, and a mark of byte order. */
static char *
find_subject(char *text)
{
	if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
		text += 3;
	while (*text == '#' || *text == '\n') {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return text;
}

enum cw_err
cw_template_read(struct cw_arena *arena, enum cw_letter_kind kind,
    const char *bytes, struct cw_template *out,
    struct cw_template_problem *problem)
{
	struct reading reading = { arena, &rules[kind], bytes, 0, problem };
	char *line, *end, *text;
	enum cw_err err = check_bytes(&reading);

	if (err != CW_OK)
		return err;
	text = tidy(arena, bytes);
	if (text == NULL)
		return CW_NOMEM;
	reading.whole = text;
	line = find_subject(text);
	if (!cw_text_starts(line, SUBJECT))
		return complain(&reading, line,
		    "the first line is not \"" SUBJECT " ...\"");
	end = line + strcspn(line, "\n");
	text = *end == '\0' ? end : end + 1;
	*end = '\0';
	line += sizeof(SUBJECT) - 1;
	line += strspn(line, " \t");
	text += strspn(text, "\n");
	err = check_subject(&reading, line);
	if (err == CW_OK)
		err = check_text(&reading, text);
	if (err == CW_OK)
		*out = (struct cw_template){ line, text };
	return err;
}

/* --- frames --------------------------------------------------------------- */

enum cw_err
cw_template_read_frame(struct cw_arena *arena, const char *bytes,
    const char **out, struct cw_template_problem *problem)
{
	struct reading reading = { arena, &frame_rule, bytes, 0, problem };
	enum cw_err err = check_bytes(&reading);

	if (err == CW_OK)
		err = check_length(&reading, bytes, CW_TEMPLATE_FRAME_MAX_CHARS,
		    "the frame");
	if (err == CW_OK)
		err = check_words(&reading, bytes);
	if (err == CW_OK)
		err = check_musts(&reading, bytes);
	if (err == CW_OK)
		*out = bytes;
	return err;
}

enum cw_err
cw_template_words(struct cw_arena *arena, enum cw_letter_kind kind,
    const char **out)
{
	struct cw_buf buf;

	cw_buf_init(&buf, arena, 400);
	put_words(&buf, rules[kind].may, " ");
	*out = buf.data;
	return cw_buf_end(&buf);
}
