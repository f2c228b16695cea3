/* submit.h: a report that is whole becomes a case: triaged, sealed, handed to the vault. For the API and for pages. */
#ifndef SUBMIT_H
#define SUBMIT_H

#include "new_case.h"
#include "receive.h"

/* GW_OK: it is kept. GW_ECONFLICT: the same had been sent before and is kept, with the files that came with it then;
 * those of this time are dropped. In both cases made has its code. Else it is not kept, which has been logged. */
typedef void submit_done_fn(void *arg, enum gw_err e);

struct submit {		/* zeroed before submit_open */
	struct new_case made;

	/* submit.c's. */
	struct receive *r;
	submit_done_fn *done;
	void *arg;
	uint32_t ticket;
};

/* Before r's first file, when what is said is there: the case that its files belong to. once: KEY_BYTES, the secret of
 * one draft, so that sending it twice is one case; NULL: a case of its own. GW_ENOMEM. */
GW_CHECKED enum gw_err submit_open(struct submit *s, struct receive *r, const uint8_t *once);
/* r is whole; borrowed until submit_gone. now in seconds since 1970. GW_EBUSY, GW_ENOMEM: the vault was not asked, done
 * will not be called. */
GW_CHECKED enum gw_err submit_start(struct submit *s, struct receive *r, int64_t now, submit_done_fn *done, void *arg);
/* Before receive_gone: forgets an open question, wipes. Zeroed is fine. */
void submit_gone(struct submit *s);
#endif
