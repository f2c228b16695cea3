/* copy_make.h: makes the clean copy of an attachment that has none yet, because a member opens it: the original, opened
 * here a little at a time, through a cleaner (copying.h), and what comes out to the vault. Nothing counts unless the
 * original was what the report says it is. */
#ifndef COPY_MAKE_H
#define COPY_MAKE_H

#include "casebook.h"
#include "office.h"

struct copy_make;
/* GW_OK: state is what came of it; the vault has the copy where there is one, also when somebody was faster; of a file
 * that is INFECTED the case has been told (malware_note.h). GW_EINPUT: the file is locked. Else it did not work:
 * GW_EDENIED, the original does not fit its seal; GW_EBUSY and others. Called once, never from inside copy_make_new;
 * may call copy_make_free. */
typedef void copy_make_fn(void *arg, enum gw_err e, enum copy_state state);

/* Of the opened case's attachment of this number, from 0, for the session that opened it and its token; c is borrowed
 * for the call alone. Gives *m. GW_EABSENT: no such attachment; GW_EBUSY, GW_ENOMEM. Then done will not be called. */
GW_CHECKED enum gw_err copy_make_new(struct desk *d, const struct opened *c, const uint8_t token[SESSION_TOKEN],
    uint32_t file, copy_make_fn *done, void *arg, struct copy_make **m);
void copy_make_free(struct copy_make *m);	/* gives up, wipes; NULL is fine */
#endif
