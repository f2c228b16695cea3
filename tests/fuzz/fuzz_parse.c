/* fuzz_parse.c: whatever our parser takes, Node.js's (llhttp, strict) takes too, and reads the same out of it. Two
 * parsers that disagree are how one request tells two stories. Known and harmless: llhttp reads Proxy-Connection like
 * Connection, and stops at Upgrade (RFC 9110 lets a server pass over both, and ours does); of "close, keep-alive" ours
 * believes close (RFC 9112, 9.3), llhttp in HTTP/1.0 keep-alive. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "peer.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
demand(bool held, const char *what, const struct peer *peer)
{
	if (held)
		return;
	fprintf(stderr, "the parsers disagree: %s (%s)\n", what, peer->fault);
	abort();
}

static bool
names(const uint8_t *head, size_t n, const char *field)
{
	const size_t m = strlen(field);

	for (size_t i = 0; i + m <= n; i++)
		if (span_is_nocase((struct span){ head + i, m }, field))
			return true;
	return false;
}

static void
compare(const uint8_t *head, size_t n, const struct http_req *req)
{
	static const char *const methods[] = {
		[HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD", [HTTP_POST] = "POST", [HTTP_DELETE] = "DELETE",
	};
	static struct peer peer;
	struct span target = req->path;

	if (req->method == HTTP_METHOD_N)	/* 405, and nothing more of it is used */
		return;
	if (target.p + target.n < head + n && target.p[target.n] == '?')
		target.n += 1 + req->query.n;
	peer_read(head, n, &peer);
	demand(peer.taken, "only ours takes it", &peer);
	demand(strcmp(peer.method, methods[req->method]) == 0, "method", &peer);
	demand(peer.target_n == target.n && memcmp(peer.target, target.p, target.n) == 0, "target", &peer);
	demand(peer.length == req->length, "length", &peer);
	demand(peer.minor == req->minor, "version", &peer);
	if (!names(head, n, "\nProxy-Connection:") && !names(head, n, "\nUpgrade:"))
		demand(peer.keep_alive || !req->keep_alive, "keep-alive", &peer);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct http_req req;
	const char *why = NULL;
	size_t used = 0;
	enum gw_err e = http_parse((struct span){ p, n }, &req, &used, &why);

	if ((e == GW_EINPUT || e == GW_ELIMIT) != (why != NULL) || used > n)
		abort();
	if (e == GW_OK)
		compare(p, used, &req);
	return 0;
}
