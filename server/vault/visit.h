/* visit.h: who is signed in. Nobody acts as staff but through here. */
#ifndef VISIT_H
#define VISIT_H

#include "statements.h"

enum { VISIT_IDLE = 15 * 60, VISIT_LONGEST = 8 * 3600 };	/* seconds */

struct visit {
	uint8_t session[SESSION_ID], pk[KEY_BYTES], sealed[SESSION_SEALED];
	int64_t started, seen;
	bool by_code, is_auditor, is_device;
	int64_t away_until;		/* 0: is here */
	char cover[LIMIT_NAME + 1];
	bool has_open;			/* a case whose opening is in the audit chain, */
	uint8_t open[ID_BYTES];		/* this one */
	int64_t surveyed;		/* when it last began a survey; 0: never */
};

/* The store acts for this session's member from here on. GW_EABSENT: there is no such session any more. GW_EDENIED: it
 * began with a recovery code, and the member has set no new second factor yet. */
GW_CHECKED enum gw_err visit_prove(struct store *s, const uint8_t session[SESSION_ID], int64_t now, struct visit *v);
/* The same for a page that looks by itself whether there is news: nobody was there, and the idle time goes on. */
GW_CHECKED enum gw_err visit_look(struct store *s, const uint8_t session[SESSION_ID], int64_t now, struct visit *v);
/* As visit_prove, for the few things that one may who signed in with a recovery code. */
GW_CHECKED enum gw_err visit_find(struct store *s, const uint8_t session[SESSION_ID], int64_t now, struct visit *v);
/* As visit_prove; then with ROLE_OFFICE. asked: what for, in our own words ("to invite somebody"). GW_EDENIED: this
 * member is no administrator, and the audit chain has it. */
GW_CHECKED enum gw_err visit_prove_admin(struct store *s, const uint8_t session[SESSION_ID], int64_t now,
    const char *asked, struct visit *v);
/* The same with ROLE_AUDITOR, for members who are auditors. */
GW_CHECKED enum gw_err visit_prove_auditor(struct store *s, const uint8_t session[SESSION_ID], int64_t now,
    struct visit *v);
/* The same with ROLE_STAFF and ROLE_RESPONSE, for members of community safety. */
GW_CHECKED enum gw_err visit_prove_response(struct store *s, const uint8_t session[SESSION_ID], int64_t now,
    const char *asked, struct visit *v);
/* Whether the member whose session was proved has this team's key. */
GW_CHECKED enum gw_err visit_is_in(struct store *s, const char *team, bool *is_in);
/* Notes a refusal and gives GW_EDENIED; why: our own words. */
GW_CHECKED enum gw_err visit_refuse(struct store *s, const char *why, int64_t now);
/* Whether this step of the second factor is of a time to come: taken, it would lock the member out until then. */
bool visit_is_ahead(uint64_t step, int64_t now);
/* Remembers which case's pages this visit may turn without a new entry in the audit chain. */
GW_CHECKED enum gw_err visit_open(struct store *s, const struct visit *v, const uint8_t report[ID_BYTES]);
#endif
