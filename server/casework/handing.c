/* handing.c: three kinds of teams. */
#include "handing.h"

#include <string.h>

#include "roster.h"

static bool
is_school(const char *team)
{
	return strncmp(team, ROSTER_SCHOOL, strlen(ROSTER_SCHOOL)) == 0;
}

bool
handing_may(const char *from, const char *to)
{
	const bool to_lado = strcmp(to, ROSTER_LADO) == 0;

	if (strcmp(from, ROSTER_COMMUNITY) == 0)
		return to_lado || is_school(to);
	if (is_school(from))
		return to_lado || strcmp(to, ROSTER_COMMUNITY) == 0;
	return strcmp(from, ROSTER_LADO) == 0 && strcmp(to, ROSTER_COMMUNITY) == 0;
}

const char *
handing_giver(const char *team, const char *school)
{
	if (school[0] != '\0' && strcmp(school, team) != 0)
		return school;
	return strcmp(team, ROSTER_COMMUNITY) == 0 ? ROSTER_LADO : ROSTER_COMMUNITY;
}
