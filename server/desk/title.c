/* title.c: one small table. */
#include "title.h"

#include <string.h>

static const struct { const char *code, *words, *team; } titles[TITLE_N] = {	/* team: how its code begins */
	[TITLE_MEMBER] = { "member", "Member", "" },
	[TITLE_LEAD] = { "lead", "Lead", ROSTER_SCHOOL },
	[TITLE_DEPUTY] = { "deputy", "Deputy", ROSTER_SCHOOL },
	[TITLE_COORDINATOR] = { "coordinator", "Co-ordinator", ROSTER_COMMUNITY },
};

const char *
title_words(unsigned title)
{
	return title < TITLE_N ? titles[title].words : "";
}

const char *
title_code(unsigned title)
{
	return title < TITLE_N ? titles[title].code : "";
}

unsigned
title_of(struct span code)
{
	unsigned i = 0;

	while (i < TITLE_N && !span_is(code, titles[i].code))
		i++;
	return i;
}

bool
title_fits(unsigned title, const char *team)
{
	return title < TITLE_N && strncmp(team, titles[title].team, strlen(titles[title].team)) == 0;
}
