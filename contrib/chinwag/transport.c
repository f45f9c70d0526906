/* Choosing a transport. */

#include "transport.h"

#include "base/text.h"

static const struct {
	const char *name;
	transport *send;
} transports[] = {
	{ "file", send_to_file },
	{ "sendmail", send_to_sendmail },
	{ "smtp", send_to_smtp },
};

transport *
transport_of(const struct cw_conf *conf)
{
	for (size_t i = 0; i < CW_LEN(transports); i++)
		if (cw_text_equal(transports[i].name, conf->mail_transport))
			return transports[i].send;
	return send_to_file;
}
