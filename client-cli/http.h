/* http.h: HTTPS requests to one gateway, over one connection. The certificate is always verified: by the system's
 * authorities, by --ca alone, or by the pinned key. No proxy, no redirect, no other protocol; nothing is read from the
 * environment. Faults are said on stderr, the server's own sentence as it came. */
#ifndef HTTP_H
#define HTTP_H

#include "buf.h"
#include "concern.h"
#include "upload.h"

enum { HTTP_ANSWER_MAX = 64 * 1024 * 1024 };	/* 500 messages, every byte escaped */

struct http;

/* Gives *h. Does not connect yet. */
GW_CHECKED enum run http_open(const struct server *s, struct http **h);
void http_close(struct http *h);	/* NULL is fine */
/* Answers are appended. RUN_DONE: the server said 2xx. */
GW_CHECKED enum run http_get(struct http *h, const char *path, struct buf *answer);
/* The same. Of these two statuses nothing is said: the caller knows what they mean. RUN_REFUSED then, answer as it was
 * or with the server's explanation. */
GW_CHECKED enum run http_get_unless(struct http *h, const char *path, const long quiet[2], struct buf *answer);
GW_CHECKED enum run http_post(struct http *h, const char *path, const json_t *body, struct buf *answer);
GW_CHECKED enum run http_delete(struct http *h, const char *path);
/* The status of the last answer; 0: none came. */
long http_status(const struct http *h);
/* Every request shows this cookie from here on. Copied, and wiped with h. */
GW_CHECKED enum run http_cookie(struct http *h, const char *text);
/* multipart/form-data: document as the part called name, then the files, read from disk as they are sent. */
GW_CHECKED enum run http_post_parts(struct http *h, const char *path, const char *name, const json_t *document,
    const struct uploads *files, struct buf *answer);
/* The body goes to a file, max bytes at most. */
GW_CHECKED enum run http_save(struct http *h, const char *path, FILE *to, size_t max);
#endif
