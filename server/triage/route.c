/* route.c: triage/standard.md, "Routing", line by line; and gang exploitation (docs/decisions.md). */
#include <stdio.h>

#include "roster.h"
#include "triage.h"

static void
add_team(struct routing *r, const char *prefix, const char *code)
{
	snprintf(r->team[r->n++], sizeof r->team[0], "%s%s", prefix, code);
}

void
route_decide(const struct decision *d, const char *school, struct routing *out)
{
	const bool staff = (d->categories >> CATEGORY_STAFF_CONCERN & 1) != 0;
	/* At every band: the borough takes all county lines to its daily meeting. */
	const bool gang = (d->categories >> CATEGORY_GANG_EXPLOITATION & 1) != 0;

	out->n = 0;
	if (staff)
		add_team(out, ROSTER_LADO, "");		/* and never the school's team, whatever the band */
	else if (school[0] != '\0')
		add_team(out, ROSTER_SCHOOL, school);
	if (d->band >= BAND_URGENT || gang || (school[0] == '\0' && !staff))
		add_team(out, ROSTER_COMMUNITY, "");
}
