/* answers.h: what each message asks of the store and the spool, and who may ask it. Runs inside a transaction and its
 * mark; sends nothing. */
#ifndef ANSWERS_H
#define ANSWERS_H

#include "spool.h"
#include "store.h"

struct keeper {
	struct store *store;
	struct spool *spool;
	struct roster_pin pin;	/* whose lists of teams are taken */
	int64_t now;
};

/* Fills in *answer, which is a plain yes so far; its spans are lent by the store. On an error *answer means nothing,
 * and what was claimed in the spool is not claimed any more. GW_EDENIED also: not this role's to ask. */
GW_CHECKED enum gw_err answers_make(struct keeper *k, const void *owner, enum channel_role role,
    const struct msg *asked, struct msg *answer);
#endif
