/* Taking templates apart. */

#include "pool/template_piece.h"

#include <string.h>

#include "base/text.h"

#define WORD_CHARS "abcdefghijklmnopqrstuvwxyz_"

static const char *const names[CW_WORD__COUNT] = {
	[CW_WORD_USERNAME] = "username",
	[CW_WORD_CODE] = "code",
	[CW_WORD_PASSWORD] = "password",
	[CW_WORD_HASHES] = "####",
	[CW_WORD_LINK] = "link",
	[CW_WORD_DAYS] = "days",
	[CW_WORD_PROVIDER] = "provider",
	[CW_WORD_SITE] = "site",
	[CW_WORD_URL] = "url",
	[CW_WORD_SUBJECT] = "subject",
	[CW_WORD_CONTENT] = "content",
	[CW_WORD_LANGUAGE] = "language",
	[CW_WORD_DIRECTION] = "direction",
};

const char *
cw_word_name(enum cw_word word)
{
	return names[word];
}

/* --- pieces --------------------------------------------------------------- */

/* How many bytes from a brace on are "{word}"; 0: none are. */
static size_t
measure_word(struct cw_span span)
{
	size_t len = 1;

	while (len < span.len && span.at[len] != '\0' &&
	    strchr(WORD_CHARS, span.at[len]) != NULL)
		len++;
	if (len == 1 && span.len > 5 && memcmp(span.at, "{####}", 6) == 0)
		return 6;
	return len > 1 && len < span.len && span.at[len] == '}' ? len + 1 : 0;
}

static enum cw_word
find_word(const char *at, size_t len)
{
	int word = 0;

	while (word < CW_WORD__COUNT &&
	    (strlen(names[word]) != len || memcmp(names[word], at, len) != 0))
		word++;
	return (enum cw_word)word;
}

/* The piece that a brace begins. */
static struct cw_piece
read_brace(struct cw_span span)
{
	struct cw_piece piece = { CW_PIECE_STRAY, span.at, 1, CW_WORD__COUNT };
	size_t len = measure_word(span);

	if (len == 0)
		return piece;
	piece.len = len;
	piece.word = find_word(span.at + 1, len - 2);
	piece.kind =
	    piece.word == CW_WORD__COUNT ? CW_PIECE_UNKNOWN : CW_PIECE_WORD;
	return piece;
}

struct cw_piece
cw_piece_next(struct cw_span *span)
{
	struct cw_piece piece = { CW_PIECE_END, span->at, 0, CW_WORD__COUNT };
	const char *brace = memchr(span->at, '{', span->len);
	size_t taken;

	if (span->len == 0)
		return piece;
	piece.kind = CW_PIECE_TEXT;
	piece.len = brace == NULL ? span->len : (size_t)(brace - span->at);
	taken = piece.len;
	if (piece.len == 0 && span->len > 1 && span->at[1] == '{') {
		piece.len = 1;
		taken = 2;
	} else if (piece.len == 0) {
		piece = read_brace(*span);
		taken = piece.len;
	}
	span->at += taken;
	span->len -= taken;
	return piece;
}

/* --- paragraphs ----------------------------------------------------------- */

/* Is all of it one word in braces, of those in the mask? */
static bool
is_word_alone(struct cw_span span, unsigned mask, enum cw_word *out)
{
	struct cw_piece piece = cw_piece_next(&span);

	*out = piece.word;
	return piece.kind == CW_PIECE_WORD && span.len == 0 &&
	    (CW_WORD_BIT(piece.word) & mask) != 0;
}

/* "[label]({link})", all of it on one line. */
static bool
is_button(struct cw_paragraph *paragraph)
{
	struct cw_span text = paragraph->text;
	const char *gap = memmem(text.at, text.len, "](", 2);
	struct cw_span target;

	if (gap == NULL || text.at[0] != '[' || text.at[text.len - 1] != ')')
		return false;
	paragraph->label.at = text.at + 1;
	paragraph->label.len = (size_t)(gap - paragraph->label.at);
	target.at = gap + 2;
	target.len = (size_t)(text.at + text.len - 1 - target.at);
	return paragraph->label.len > 0 &&
	    memchr(text.at, '\n', text.len) == NULL &&
	    is_word_alone(target,
		CW_WORD_BIT(CW_WORD_LINK) | CW_WORD_BIT(CW_WORD_URL),
		&paragraph->word);
}

static enum cw_paragraph_kind
judge(struct cw_paragraph *paragraph)
{
	const unsigned large = CW_WORD_BIT(CW_WORD_CODE) |
	    CW_WORD_BIT(CW_WORD_PASSWORD) | CW_WORD_BIT(CW_WORD_HASHES) |
	    CW_WORD_BIT(CW_WORD_LINK) | CW_WORD_BIT(CW_WORD_URL);
	const struct cw_span text = paragraph->text;

	if (is_word_alone(text, large, &paragraph->word))
		return CW_PARAGRAPH_ALONE;
	if (is_button(paragraph))
		return CW_PARAGRAPH_BUTTON;
	if (memmem(text.at, text.len, "](", 2) != NULL)
		return CW_PARAGRAPH_CROOKED;
	return CW_PARAGRAPH_PLAIN;
}

bool
cw_paragraph_next(struct cw_span *span, struct cw_paragraph *out)
{
	const char *gap;

	while (span->len > 0 && span->at[0] == '\n') {
		span->at++;
		span->len--;
	}
	if (span->len == 0)
		return false;
	gap = memmem(span->at, span->len, "\n\n", 2);
	*out = (struct cw_paragraph){ .text = *span };
	if (gap != NULL)
		out->text.len = (size_t)(gap - span->at);
	span->at += out->text.len;
	span->len -= out->text.len;
	while (out->text.len > 0 && out->text.at[out->text.len - 1] == '\n')
		out->text.len--;
	out->kind = judge(out);
	return true;
}
