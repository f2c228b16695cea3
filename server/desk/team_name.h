/* team_name.h: what people call a team. Pure. */
#ifndef TEAM_NAME_H
#define TEAM_NAME_H

#include "policy.h"

/* "Norlington School" for "school:norlington", "LADO inbox"; a school that the policy no longer lists, and any other
 * team: its code. Lent by p, code or the program. */
struct span team_name(const struct policy *p, const char *code);
#endif
