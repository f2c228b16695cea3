/* parse.h: one HTTP/1.1 request head, strictly (RFC 9112, narrower). Pure: bytes in, spans out, no copy. Hostile input
 * is the normal case: GET, HEAD, POST and DELETE; origin-form targets without '#' or control bytes, '%' only in the
 * query and only for what is no control byte; CRLF line ends only; exactly one Host; at most one Content-Length, digits
 * only; any Transfer-Encoding, obs-fold, space before a colon, repeated Content-Type, Cookie, Expect, Connection,
 * Accept or Accept-Encoding is GW_EINPUT. */
#ifndef PARSE_H
#define PARSE_H

#include "err.h"
#include "limit.h"
#include "span.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_DELETE, HTTP_METHOD_N };

struct http_req {
	enum http_method method;
	struct span path, query;	/* query without '?', empty when none */
	int minor;			/* 0 or 1 */
	bool keep_alive;		/* as asked by version and Connection */
	bool expect_continue;		/* any other Expect is GW_EINPUT */
	bool accepts_gzip;		/* Accept-Encoding lists it, or "*", and is well formed */
	bool accepts_html;		/* Accept names text/html: a browser goes to a page, no script asks */
	bool has_length;
	uint64_t length;		/* Content-Length, at most 2^53 */
	struct span host, content_type, cookie, origin;
};

/* GW_OK: *used bytes were one head, its spans point into in. GW_MORE: not all here, nothing written. GW_ELIMIT: a line,
 * the head or its field count is too large (431). GW_EINPUT: never will be a request (400); *why is then a sentence. */
GW_CHECKED enum gw_err http_parse(struct span in, struct http_req *req, size_t *used, const char **why);
#endif
