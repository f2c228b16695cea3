/* reply.c: no string that came from outside goes back into an answer. */
#include "reply.h"

#include <string.h>

#include "session.h"

bool
request_origin_is_ours(const struct http_req *req)
{
	static const char scheme[] = "https://";
	const size_t n = sizeof scheme - 1;

	return req->origin.n > n && memcmp(req->origin.p, scheme, n) == 0 &&
	    span_equal((struct span){ req->origin.p + n, req->origin.n - n }, req->host);
}

bool
request_is_own(struct exchange *x)
{
	const struct http_req *req = exchange_request(x);

	if (!exchange_is_type(x, "application/json")) {
		exchange_problem(x, 415, "Send this as application/json.", NULL);
		return false;
	}
	if (req->origin.n > 0 && !request_origin_is_ours(req)) {
		exchange_problem(x, 403, "This request came from another site.", NULL);
		return false;
	}
	return true;
}

bool
request_token(struct exchange *x, uint8_t token[SESSION_TOKEN])
{
	if (session_cookie_read(exchange_request(x)->cookie, token) == GW_OK)
		return true;
	reply_signed_out(x);
	return false;
}

bool
request_json(struct exchange *x, const char *const *keys, size_t n, json_t **v)
{
	char fault[JSON_FAULT];
	enum gw_err e;

	*v = NULL;
	e = json_read(exchange_body(x), v, fault);
	if (e == GW_ENOMEM) {
		exchange_fail(x, e);
		return false;
	}
	if (e != GW_OK) {
		exchange_problem(x, 422, "This is not a JSON object that can be read.", NULL);
		return false;
	}
	for (size_t i = 0; i < n; i++)
		if (!json_is_string(json_object_get(*v, keys[i]))) {
			exchange_problem(x, 422, "This field is needed, as text.", keys[i]);
			return false;
		}
	if (json_object_size(*v) != n) {
		exchange_problem(x, 422, "There is a field too many.", NULL);
		return false;
	}
	return true;
}

void
reply_signed_out(struct exchange *x)
{
	exchange_problem(x, 401, "You are not signed in, or your session has ended. Sign in again.", NULL);
}
