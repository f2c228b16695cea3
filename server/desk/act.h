/* act.h: one act on a case, by the keys of the person who asks: the case is opened, the entry and, for a message, what
 * the reporter will read are sealed behind everything there is, and the vault takes both only if nobody was faster.
 * Then all of that is done anew, unless the act depends on what its person saw. */
#ifndef ACT_H
#define ACT_H

#include "opening.h"

/* What is to be done; its texts are lent until the end. */
struct act_order {
	/* Its act and what that takes. by, at, from and due are filled in here. CONFIRM with another band in `to`:
	 * whatever takes the case there (effect.h). AGREE_LOWER and REFUSE_LOWER: `to` is what was asked for. */
	struct entry entry;
	/* Behind it instead of the entry's text, on a case that other teams work on than those of `teams` (as
	 * opened.teams), or that another team passed on and reads as well. teams NULL: never. */
	struct span outside;
	const char *teams;
	struct span message;		/* MESSAGE, CLOSE: the words to the reporter */
	bool is_exact;			/* only on the case as its person saw it */
	uint32_t seen;			/* is_exact: its length then; 0: not known */
	const uint8_t *key;		/* the case's, by a computer for this act (opening_by_key), or NULL; lent */
};

enum act_end {
	ACT_DONE,
	ACT_LATE,		/* somebody was faster: look again */
	ACT_REFUSED,		/* said says why, in a sentence */
	ACT_FULL,		/* it has as many parts, or open tasks, as it can hold */
	ACT_UNOPENED		/* opening and e say why */
};
struct act_result {
	enum act_end end;
	enum opening_end opening;
	enum gw_err e;
	const char *said;	/* ACT_REFUSED: static */
	const char *field;	/* ACT_REFUSED: of the form, or NULL; static */
	int64_t at;		/* ACT_DONE: the minute of the entry */
	uint32_t part;		/* ACT_DONE: where the entry stands */
};

struct act;
/* Called once, never from inside act_new; may call act_free. */
typedef void act_done_fn(void *arg, const struct act_result *r);
/* Gives *a. GW_EBUSY: the vault cannot be asked now; GW_ENOMEM; done will then not be called. */
GW_CHECKED enum gw_err act_new(struct desk *d, const uint8_t token[SESSION_TOKEN], const uint8_t report[ID_BYTES],
    const struct act_order *order, act_done_fn *done, void *arg, struct act **a);
void act_free(struct act *a);		/* forgets open questions, wipes; NULL is fine */
#endif
