/* act_put.h: what goes to the vault for one act on an opened case: its entry completed, checked against the case,
 * sealed behind the last part, and the columns that order the queue. Pure but for randomness. */
#ifndef ACT_PUT_H
#define ACT_PUT_H

#include "act.h"
#include "policy.h"

struct act_put {
	struct msg m;			/* MSG_CASE_PUT; its spans are the buffers */
	struct buf part[CASE_PARTS], head;
};

/* at: the entry's time, a whole minute. r->end is ACT_DONE, and p ready to be sent, or what is in the way. End it with
 * act_put_end either way. */
void act_put_make(struct act_put *p, const struct policy *policy, const struct opened *c,
    const struct act_order *order, int64_t at, struct act_result *r);
void act_put_end(struct act_put *p);	/* wipes */
#endif
