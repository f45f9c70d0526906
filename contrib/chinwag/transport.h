/*
 * How a mail leaves: into a file, through the host's sendmail, or by SMTP
 * through chinwag-smtp.
 */

#ifndef CHINWAG_TRANSPORT_H
#define CHINWAG_TRANSPORT_H

#include "command.h"
#include "pool/mail.h"

/* A mail as it goes out. */
struct parcel {
	const struct cw_mail *mail;
	const char *text; /* RFC 5322, CRLF */
	size_t len;
	const char *tag;  /* the same at each try */
	const char *note; /* set by the transport: where it went, or why not */
};

/* Send a parcel; never CW_MAIL_SENT unless it is out of our hands for good. */
typedef enum cw_mail_outcome
transport(const struct operation *op, struct parcel *parcel);

transport send_to_file, send_to_sendmail, send_to_smtp;

/* The one that the configuration names. */
transport *transport_of(const struct cw_conf *conf);

#endif
