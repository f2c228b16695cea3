/* case_linked.h: the reports of a critical incident, as its page lists them: their rows alone are asked for, none is
 * opened. */
#ifndef CASE_LINKED_H
#define CASE_LINKED_H

#include "case_page.h"

/* Of an opened incident; w->file is read. Fills w->m.file.linked and counts, then calls then, unless the exchange goes
 * first or the vault cannot be asked: then it has replied. */
void case_linked_ask(struct seat *s, seat_fn *then);
#endif
