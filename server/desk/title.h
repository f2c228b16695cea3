/* title.h: what somebody is in a team, in words and in forms. Pure. */
#ifndef TITLE_H
#define TITLE_H

#include "msg.h"

const char *title_words(unsigned title);	/* "Lead"; "" for TITLE_N. Static */
const char *title_code(unsigned title);		/* "lead" */
unsigned title_of(struct span code);		/* TITLE_N: no such title */
/* Whether somebody may be this in that team: leads and deputies are a school's, a co-ordinator community safety's. */
bool title_fits(unsigned title, const char *team);
#endif
