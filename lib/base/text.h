/*
 * Text: a buffer with a stated maximum, and small questions about strings.
 */

#ifndef CW_BASE_TEXT_H
#define CW_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * Bytes that grow up to a maximum.  A write beyond it, or without memory, is
 * dropped whole and sets `failed`, which stays set: write freely, ask once.
 * The memory is the arena's.  data is NUL-terminated unless failed.
 */
struct cw_buf {
	struct cw_arena *arena;
	char *data;
	size_t len;
	size_t cap;
	size_t max_bytes;
	bool failed;
};

void cw_buf_init(struct cw_buf *buf, struct cw_arena *arena, size_t max_bytes);
/* On memory of the caller's instead; size counts the final NUL. */
void cw_buf_init_fixed(struct cw_buf *buf, char *memory, size_t size);
void cw_buf_put(struct cw_buf *buf, const char *bytes, size_t len);
void cw_buf_puts(struct cw_buf *buf, const char *text);
void cw_buf_putc(struct cw_buf *buf, char c);
void cw_buf_putint(struct cw_buf *buf, int64_t value);
void cw_buf_printf(struct cw_buf *buf, const char *fmt, ...) CW_PRINTF(2, 3);

/*
 * text as a JSON string with its quotes (RFC 8259 section 7).  text is valid
 * UTF-8.  Also escapes U+2028, U+2029 and DEL, and '<' as \u003c, so that the
 * result is safe inside scripts and event streams.
 */
void cw_buf_put_json(struct cw_buf *buf, const char *text, size_t len);

/* Bytes in hexadecimal, in lower case. */
void cw_buf_put_hex(struct cw_buf *buf, const void *bytes, size_t len);

/* CW_NOMEM if anything was dropped. */
enum cw_err cw_buf_end(const struct cw_buf *buf) CW_CHECKED;

bool cw_text_equal(const char *a, const char *b); /* NULL equals NULL only */
bool cw_text_starts(const char *text, const char *prefix);

/*
 * Empty, or only white space: Unicode's White_Space, and U+200B and U+FEFF.
 * text is valid UTF-8.
 */
bool cw_text_is_blank(const char *text);

/* ASCII only, whatever the locale. */
bool cw_text_equal_nocase(const char *a, const char *b);

/*
 * A whole decimal number, with '-' allowed in front, without blanks, plus or
 * leading zeros.  CW_INVALID: not one, or outside int64.
 */
enum cw_err cw_text_to_int(const char *text, int64_t *out) CW_CHECKED;

/* What a hexadecimal digit of either case means, or -1. */
int cw_text_hex_digit(char c);

#endif
