/* Is the product well enough to serve? */

#include "gateway/health.h"

#include "base/disk.h"
#include "chat/event.h"

static enum cw_err
check_room(const char *data_dir)
{
	int64_t room;
	enum cw_err err;

	err = cw_disk_room(data_dir, &room);
	if (err != CW_OK)
		return err;
	return room < CW_HEALTH_FREE_MIN_BYTES ? CW_FULL : CW_OK;
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
