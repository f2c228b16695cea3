/* reply.h: what several handlers ask of a request and say in an answer. */
#ifndef REPLY_H
#define REPLY_H

#include "json.h"
#include "keys.h"
#include "site.h"

/* Its Origin is "https://" and the host that the request itself named. */
bool request_origin_is_ours(const struct http_req *req);
/* For requests that change something: JSON, which a form on another site cannot send, and from our own pages when the
 * browser says from where. Otherwise it has replied. */
bool request_is_own(struct exchange *x);
/* The session's token, or it has replied that nobody is signed in. */
bool request_token(struct exchange *x, uint8_t token[SESSION_TOKEN]);
/* The body is a JSON object of exactly these string members; or it has replied. *v is the caller's to json_decref
 * either way. */
bool request_json(struct exchange *x, const char *const *keys, size_t n, json_t **v);

void reply_signed_out(struct exchange *x);	/* 401 */
#endif
