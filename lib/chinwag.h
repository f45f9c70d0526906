/*
 * What a program in cgi-bin/ needs: the endpoint and its models, the chat and
 * the user pool.
 */

#ifndef CHINWAG_H
#define CHINWAG_H

#include "chat/changes.h"
#include "chat/conversation.h"
#include "chat/erase.h"
#include "chat/event.h"
#include "chat/member.h"
#include "chat/message.h"
#include "chat/own.h"
#include "chat/user.h"
#include "chat/watch.h"
#include "gateway/dataset.h"
#include "gateway/endpoint.h"
#include "gateway/events.h"
#include "gateway/health.h"
#include "gateway/idp.h"
#include "gateway/model.h"
#include "gateway/oidc.h"
#include "gateway/profile.h"
#include "gateway/reply.h"
#include "gateway/service.h"
#include "gateway/signed_in.h"
#include "pool/account.h"
#include "pool/attribute.h"
#include "pool/audit.h"
#include "pool/change.h"
#include "pool/dataset.h"
#include "pool/factor.h"
#include "pool/identity.h"
#include "pool/invitation.h"
#include "pool/name.h"
#include "pool/operate.h"
#include "pool/profile.h"
#include "pool/removal.h"
#include "pool/reset.h"
#include "pool/session.h"
#include "pool/signin.h"
#include "pool/usergroup.h"

#endif
