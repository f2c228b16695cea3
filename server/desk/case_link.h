/* case_link.h: two cases that belong together, as a person decides: both get the entry. The other one is looked for by
 * its short name among all that this person may open. */
#ifndef CASE_LINK_H
#define CASE_LINK_H

#include "case_page.h"

/* w->search has what was typed, w->order the rest. */
void case_link_begin(struct seat *s);
/* There is no such case for this person. */
void case_link_absent(struct seat *s);
#endif
