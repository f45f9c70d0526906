/*
 * Datasets in requests: writing one, and telling the account's other devices.
 */

#ifndef CW_GATEWAY_DATASET_H
#define CW_GATEWAY_DATASET_H

#include "gateway/endpoint.h"
#include "pool/dataset.h"

/* A row of requests. */
#define CW_ROW_DATASET_NAME(s)                                        \
	CW_TEXT(s, name, 1, CW_DATASET_NAME_MAX_CHARS, CW_FORMAT_KEY, \
	    CW_REQUIRED, "Which dataset.")

/*
 * From a CW_POOLS handler: cw_dataset_write for whose session it is, and an
 * event after it.  What was written stays written if that cannot be told: it
 * is logged, and other devices find out when they look the next time.
 */
enum cw_err cw_ctx_share(struct cw_ctx *cx, int64_t seen_version,
    struct cw_dataset *dataset) CW_CHECKED;

#endif
