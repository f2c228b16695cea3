/* team_name.c: schools by the policy's own names, the council's teams by ours. */
#include "team_name.h"

#include <string.h>

static const struct { const char *code, *name; } teams[] = {
	{ "community", "Community safety" },
	{ "lado", "LADO inbox" },
	{ "admin", "Administrators" },
};

struct span
team_name(const struct policy *p, const char *code)
{
	static const char prefix[] = "school:";
	const size_t n = sizeof prefix - 1;
	const struct school *school = NULL;

	if (strncmp(code, prefix, n) == 0)
		school = policy_school(p, span_of(code + n));
	for (size_t i = 0; i < sizeof teams / sizeof *teams; i++)
		if (strcmp(teams[i].code, code) == 0)
			return span_of(teams[i].name);
	return span_of(school != NULL ? school->name : code);
}
