/* response.h: an answer as bytes: one head with every header a browser needs to be careful, and one body. No state. */
#ifndef RESPONSE_H
#define RESPONSE_H

#include <event2/buffer.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"
#include "site.h"
#include "span.h"

struct response {
	struct reply reply;		/* its body: what of it is here */
	uint64_t length;		/* of the body, though it may follow later */
	struct span cookies;		/* whole "Set-Cookie: x\r\n" lines */
	const char *allow;		/* 405: the methods there are */
	bool close;			/* the connection ends behind it */
	bool staff;
	bool foreign;			/* its bytes were made outside: a browser may run nothing of it */
	bool shown;			/* file_name is for who saves it: it is shown, not a download */
};

/* Appends one run of bytes, so that TLS makes one record of a small answer. GW_ENOMEM: out is as before. */
GW_CHECKED enum gw_err response_write(struct evbuffer *out, const struct response *r);
/* Appends a problem (RFC 9457) as JSON. detail and field are static text; field may be NULL. */
GW_CHECKED enum gw_err response_problem(struct buf *out, int status, const char *detail, const char *field);
#endif
