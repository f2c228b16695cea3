/* audit_page.h: GET /desk/audit: the record of who did what when, newest first, for auditors. No word of a report is in
 * it, and no key of a report is needed for it. */
#ifndef AUDIT_PAGE_H
#define AUDIT_PAGE_H

#include "seat.h"

void audit_page(struct seat *s);
#endif
