/* reach.h: whether a signed-in member may touch a case: by a key of it that is sealed to one of the member's teams. */
#ifndef REACH_H
#define REACH_H

#include "audit.h"

struct reach {
	char team[LIMIT_TEAM + 1];
	uint8_t sealed[GRANT_BYTES];
	bool is_queued;		/* it waits for that team: not so an extract that it gave, nor a dossier */
};

/* What the member of this visit did with a case, or was refused; why as in audit.h. */
GW_CHECKED enum gw_err reach_note(struct store *s, enum audit_what what, const uint8_t report[ID_BYTES],
    const char *why, int64_t now);
/* The grant by which the member of this visit opens it: of a team that it waits for, if there is such. GW_EABSENT. */
GW_CHECKED enum gw_err reach_grant(struct store *s, const uint8_t report[ID_BYTES], struct reach *r);
/* GW_EABSENT: no such report, or another team's; the latter is in the audit chain then. */
GW_CHECKED enum gw_err reach_case(struct store *s, const uint8_t report[ID_BYTES], int64_t now, struct reach *r);
/* The same for one team alone: the member is in it and the case is sealed to it. */
GW_CHECKED enum gw_err reach_team(struct store *s, const uint8_t report[ID_BYTES], const char *team, int64_t now);
#endif
