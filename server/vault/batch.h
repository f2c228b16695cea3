/* batch.h: requests taken off their wires, with bytes of their own, waiting for one commit; and their answers after it.
 * A plain list: no wire, no store. */
#ifndef BATCH_H
#define BATCH_H

#include <sys/queue.h>

#include "msg.h"

/* So many requests, or bytes, are one transaction at most. */
enum { BATCH_REQUESTS = 256, BATCH_BYTES = 16 * 1024 * 1024 };

struct request {
	STAILQ_ENTRY(request) next;
	void *from;			/* whose it is; borrowed */
	struct msg asked, answer;
	void *asked_bytes, *answer_bytes;	/* what their spans point into */
};

struct batch {
	STAILQ_HEAD(, request) all;
	size_t n, bytes;
};

void batch_init(struct batch *b);
/* Copies the request and all that its spans point to; its descriptor stays behind. */
GW_CHECKED enum gw_err batch_add(struct batch *b, void *from, const struct msg *asked);
bool batch_is_full(const struct batch *b);
/* Copies what the answer's spans point to, which dies with the store's next call. */
GW_CHECKED enum gw_err request_keep_answer(struct request *r);
/* Replaces the answer by an error, or by a plain yes; closes a descriptor that was in it. */
void request_result(struct request *r, enum gw_err e);
/* Ends all requests; closes the descriptors of their answers. */
void batch_clear(struct batch *b);
#endif
