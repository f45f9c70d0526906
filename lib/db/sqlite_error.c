/* What SQLite's result codes mean to us. */

#include <errno.h>

#include "base/log.h"
#include "db/sqlite.h"

/* Extended codes whose meaning differs from that of their primary code. */
static const struct meaning {
	int code;
	enum cw_err err;
} meanings[] = {
	{ SQLITE_IOERR_NOMEM, CW_NOMEM },
	{ SQLITE_READONLY_DBMOVED, CW_STORE },
	{ SQLITE_CONSTRAINT_UNIQUE, CW_CONFLICT },
	{ SQLITE_CONSTRAINT_PRIMARYKEY, CW_CONFLICT },
	{ SQLITE_CONSTRAINT_ROWID, CW_CONFLICT },
	/* A failed fsync may have dropped the page: never go on after it. */
	{ SQLITE_IOERR_FSYNC, CW_STORE },
	{ SQLITE_IOERR_DIR_FSYNC, CW_STORE },
	/* Primary codes. */
	{ SQLITE_FULL, CW_FULL },
	{ SQLITE_READONLY, CW_FULL },
	{ SQLITE_BUSY, CW_BUSY },
	{ SQLITE_LOCKED, CW_BUSY },
	{ SQLITE_PROTOCOL, CW_BUSY },
	{ SQLITE_NOMEM, CW_NOMEM },
	{ SQLITE_TOOBIG, CW_TOOLARGE },
	{ SQLITE_CONSTRAINT, CW_INVALID },
	{ SQLITE_MISMATCH, CW_INVALID },
};

static enum cw_err
look_up(int code, enum cw_err otherwise)
{
	for (size_t i = 0; i < CW_LEN(meanings); i++)
		if (meanings[i].code == code)
			return meanings[i].err;
	return otherwise;
}

/* The system has no room, or lets nobody write. */
static bool
is_about_space(int system_errno)
{
	return system_errno == ENOSPC || system_errno == EDQUOT ||
	    system_errno == EFBIG || system_errno == EROFS;
}

enum cw_err
cw_sqlite_map(int code, int system_errno)
{
	int primary = code & 0xff;
	enum cw_err err;

	if (primary == SQLITE_OK || primary == SQLITE_ROW ||
	    primary == SQLITE_DONE)
		return CW_OK;
	err = look_up(code, CW_ERR__COUNT);
	if (err != CW_ERR__COUNT)
		return err;
	if (primary == SQLITE_IOERR && is_about_space(system_errno))
		return CW_FULL;
	if (primary == SQLITE_CANTOPEN &&
	    (is_about_space(system_errno) || system_errno == EACCES))
		return CW_FULL;
	return look_up(primary, CW_STORE);
}

static enum cw_log_level
level_of(enum cw_err err)
{
	if (err == CW_CONFLICT)
		return CW_LOG_DEBUG;
	if (err == CW_INVALID || err == CW_BUSY || err == CW_TOOLARGE)
		return CW_LOG_WARNING;
	return CW_LOG_ERROR;
}

enum cw_err
cw_sqlite_fail(struct cw_store *store, int code, const char *what)
{
	int extended = sqlite3_extended_errcode(store->db);
	int system_errno = sqlite3_system_errno(store->db);
	enum cw_err err;

	/* Some failures leave no trace on the connection. */
	if ((extended & 0xff) != (code & 0xff))
		extended = code;
	err = cw_sqlite_map(extended, system_errno);
	const struct cw_log_field fields[] = {
		CW_LOG_TEXT("store", cw_store_words[store->kind]),
		CW_LOG_TEXT("statement", what),
		CW_LOG_TEXT("reason", sqlite3_errstr(extended)),
		CW_LOG_NUMBER("code", extended),
		CW_LOG_NUMBER("errno", system_errno),
	};
	cw_log_fields(level_of(err), "statement failed", fields,
	    CW_LEN(fields));
	return err;
}
