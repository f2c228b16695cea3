/* people.h: a member's teams. */
#ifndef PEOPLE_H
#define PEOPLE_H

#include "statements.h"

/* Fills in teams and their number; the rest of *out stays. */
GW_CHECKED enum gw_err people_teams(struct store *s, const char *member, struct msg_session *out);
#endif
