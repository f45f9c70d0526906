/*
 * The body of a request into the model's struct.
 */

#ifndef CW_GATEWAY_BODY_H
#define CW_GATEWAY_BODY_H

#include "gateway/request.h"

/*
 * Take what the model expects from the body.  CW_INVALID with problems, also
 * for members that the model does not know and for a body where none belongs;
 * CW_UNSUPPORTED: a body of a type that is not read here.
 */
enum cw_err cw_body_take(struct cw_request *request,
    const struct cw_endpoint *endpoint, void *out) CW_CHECKED;

/* The body as an object of that model, whatever media type it came as. */
enum cw_err cw_body_take_model(struct cw_request *request,
    const struct cw_model *model, void *out) CW_CHECKED;

#endif
