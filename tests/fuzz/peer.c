/* peer.c: llhttp, strict, on one head. */
#include "peer.h"

#include <stdlib.h>
#include <string.h>

#include "llhttp.h"

static bool complete;		/* the callback was reached; what it saw is forgotten when the request ends */

static int
on_url(llhttp_t *l, const char *at, size_t n)
{
	struct peer *out = l->data;

	if (n > sizeof out->target - out->target_n)
		abort();
	memcpy(out->target + out->target_n, at, n);
	out->target_n += n;
	return 0;
}

static int
on_head(llhttp_t *l)
{
	struct peer *out = l->data;

	out->method = llhttp_method_name((llhttp_method_t)l->method);
	out->length = l->content_length;
	out->minor = l->http_minor;
	out->keep_alive = llhttp_should_keep_alive(l) != 0;
	complete = true;
	return 0;
}

void
peer_read(const uint8_t *head, size_t n, struct peer *out)
{
	llhttp_settings_t settings;
	llhttp_t l;
	llhttp_errno_t e;

	llhttp_settings_init(&settings);
	settings.on_url = on_url;
	settings.on_headers_complete = on_head;
	llhttp_init(&l, HTTP_REQUEST, &settings);
	l.data = out;
	complete = false;
	out->target_n = 0;
	e = llhttp_execute(&l, (const char *)head, n - 1);
	out->taken = e == HPE_OK && !complete;
	if (out->taken)
		e = llhttp_execute(&l, (const char *)head + n - 1, 1);
	out->taken = out->taken && (e == HPE_OK || e == HPE_PAUSED_UPGRADE) && complete;
	out->fault = llhttp_errno_name(e);
}
