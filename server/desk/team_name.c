/* team_name.c: schools by the policy's own names, the council's teams by ours. */
#include "team_name.h"

#include <string.h>

#include "roster.h"

static const struct { const char *code, *name; } teams[] = {
	{ ROSTER_COMMUNITY, "Community safety" },
	{ ROSTER_LADO, "LADO inbox" },
	{ ROSTER_ADMIN, "Administrators" },
};

struct span
team_name(const struct policy *p, const char *code)
{
	const size_t n = strlen(ROSTER_SCHOOL);
	const struct school *school = NULL;

	if (strncmp(code, ROSTER_SCHOOL, n) == 0)
		school = policy_school(p, span_of(code + n));
	for (size_t i = 0; i < sizeof teams / sizeof *teams; i++)
		if (strcmp(teams[i].code, code) == 0)
			return span_of(teams[i].name);
	return span_of(school != NULL ? school->name : code);
}
