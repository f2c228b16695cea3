/* case_show.h: an opened case as the model of its page. */
#ifndef CASE_SHOW_H
#define CASE_SHOW_H

#include "case_page.h"

/* Fills w->m.file from all that was asked for; what was typed and its hits stay. */
void case_show_fill(const struct seat *s, struct case_work *w);
/* The cases with the same tags. */
void case_show_related(const struct seat *s, struct case_work *w, const struct msg_related *r);
#endif
