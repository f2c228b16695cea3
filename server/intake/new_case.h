/* new_case.h: a report of somebody with a reference code, made ready for the vault (new_report.h). After the vault has
 * it, only the code is left to tell. */
#ifndef NEW_CASE_H
#define NEW_CASE_H

#include "cover.h"
#include "new_report.h"
#include "reception.h"
#include "refcode.h"

struct new_case {
	struct new_report sealed;	/* its due is the internal clock; what reporters are told is the promise */
	struct refcode code;
	struct promise promise;
	enum category category;	/* the decision's main one, for the receipt; kept nowhere in clear */
};

/* A random id, keys and code, before the first attachment. */
void new_case_make(struct new_case *c);
/* The same from once, the secret of one draft, and what said says without its files: made twice, it is one case.
 * GW_ENOMEM: c is as before. */
GW_CHECKED enum gw_err new_case_make_from(struct new_case *c, const uint8_t once[KEY_BYTES],
    const struct report *said);
/* Decides and seals; now in seconds since 1970. Fills put but for the files; its spans are lent by c. GW_EBUSY: a team
 * that must have it has no key on the list. */
GW_CHECKED enum gw_err new_case_seal(struct new_case *c, const struct reception *at, const struct report *said,
    int64_t now, struct msg_report_put *put);
/* The sealed parts may go: they were sent. */
void new_case_sent(struct new_case *c);
void new_case_wipe(struct new_case *c);
#endif
