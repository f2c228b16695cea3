/* agenda.h: a meeting's frozen list, as SHEET_AGENDA keeps it: which cases, and how much of each. Entries are only
 * ever added, so a case read up to that part is what it was then. One line a case: 32 hexadecimal digits, a space,
 * its parts, a space, "new" or "changed". Pure. */
#ifndef AGENDA_H
#define AGENDA_H

#include "buf.h"
#include "keys.h"
#include "limit.h"

struct agenda_item { uint8_t report[ID_BYTES]; uint32_t parts; bool is_new; };
struct agenda { size_t n; struct agenda_item item[LIMIT_AGENDA]; };

/* Appends its text. GW_ELIMIT: over LIMIT_LIST bytes. */
GW_CHECKED enum gw_err agenda_write(const struct agenda *a, struct buf *out);
/* GW_EINPUT: not such a list; a case twice; GW_ELIMIT: over LIMIT_AGENDA. */
GW_CHECKED enum gw_err agenda_read(struct span text, struct agenda *a);
#endif
