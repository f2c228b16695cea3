/* pass_put.h: what goes to the vault when an opened case is passed on or shared: the extract sealed to two teams and
 * the entry that says so on the case it comes from, or the case's key sealed to one more team. Pure but for
 * randomness. */
#ifndef PASS_PUT_H
#define PASS_PUT_H

#include "act_put.h"
#include "child.h"
#include "extract.h"
#include "new_report.h"
#include "roster.h"

struct pass_put {
	struct msg m;			/* MSG_PASS_PUT or MSG_SHARE_PUT; its spans are the buffers */
	struct act_put act;
	struct report said;
	struct new_report made;
};

/* What was chosen; lent. */
struct pass_order {
	struct extract_choice choice;	/* its `to`: whom for */
	enum band band;
	struct span reason;
};
struct share_order {
	const char *to;
	struct span reason;
	bool gives_away;
};

/* Both: now in seconds. r->end is ACT_DONE, and p ready to be sent, or what is in the way. End p with pass_put_end
 * either way. */
void pass_put_make(struct pass_put *p, const struct child_setup *setup, const struct roster *roster,
    const struct opened *c, const struct pass_order *o, int64_t now, struct act_result *r);
void pass_put_share(struct pass_put *p, const struct child_setup *setup, const struct roster *roster,
    const struct opened *c, const struct share_order *o, int64_t now, struct act_result *r);
void pass_put_end(struct pass_put *p);	/* wipes */
/* Whether this case may be given to that team by whoever opened it: NULL, or a sentence for the page; static. */
const char *pass_put_refuses(const struct opened *c, const char *to);
/* The same for all of it: an extract does not go back whole to who gave it, who could do nothing more with it. */
const char *pass_put_share_refuses(const struct opened *c, const char *to);
#endif
