/*
 * The baseline H: a hello world over libfcgi, in its plainest form, answering
 * as many bytes as the environment variable HELLO_BYTES says (13 if unset).
 */

#include <fcgiapp.h>
#include <stdlib.h>
#include <string.h>

int
main(void)
{
	static char body[65536];
	const char *bytes = getenv("HELLO_BYTES");
	size_t len = bytes != NULL ? strtoul(bytes, NULL, 10) : 13;
	FCGX_Request request;

	if (len > sizeof(body))
		len = sizeof(body);
	memset(body, 'x', sizeof(body));
	memcpy(body, "hello, world\n", 13);
	FCGX_Init();
	FCGX_InitRequest(&request, 0, 0);
	while (FCGX_Accept_r(&request) == 0) {
		FCGX_FPrintF(request.out,
		    "Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n",
		    (int)len);
		FCGX_PutStr(body, (int)len, request.out);
		FCGX_Finish_r(&request);
	}
	return 0;
}
