/* opening.h: one case opened with the keys of the person who asks: cookie, member key, team key, case key, then every
 * part up to the head of its chain. Nothing is lent before the whole fits; every key is wiped with it. */
#ifndef OPENING_H
#define OPENING_H

#include "casebook.h"
#include "office.h"

enum opening_end {
	OPENING_DONE,
	OPENING_SIGNED_OUT,	/* no such session, or it ended */
	OPENING_ABSENT,		/* no such report among this member's teams' */
	OPENING_BROKEN,		/* its parts do not fit its seal */
	OPENING_OLDER,		/* still sealed to a key that its team had before this member came */
	OPENING_PERSON,		/* a case key was given, and by no computer of community safety's */
	OPENING_LOCKED,		/* the case key that was given does not open it */
	OPENING_FAILED		/* not now: the error says why */
};

struct opening;
/* OPENING_DONE: c is lent until opening_free. Else c is NULL; e is the cause. Called once, never from inside
 * opening_new; may call opening_free. */
typedef void opening_fn(void *arg, enum opening_end end, enum gw_err e, const struct opened *c);

/* Gives *o. GW_EBUSY: the vault cannot be asked now; GW_ENOMEM; done will then not be called. To do something with the
 * case, or for a form: nobody has looked at it by that. */
GW_CHECKED enum gw_err opening_new(struct desk *d, const uint8_t token[SESSION_TOKEN], const uint8_t report[ID_BYTES],
    opening_fn *done, void *arg, struct opening **o);
/* The same for a page on which a person reads the case: that is a look, and ends the waiting of the person's teams. */
GW_CHECKED enum gw_err opening_look(struct desk *d, const uint8_t token[SESSION_TOKEN], const uint8_t report[ID_BYTES],
    opening_fn *done, void *arg, struct opening **o);
/* At once after opening_new: a computer of community safety's gave this case's own key, for this one opening. Nothing
 * of the member's opens then, and dossiers (from KIND_INCIDENT on) are absent. Copied. */
void opening_by_key(struct opening *o, const uint8_t case_key[KEY_BYTES]);
void opening_free(struct opening *o);	/* forgets open questions, wipes; NULL is fine */
/* The answer for a person whose case did not open. */
void opening_refuse(struct exchange *x, enum opening_end end, enum gw_err e);
#endif
