/* Is the product well enough to serve? */

#include "gateway/health.h"

#include <errno.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/log.h"
#include "chat/event.h"

static enum cw_err
check_room(const char *data_dir)
{
	struct statvfs fs;

	if (statvfs(data_dir, &fs) != 0) {
		cw_log(CW_LOG_ERROR, "cannot look at %s: %s", data_dir,
		    strerror(errno));
		return CW_SYSTEM;
	}
	if ((uint64_t)fs.f_bavail * fs.f_frsize < CW_HEALTH_FREE_MIN_BYTES)
		return CW_FULL;
	return CW_OK;
}

enum cw_err
cw_health_check(const struct cw_ctx *cx)
{
	int64_t last;
	int64_t version;
	enum cw_err err;

	err = cw_event_last(cx->chat.store, &last);
	if (err != CW_OK)
		return err;
	err = cw_session_version(cx->pool, &version);
	if (err != CW_OK)
		return err;
	return check_room(cx->conf->data_dir);
}
