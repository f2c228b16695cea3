/* fieldlist.h: which sheets "concern outcome" writes, and what each of their fields takes, in words for a terminal.
 * Pure but for the stream. */
#ifndef FIELDLIST_H
#define FIELDLIST_H

#include <stdio.h>

#include "sheet.h"

/* One line a field: "  outcome=keep|step_down" and what it takes; what may be left out stands in brackets. */
void fieldlist_say(enum sheet s, FILE *to);
/* All that a computer may write, each with its name. */
void fieldlist_say_all(FILE *to);
#endif
