/* Datasets: a write in the pool, an event in the chat. */

#include "gateway/dataset.h"

#include "base/log.h"
#include "chat/event.h"

struct telling {
	struct cw_chat chat;
	int64_t version;
};

static enum cw_err
tell(struct cw_store *store, void *arg)
{
	struct telling *telling = arg;

	telling->chat.store = store;
	return cw_event_add_dataset(&telling->chat, telling->version);
}

enum cw_err
cw_ctx_share(struct cw_ctx *cx, int64_t seen_version,
    struct cw_dataset *dataset)
{
	struct telling telling = { .chat = cx->chat };
	enum cw_err err;

	err = cw_dataset_write(cx->pool, cx->session.account_id, seen_version,
	    dataset);
	if (err != CW_OK)
		return err;
	telling.version = dataset->version;
	err = cw_ctx_write(cx, tell, &telling);
	if (err != CW_OK)
		cw_log(CW_LOG_WARNING, "cannot tell of a dataset: %s",
		    cw_err_word(err));
	return CW_OK;
}
