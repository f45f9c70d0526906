/*
 * What a program in cgi-bin/ needs: the endpoint and its models, the chat and
 * the user pool.
 */

#ifndef CHINWAG_H
#define CHINWAG_H

#include "chat/conversation.h"
#include "chat/event.h"
#include "chat/member.h"
#include "chat/message.h"
#include "chat/user.h"
#include "gateway/endpoint.h"
#include "gateway/events.h"
#include "gateway/health.h"
#include "gateway/model.h"
#include "gateway/reply.h"
#include "pool/account.h"
#include "pool/name.h"
#include "pool/session.h"

#endif
