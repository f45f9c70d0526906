/* The log: one JSON object a line, made on the stack and written at once. */

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/utf8.h"

/* What one write(2) appends without another process's line inside. */
#define LINE_MAX_BYTES 4096
#define TEXT_MAX_BYTES 200
/* Escaped, at most six times as long: all members before the fields fit. */
#define MESSAGE_MAX_BYTES 500

static const char *const level_words[] = {
	[CW_LOG_DEBUG] = "debug",
	[CW_LOG_INFO] = "info",
	[CW_LOG_WARNING] = "warning",
	[CW_LOG_ERROR] = "error",
};

static const char *program_name = "chinwag";
static char file_path[PATH_MAX];
static atomic_int log_fd = STDERR_FILENO;
static atomic_int least_level = CW_LOG_INFO;
static _Thread_local const char *request_id;

static enum cw_err
open_file(int *out)
{
	const int fd =
	    open(file_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);

	if (fd < 0)
		return CW_SYSTEM;
	*out = fd;
	return CW_OK;
}

enum cw_err
cw_log_open(const char *program, const char *path)
{
	enum cw_err err;
	int fd = STDERR_FILENO;
	int old_fd;

	program_name = program;
	if (path == NULL)
		path = "";
	if (strlen(path) >= sizeof(file_path))
		return CW_INVALID;
	memcpy(file_path, path, strlen(path) + 1);
	if (path[0] != '\0') {
		err = open_file(&fd);
		if (err != CW_OK)
			return err;
	}
	old_fd = atomic_exchange(&log_fd, fd);
	if (old_fd != STDERR_FILENO)
		(void)close(old_fd);
	return CW_OK;
}

enum cw_err
cw_log_reopen(void)
{
	enum cw_err err;
	int fd;

	if (atomic_load(&log_fd) == STDERR_FILENO)
		return CW_OK;
	err = open_file(&fd);
	if (err != CW_OK)
		return err;
	/* The number stays: other threads may be about to write to it. */
	if (dup3(fd, atomic_load(&log_fd), O_CLOEXEC) < 0)
		err = CW_SYSTEM;
	(void)close(fd);
	return err;
}

void
cw_log_set_level(enum cw_log_level level)
{
	atomic_store(&least_level, (int)level);
}

bool
cw_log_is_on(enum cw_log_level level)
{
	return (int)level >= atomic_load(&least_level);
}

enum cw_err
cw_log_level_find(const char *word, enum cw_log_level *out)
{
	for (size_t i = 0; i < CW_LEN(level_words); i++) {
		if (strcmp(word, level_words[i]) == 0) {
			*out = (enum cw_log_level)i;
			return CW_OK;
		}
	}
	return CW_INVALID;
}

void
cw_log_set_request(const char *id)
{
	request_id = id;
}

const char *
cw_log_request(void)
{
	return request_id;
}

/*
 * text as a JSON string, cut to max_bytes (at most MESSAGE_MAX_BYTES), with '?'
 * for each byte that is not UTF-8.
 */
static void
put_text(struct cw_buf *line, const char *text, size_t max_bytes)
{
	char clean[MESSAGE_MAX_BYTES];
	const size_t len = strnlen(text, max_bytes);
	size_t at = 0;
	size_t size;

	memcpy(clean, text, len);
	while (at < len) {
		if (cw_utf8_next(clean + at, len - at, &size) < 0) {
			clean[at] = '?';
			size = 1;
		}
		at += size;
	}
	cw_buf_put_json(line, clean, len);
}

static void
put_time(struct cw_buf *line)
{
	const int64_t now_ms = cw_clock_now_ms();
	const time_t now = (time_t)(now_ms / 1000);
	struct tm utc;
	char text[32];

	if (gmtime_r(&now, &utc) == NULL ||
	    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &utc) == 0)
		text[0] = '\0';
	cw_buf_printf(line, "{\"ts\":\"%s.%03dZ\"", text, (int)(now_ms % 1000));
}

/* Add a member whole, or leave the line as it was. */
static void
put_field(struct cw_buf *line, const struct cw_log_field *field)
{
	const size_t len = line->len;

	cw_buf_putc(line, ',');
	put_text(line, field->name, TEXT_MAX_BYTES);
	cw_buf_putc(line, ':');
	if (field->text != NULL)
		put_text(line, field->text, TEXT_MAX_BYTES);
	else
		cw_buf_putint(line, field->number);
	if (line->failed) {
		line->failed = false;
		line->len = len;
	}
}

void
cw_log_fields(enum cw_log_level level, const char *message,
    const struct cw_log_field *fields, size_t count)
{
	char memory[LINE_MAX_BYTES];
	struct cw_buf line;
	const int saved_errno = errno;

	if ((int)level < atomic_load(&least_level))
		return;
	/* Two bytes are kept for the end of the line. */
	cw_buf_init_fixed(&line, memory, sizeof(memory) - 2);
	put_time(&line);
	cw_buf_printf(&line,
	    ",\"level\":\"%s\",\"program\":", level_words[level]);
	put_text(&line, program_name, TEXT_MAX_BYTES / 4);
	cw_buf_puts(&line, ",\"message\":");
	put_text(&line, message, MESSAGE_MAX_BYTES);
	if (request_id != NULL)
		put_field(&line,
		    &(struct cw_log_field)CW_LOG_TEXT("request", request_id));
	for (size_t i = 0; i < count; i++)
		put_field(&line, &fields[i]);
	memcpy(memory + line.len, "}\n", 2);
	/* There is nowhere to tell of a log that takes no line. */
	if (write(atomic_load(&log_fd), memory, line.len + 2) < 0)
		errno = 0;
	errno = saved_errno;
}

void
cw_log(enum cw_log_level level, const char *fmt, ...)
{
	char message[MESSAGE_MAX_BYTES + 1];
	va_list args;

	if ((int)level < atomic_load(&least_level))
		return;
	va_start(args, fmt);
	(void)vsnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	cw_log_fields(level, message, NULL, 0);
}
