/* visit.h: who is signed in. Nobody acts as staff but through here. */
#ifndef VISIT_H
#define VISIT_H

#include "statements.h"

enum { VISIT_IDLE = 15 * 60, VISIT_LONGEST = 8 * 3600 };	/* seconds */

struct visit {
	uint8_t session[SESSION_ID], pk[KEY_BYTES], sealed[SESSION_SEALED];
	bool has_open;			/* a case whose opening is in the audit chain, */
	uint8_t open[ID_BYTES];		/* this one */
};

/* The store acts for this session's member from here on. GW_EABSENT: there is no such session any more. */
GW_CHECKED enum gw_err visit_prove(struct store *s, const uint8_t session[SESSION_ID], int64_t now, struct visit *v);
/* Remembers which case's pages this visit may turn without a new entry in the audit chain. */
GW_CHECKED enum gw_err visit_open(struct store *s, const struct visit *v, const uint8_t report[ID_BYTES]);
#endif
