/* teams_page.h: /desk/teams: every team and every school of the policy, with or without a key; which of them want a new
 * one; wards and areas; the policy in force. For administrators, who hold none of these keys. */
#ifndef TEAMS_PAGE_H
#define TEAMS_PAGE_H

#include "seat.h"

void teams_page(struct seat *s);	/* GET */
void teams_key(struct seat *s);		/* POST /desk/teams/key: a team's first key, or its next */
#endif
